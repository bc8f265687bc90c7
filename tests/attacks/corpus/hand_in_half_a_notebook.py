TRIES = "Hand in a notebook that breaks off in the middle."
MUST_NOT = "A submission that is not graded."
WEAKER = "without ReadSubmission"


def change(folder):
    path = folder / "m1.ipynb"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-200])


def succeeded(seen):
    whole = set(seen.scores) == {"which", "own-number", "how-many", "why"} and seen.maximum == 8
    return "" if whole else f"{seen.scores} of {seen.maximum}"
