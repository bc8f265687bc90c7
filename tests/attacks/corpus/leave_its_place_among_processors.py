TRIES = "Choose the processor and the rank that it computes with."
MUST_NOT = "A choice."
WEAKER = "without syscalls"
CELLS = [
    """
import os
chosen = False
try:
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    chosen = True
except OSError:
    pass
try:
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
except OSError:
    pass
print("CHOSEN" if chosen or os.sched_getscheduler(0) == os.SCHED_BATCH else "refused")
"""
]


def succeeded(seen):
    return "CHOSEN" if "CHOSEN" in seen.said else ""
