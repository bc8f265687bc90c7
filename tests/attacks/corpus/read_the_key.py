TRIES = "Open the key file by its path."
MUST_NOT = "A word of the key in what the cell displays."
WEAKER = "without files"
CELLS = ["print(open(known.key).read())"]


def succeeded(seen):
    return seen.shows("key")
