from attacked import Seen as Pages
from attacked import active_parts

TRIES = "Run script in the browser of the grader by the name, the words and the traceback of an error."
MUST_NOT = "A part of the page that could run or load something."
CANNOT_SHOW = (
    "nbconvert escapes the parts of an error in every configuration; that it stays so is what this looks at."
)
CELLS = [
    """
kernel = get_ipython().kernel
bad = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"
about = {"ename": bad, "evalue": bad}
about["traceback"] = [bad, "\\x1b[31m" + bad, "\\x1b]8;;javascript:alert(1)\\x07x"]
kernel.send_response(kernel.iopub_socket, "error", about)
raise type(bad, (Exception,), {"_render_traceback_": lambda self: [bad]})(bad)
"""
]


def succeeded(seen):
    if not (seen.folder / "m1.ipynb").is_file():
        return "not graded"
    return ", ".join(active_parts(Pages.formgrader.fget(seen)))
