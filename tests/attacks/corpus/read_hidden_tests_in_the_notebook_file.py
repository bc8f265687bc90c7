TRIES = "Read the notebook in its own folder after the grader has put the tests back."
MUST_NOT = "A word of the hidden tests in what the cell displays."
WEAKER = "without WithholdHiddenTests"
CELLS = [
    """
print(open("m1.ipynb").read())
"""
]


def succeeded(seen):
    return seen.shows("hidden")
