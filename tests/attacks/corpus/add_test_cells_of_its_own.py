from course_in_a_box import rewrite

TRIES = "Hand in a test cell that no module has, worth 50 points."
MUST_NOT = "Another maximum, or a submission that is not graded."
WEAKER = "without RestoreCells"


def _add(notebook):
    about = {"grade": True, "grade_id": "foreign", "locked": True, "points": 50, "schema_version": 3}
    about |= {"solution": False, "task": False, "cell_type": "code", "checksum": "x"}
    cell = {"cell_type": "code", "id": "foreign", "metadata": {"nbgrader": about}, "source": ["pass"]}
    notebook["cells"].append({**cell, "outputs": [], "execution_count": None})


def change(folder):
    rewrite(folder / "m1.ipynb", _add)


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
