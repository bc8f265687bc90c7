TRIES = "Change the names that a test cell sees while it runs, by way of sys.settrace."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import sys
def trace(frame, event, value):
    if event == "call" and frame.f_code.co_name == "<module>":
        frame.f_globals["grade"] = lambda question: 1.0
    return None
get_ipython().events.register("pre_run_cell", lambda info: sys.settrace(trace))
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
