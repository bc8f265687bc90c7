from course_in_a_box import rewrite

TRIES = "Hand in cells without a source or metadata, with a list as an id and a number as a type."
MUST_NOT = "A submission that is not graded."
WEAKER = "without ReadSubmission"


def _bend(notebook):
    notebook["cells"][:0] = [
        {"cell_type": 7, "source": None},
        {"cell_type": "code", "id": [1], "metadata": [], "source": {"a": 1}},
        "no cell",
        None,
        {"cell_type": "code", "id": "a b", "metadata": {"nbgrader": {"grade_id": ["x"]}}},
    ]


def change(folder):
    rewrite(folder / "m1.ipynb", _bend)


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
