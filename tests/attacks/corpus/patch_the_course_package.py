TRIES = "Patch check, ask and the functions behind them in the package itself."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins, course
course.check = course.ask = lambda *answers: None
for name in [one for one in __import__("sys").modules if one.startswith("course.questions")]:
    module = __import__("sys").modules[name]
    if hasattr(module, "score"):
        module.score = lambda *answers, **more: 1.0
builtins.grade = lambda question: 2.0 if question != "which" else 1.0
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
