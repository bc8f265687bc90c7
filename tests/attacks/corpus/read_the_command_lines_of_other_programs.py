TRIES = "Read the command line of every program in /proc."
MUST_NOT = "A word of another program's command line in what the cell displays."
WEAKER = "without processes"
CELLS = [
    """
import glob
for path in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        print(open(path).read()[:2000])
    except OSError:
        pass
"""
]


def succeeded(seen):
    return seen.shows("command")
