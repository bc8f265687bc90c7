"""Submitted charts, drawn here."""

import base64
import re
import sys
import time

import pytest

from course.grading import charts

BARS = {
    "data": {"values": [{"month": "<script>", "posts": 3}, {"month": "May", "posts": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "posts", "type": "quantitative"}},
}


def svg_of(html: str) -> str:
    found = re.fullmatch(r'<img alt="[^"]*" src="data:image/svg\+xml;base64,([^"]*)">', html)
    assert found, html
    return base64.b64decode(found[1]).decode()


def test_a_chart_becomes_a_picture_that_cannot_run() -> None:
    svg = svg_of(charts.chart_html(BARS))
    assert svg.startswith("<svg") and "May" in svg and "<script" not in svg


def test_what_cannot_be_drawn_is_said_in_words() -> None:
    for spec in ({"mark": "bar", "data": {"url": "file:///etc/passwd"}}, {"mark": "<script>"}, "x", None, {}):
        html = charts.chart_html(spec)
        assert html.startswith("<p>") and "<script" not in html and "<img" not in html


def test_made_up_rows_are_not_drawn() -> None:
    endless = {
        "data": {"sequence": {"start": 0, "stop": 1e12}},
        "mark": "point",
        "encoding": {"x": {"field": "data"}},
    }
    assert charts.draw_svg(endless) == ""


def test_drawing_stops_in_time(monkeypatch) -> None:
    monkeypatch.setattr(charts, "SECONDS", 0.5)
    monkeypatch.setattr(charts, "_DRAW", "while True: pass")
    start = time.monotonic()
    assert charts.draw_svg(BARS) == ""
    assert time.monotonic() - start < 10


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts what is written to on Linux only")
def test_drawing_stops_at_its_share_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = charts._DRAW.replace("import vl_convert\n", "held = bytearray(3 * 10**9)\nimport vl_convert\n")
    assert greedy != charts._DRAW and charts.draw_svg(BARS) != ""
    monkeypatch.setattr(charts, "_DRAW", greedy)
    assert charts.draw_svg(BARS) == ""


def test_a_notebook_full_of_charts_has_the_first_ones_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(charts, "chart_html", lambda spec: drawn.append(spec) or "<img>")
    pen = charts.Pen(most=2)
    assert [pen.draw(BARS) for _ in range(4)][:2] == ["<img>", "<img>"]
    assert len(drawn) == 2 and "more than 2 charts" in pen.draw(BARS)
