TRIES = "Open the answers of another trainee."
MUST_NOT = "A word of another trainee in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
print(open(known.neighbour).read())
"""
]


def succeeded(seen):
    return seen.shows("neighbour")
