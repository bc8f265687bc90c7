TRIES = "Print the number of points in each test cell."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
builtins.grade = lambda question: print("2.0")
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
