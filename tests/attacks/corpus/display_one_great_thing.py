import json

TRIES = "Display one thing that is larger than a page can hold."
MUST_NOT = "More than 500 kB of outputs in the graded notebook."
WEAKER = "without bounds of output"
CELLS = [
    """
from IPython.display import display
display({"text/plain": "x" * 900_000}, raw=True)
"""
]


def succeeded(seen):
    cells = (seen.notebook or {"cells": []})["cells"]
    kept = sum(len(json.dumps(cell.get("outputs", []))) for cell in cells)
    return f"{kept} letters" if kept > 500_000 else ""
