"""Two risks as people, one mark for each of them: what differs, and out of how many."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from course.charts import theme, words
from course.charts.errors import ChartError, measured
from course.charts.picture import Picture
from course.measures import wilson_interval

PERS = {10: 10, 20: 10, 50: 10, 100: 20, 200: 20, 500: 25, 1_000: 40, 2_000: 50, 5_000: 100, 10_000: 125}


def risk_icons(
    with_: Sequence[Any],
    without: Sequence[Any],
    labels: Sequence[str] = ("With", "Without"),
    outcome: str = "had it happen",
    per: int = 1_000,
    *,
    who: str = "people",
    title: str | None = None,
) -> Picture:
    """The risks of two groups as two fields of `per` marks, those to whom it happened as filled squares.

    `with_` and `without` are (how many, of how many); `labels` name the groups in that order. `outcome` is
    what happened, as the end of a sentence ("fell within 90 days"), `who` it happened to. `per` is 10 to
    10,000, one of the round numbers in between. Marks are whole: a risk of 15.5 in 1,000 is drawn as 16, and
    the sentence keeps 15.5. Raises ChartError naming the value.
    """
    if len(labels) != 2 or not all(isinstance(one, str) and one for one in labels):
        raise ChartError(f"`labels` is {labels!r}. Two names are needed, first for `with_`.")
    if per not in PERS:
        raise ChartError(f"`per` is {per!r}. One of {words.listed(f'{one:,}' for one in PERS)} is needed.")
    groups = [
        _group("with_", with_, labels[0], per),
        _group("without", without, labels[1], per),
    ]
    columns = ("Group", outcome, "of", f"per {per:,}", f"95 % interval per {per:,}")
    first, second = groups
    filled = ((g["label"], words.count(_filled(g, per))) for g in groups)
    said = " ".join(f"{label}: {number} of {per:,} marks are filled." for label, number in filled)
    return Picture(
        title or _title(first, second, outcome, per),
        _sentence(first, second, outcome, per, who),
        f"Two fields of {per:,} marks each, one mark for each of {per:,} {who}. {said}",
        tuple(_panel(group, per, outcome) for group in groups),
        columns,
        tuple((g["label"], g["k"], g["n"], words.count(g["risk"] * per), g["range"]) for g in groups),
    )


def _group(name: str, pair: Any, label: str, per: int) -> dict[str, Any]:
    try:
        k, n = pair
    except (TypeError, ValueError):
        raise ChartError(f"`{name}` is {pair!r}. Two counts are needed: (how many, of how many).") from None
    with measured(f"`{name}` is {pair!r}"):
        low, high = wilson_interval(k, n)
    ends = f"{words.count(low * per)} to {words.count(high * per)}"
    return {"label": label, "k": k, "n": n, "risk": Fraction(int(k), int(n)), "range": ends}


def _difference(one: dict[str, Any], other: dict[str, Any], per: int) -> str:
    gap = (one["risk"] - other["risk"]) * per
    return f"{words.count(abs(gap))} {'more' if gap > 0 else 'fewer'} in {per:,}"


def _title(one: dict[str, Any], other: dict[str, Any], outcome: str, per: int) -> str:
    start = "As many" if one["risk"] == other["risk"] else _difference(one, other, per)
    return f"{start} {outcome}: {one['label']} against {other['label']}"


def _sentence(one: dict[str, Any], other: dict[str, Any], outcome: str, per: int, who: str) -> str:
    parts = (f"{words.count(g['risk'] * per)} ({g['label']})" for g in (one, other))
    start = f"Of {per:,} {who}, {words.listed(parts)} {outcome}"
    if one["risk"] == other["risk"]:
        return f"{start}: no difference between these groups."
    if other["risk"] == 0:
        return f"{start}: {_difference(one, other, per)}. A ratio to zero cannot be given."
    return f"{start}: {_difference(one, other, per)}, or {words.ratio(one['risk'], other['risk'])}."


def _panel(group: dict[str, Any], per: int, outcome: str) -> dict[str, Any]:
    across = PERS[per]
    pitch = theme.WIDTH / across
    filled = _filled(group, per)
    size = max(pitch * 0.68, min(pitch * 0.95, 3.5))
    rows = []
    for row in range(per // across):
        events = min(max(filled - row * across, 0), across)
        rows += _row("event", row, 0, events, pitch) + _row("other", row, events, across, pitch)
    # A dashed line draws a row of marks in a few bytes: squares are dashes, dots are round ends of none.
    dashes = {
        "event": {"strokeDash": [size, pitch - size], "strokeWidth": size, "color": theme.VERMILLION},
        "other": {
            "strokeDash": [0, pitch],
            "strokeWidth": max(pitch * 0.42, 1.2),
            "strokeCap": "round",
            "color": theme.SOFT,
            "opacity": 0.55,
        },
    }
    shift = {"event": (pitch - size) / 2, "other": pitch / 2}
    height = pitch * per / across
    layers = [
        {
            "data": {"values": [_moved(one, shift[kind]) for one in rows if one["kind"] == kind]},
            "mark": {"type": "rule", **dashes[kind]},
            "encoding": _places(height),
        }
        for kind in ("other", "event")
        if any(one["kind"] == kind for one in rows)
    ]
    top = f"{group['label']}: {words.count(group['risk'] * per)} in {per:,} {outcome}"
    counted = f"Counted: {words.count(int(group['k']))} of {words.count(int(group['n']))}"
    title = {"text": words.lines(top, theme.WIDTH), "subtitle": counted}
    return {"title": title, "width": theme.WIDTH, "height": height, "layer": layers}


def _filled(group: dict[str, Any], per: int) -> int:
    return int(round(group["risk"] * per))  # of an exact fraction: a half goes the same way on every machine


def _row(kind: str, row: int, start: int, end: int, pitch: float) -> list[dict[str, Any]]:
    if start == end:
        return []
    return [{"kind": kind, "x": start * pitch, "x2": end * pitch, "y": (row + 0.5) * pitch}]


def _moved(one: dict[str, Any], shift: float) -> dict[str, float]:
    """The row from its first mark to just after its last, so that no dash is cut and none is added."""
    x, x2, y = one["x"] + shift, one["x2"] - shift + 0.01, one["y"]
    return {"x": round(x, 3), "x2": round(x2, 3), "y": round(y, 3)}


def _places(height: float) -> dict[str, Any]:
    bare = {"type": "quantitative", "axis": None}
    across = {"domain": [0, theme.WIDTH], "nice": False, "zero": False}
    down = {"domain": [0, height], "reverse": True, "nice": False, "zero": False}
    return {
        "x": {**bare, "field": "x", "scale": across},
        "x2": {"field": "x2"},
        "y": {**bare, "field": "y", "scale": down},
    }
