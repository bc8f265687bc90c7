TRIES = "Hand in folders in folders, with names as long as there are."
MUST_NOT = "A submission that is not graded."
CANNOT_SHOW = (
    "What would stop is seen in this very run: this submission and all after it must have their scores."
)


def change(folder):
    deep = folder
    for _ in range(12):
        deep = deep / ("d" * 200)
    deep.mkdir(parents=True)
    (deep / ("f" * 255)).write_text("x")


def succeeded(seen):
    return seen.ungraded
