from attacked import Seen as Pages
from attacked import active_parts
from course_in_a_box import rewrite

TRIES = "Run script in the browser of the grader by ids, tags, titles and languages in metadata."
MUST_NOT = "A part of the page that could run or load something, or script that is kept in metadata."
WEAKER = "without Sanitise"


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)><iframe srcdoc='x'></iframe>"


def _bend(notebook):
    for cell in notebook["cells"]:
        cell["metadata"].update(tags=[SCRIPT], name=SCRIPT, title=SCRIPT)
    notebook["metadata"].update(title=SCRIPT, authors=[{"name": SCRIPT}])
    notebook["metadata"]["language_info"] = {"name": SCRIPT, "pygments_lexer": SCRIPT}


def change(folder):
    rewrite(folder / "m1.ipynb", _bend)


def succeeded(seen):
    if not (seen.folder / "m1.ipynb").is_file():
        return "not graded"
    kept = [cell["metadata"] for cell in seen.notebook["cells"]] + [seen.notebook["metadata"]]
    return ", ".join(active_parts(Pages.formgrader.fget(seen))) or ("kept" if "alert(1)" in str(kept) else "")
