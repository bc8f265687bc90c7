from course_in_a_box import rewrite

TRIES = "Hand in a notebook without its test cells."
MUST_NOT = "Another maximum, or a submission that is not graded."
WEAKER = "without RestoreCells"


def _delete(notebook):
    cells = notebook["cells"]
    notebook["cells"] = [cell for cell in cells if not cell["metadata"].get("nbgrader", {}).get("grade")]


def change(folder):
    rewrite(folder / "m1.ipynb", _delete)


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
