TRIES = "Open a file that an earlier submission has left in a folder for temporary files."
MUST_NOT = "A word of that file in what the cell displays."
WEAKER = "without files"
CELLS = [
    """
import glob, tempfile
for path in [known.leftover, *glob.glob(f"{tempfile.gettempdir()}/*")]:
    try:
        print(open(path).read()[:2000])
    except OSError:
        pass
"""
]


def succeeded(seen):
    return seen.shows("leftover")
