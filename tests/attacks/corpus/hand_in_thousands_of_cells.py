from course_in_a_box import rewrite

TRIES = "Hand in thousands of cells, which take long all together though none of them does."
MUST_NOT = "The last of them run."
WEAKER = "without a bound of time"
CELLS = [
    """
COUNT = 0
"""
]


def _add(notebook):
    text = {"cell_type": "markdown", "metadata": {}, "source": "*x*"}
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    sources = [*["import time; time.sleep(2.5)"] * 13, "print('LAST')"]
    notebook["cells"] += [{**text, "id": f"text-{number}"} for number in range(3000)]
    notebook["cells"] += [{**code, "id": f"code-{at}", "source": one} for at, one in enumerate(sources)]


def change(folder):
    rewrite(folder / "m1.ipynb", _add)


def succeeded(seen):
    return "LAST" if "LAST" in seen.said else ""
