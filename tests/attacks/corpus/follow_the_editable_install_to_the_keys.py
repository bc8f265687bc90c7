TRIES = "Read in site-packages where the course was installed from, and look for keys there."
MUST_NOT = "A word of the key in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
import pathlib, sys
for folder in [*known.packages, *sys.path]:
    for file in pathlib.Path(folder or ".").glob("__editable__*.pth"):
        for line in file.read_text().splitlines():
            for key in pathlib.Path(line).glob("faculty/*/key.yaml"):
                print(key.read_text())
"""
]


def succeeded(seen):
    return seen.shows("key")
