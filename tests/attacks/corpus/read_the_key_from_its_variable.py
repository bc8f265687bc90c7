TRIES = "Follow COURSE_FACULTY from the environment to the key."
MUST_NOT = "A word of the key in what the cell displays."
WEAKER = "stock nbgrader"
CELLS = [
    """
import os
folder = os.environ["COURSE_FACULTY"]
print(open(os.path.join(folder, "m1", "key.yaml")).read())
"""
]


def succeeded(seen):
    return seen.shows("key")
