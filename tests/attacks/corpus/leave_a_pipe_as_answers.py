TRIES = "Leave a pipe as answers.json, on which a reader would wait for ever."
MUST_NOT = "A pipe in the folder, or a run without end."
WEAKER = "COURSE_ISOLATION=none, without Sanitise"
CELLS = [
    """
import os
os.remove("answers.json")
os.mkfifo("answers.json")
os._exit(0)
"""
]


def succeeded(seen):
    pipe = seen.folder / "answers.json"
    return "a pipe" if pipe.exists() and not pipe.is_file() else ""
