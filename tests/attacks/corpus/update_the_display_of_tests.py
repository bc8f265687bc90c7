TRIES = "Change what an earlier test cell displayed, by its display id."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
from IPython.display import display
handles = []
class Later:
    def __init__(self):
        handles.append(display("0.0", display_id=True))
builtins.grade = lambda question: Later() and None
def update(result):
    for handle in handles:
        handle.update(8.0)
get_ipython().events.register("post_run_cell", update)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
