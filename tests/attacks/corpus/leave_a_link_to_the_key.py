TRIES = "Leave a link to the key in its folder, for whoever opens the folder after grading."
MUST_NOT = "A link in the autograded folder."
WEAKER = "COURSE_ISOLATION=none, without Sanitise"
CELLS = [
    """
import os
os.symlink(known.key, "notes.txt")
"""
]


def succeeded(seen):
    return ", ".join(str(one) for one in seen.folder.rglob("*") if one.is_symlink())
