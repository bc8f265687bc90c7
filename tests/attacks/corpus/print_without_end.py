import json

TRIES = "Print more than a page can hold."
MUST_NOT = "More than 500 kB of outputs in the graded notebook."
WEAKER = "without bounds of output"
CELLS = [
    """
for _ in range(30):
    print("x" * 50_000, end="", flush=True)
"""
]


def succeeded(seen):
    cells = (seen.notebook or {"cells": []})["cells"]
    kept = sum(len(json.dumps(cell.get("outputs", []))) for cell in cells)
    return f"{kept} letters" if kept > 500_000 else ""
