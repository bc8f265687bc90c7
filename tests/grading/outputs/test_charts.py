"""Submitted charts: what is said in place of a picture, and which are drawn first."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest

from course.grading.outputs import charts
from course.grading.outputs.drawing import Drawing

BARS: dict[str, Any] = {
    "data": {"values": [{"month": "<script>", "posts": 3}, {"month": "May", "posts": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "posts", "type": "quantitative"}},
}


def shown(spec: Any) -> str:
    pen = charts.Pen()
    cell = {"outputs": [{"data": {"text/html": pen.draw(spec)}}]}
    pen.put_in([cell])
    return cell["outputs"][0]["data"]["text/html"]


def test_a_chart_becomes_a_picture_that_cannot_run() -> None:
    found = re.fullmatch(r'<img alt="[^"]*" src="data:image/svg\+xml;base64,([^"]*)">', shown(BARS))
    assert found
    svg = base64.b64decode(found[1]).decode()
    assert svg.startswith("<svg") and "May" in svg and "<script" not in svg


@pytest.mark.parametrize(
    "spec",
    [
        {"mark": "bar", "data": {"url": "file:///etc/passwd"}},
        {"mark": "<script>"},
        "x",
        None,
        {},
        {**BARS, "title": {"text": {"expr": "toString([]['con'+'structor'])"}}},
        {
            "mark": "point",
            "data": {"sequence": {"start": 0, "stop": 1e12}},
            "encoding": {"x": {"field": "data"}},
        },
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(spec: Any) -> None:
    html = shown(spec)
    assert html.startswith("<p ") and "Not drawn: " in html and "<script" not in html and "<img" not in html


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """The charts of each notebook, in the order in which they are drawn."""
    asked: list[list[Any]] = []

    def draw_all(specs: list[Any]) -> list[Drawing]:
        asked.append([spec["title"] for spec in specs])
        return [Drawing(f"<svg>{spec['title']}</svg>") for spec in specs]

    monkeypatch.setattr(charts, "draw_all", draw_all)
    return asked


def titled(title: str) -> dict[str, Any]:
    return {**BARS, "title": title}


def test_a_notebook_full_of_charts_has_the_first_ones_drawn(drawn: list[list[Any]]) -> None:
    pen = charts.Pen(most=2)
    marks = [pen.draw(titled(str(number))) for number in range(4)]
    pen.put_in([{"outputs": [{"data": {"text/html": mark}}]} for mark in marks])
    assert drawn == [["0", "1"]]
    assert all("more than 2 charts" in mark for mark in marks[2:])


def test_all_charts_of_a_notebook_are_drawn_at_once_and_answers_first(drawn: list[list[Any]]) -> None:
    pen = charts.Pen(most=1)
    cells = [
        {"outputs": [{"data": {"text/html": f"<div>{mark}</div>"}}, {"output_type": "stream", "text": "x"}]}
        for mark in (pen.draw(titled("shown")), pen.draw_answer(titled("a")), pen.draw_answer(titled("b")))
    ]
    pen.put_in(cells)
    assert drawn == [["a", "b", "shown"]]
    pictures = [charts.shown_chart(cell["outputs"]) for cell in cells]
    for title, picture in zip(("shown", "a", "b"), pictures, strict=True):
        assert base64.b64encode(f"<svg>{title}</svg>".encode()).decode() in picture


def test_no_picture_is_put_where_a_submission_wants_one(drawn: list[list[Any]]) -> None:
    guessed = "0" * 32 + "-0-"
    pen = charts.Pen()
    pen.draw(titled("a"))
    outputs = [{"data": {"text/html": guessed}}]
    pen.put_in_outputs(outputs)
    assert outputs == [{"data": {"text/html": guessed}}]


def test_without_charts_nothing_is_started(drawn: list[list[Any]]) -> None:
    charts.Pen().put_in([{"outputs": [{"data": {"text/html": "<p>x</p>"}}]}])
    assert drawn == []


@pytest.mark.parametrize(
    "made", [lambda: charts.not_drawn("<b>no</b>"), lambda: charts.svg_html("<svg></svg>", "Submitted chart")]
)
def test_feedback_takes_what_was_drawn(made: Callable[[], str]) -> None:
    kept = [{"data": {"text/html": f"<div>card</div>{made()}</div>"}}]
    assert charts.shown_chart(kept) == made()
    assert (
        charts.shown_chart([{"data": {"text/html": '<img alt="Submitted chart" src="https://x.example">'}}])
        == ""
    )
