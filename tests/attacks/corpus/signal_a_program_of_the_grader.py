TRIES = "Send a signal to a program of the grader."
MUST_NOT = "A signal that is taken."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import os
try:
    os.kill(known.grader, 0)
    print("SIGNALLED")
except OSError as error:
    print(error)
"""
]


def succeeded(seen):
    return "SIGNALLED" if "SIGNALLED" in seen.said else ""
