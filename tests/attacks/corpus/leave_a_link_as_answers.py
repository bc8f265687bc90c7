TRIES = "Leave a link to a file of the grader in the place of answers.json."
MUST_NOT = "The file's text, a link, or points."
WEAKER = "COURSE_ISOLATION=none, without Sanitise"
CELLS = [
    """
import os
os.remove("answers.json")
os.symlink(known.key, "answers.json")
os._exit(0)
"""
]


def succeeded(seen):
    link = seen.folder / "answers.json"
    return "a link" if link.is_symlink() else seen.shows("key")
