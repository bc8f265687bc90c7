TRIES = "Put a package of its own under the name course into sys.modules."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins, sys, types
fake = types.ModuleType("course")
fake.ask = fake.hint = fake.check = lambda *answers: None
for name in [one for one in sys.modules if one == "course" or one.startswith("course.")]:
    del sys.modules[name]
sys.modules["course"] = fake
builtins.grade = lambda question: 1.0
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
