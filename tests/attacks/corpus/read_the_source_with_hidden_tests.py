TRIES = "Open the notebook that the release was made from."
MUST_NOT = "A word of the hidden tests in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
print(open(known.hidden).read())
"""
]


def succeeded(seen):
    return seen.shows("hidden")
