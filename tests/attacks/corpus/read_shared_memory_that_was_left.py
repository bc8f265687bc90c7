TRIES = "Read the shared memory of other programs."
MUST_NOT = "A word of it in what the cell displays."
WEAKER = "without devices"
CELLS = [
    """
import glob
for path in [known.memory, *glob.glob("/dev/shm/*")]:
    try:
        print(open(path).read()[:2000])
    except OSError:
        pass
"""
]


def succeeded(seen):
    return seen.shows("memory")
