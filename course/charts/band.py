"""One estimate, the band around it, and the values it may be compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from course.charts import theme, words
from course.charts.errors import ChartError
from course.charts.marks import INTERVAL, POINT, layer, text
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
        raise ChartError(f"`low`, `estimate` and `high` are {left:g}, {mid:g}, {right:g}. They must rise.")
    points = {str(name): _number(f"marks[{name!r}]", value) for name, value in (marks or {}).items()}
    if len(points) > MAX_MARKS:
        raise ChartError(f"`marks` has {len(points)} values. At most {MAX_MARKS} can be told apart.")
    number, *outer = (words.decimal(value, digits) for value in (mid, left, right))
    ends = " to ".join(outer)
    others = "".join(f" Marked: {name} at {value:g}." for name, value in points.items())
    marked = [(name, words.decimal(value, digits), None) for name, value in points.items()]
    return Picture(
        title or f"{label}: {number}, and anything from {ends} fits the data",
        _sentence(label, number, ends, left, right, points),
        f"A line with one point at {number} and a band from {ends}.{others}",
        (_panel((left, mid, right), points, label, digits),),
        ("What", "Value", "95 % band"),
        ((label, number, ends), *marked),
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
    at = {**x, "field": "at"}
    ends_row = [{"low": low, "high": high}]
    thick = {**INTERVAL, "strokeWidth": 6, "y": base}
    layers = [_mark_line(at, value, 4 + ROW * place, height) for place, value in enumerate(marks.values())]
    layers += [
        layer(ends_row, thick, x={**x, "field": "low"}, x2={"field": "high"}),
        layer([{"at": mid}], {**POINT, "size": 120, "y": base}, x=at),
    ]
    for value, up, weight in ((mid, -16, "bold"), (low, 15, "normal"), (high, 15, "normal")):
        number = [{"at": value, "text": words.decimal(value, digits)}]
        layers += text(number, "text", {"align": "center", "y": base + up, "fontWeight": weight}, x=at)
    for place, (name, value) in enumerate(marks.items()):
        right = value > (domain[0] + domain[1]) / 2
        side = {"align": "right", "dx": -6} if right else {"align": "left", "dx": 6}
        layers += text([{"at": value, "text": name}], "text", {**side, "y": 10 + ROW * place}, x=at)
    return {"width": theme.WIDTH, "height": height, "layer": layers}


def _mark_line(at: dict[str, Any], value: float, top: float, bottom: float) -> dict[str, Any]:
    dashed = {"type": "rule", "color": theme.SOFT, "strokeDash": [5, 4], "strokeWidth": 1.5}
    return layer([{"at": value}], {**dashed, "y": top, "y2": bottom}, x=at)
