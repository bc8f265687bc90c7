TRIES = "Keep grading waiting while Python ends, and write a file then."
MUST_NOT = "A file that was written at the end."
WEAKER = "stock nbgrader"
CELLS = [
    """
import atexit, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
@atexit.register
def late():
    time.sleep(1)
    open("late.txt", "w").write("late")
"""
]


def succeeded(seen):
    return ", ".join(str(one) for one in seen.folder.rglob("late.txt"))
