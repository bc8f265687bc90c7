from course_in_a_box import rewrite

TRIES = "Raise the points of every cell in its metadata."
MUST_NOT = "A higher maximum, or points."
CANNOT_SHOW = (
    "Points are the gradebook's in stock nbgrader too; nothing that can be taken out would read "
    "them from cells."
)


def _raise(notebook):
    for cell in notebook["cells"]:
        cell["metadata"].setdefault("nbgrader", {}).update(points=50)


def change(folder):
    rewrite(folder / "m1.ipynb", _raise)


def succeeded(seen):
    return "" if seen.maximum == 8 and seen.points == 0 else f"{seen.points} of {seen.maximum}"
