import copy

from course_in_a_box import rewrite

TRIES = "Hand in each test cell twice, the second time with a test that always passes."
MUST_NOT = "Points, another maximum, or a submission that is not graded."
CANNOT_SHOW = "Stock nbgrader drops copies as well, before anything that could be taken out here."


def _copy(notebook):
    copies = copy.deepcopy(notebook["cells"])
    for cell in copies:
        if cell["cell_type"] == "code":
            cell["source"] = ["pass"]
    notebook["cells"] = notebook["cells"] + copies


def change(folder):
    rewrite(folder / "m1.ipynb", _copy)


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
