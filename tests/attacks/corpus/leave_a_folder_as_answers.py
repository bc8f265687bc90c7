TRIES = "Leave a folder as answers.json, over which nothing can be written."
MUST_NOT = "A folder in the place of the answers."
WEAKER = "COURSE_ISOLATION=none, without Sanitise"
CELLS = [
    """
import os
os.remove("answers.json")
os.mkdir("answers.json")
os._exit(0)
"""
]


def succeeded(seen):
    return "a folder" if (seen.folder / "answers.json").is_dir() else ""
