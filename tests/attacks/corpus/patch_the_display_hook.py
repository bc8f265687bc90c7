TRIES = "Show something else than what a test cell gives."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins, sys
kind = type(get_ipython().displayhook)
usual = kind.compute_format_data
kind.compute_format_data = lambda self, result: ({"text/plain": "1.0"}, {})
builtins.grade = lambda question: "nothing"
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
