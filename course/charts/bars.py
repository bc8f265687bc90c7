"""Horizontal bars from zero, each with its name and its number above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from course.charts import marks, theme, words

STEP, THICK = 32, 7


def bar_panel(
    rows: Sequence[tuple[str, float, str]], title: str, below: str = "", most: float = 0, step: int = STEP
) -> dict[str, Any]:
    """A panel of bars: (name, length, what stands at the right); `most` is the length of a full bar."""
    full = max([most, *(length for _, length, _ in rows), 1e-9])
    values = [
        {"row": place, "name": name, "n": length, "said": said, "zero": 0, "end": full}
        for place, (name, length, said) in enumerate(rows)
    ]
    scale = {"domain": [0, full], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": None}
    y = {"field": "row", "type": "ordinal", "axis": None}
    bar = {"type": "bar", "height": THICK, "color": theme.BLUE, "yOffset": 9}
    up = {"baseline": "middle", "dy": -5}
    layers = [
        marks.layer(values, {**bar, "color": theme.LINE}, x={**x, "field": "zero"}, x2={"field": "end"}, y=y),
        marks.layer(values, bar, x={**x, "field": "zero"}, x2={"field": "n"}, y=y),
        *marks.text(values, "name", {**up, "align": "left"}, x={**x, "field": "zero"}, y=y),
        *marks.text(values, "said", {**up, "align": "right"}, x={**x, "field": "end"}, y=y),
    ]
    head: dict[str, Any] = {"text": words.lines(title, theme.WIDTH)}
    if below:
        head["subtitle"] = below
    return {"title": head, "width": theme.WIDTH, "height": {"step": step}, "layer": layers}
