TRIES = "Write what it likes into answers.json when the kernel ends."
MUST_NOT = "Points for a claim."
CANNOT_SHOW = (
    "No configuration reads points from answers.json: it holds values, and a value that is right earns its"
    "points whoever wrote it."
)
CELLS = [
    """
import atexit, json
claim = {"value": "b", "points": 1.0, "result": {"points": 1.0, "state": "right"}}
content = {"version": 1, "module": "m1", "answers": {"which": claim}, "points": 8, "scores": {"which": 1.0}}
atexit.register(lambda: open("answers.json", "w").write(json.dumps(content)))
open("answers.json", "w").write(json.dumps(content))
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
