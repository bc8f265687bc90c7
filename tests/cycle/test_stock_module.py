"""A module without questions.yaml, made by hand in JupyterLab, is graded as nbgrader grades it."""

from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4 as v4
import pytest
from course_in_a_box import Box, edit, from_nbgrader, ok

pytestmark = from_nbgrader


def nbgrader(grade_id: str, **flags: Any) -> dict[str, Any]:
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**plain, "grade_id": grade_id, **flags}}


def write_stock(folder: Path) -> None:
    folder.mkdir(parents=True)
    solution = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    tests = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS"
    cells = [
        v4.new_markdown_cell("A *stock* module.", id="intro"),
        v4.new_code_cell(solution, id="answer", metadata=nbgrader("double", solution=True)),
        v4.new_code_cell(tests, id="tests", metadata=nbgrader("tests", grade=True, locked=True, points=2)),
        v4.new_markdown_cell("", id="essay", metadata=nbgrader("essay", grade=True, solution=True, points=3)),
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(v4.new_notebook(cells=cells, metadata=metadata), folder / "stock.ipynb")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("stock") / "box")
    write_stock(box.course / "source" / "stock")
    box.release("stock")

    def submit(name: str, code: str, essay: str = "") -> None:
        folder = box.fetch(name, "stock")

        def change(cell: Any) -> None:
            if cell.id == "answer":
                cell.source = code
            if cell.id == "essay" and essay:
                cell.source = essay

        edit(folder / "stock.ipynb", change)
        # Its own questions.yaml does not make it a module with one: the faculty's folder decides.
        (folder / "questions.yaml").write_text("module: stock")
        box.submit(name, "stock")

    submit("right", "def double(x):\n    return x + x", "An <img src=x onerror=alert(1)> essay.")
    submit("only-visible", "def double(x):\n    return 4")
    ok(box.collect("stock"))
    ok(box.autograde("stock"))
    return box


def test_its_hidden_tests_run(box: Box) -> None:
    assert box.scores("stock", "right") == {"tests": (2.0, False), "essay": (0.0, True)}
    assert box.scores("stock", "only-visible") == {"tests": (0.0, False), "essay": (0.0, False)}


def test_its_feedback_shows_points_and_no_hidden_line(box: Box) -> None:
    page = box.feedback("stock", "only-visible")
    assert "assert double(2) == 4" in page
    assert "double(3)" not in page and "HIDDEN" not in page
    assert "0 of 2 points" in page
    assert "A <em>stock</em> module." in page


def test_what_a_trainee_wrote_there_is_text(box: Box) -> None:
    page = box.feedback("stock", "right")
    assert "&lt;img src=x onerror=alert" in page.replace("&#40;", "(")
    assert "<img src=x" not in page
