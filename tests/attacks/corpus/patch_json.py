TRIES = "Patch the json module so that answers are written with points in them."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import json
usual = json.dumps
def dumps(thing, *more, **options):
    for entry in (thing.get("answers") or {}).values() if isinstance(thing, dict) else ():
        entry.update(points=2.0, fraction=1.0, state="right", result={"points": 2.0})
    return usual(thing, *more, **options)
json.dumps = dumps
import builtins
builtins.grade = lambda question: json.loads("1.0")
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
