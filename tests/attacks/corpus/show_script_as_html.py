from attacked import Seen as Pages
from attacked import active_parts

TRIES = "Run script in the browser of the grader by an output of HTML."
MUST_NOT = "A part of the page that could run or load something."
WEAKER = "without Sanitise"
CELLS = [
    """
from IPython.display import HTML, Javascript, display
bad = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"
display(HTML(bad + "<svg onload=alert(1)></svg><a href='javascript:alert(1)'>x</a>"))
display(Javascript("alert(1)"))
display({"text/markdown": bad, "text/latex": "$\\\\href{javascript:alert(1)}{x}$"}, raw=True)
"""
]


def succeeded(seen):
    if not (seen.folder / "m1.ipynb").is_file():
        return "not graded"
    return ", ".join(active_parts(Pages.formgrader.fget(seen)))
