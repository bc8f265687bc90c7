"""Whether stated probabilities mean what they say: stated against observed, with the diagonal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from course.charts import marks, theme, words
from course.charts.errors import ChartError
from course.charts.intervals import interval_words
from course.charts.picture import Picture
from course.measures import ReliabilityBin

SIDE = 270


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
        raise ChartError(f"`bins` holds {found[:1]!r}. Give what `measures.reliability_bins` gives.")
    full = [_bin(one) for one in found if one.n]
    if not full:
        raise ChartError("`bins` holds no answers. At least one stated probability is needed.")
    each = (f"said {b['said']:.0f} % on average, so in {b['count']}, {interval_words(b)}" for b in full)
    return Picture(
        title or _verdict_title(full),
        _verdict(full),
        f"Reliability diagram: {said} across, {came} upwards, and a diagonal on which both agree. "
        f"{'; '.join(each)}.",
        (_panel(full, found, said, came),),
        ("Said", "Answers", "Said on average", "It was so", "95 % interval"),
        tuple(_bin_row(one) for one in found),
    )


def _bin(one: ReliabilityBin) -> dict[str, Any]:
    assert one.mean_stated is not None and one.share is not None and one.interval is not None
    low, high = (100 * end for end in one.interval)
    stated, share = 100 * one.mean_stated, 100 * one.share
    count = f"{one.true} of {one.n}"
    return {"said": stated, "share": share, "low": low, "high": high, "n": one.n, "count": count}


def _bin_row(one: ReliabilityBin) -> tuple[Any, ...]:
    span = f"{100 * one.low:.0f} to {100 * one.high:.0f} %"
    if not one.n:
        return span, 0, None, None, None
    found = _bin(one)
    return span, one.n, f"{found['said']:.0f} %", found["count"], interval_words(found)


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
        return (
            "These answers give no sign that the stated percentages were too high or too low. "
            f"With {sum(b['n'] for b in full)} answers, only a large difference would show."
        )
    one = max(off, key=lambda b: abs(b["share"] - b["said"]))
    return (
        f"Where {one['said']:.0f} % was said on average, it was so in {one['count']} answers, "
        f"{'more' if one['share'] > one['said'] else 'less'} often than said."
    )


def _panel(full: list[dict[str, Any]], bins: list[ReliabilityBin], said: str, came: str) -> dict[str, Any]:
    axis = marks.percent_axis(values=[0, 25, 50, 75, 100])
    whole = {"type": "quantitative", "scale": {"domain": [0, 100], "nice": False}}
    x = {**whole, "axis": {**axis, "title": said, "grid": False}}
    y = {**whole, "axis": axis}
    at = {"x": {**x, "field": "said"}, "y": {**y, "field": "share"}}
    edge = {"type": "rule", "color": theme.LINE, "strokeWidth": 2}
    diagonal = {"type": "rule", "color": theme.SOFT, "strokeDash": [6, 5], "strokeWidth": 1.5}
    ends = {"x": {**x, "field": "a"}, "y": {**y, "field": "a"}, "x2": {"field": "b"}, "y2": {"field": "b"}}
    near, far = [b for b in full if b["said"] <= 70], [b for b in full if b["said"] > 70]
    layers = [
        marks.layer([{"edge": 100 * b.low} for b in bins if b.low > 0], edge, x={**x, "field": "edge"}),
        marks.layer([{"a": 0, "b": 100}], diagonal, **ends),
        marks.layer(full, marks.INTERVAL, x=at["x"], y={**y, "field": "low"}, y2={"field": "high"}),
        marks.layer(full, marks.POINT, **at),
        *marks.text(near, "count", {"align": "left", "dx": 10}, **at),
        *marks.text(far, "count", {"align": "right", "dx": -10}, **at),
    ]
    text = words.lines(f"{came}, with 95 % interval", theme.WIDTH)
    title = {"text": text, "subtitle": "Dashed: exactly as often as said"}
    return {"title": title, "width": SIDE, "height": SIDE, "layer": marks.drawn(layers)}
