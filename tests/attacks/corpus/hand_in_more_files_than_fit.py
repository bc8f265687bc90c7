TRIES = "Hand in more files than the sandbox has room for, so that grading cannot begin."
MUST_NOT = "Grading that stops for everybody."
CANNOT_SHOW = "What would stop is seen in this very run: all who are graded after it must have their scores."


def change(folder):
    for number in range(450):
        (folder / f"more-{number}.txt").write_text("x")


def succeeded(seen):
    return "" if seen.scores else "not graded"
