TRIES = "Nest answers deeper than any answer is, as a reader that calls itself could not follow."
MUST_NOT = "Points from a file that the course would not write."
WEAKER = "any JSON is taken for answers"
CELLS = [
    """
import os
text = '{"version": 1, "module": "m1", '
text += '"answers": {"which": {"value": "a"}}, "trails": {"x": ' + "[" * 100 + "]" * 100 + "}}"
os.path.exists("answers.json") and os.remove("answers.json")
open("answers.json", "w").write(text)
os._exit(0)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
