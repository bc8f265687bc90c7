"""A gauge of wording: on which of seven levels a sentence stands, as a person read it."""

from __future__ import annotations

from typing import Any

from course.charts import marks, theme
from course.charts.errors import measured
from course.charts.picture import Picture
from course.measures.wording import LEVELS, SOURCE, wording_level

ROW, LEFT = 30, 34


def wording(sentence: str, level: int, *, before: int | None = None, title: str | None = None) -> Picture:
    """Seven levels from nothing said to an unhedged cause, and the one on which the sentence stands.

    `level` runs from 0 to 6 and is given by a reader: nothing here judges a text. `before` is the level of an
    earlier wording, drawn hollow. Several of them make the steps of `charts.steps`. Raises ChartError for a
    level that there is not.

    >>> wording("Night lamps may shorten sleep.", 4, before=2).title
    'Level 4 of 6, two up: a cause, with doubt'
    """
    with measured("`level`"):
        now = wording_level(level)
    with measured("`before`"):
        was = None if before is None else wording_level(before)
    moved = "" if was is None else f", {_moved(now.place - was.place)}"
    named = now.name[:1].lower() + now.name[1:]
    return Picture(
        title or f"Level {now.place} of {len(LEVELS) - 1}{moved}: {named}",
        f"“{sentence}” Words of this level: {', '.join(now.words)}.",
        f"A ladder of seven levels of wording; the mark stands on level {now.place}, {named}"
        + ("." if was is None else f", and a hollow one on level {was.place}."),
        (_panel(now.place, None if was is None else was.place),),
        ("Level", "Name", "Words", "Example"),
        tuple((str(one.place), one.name, ", ".join(one.words), one.example) for one in LEVELS),
        SOURCE,
    )


def _moved(steps: int) -> str:
    if not steps:
        return "no change"
    counts = ("one", "two", "three", "four", "five", "six")
    return f"{counts[abs(steps) - 1]} {'up' if steps > 0 else 'down'}"


def _panel(now: int, was: int | None) -> dict[str, Any]:
    scale = {"domain": [-LEFT, theme.WIDTH - LEFT], "nice": False, "zero": False}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": scale}
    rows = {"domain": [-0.5, len(LEVELS) - 0.5], "nice": False, "zero": False}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": rows}
    line = [{"x": 0, "y": 0, "end": len(LEVELS) - 1}]
    dots = [{"x": 0, "y": one.place, "place": str(one.place), "said": one.name} for one in LEVELS]
    point = {**marks.POINT, "size": 260}
    hollow = {**point, "fill": theme.PAPER, "strokeWidth": 2, "strokeDash": [3, 2]}
    here, others = [one for one in dots if one["y"] == now], [one for one in dots if one["y"] != now]
    left = {"align": "left", "dx": 20}
    layers = [
        marks.layer(
            line, {"type": "rule", "color": theme.LINE, "strokeWidth": 6}, x=x, y=y, y2={"field": "end"}
        ),
        marks.layer([one for one in dots if one["y"] == was and was != now], hollow, x=x, y=y),
        marks.layer(here, point, x=x, y=y),
        *marks.text(others, "said", {**left, "color": theme.SOFT}, x=x, y=y),
        *marks.text(here, "said", {**left, "fontWeight": "bold"}, x=x, y=y),
        *marks.text(dots, "place", {"align": "right", "dx": -18}, x=x, y=y),
    ]
    return {"width": theme.WIDTH, "height": ROW * len(LEVELS), "layer": marks.drawn(layers)}
