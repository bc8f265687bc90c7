"""Code that looks for the key: cells about to run, the notebook in its folder, the environment."""

import pytest
from course_in_a_box import edit

CODE = """
import os, pathlib
n_posts = 3
cells = []
get_ipython().events.register("pre_run_cell", lambda info: print("SEEN", info.raw_cell))
print("NOTEBOOK", pathlib.Path("m1.ipynb").read_text())
print("ENVIRONMENT", {k: v for k, v in os.environ.items() if k.startswith(("COURSE", "JUPYTERHUB"))})
"""


@pytest.fixture(scope="module")
def seen(box, attack):
    def change(folder):
        def put(cell):
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = CODE

        edit(folder / "m1.ipynb", put)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_FACULTY", str(box.course / "faculty"))
        return attack("thief", change)


def test_the_code_ran_and_saw_no_hidden_part(seen) -> None:
    shown = "".join(
        output.text
        for cell in seen.notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if output.output_type == "stream"
    )  # fmt: skip
    assert "NOTEBOOK" in shown and "SEEN" in shown and "COURSE_TRAINEE" in shown
    for secret in ("grade(", "HIDDEN", "MARK SCHEME", "Says two", "COURSE_FACULTY"):
        assert secret not in shown


def test_it_is_graded_all_the_same(seen) -> None:
    assert seen.scores["how-many"] == (2.0, False)
