"""A count over the years, on a linear and on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from course.charts import marks, theme, words
from course.charts.errors import ChartError
from course.charts.picture import Picture

HEIGHT, MAX_YEARS = 210, 60
DOT = {**marks.POINT, "size": 70, "strokeWidth": 2}


def growth(
    counts: Mapping[int, Any],
    assumed: Iterable[int] = (),
    what: str = "posts",
    *,
    title: str | None = None,
) -> Picture:
    """Counts by year, twice: on a linear axis and on a logarithmic one.

    `counts` maps at least two years to numbers above 0 (a logarithmic axis has no zero). Years in `assumed`
    were not counted by anybody: they are hollow, dashed and labelled. `what` was counted. Raises ChartError.
    """
    points = _points(counts)
    guessed = set(assumed)
    if strange := sorted(guessed - set(points)):
        raise ChartError(f"`assumed` names {words.listed(map(str, strange))}. `counts` has no such year.")
    known = [year for year in points if year not in guessed]
    return Picture(
        title or _title(points, known, what),
        _sentence(points, known, what),
        _description(points, guessed, what),
        (_panel(points, guessed, log=False), _panel(points, guessed, log=True)),
        ("Year", what, "Change from the year before", "Where it comes from"),
        tuple(_rows(points, guessed)),
    )


def _points(counts: Any) -> dict[int, float]:
    if not isinstance(counts, Mapping) or not 2 <= len(counts) <= MAX_YEARS:
        raise ChartError(f"`counts` is {counts!r:.80}. A count for each of 2 to {MAX_YEARS} years is needed.")
    found = {}
    for year, value in counts.items():
        if isinstance(year, bool) or not isinstance(year, int):
            raise ChartError(f"A year in `counts` is {year!r}. A whole number such as 2022 is needed.")
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number) or number <= 0:
            raise ChartError(
                f"`counts[{year}]` is {value!r}. A number above 0 is needed: a logarithmic axis has no zero."
            )
        found[year] = int(number) if number == int(number) else number
    return dict(sorted(found.items()))


def _change(before: float, after: float) -> str:
    """`+70.3 %`, `−4.0 %` or `no change`."""
    text = words.percent(after / before - 1)
    return f"+{text}" if after > before else text


def _title(points: dict[int, float], known: list[int], what: str) -> str:
    if len(known) < 2:
        return f"{what}: only one year was counted" if known else f"{what}: no year was counted"
    one, other = known[-2:]
    return f"{what}: {_change(points[one], points[other])} from {one} to {other}"


def _sentence(points: dict[int, float], known: list[int], what: str) -> str:
    guessed = [str(year) for year in points if year not in known]
    assumption = ""
    if guessed:
        runs = len(guessed) > 3 and int(guessed[-1]) - int(guessed[0]) == len(guessed) - 1
        span = f"{guessed[0]} to {guessed[-1]}" if runs else words.listed(guessed)
        if len(guessed) > 1:
            assumption = f" The values for {span} are assumed: the real counts are not known here."
        else:
            assumption = f" The value for {span} is assumed: the real count is not known here."
    if len(known) < 2:
        return f"There are too few counted years to say how {what} changed.{assumption}"
    one, other = known[-2:]
    times = points[other] / points[one]
    return (
        f"From {one} to {other}, {what} went from {words.count(points[one])} to "
        f"{words.count(points[other])}, which is {times:.2f} times as many.{assumption}"
    )


def _description(points: dict[int, float], guessed: set[int], what: str) -> str:
    note = {True: " (assumed)", False: ""}
    parts = [f"{year}: {words.count(n)}{note[year in guessed]}" for year, n in points.items()]
    shown = parts if len(parts) <= 12 else [*parts[:3], "…", *parts[-3:]]
    start = f"A line of {what} by year on a linear axis, then the same on a logarithmic axis."
    return f"{start} {'; '.join(shown)}."


def _rows(points: dict[int, float], guessed: set[int]) -> Iterable[tuple[Any, ...]]:
    before = None
    for year, n in points.items():
        change = None if before is None else _change(points[before], n)
        yield str(year), words.count(n), change, "assumed" if year in guessed else "counted"
        before = year


def _panel(points: dict[int, float], guessed: set[int], *, log: bool) -> dict[str, Any]:
    ticks = _log_ticks(points) if log else []
    steps = [
        {"year": a, "n": points[a], "year2": b, "n2": points[b], "assumed": bool({a, b} & guessed)}
        for a, b in pairwise(points)
    ]
    dots = [{"year": year, "n": n, "assumed": year in guessed} for year, n in points.items()]
    x, y = _x(list(points)), _y(max(points.values()), ticks)
    line = {"type": "rule", "color": theme.BLUE, "strokeWidth": 2.5, "strokeCap": "round"}
    dotted, hollow = {**line, "strokeDash": [2, 6]}, {**DOT, "fill": theme.PAPER}
    ends = {"x": x, "y": y, "x2": {"field": "year2"}, "y2": {"field": "n2"}}
    layers = [
        marks.layer([s for s in steps if s["assumed"]], dotted, **ends),
        marks.layer([s for s in steps if not s["assumed"]], line, **ends),
        marks.layer([d for d in dots if d["assumed"]], hollow, x=x, y=y),
        marks.layer([d for d in dots if not d["assumed"]], DOT, x=x, y=y),
        *_texts(points, guessed, x, y),
    ]
    return {
        "title": {"text": words.lines(_axis_title(ticks), theme.WIDTH)},
        "width": theme.WIDTH - 70,  # the numbers of the axis take the rest
        "height": HEIGHT,
        "layer": marks.drawn(layers),
    }


def _axis_title(ticks: list[float]) -> str:
    if not ticks:
        return "Linear axis: each step up adds the same number"
    times = ticks[1] / ticks[0]
    return f"Logarithmic axis: each step up multiplies by {times:.0f}"


def _texts(points: dict[int, float], guessed: set[int], x: Any, y: Any) -> list[dict[str, Any]]:
    """Numbers at the last two counted years; the word at assumed ones, in the middle where there are many."""
    known = [year for year in points if year not in guessed]
    first = next(iter(points))
    layers = []
    for year in known[-2:]:
        layers += _text(year, points, words.count(points[year]), x, y, left=year == first)
    floor, top = y["scale"]["domain"]
    log = "type" in y["scale"]
    unsure = sorted(guessed)
    for year in unsure if len(unsure) <= 2 else [unsure[len(unsure) // 2]]:
        n = points[year]
        height = math.log(n / floor) / math.log(top / floor) if log else n / top
        # After its point and below the line; low down that would be the axis, so there before and above.
        layers += _text(year, points, "assumed", x, y, left=year == first, after=height > 0.2)
    return layers


def _text(
    year: int, points: dict[int, float], text: str, x: Any, y: Any, *, left: bool, after: bool = False
) -> list[dict[str, Any]]:
    """A label on a rim of paper, beside the line: before its point, or after it with `after`."""
    earlier = [n for other, n in points.items() if other < year]
    below = bool(earlier) and earlier[-1] > points[year]
    mark = {
        "align": "left" if left or after else "right",
        "dx": -6 if left else (0 if after else 6),
        "dy": 16 if below is not after else -14,
        "color": theme.SOFT if text == "assumed" else theme.INK,
    }
    row = [{"year": year, "n": points[year], "text": text}]
    return marks.text(row, "text", mark, x=x, y=y)


def _x(years: list[int]) -> dict[str, Any]:
    pad = max((years[-1] - years[0]) * 0.06, 0.1)
    every = math.ceil(len(years) / 6)
    values = years[::-1][::every][::-1]
    axis = {"values": values, "format": "d", "grid": False, "title": None}
    scale = {"domain": [years[0] - pad, years[-1] + pad], "nice": False, "zero": False}
    return {"field": "year", "type": "quantitative", "axis": axis, "scale": scale}


def _y(most: float, ticks: list[float]) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": None, "format": ",~f", "domain": False, "ticks": False, "tickCount": 5}
    scale: dict[str, Any] = {"domain": [0, most * 1.14], "nice": False}
    if ticks:
        axis |= {"values": ticks}
        scale = {"type": "log", "domain": [ticks[0], ticks[-1]], "nice": False}
    return {"field": "n", "type": "quantitative", "axis": axis, "scale": scale}


def _log_ticks(points: dict[int, float]) -> list[float]:
    """From a round number below the least to one above the most, doubling or in steps of ten."""
    low, high = min(points.values()), max(points.values()) * 1.12
    decade = 10.0 ** math.floor(math.log10(low))
    if high / low > 64:
        start, times = decade, 10
    else:
        start, times = max(n * decade for n in (1, 2, 5) if n * decade <= low), 2
    ticks = [start, start * times]
    while ticks[-1] < high:
        ticks.append(ticks[-1] * times)
    return ticks
