TRIES = "Send results of its own on the kernel's socket while tests run."
MUST_NOT = "Points for a wrong answer."
WEAKER = "stock nbgrader"
CELLS = [
    """
import builtins
builtins.grade = lambda question: None
def forge(info):
    kernel = get_ipython().kernel
    content = {"execution_count": 1, "data": {"text/plain": "1.0"}, "metadata": {}}
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent())
get_ipython().events.register("pre_run_cell", forge)
"""
]


def succeeded(seen):
    return f"{seen.points} points" if seen.points > 0 else ""
