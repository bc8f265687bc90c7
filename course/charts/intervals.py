"""Shares with the uncertainty that their denominators leave: k of n, and stated against observed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from course.charts import theme, words
from course.charts.errors import ChartError, measured
from course.charts.picture import Picture
from course.measures import ReliabilityBin, wilson_interval

MAX_ROWS, STEP, SIDE = 20, 46, 270


def intervals(
    rows: Iterable[Sequence[Any]], what: str = "cases", *, title: str | None = None
) -> Picture:
    """Shares as points with Wilson's 95 % intervals, each labelled "k of n".

    `rows` holds up to 20 triples (label, how many, of how many), drawn in that order; `what` was counted.
    Raises ChartError naming the value. Intervals: Wilson 1927, doi 10.1080/01621459.1927.10502953.
    """
    found = [_share(place, row) for place, row in enumerate(rows)]
    if not 1 <= len(found) <= MAX_ROWS:
        raise ChartError(f"`rows` has {len(found)} rows. One to {MAX_ROWS} are needed.")
    said = "; ".join(f"{r['label']}: {r['count']}, {_range(r)}" for r in found)
    return Picture(
        title or _title(found, what),
        _sentence(found, what),
        f"One point with its interval for each share of {what}. {said}.",
        (_shares_panel(found),),
        ("", what, "Share", "95 % interval"),
        tuple((r["label"], r["count"], f"{r['share']:.1f} %", _range(r)) for r in found),
    )


def _share(place: int, row: Any) -> dict[str, Any]:
    try:
        label, k, n = row
    except (TypeError, ValueError):
        raise ChartError(f"`rows[{place}]` is {row!r}. (label, how many, of how many) is needed.") from None
    with measured(f"`rows[{place}]` is {row!r}"):
        low, high = wilson_interval(k, n)
    text = f"{words.count(int(k))} of {words.count(int(n))}"
    share = 100 * k / n
    return {"label": str(label), "n": int(n), "count": text, "share": share, "low": 100 * low, "high": 100 * high}


def _range(row: dict[str, Any]) -> str:
    return f"{row['low']:.1f} to {row['high']:.1f} %"


def _title(found: list[dict[str, Any]], what: str) -> str:
    if len(found) == 1:
        return f"{found[0]['label']}: {found[0]['count']} {what} leave a range open"
    if len({row["n"] for row in found}) > 1:
        return f"The fewer {what}, the wider the interval"
    return f"{found[0]['n']:,} {what} leave a range open for each share"


def _sentence(found: list[dict[str, Any]], what: str) -> str:
    wide = max(found, key=lambda row: row["high"] - row["low"])
    return (
        f"{wide['label']}: {wide['count']} {what} is {wide['share']:.1f} %, and the 95 % interval runs from "
        f"{wide['low']:.1f} to {wide['high']:.1f} %" + (", the widest here." if len(found) > 1 else ".")
    )


def _shares_panel(found: list[dict[str, Any]]) -> dict[str, Any]:
    most = next(end for end in (10, 25, 50, 100) if end >= max(row["high"] for row in found) - 1e-9)
    rows = [{**row, "row": place, "end": most, "zero": 0} for place, row in enumerate(found)]
    axis = {"labelExpr": "datum.value + ' %'", "tickCount": 5, "title": None, "domain": False, "ticks": False}
    x = {"type": "quantitative", "scale": {"domain": [0, most], "nice": False}, "axis": axis}
    y = {"field": "row", "type": "ordinal", "axis": None}
    name = {"type": "text", "align": "left", "dy": -15, "dx": 0}
    layers = [
        {"mark": {"type": "rule", "color": theme.BLUE, "strokeWidth": 5, "opacity": 0.45},
         "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}},
        {"mark": {"type": "point", "shape": "circle", "size": 90, "color": theme.BLUE, "fill": theme.BLUE, "opacity": 1},
         "encoding": {"x": {**x, "field": "share"}, "y": y}},
        *_rimmed(name, {"x": {**x, "field": "zero"}, "y": y, "text": {"field": "label"}}),
        *_rimmed({**name, "align": "right"}, {"x": {**x, "field": "end"}, "y": y, "text": {"field": "count"}}),
    ]
    return {"data": {"values": rows}, "width": theme.WIDTH, "height": {"step": STEP}, "layer": layers}


def _rimmed(mark: dict[str, Any], encoding: dict[str, Any]) -> list[dict[str, Any]]:
    """A text on a rim of paper, so that grid and lines do not run through it."""
    rim = {**mark, "color": theme.PAPER, "stroke": theme.PAPER, "strokeWidth": 4}
    return [{"mark": one, "encoding": encoding} for one in (rim, mark)]


def reliability(
    bins: Iterable[ReliabilityBin],
    *,
    said: str = "What you said",
    came: str = "How often it was so",
    title: str | None = None,
) -> Picture:
    """Stated probabilities against what came true, with Wilson's 95 % intervals and the diagonal.

    `bins` come from `course.measures.reliability_bins`; empty ones stand in the table only. On the diagonal,
    what is called 80 % likely is so 80 times in 100. Raises ChartError where there is no answer at all.
    """
    found = list(bins)
    if not all(isinstance(one, ReliabilityBin) for one in found):
        raise ChartError(f"`bins` holds {found[:1]!r}. What `course.measures.reliability_bins` gives is needed.")
    full = [_bin(one) for one in found if one.n]
    if not full:
        raise ChartError("`bins` holds no answers. At least one stated probability is needed.")
    shown = "; ".join(f"said {b['said']:.0f} % on average, so in {b['count']}, {_range(b)}" for b in full)
    return Picture(
        title or _verdict_title(full),
        _verdict(full),
        f"Reliability diagram: {said} across, {came} upwards, and a diagonal on which both agree. {shown}.",
        (_reliability_panel(full, found, said, came),),
        ("Said", "Answers", "Said on average", "It was so", "95 % interval"),
        tuple(_bin_row(one) for one in found),
    )


def _bin(one: ReliabilityBin) -> dict[str, Any]:
    assert one.mean_stated is not None and one.share is not None and one.interval is not None
    low, high = (100 * end for end in one.interval)
    count = f"{one.true} of {one.n}"
    return {"said": 100 * one.mean_stated, "share": 100 * one.share, "low": low, "high": high, "count": count}


def _bin_row(one: ReliabilityBin) -> tuple[Any, ...]:
    span = f"{100 * one.low:.0f} to {100 * one.high:.0f} %"
    if not one.n:
        return span, 0, None, None, None
    found = _bin(one)
    return span, one.n, f"{found['said']:.0f} %", found["count"], _range(found)


def _outside(full: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [b for b in full if not b["low"] <= b["said"] <= b["high"]]


def _verdict_title(full: list[dict[str, Any]]) -> str:
    off = len(_outside(full))
    if off:
        return f"In {off} of {len(full)} groups the interval misses the diagonal"
    if len(full) == 1:
        return "The interval reaches the diagonal"
    return f"All {len(full)} intervals reach the diagonal"


def _verdict(full: list[dict[str, Any]]) -> str:
    off = _outside(full)
    if not off:
        return "These answers give no sign that the stated percentages were too high or too low; few answers show little."
    one = max(off, key=lambda b: abs(b["share"] - b["said"]))
    return (
        f"Where {one['said']:.0f} % was said on average, it was so in {one['count']} answers, "
        f"{'more' if one['share'] > one['said'] else 'less'} often than said."
    )


def _reliability_panel(
    full: list[dict[str, Any]], bins: list[ReliabilityBin], said: str, came: str
) -> dict[str, Any]:
    ticks = {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + ' %'", "domain": False, "ticks": False}
    whole = {"type": "quantitative", "scale": {"domain": [0, 100], "nice": False}}
    x = {**whole, "axis": {**ticks, "title": said}}
    y = {**whole, "axis": {**ticks, "title": None}}
    inner = [{"edge": 100 * b.low} for b in bins[1:]]
    rows = [{**b, "align": "right" if b["said"] > 70 else "left"} for b in full]
    at = {"x": {**x, "field": "said"}, "y": {**y, "field": "share"}}
    line = {"type": "rule", "color": theme.SOFT, "strokeDash": [6, 5], "strokeWidth": 1.5}
    layers: list[dict[str, Any]] = [
        {"data": {"values": inner}, "mark": {"type": "rule", "color": theme.LINE, "strokeWidth": 2},
         "encoding": {"x": {**x, "field": "edge"}}},
        {"data": {"values": [{"a": 0, "b": 100}]}, "mark": line,
         "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}, "y": {**y, "field": "a"}, "y2": {"field": "b"}}},
        {"data": {"values": rows}, "mark": {"type": "rule", "color": theme.BLUE, "strokeWidth": 5, "opacity": 0.45},
         "encoding": {"x": {**x, "field": "said"}, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {"data": {"values": rows},
         "mark": {"type": "point", "size": 90, "color": theme.BLUE, "fill": theme.BLUE, "opacity": 1}, "encoding": at},
    ]
    for align, shift in (("left", 10), ("right", -10)):
        mine = [b for b in rows if b["align"] == align]
        mark = {"type": "text", "align": align, "dx": shift}
        layers += [{"data": {"values": mine}, **one} for one in _rimmed(mark, {**at, "text": {"field": "count"}})] if mine else []
    title = {"text": words.lines(f"{came}, with 95 % interval", theme.WIDTH), "subtitle": "Dashed: exactly as often as said"}
    return {"title": title, "width": SIDE, "height": SIDE,
            "layer": [layer for layer in layers if layer["data"]["values"]]}
