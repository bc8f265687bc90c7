TRIES = "Leave a program that has no parent, no terminal and no ear for signals."
MUST_NOT = "That program alive after grading."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import os, signal, sys
child = os.fork()
if child == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (1, 2, 3, 15):
            signal.signal(number, signal.SIG_IGN)
        nothing = os.open("/dev/null", os.O_RDWR)
        for one in (0, 1, 2):
            os.dup2(nothing, one)
        code = f"import time; time.sleep({known.linger})"
        os.execv(sys.executable, [sys.executable, "-S", "-c", code, known.mark])
    os._exit(0)
os.waitpid(child, 0)
"""
]


def succeeded(seen):
    return ", ".join(seen.processes)
