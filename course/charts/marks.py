"""The few marks that all charts are made of."""

from __future__ import annotations

from typing import Any

from course.charts import theme

POINT = {"type": "point", "size": 90, "color": theme.BLUE, "fill": theme.BLUE, "opacity": 1}
INTERVAL = {"type": "rule", "color": theme.BLUE, "strokeWidth": 5, "opacity": 0.45}


def layer(values: list[Any], mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    """One mark for each row of `values`."""
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def text(values: list[Any], field: str, mark: dict[str, Any], **encoding: Any) -> list[dict[str, Any]]:
    """The words in `field`, on a rim of paper so that grid and lines do not run through them."""
    mark = {"type": "text", **mark}
    rim = {**mark, "color": theme.PAPER, "stroke": theme.PAPER, "strokeWidth": 4}
    shown = {**encoding, "text": {"field": field, "type": "nominal"}}
    return [layer(values, one, **shown) for one in (rim, mark)]


def drawn(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The layers that have rows."""
    return [one for one in layers if one["data"]["values"]]


def percent_axis(**more: Any) -> dict[str, Any]:
    """An axis of percentages without lines of its own."""
    return {"labelExpr": "datum.value + ' %'", "title": None, "domain": False, "ticks": False, **more}
