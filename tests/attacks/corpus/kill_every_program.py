TRIES = "Kill every program that it can name."
MUST_NOT = "Grading that stops, or a program of the grader's that has ended."
CANNOT_SHOW = (
    "Where it succeeded, it would end the tests themselves, and whatever else runs under the account."
)
CELLS = [
    """
import os, signal
if open("/proc/1/comm").read().strip() == "bwrap":
    os.kill(-1, signal.SIGKILL)
"""
]


def succeeded(seen):
    return seen.ungraded
