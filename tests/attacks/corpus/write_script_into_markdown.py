from attacked import Seen as Pages
from attacked import active_parts
from course_in_a_box import rewrite

TRIES = "Run script in the browser of the grader by a Markdown cell, its attachments, and a raw cell."
MUST_NOT = "A part of the page that could run or load something."
WEAKER = "without Sanitise"


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"


def _add(notebook):
    attached = {"a.png": {"image/png": "x' onerror='alert(1)"}, "b.svg": {"image/svg+xml": SCRIPT}}
    text = SCRIPT + "\n\n![x](attachment:a.png) ![y](attachment:b.svg) [z](javascript:alert(1))"
    about = {"cell_type": "markdown", "id": "script", "metadata": {}}
    raw = {"cell_type": "raw", "id": "raw", "metadata": {"format": "text/html"}, "source": SCRIPT}
    notebook["cells"][:0] = [{**about, "attachments": attached, "source": text}, raw]


def change(folder):
    rewrite(folder / "m1.ipynb", _add)


def succeeded(seen):
    if not (seen.folder / "m1.ipynb").is_file():
        return "not graded"
    return ", ".join(active_parts(Pages.formgrader.fget(seen)))
