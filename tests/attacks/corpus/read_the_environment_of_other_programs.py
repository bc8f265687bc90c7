TRIES = "Read the environment of every program in /proc."
MUST_NOT = "A password of the grader in what the cell displays."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import glob
for path in [f"/proc/{known.grader}/environ", *glob.glob("/proc/[0-9]*/environ")]:
    try:
        print(open(path).read()[:2000])
    except OSError:
        pass
"""
]


def succeeded(seen):
    return seen.shows("environment")
