"""What the released notebook draws is drawn once; what a kernel is told of it changes no picture."""

import json

import nbformat
from course_in_a_box import from_nbgrader

from course.charts import drawing
from course.grading.batch.rehearsal import rehearse

pytestmark = from_nbgrader
SPEC = {
    "data": {"values": [{"x": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative"}},
}
CELLS = [f"from course.charts import drawing\nspec = {SPEC!r}\nsvg = drawing.draw(spec)", "1 / 0"]


def test_pictures_of_a_released_notebook(tmp_path, monkeypatch) -> None:
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "m9.ipynb")
    found = rehearse(tmp_path, "m9")
    assert list(found.values()) == [drawing.draw(SPEC)]
    monkeypatch.setattr(drawing, "_known", {})
    drawing.remember(json.loads(json.dumps({key: "as it was drawn" for key in found})))
    assert drawing.draw(SPEC) == "as it was drawn"
    assert drawing.draw({**SPEC, "mark": "bar"}) != "as it was drawn"


def test_nothing_released_gives_nothing(tmp_path) -> None:
    assert rehearse(tmp_path, "m9") == {}
