TRIES = "Change the questions beside the notebook so that any answer is worth all points."
MUST_NOT = "Points for a wrong answer."
CANNOT_SHOW = (
    "The questions and keys that points come from are read in source/ and faculty/ in every configuration."
)
CELLS = [
    """
import os
text = open("questions.yaml").read().replace("kind: choice", "credit: completion, kind: choice")
os.remove("questions.yaml")
open("questions.yaml", "w").write(text)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
