TRIES = "Display so much HTML, made to be read slowly, that the grader reads for hours."
MUST_NOT = "More than a million letters that were read as HTML."
WEAKER = "markup of any length is read"
CELLS = [
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
    """
from IPython.display import display
display({"text/html": "<p>x</p>" * 22_000}, raw=True)
""",
]


def succeeded(seen):
    cells = (seen.notebook or {"cells": []})["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    shown = ["".join(one.get("data", {}).get("text/html", "")) for one in outputs]
    read = sum(len(one) for one in shown if "<p>" in one and 'class="qc' not in one)
    return f"{read} letters" if read > 1_010_000 else ""
