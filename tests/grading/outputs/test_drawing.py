"""Submitted charts are drawn in a sandbox: what it reaches, what it may take, what comes out."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from course.grading.isolation import SWITCH, ready
from course.grading.isolation.confinement import MEGABYTE, Confinement
from course.grading.outputs import drawing

BARS: dict[str, Any] = {
    "data": {"values": [{"month": "April", "posts": 3}, {"month": "May", "posts": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "posts", "type": "quantitative"}},
}
SLOW = {**BARS, "title": {"text": {"expr": "test(regexp('^(a+)+$'), '" + "a" * 40 + "b')"}}}
GREAT = {
    **BARS,
    "mark": "line",
    "encoding": {**BARS["encoding"], "y": {**BARS["encoding"]["y"], "impute": {"keyvals": {"stop": 1e9}}}},
}
LONG = {**BARS, "title": {"text": {"expr": "pad('x', 3000000, 'y', 'right')"}}}
# What a chart could do if it left Vega: written into the file that comes out, as pictures are.
PROBE = """
import json, os, socket, sys
said = []
try:
    said.append(open({canary!r}).read())
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=2)
    said.append("connected")
except OSError:
    pass
try:
    open({target!r}, "w").write("x")
    said.append("written")
except OSError:
    pass
said.append("capable" if int(open("/proc/self/status").read().split("CapEff:")[1].split()[0], 16) else "")
said.append(os.environ.get("COURSE_PROBE", ""))
said.append("root" if os.getuid() == 0 else "")
picture = "<svg>" + " ".join(filter(None, said)) + "</svg>"
open("answers.json", "w").write(json.dumps([0, picture, ""]) + chr(10))
"""


def loose(**off: bool) -> Confinement:
    return replace(drawing.CONFINED, **off)


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What a program in the place of Vega gets at, under a confinement."""
    canary, target = tmp_path / "canary", tmp_path / "written"
    canary.write_text("the key")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    monkeypatch.setenv("COURSE_PROBE", "environment")
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        code = PROBE.format(canary=str(canary), port=listening.getsockname()[1], target=str(target))
        monkeypatch.setattr(drawing, "_PROGRAM", ["-c", code])

        def run(confined: Confinement) -> str:
            monkeypatch.setattr(drawing, "CONFINED", confined)
            return drawing.draw_all([BARS])[0].svg

        yield run


def test_who_leaves_vega_reaches_nothing(probe: Any) -> None:
    assert probe(drawing.CONFINED) == "<svg></svg>"


@pytest.mark.parametrize(
    ("off", "reached"),
    [
        (("files", "readonly", "nobody", "capabilities"), "the key"),
        (("network",), "connected"),
        (("environment",), "environment"),
    ],
)
def test_the_probe_reaches_what_is_left_open(probe: Any, off: tuple[str, ...], reached: str) -> None:
    assert reached in probe(loose(**dict.fromkeys(off, False)))


def test_one_sandbox_draws_all_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    usual = ready.outcome_inside
    monkeypatch.setattr(
        ready, "outcome_inside", lambda *given, **named: started.append(1) or usual(*given, **named)
    )
    drawn = drawing.draw_all([{**BARS, "title": f"chart {number}"} for number in range(12)])
    assert [f"chart {number}<" in one.svg for number, one in enumerate(drawn)] == [True] * 12
    assert len(started) == 1


@pytest.mark.parametrize(("spec", "why"), [(SLOW, "longer than 1 second"), (GREAT, ""), (LONG, "")])
def test_a_chart_that_takes_too_much_costs_no_other_one(
    spec: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "SECONDS_A_CHART", 1 if why else 6)
    monkeypatch.setattr(
        drawing, "CONFINED", Confinement(limits=replace(drawing.CONFINED.limits, memory=1_000 * MEGABYTE))
    )
    first, second, third = drawing.draw_all([BARS, spec, BARS])
    assert first.svg == third.svg != ""
    assert second.svg == "" and second.problem and why in second.problem


def test_all_charts_of_a_notebook_together_have_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = replace(drawing.CONFINED.limits, seconds=8)
    monkeypatch.setattr(drawing, "CONFINED", Confinement(limits=limits))
    monkeypatch.setattr(drawing, "SECONDS_A_CHART", 2)
    drawn = drawing.draw_all([SLOW] * 20)
    assert not any(one.svg for one in drawn)
    # Twenty times two seconds would be forty; what was not begun in eight is not begun any more.
    assert sum("longer than 2 seconds" in one.problem for one in drawn) <= 4
    assert "together" in drawn[-1].problem


def test_pictures_have_a_size_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MAX_SVGS", 20_000)
    drawn = drawing.draw_all([BARS] * 5)
    assert drawn[0].svg and not drawn[-1].svg and "together" in drawn[-1].problem


@pytest.mark.parametrize(
    "line",
    [
        '[0, "<html><script>alert(1)</script></html>", ""]',
        '[0, "<svg>\\ud800</svg>", ""]',
        '[0, "<!DOCTYPE svg [<!ENTITY a \\"aa\\">]><svg>&a;</svg>", ""]',
        '[0, ' + json.dumps("<svg>" + "x" * 2_000_001 + "</svg>") + ', ""]',
        '[0, "<svg>", ""]', '[0, 1, 2]', "[0]", "{}", "[" * 100_000, '[true, "<svg></svg>", ""]', "\x00", "",
    ],
)  # fmt: skip
def test_what_comes_out_is_a_strangers(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_in_sandbox", lambda words, specs: (line.encode(), ""))
    (drawn,) = drawing.draw_all([BARS])
    assert drawn.svg == "" and drawn.problem


def test_without_bubblewrap_nothing_is_drawn_and_the_line_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "gap", lambda: ready.Gap("bubblewrap is not installed."))
    monkeypatch.setattr(drawing, "_trusted", lambda *given: pytest.fail("drawn outside of a sandbox"))
    monkeypatch.delenv(SWITCH, raising=False)
    (drawn,) = drawing.draw_all([BARS])
    assert drawn.svg == "" and "bubblewrap is not installed" in drawn.problem


def test_where_every_submission_is_trusted_it_is_drawn_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "gap", lambda: ready.Gap("bubblewrap is not installed."))
    monkeypatch.setenv(SWITCH, "none")
    (drawn,) = drawing.draw_all([BARS])
    assert "May" in drawn.svg
    monkeypatch.undo()
    monkeypatch.setenv(SWITCH, "none")
    monkeypatch.setattr(drawing, "_trusted", lambda *given: pytest.fail("a sandbox can be had"))
    assert "May" in drawing.draw_all([BARS])[0].svg
