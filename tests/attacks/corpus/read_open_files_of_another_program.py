TRIES = "Open again what a program of the grader has open."
MUST_NOT = "A word of the grader's file in what the cell displays."
WEAKER = "COURSE_ISOLATION=none"
CELLS = [
    """
import os
folder = f"/proc/{known.grader}/fd"
for one in os.listdir(folder):
    if os.path.isfile(f"{folder}/{one}"):
        print(open(f"{folder}/{one}").read()[:2000])
"""
]


def succeeded(seen):
    return seen.shows("home")
