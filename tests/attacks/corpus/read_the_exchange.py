TRIES = "Look through the exchange for what others have handed in."
MUST_NOT = "A word of another trainee in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
import pathlib
for file in pathlib.Path(known.exchange).rglob("answers.json"):
    if "neighbour" in str(file):
        print(file.read_text())
"""
]


def succeeded(seen):
    return seen.shows("neighbour")
