TRIES = "Change builtins that tests are written with."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
builtins.grade = lambda question: 1.0
builtins.abs = lambda number: 0
builtins.round = lambda number, places=None: 0
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
