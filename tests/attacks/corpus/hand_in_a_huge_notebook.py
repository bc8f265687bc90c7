from course_in_a_box import rewrite

TRIES = "Hand in a notebook so large that reading it takes the grader's memory."
MUST_NOT = "A cell of it that is run."
WEAKER = "a notebook of any size is read"
CELLS = [
    """
print('RAN')
"""
]


def change(folder):
    rewrite(folder / "m1.ipynb", lambda notebook: notebook["metadata"].update(filler="x" * 51_000_000))


def succeeded(seen):
    return "RAN" if "RAN" in seen.said else ""
