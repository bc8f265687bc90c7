TRIES = "Display so many small things that their number fills the notebook."
MUST_NOT = "More than 1,000 outputs in the graded notebook."
WEAKER = "without bounds of output"
CELLS = [
    """
from IPython.display import display
for number in range(1_500):
    display({"text/plain": "x" * 5}, raw=True)
"""
]


def succeeded(seen):
    cells = (seen.notebook or {"cells": []})["cells"]
    kept = sum(len(cell.get("outputs", [])) for cell in cells)
    return f"{kept} outputs" if kept > 1_000 else ""
