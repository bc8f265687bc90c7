from attacked import Seen as Pages
from attacked import active_parts

TRIES = "Run script in the browser of the grader by a drawing, or by what only says that it is a picture."
MUST_NOT = "A part of the page that could run or load something."
CANNOT_SHOW = (
    "nbconvert shows drawings and pictures within <img> and escapes what they say, in every configuration; "
    "that it stays so is what this looks at."
)
CELLS = [
    """
from IPython.display import display
drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
display({"image/svg+xml": drawing}, raw=True)
display({"image/png": "x\\\" onerror=\\\"alert(1)", "text/plain": "x"}, raw=True)
"""
]


def succeeded(seen):
    if not (seen.folder / "m1.ipynb").is_file():
        return "not graded"
    return ", ".join(active_parts(Pages.formgrader.fget(seen)))
