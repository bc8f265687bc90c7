TRIES = "Hand in a notebook that breaks off in the middle."
MUST_NOT = "A submission that is not graded."
WEAKER = "without ReadSubmission"


def change(folder):
    path = folder / "m1.ipynb"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-200])


def succeeded(seen):
    return seen.ungraded or ("" if seen.maximum == 8 else f"a maximum of {seen.maximum}")
