"""One estimate, the band around it, and the values it may be compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from course.charts import theme, words
from course.charts.errors import ChartError
from course.charts.picture import Picture

MAX_MARKS, ROW = 6, 20


def band(
    estimate: Any,
    low: Any,
    high: Any,
    label: str,
    marks: Mapping[str, Any] | None = None,
    *,
    digits: int = 2,
    title: str | None = None,
) -> Picture:
    """An estimate with its 95 % band on a line, beside up to six named values.

    `low` ≤ `estimate` ≤ `high`, all in the unit that `label` names; `marks` maps names to values, such as
    `{"no discernment": 0}`. Numbers are written with `digits` decimals. Raises ChartError naming the value.
    """
    named = {"estimate": estimate, "low": low, "high": high}
    mid, left, right = (_number(name, value) for name, value in named.items())
    if not left <= mid <= right:
        raise ChartError(f"`low`, `estimate`, `high` are {left:g}, {mid:g}, {right:g}. They must rise in this order.")
    points = {str(name): _number(f"marks[{name!r}]", value) for name, value in (marks or {}).items()}
    if len(points) > MAX_MARKS:
        raise ChartError(f"`marks` has {len(points)} values. At most {MAX_MARKS} can be told apart.")
    number, ends = words.decimal(mid, digits), f"{words.decimal(left, digits)} to {words.decimal(right, digits)}"
    others = "".join(f" Marked: {name} at {value:g}." for name, value in points.items())
    rows = [(label, number, ends), *((name, words.decimal(value, digits), None) for name, value in points.items())]
    return Picture(
        title or f"{label}: {number}, and anything from {ends} fits the data",
        _sentence(label, number, ends, left, right, points),
        f"A line with one point at {number} and a band from {ends}.{others}",
        (_panel((left, mid, right), points, label, digits),),
        ("", "Value", "95 % band"),
        tuple(rows),
    )


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ChartError(f"`{name}` is {value!r}. A finite number is needed.")
    return number


def _sentence(label: str, number: str, ends: str, low: float, high: float, marks: dict[str, float]) -> str:
    start = f"{label} is {number}, with a 95 % band from {ends}."
    inside = [name for name, value in marks.items() if low <= value <= high]
    outside = [name for name in marks if name not in inside]
    if inside:
        start += f" The band includes {words.listed(f'“{name}”' for name in inside)}."
    if outside:
        start += f" It leaves out {words.listed(f'“{name}”' for name in outside)}."
    return start


def _panel(
    ends: tuple[float, float, float], marks: dict[str, float], label: str, digits: int
) -> dict[str, Any]:
    low, mid, high = ends
    least, most = min(low, *marks.values(), mid), max(high, *marks.values(), mid)
    pad = (most - least or 1) * 0.08
    domain = [least - pad, most + pad]
    height = 64 + ROW * len(marks)
    base = height - 34  # the band lies here, names of marks in rows above it
    x = {
        "type": "quantitative",
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": {"title": label, "tickCount": 6, "labelExpr": "replace(datum.label, '-', '−')"},
    }
    values = [{"low": low, "high": high, "mid": mid}]
    thick = {"type": "rule", "color": theme.BLUE, "strokeWidth": 6, "opacity": 0.45, "y": base}
    dot = {"type": "point", "size": 120, "color": theme.BLUE, "fill": theme.BLUE, "opacity": 1, "y": base}
    layers = [_mark_line(x, value, 12 + ROW * place, height) for place, value in enumerate(marks.values())]
    layers += [
        {"data": {"values": values}, "mark": thick, "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}}},
        {"data": {"values": values}, "mark": dot, "encoding": {"x": {**x, "field": "mid"}}},
        *_text(x, mid, words.decimal(mid, digits), base - 16, "center", bold=True),
        *_text(x, low, words.decimal(low, digits), base + 15, "center"),
        *_text(x, high, words.decimal(high, digits), base + 15, "center"),
    ]
    for place, (name, value) in enumerate(marks.items()):
        right = value > (domain[0] + domain[1]) / 2
        layers += _text(x, value, name, 10 + ROW * place, "right" if right else "left", dx=-6 if right else 6)
    return {"width": theme.WIDTH, "height": height, "layer": layers}


def _mark_line(x: dict[str, Any], value: float, top: float, bottom: float) -> dict[str, Any]:
    mark = {"type": "rule", "color": theme.SOFT, "strokeDash": [5, 4], "strokeWidth": 1.5, "y": top - 8, "y2": bottom}
    return {"data": {"values": [{"at": value}]}, "mark": mark, "encoding": {"x": {**x, "field": "at"}}}


def _text(
    x: dict[str, Any], at: float, text: str, y: float, align: str, *, dx: float = 0, bold: bool = False
) -> list[dict[str, Any]]:
    mark = {"type": "text", "align": align, "y": y, "dx": dx, "fontWeight": "bold" if bold else "normal"}
    rim = {**mark, "color": theme.PAPER, "stroke": theme.PAPER, "strokeWidth": 4}
    shown = {"x": {**x, "field": "at"}, "text": {"field": "text"}}
    return [
        {"data": {"values": [{"at": at, "text": text}]}, "mark": one, "encoding": shown} for one in (rim, mark)
    ]
