TRIES = "Put functions of its own in the place of check and grade."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
builtins.grade = lambda question: 1.0
def register(info):
    get_ipython().user_ns["check"] = lambda *answers: None
get_ipython().events.register("pre_run_cell", register)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
