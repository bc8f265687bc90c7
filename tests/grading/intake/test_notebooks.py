"""Reading notebooks that are damaged, endless or nested without end."""

import json

import nbformat
import pytest

from course.grading.intake import notebooks
from course.grading.intake.notebooks import read_notebook, restore_name
from course.grading.outputs import charts
from course.grading.outputs.charts import Pen
from course.questions.answers.data import MAX_DEPTH


def nested(depth: int) -> dict:
    value: dict = {}
    for _ in range(depth - 1):
        value = {"in": value}
    return value


def notebook(**parts) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [], **parts})


@pytest.mark.parametrize("text, problem", [
    ("", "not complete JSON"), ('{"cells": [', "not complete JSON"), ("[" * 100_000, "not complete JSON"),
    ("[]", "without cells"), ('{"cells": 3}', "without cells"), (notebook(), ""),
    ('{"nbformat": 2, "worksheets": 7}', "of an old format and damaged"),
])  # fmt: skip
def test_what_cannot_be_read_becomes_an_empty_valid_notebook(text, problem) -> None:
    found, said = read_notebook(text)
    assert said == problem and found.cells == []
    nbformat.validate(found)


def test_a_notebook_that_is_too_large_is_not_read(monkeypatch) -> None:
    monkeypatch.setattr(notebooks, "LARGEST", 200)
    assert read_notebook(notebook(metadata={"long": "x" * 300}))[1] == "too large"
    assert read_notebook(notebook())[1] == ""


def test_metadata_nest_as_deep_as_answers_may_and_no_deeper() -> None:
    as_deep, deeper = nested(MAX_DEPTH), nested(MAX_DEPTH + 1)
    assert read_notebook(notebook(metadata=as_deep))[0].metadata == as_deep
    assert read_notebook(notebook(metadata=deeper))[0].metadata == {}
    cell = {
        "cell_type": "code",
        "source": "1",
        "metadata": deeper,
        "id": "a",
        "outputs": [],
        "execution_count": None,
    }
    [read] = read_notebook(notebook(cells=[cell]))[0].cells
    assert read.metadata == {} and read.source == "1"


def test_cells_without_what_a_cell_needs_are_made_whole() -> None:
    cells = [{}, "no cell", {"cell_type": "code", "id": "a b", "source": None},
             {"cell_type": "markdown", "id": "x"},
             {"cell_type": "markdown", "id": "x", "source": ["a", 3, "b\ud800"]}]  # fmt: skip
    found, said = read_notebook(notebook(cells=cells))
    nbformat.validate(found)
    assert said == "" and len({cell.id for cell in found.cells}) == 4 and found.cells[3].source == "ab\ufffd"


def test_a_renamed_notebook_gets_its_name_back_and_the_other_stays(tmp_path) -> None:
    (tmp_path / "answers.json").write_text("{}")
    mine = notebook(metadata={"course": {"module": "m1"}})
    (tmp_path / "m1 (copy).ipynb").write_text(mine)
    (tmp_path / "zzz.ipynb").write_text(notebook())
    assert restore_name(tmp_path, "m1") == tmp_path / "m1.ipynb"
    assert (tmp_path / "m1.ipynb").read_text() == mine and (tmp_path / "m1 (copy).ipynb").is_file()
    assert restore_name(tmp_path, "m1") is None


def test_a_pen_reads_so_many_letters_and_no_more() -> None:
    pen = Pen()
    pen.letters = 10
    assert (
        pen.may_read("x" * 6)
        and not pen.may_read("x" * 5)
        and pen.may_read("x" * 4)
        and not pen.may_read("x")
    )


def test_of_cells_without_end_those_that_are_graded_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "_MOST_CELLS", 3)
    cells = [{"cell_type": "code", "id": f"x{number}", "source": "1", "metadata": {}} for number in range(10)]
    cells[8]["metadata"] = {"nbgrader": {"grade_id": "a"}}
    notebook, problem = read_notebook(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}))
    assert [cell.id for cell in notebook.cells] == ["x0", "x1", "x2", "x8"] and not problem


def test_what_is_read_of_code_and_outputs_is_bounded() -> None:
    pen = Pen()
    assert pen.code_of("x = 1\n", "there") == "x = 1\n"
    cut = pen.code_of("a." * 40_000, "submitted/x")
    assert len(cut) < 1_300 and "80,000 letters" in cut and cut.endswith("submitted/x")
    shown = [pen.code_of("x = 1\n" * 3_000, "there") for _ in range(20)]
    assert sum(map(len, shown)) < charts.MOST_CODE + 20 * 200 and "Cut here" in shown[-1]
    printed = [pen.output_of("y" * 200_000) for _ in range(20)]
    assert sum(map(len, printed)) < charts.MOST_OUTPUT + 20 * 20 and "(cut here)" in printed[-1]
