"""Shares, k of n, with the uncertainty that their denominators leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from course.charts import marks, theme, words
from course.charts.errors import ChartError, measured
from course.charts.picture import Picture
from course.measures import wilson_interval

MAX_ROWS, STEP = 20, 46


def intervals(rows: Iterable[Sequence[Any]], what: str = "cases", *, title: str | None = None) -> Picture:
    """Shares as points with Wilson's 95 % intervals, each labelled "k of n".

    `rows` holds up to 20 triples (label, how many, of how many), drawn in that order; `what` was counted.
    Raises ChartError naming the value. Intervals: Wilson 1927, doi 10.1080/01621459.1927.10502953.
    """
    found = [_share(place, row) for place, row in enumerate(rows)]
    if not 1 <= len(found) <= MAX_ROWS:
        raise ChartError(f"`rows` has {len(found)} rows. One to {MAX_ROWS} are needed.")
    said = "; ".join(f"{r['label']}: {r['count']}, {interval_words(r)}" for r in found)
    return Picture(
        title or _title(found, what),
        _sentence(found, what),
        f"One point with its interval for each share of {what}. {said}.",
        (_panel(found),),
        ("What", what, "Share", "95 % interval"),
        tuple((r["label"], r["count"], f"{r['share']:.1f} %", interval_words(r)) for r in found),
    )


def _share(place: int, row: Any) -> dict[str, Any]:
    try:
        label, k, n = row
    except (TypeError, ValueError):
        raise ChartError(f"`rows[{place}]` is {row!r}. (label, how many, of how many) is needed.") from None
    with measured(f"`rows[{place}]` is {row!r}"):
        low, high = wilson_interval(k, n)
    found = {"label": str(label), "n": int(n), "count": f"{words.count(int(k))} of {words.count(int(n))}"}
    return {**found, "share": 100 * k / n, "low": 100 * low, "high": 100 * high}


def interval_words(row: dict[str, Any]) -> str:
    """Both ends of an interval in percent: `4.2 to 24.1 %`."""
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


def _panel(found: list[dict[str, Any]]) -> dict[str, Any]:
    most = next(end for end in (10, 25, 50, 100) if end >= max(row["high"] for row in found) - 1e-9)
    rows = [{**row, "row": place, "end": most, "zero": 0} for place, row in enumerate(found)]
    scale = {"domain": [0, most], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": marks.percent_axis(tickCount=5)}
    y = {"field": "row", "type": "ordinal", "axis": None}
    name, count = {"align": "left", "dx": 4, "dy": -15}, {"align": "right", "dx": -4, "dy": -15}
    layers = [
        marks.layer(rows, marks.INTERVAL, x={**x, "field": "low"}, x2={"field": "high"}, y=y),
        marks.layer(rows, marks.POINT, x={**x, "field": "share"}, y=y),
        *marks.text(rows, "label", name, x={**x, "field": "zero"}, y=y),
        *marks.text(rows, "count", count, x={**x, "field": "end"}, y=y),
    ]
    return {"width": theme.WIDTH, "height": {"step": STEP}, "layer": layers}
