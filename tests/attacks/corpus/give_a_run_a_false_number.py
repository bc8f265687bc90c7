TRIES = "Give the run of a cell a number that is markup, which makes the notebook invalid."
MUST_NOT = "A submission without scores, or the markup in the notebook."
WEAKER = "without a look at the numbers of runs"
VALUES = {"which": "a", "own-number": 1, "why": "x"}
EARNS = 1.0
CELLS = [
    """
kernel = get_ipython().kernel
content = {"data": {"text/plain": "x"}, "metadata": {}, "execution_count": "<script>alert(1)</script>"}
kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent())
"""
]


def succeeded(seen):
    if seen.scores.get("which") != (1.0, False):
        return f"scores {seen.scores}"
    counts = [cell.get("execution_count") for cell in seen.notebook["cells"] if cell["cell_type"] == "code"]
    return "" if all(count is None or type(count) is int for count in counts) else f"numbers {counts}"
