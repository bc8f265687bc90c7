"""A submission displays charts that are programs, and charts that take all the time that drawing has."""

import base64
import re
from typing import Any

import pytest
from attacked import Seen
from course_in_a_box import edit

from course.grading.outputs import charts

CODE = r"""
from IPython.display import display
n_posts = 3
bars = {
    "data": {"values": [{"a": "x", "b": 1}]}, "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
}
run = "toString([]['con'+'structor']['constr'+'uctor'])"
for more in (
    {"title": {"text": {"expr": run}}},
    {"title": {"text": {"signal": run}}},
    {"params": [{"name": "p", "expr": run}], "title": {"text": {"expr": "p"}}},
    {"title": "honest"},
):
    display({"application/vnd.vegalite.v5+json": {**bars, **more}}, raw=True)
"""


def native(page: str) -> list[str]:
    """What charts on a page show of JavaScript's own functions."""
    pictures = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    return re.findall(r"function \w+\(\)", "\n".join(base64.b64decode(one).decode() for one in pictures))


def displaying(folder: Any) -> None:
    def put(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = CODE

    edit(folder / "m1.ipynb", put)


@pytest.fixture(scope="module")
def seen(attack: Any) -> Seen:
    return attack("charts", displaying)


def test_no_expression_reaches_a_function(seen: Seen) -> None:
    for page in (seen.formgrader, seen.feedback):
        assert native(page) == []
        assert page.count("Not drawn: the chart has an expression") == 3


def test_an_honest_chart_beside_them_is_drawn(seen: Seen) -> None:
    for page in (seen.formgrader, seen.feedback):
        assert page.count('alt="Submitted chart"') == 1


def test_the_score_is_that_of_the_answer(seen: Seen) -> None:
    assert seen.scores["how-many"] == (2.0, False)


def test_without_a_look_at_them_they_run(attack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "program_in", lambda spec: "")
    found = native(attack("charts-weaker", displaying).formgrader)
    assert set(found) == {"function Function()"}
