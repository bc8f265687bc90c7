from course_in_a_box import rewrite

TRIES = "Give orders to the grader's terminal by what cells say: ids, streams, names of errors."
MUST_NOT = "An escape sequence, or an entry that nbgrader did not make, in the log."
CANNOT_SHOW = (
    "nbgrader's own log says nothing of what cells say; and what this course logs of it is written out with"
    "%r, in every configuration."
)
CELLS = [
    """
import os
os.write(2, b"\\x1b[2J\\n[ALL IS WELL]\\n")
raise type("\\x1b[2J\\n[ALL IS WELL]", (Exception,), {})("\\x1b[2J\\n[ALL IS WELL]")
"""
]


def _bend(notebook):
    for cell in notebook["cells"]:
        cell["id"] = f"{cell['id']}\x1b[2J\n[ALL IS WELL]"
        about = cell["metadata"].get("nbgrader")
        if about and about.get("grade_id") == "why":
            about["grade_id"] = "why\x1b[2J\n[ALL IS WELL]"


def change(folder):
    rewrite(folder / "m1.ipynb", _bend)


def succeeded(seen):
    lines = seen.log.split("\n")
    bad = [line for line in lines if not line.isprintable() or line.lstrip().startswith("[ALL IS WELL]")]
    return ascii(bad[:1]) if bad else ""
