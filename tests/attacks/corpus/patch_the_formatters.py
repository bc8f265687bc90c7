TRIES = "Have the points of every test shown as a number of its own choice."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
class Lie:
    pass
plain = get_ipython().display_formatter.formatters["text/plain"]
plain.for_type(Lie, lambda one, printer, cycle: printer.text("1.0"))
builtins.grade = lambda question: Lie()
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
