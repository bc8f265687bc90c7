"""What kinds of posts there were: as counts, and as shares of each period."""

from __future__ import annotations

from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import Moment, counts_axis, moments, years_axis
from course.charts.errors import ChartError
from course.charts.picture import Picture

HEIGHT = 220
MOST_PERIODS, MOST_KINDS = 240, 6
COLOURS = {
    "original": theme.BLUE,
    "reply": theme.GREEN,
    "quote": theme.ORANGE,
    "repost": theme.VERMILLION,
}
PLURAL = {"original": "originals", "reply": "replies", "quote": "quotes", "repost": "reposts"}


def kinds(counts: Any, *, what: str = "posts", title: str | None = None, source: str = "") -> Picture:
    """Kinds of posts by period, stacked from zero; a switch changes from counts to shares.

    `counts` is a frame (or mapping) with a column for each kind, at most six, indexed by date: such as
    `period × kind` sizes from a corpus. Kinds are stacked in that order, each with its name beside it. Raises
    ChartError naming the value.
    """
    columns = {str(kind): moments(f"counts[{kind!r}]", counts[kind], 1, MOST_PERIODS) for kind in counts}
    if not 1 <= len(columns) <= MOST_KINDS:
        raise ChartError(f"`counts` has {len(columns)} kinds. One to {MOST_KINDS} can be told apart.")
    first = next(iter(columns.values()))
    if any([p.at for p in points] != [p.at for p in first] for points in columns.values()):
        raise ChartError("`counts` has kinds with different periods. Give 0 where there was none.")
    totals = [sum(points[n].n for points in columns.values()) for n in range(len(first))]
    whole = sum(totals)
    if not whole:
        raise ChartError("`counts` is 0 throughout. There is nothing to draw.")
    each = {kind: sum(p.n for p in points) for kind, points in columns.items()}
    colours = _colours(list(columns))
    lead = max(each, key=lambda kind: each[kind])
    said = [f"{kind} {words.count(n)} ({words.percent(n / whole)})" for kind, n in each.items()]
    return Picture(
        title or f"{words.percent(each[lead] / whole)} of these {what} are {PLURAL.get(lead, lead)}",
        f"Of {words.count(whole)} {what} from {first[0].name} to {first[-1].name}, "
        f"{words.listed(f'{words.count(n)} are {PLURAL.get(kind, kind)}' for kind, n in each.items())}.",
        f"Bars stacked by kind, one for each of {len(first)} periods from {first[0].name} to "
        f"{first[-1].name}. In all: {'; '.join(said)}.",
        (
            _panel(columns, totals, colours, f"{words.capital(what)} by kind: counts", share=False),
            _panel(columns, totals, colours, f"{words.capital(what)} by kind: shares", share=True),
        ),
        ("Period", *columns, "All", *(f"{kind}, share" for kind in columns)),
        tuple(_row(n, first[n], columns, totals[n]) for n in range(len(first))),
        source,
        "Show",
        ("Counts", "Shares"),
    )


def _colours(names: list[str]) -> dict[str, str]:
    left = [one for one in theme.SERIES if one not in {COLOURS.get(name) for name in names}]
    return {name: COLOURS[name] if name in COLOURS else left.pop(0) for name in names}


def _row(n: int, period: Moment, columns: dict[str, list[Moment]], total: float) -> tuple[Any, ...]:
    counts = [points[n].n for points in columns.values()]
    shares = [words.percent(value / total) if total else None for value in counts]
    return (period.name, *map(words.count, counts), words.count(total), *shares)


def _panel(
    columns: dict[str, list[Moment]],
    totals: list[float],
    colours: dict[str, str],
    title: str,
    *,
    share: bool,
) -> dict[str, Any]:
    at = [p.at for p in next(iter(columns.values()))]
    step = min((b - a for a, b in zip(at, at[1:], strict=False)), default=1.0)
    most = 100.0 if share else max(totals)
    width = theme.WIDTH - 66 - 62  # numbers of the axis to the left, names to the right
    x = years_axis([*at, at[-1] + step], 0)
    x["axis"]["values"] = [year for year in x["axis"]["values"] if year <= at[-1]]
    y = counts_axis(most, room=1.0 if share else 1.06)
    if share:
        y["axis"] = marks.percent_axis(tickCount=5)
    gap = 1 if width / len(at) > 4 else 0
    base = [0.0] * len(at)
    layers: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for kind, points in columns.items():
        rows = []
        for n, point in enumerate(points):
            part = 100 * point.n / totals[n] if share and totals[n] else (0 if share else point.n)
            rows.append({"at": point.at, "end": point.at + step, "low": base[n], "n": base[n] + part})
            base[n] += part
        bar = {"type": "rect", "color": colours[kind], "stroke": theme.PAPER, "strokeWidth": 0.6 * gap}
        layers.append(marks.layer(rows, bar, x=x, x2={"field": "end"}, y=y, y2={"field": "low"}))
        names.append({"name": kind, "n": (rows[-1]["low"] + rows[-1]["n"]) / 2, "at": at[-1] + step})
    text = {"align": "left", "dx": 6, "baseline": "middle"}
    for row, pixel in zip(names, _apart([row["n"] for row in names], y["scale"]["domain"][1]), strict=True):
        layers += marks.text([row], "name", {**text, "y": pixel}, x=x)
    return {"title": {"text": [title]}, "width": width, "height": HEIGHT, "layer": layers}


def _apart(places: list[float], top: float, least: int = 15) -> list[float]:
    """Where names stand, in pixels from above: beside their part, and never on each other."""
    pixels = [HEIGHT * (1 - place / top) for place in places]
    for n in range(1, len(pixels)):  # from the bottom of the stack upwards
        pixels[n] = min(pixels[n], pixels[n - 1] - least)
    return [round(pixel + max(0, 6 - pixels[-1]), 1) for pixel in pixels]
