TRIES = "Display things that nest so deeply that whoever copies, checks or writes them runs out of stack."
MUST_NOT = "A submission that is not graded."
CANNOT_SHOW = (
    "What would stop is seen in this very run: this submission and all after it must have their scores; "
    "where the stack ends, differs from one version of Python to the next."
)
CELLS = [
    """
from IPython.display import display
kernel = get_ipython().kernel
for depth in ({}, {}):
    thing = "x"
    for _ in range(depth):
        thing = dict(a=thing)
    data = dict([("application/json", thing), ("text/plain", "x")])
    about = dict(data=data, metadata=dict(), transient=dict())
    kernel.send_response(kernel.iopub_socket, "display_data", about)
""".format(*pair)
    for pair in ((60, 90), (120, 150), (180, 220), (260, 300), (350, 450), (600, 800))
]


def succeeded(seen):
    return seen.ungraded
