TRIES = "Send outputs with numbers, lists and nothing where text is expected, to stop its grading."
MUST_NOT = "A submission without scores: what was answered on cards counts."
CANNOT_SHOW = (
    "The first of them ends the kernel, and with it the run; that the scores stand is the same in every "
    "configuration."
)
VALUES = {"which": "a", "own-number": 1, "why": "x"}
EARNS = 1.0
CELLS = [
    f"""
kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, {kind!r}, {content!r}, parent=kernel.get_parent())
"""
    for kind, content in (
        ("clear_output", {"wait": "x"}),
        ("execute_input", {"execution_count": "<script>alert(1)</script>", "code": 7}),
        ("status", {"execution_state": 5}),
        ("stream", {"name": "stdout", "text": "\ud800"}),
        ("error", {"ename": 5, "evalue": None, "traceback": 7}),
    )
]


def succeeded(seen):
    return "" if seen.scores.get("which") == (1.0, False) else f"scores {seen.scores}"
