"""Counts by month, week or year, as charts take them from a pandas Series or a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from course.charts import marks, theme, words
from course.charts.errors import ChartError

MONTHS = ("January February March April May June July August September October November December").split()
SYNTHETIC = "Synthetic posts, made for teaching"


class Moment(NamedTuple):
    """One period: the year as a number with its part (`at`), how it is called, and its count."""

    at: float
    name: str
    n: float


def moments(name: str, counts: Any, least: int = 2, most: int = 1_200) -> list[Moment]:
    """Periods in order from a Series or mapping of dates (or years) to counts; errors name the value."""
    items = list(counts.items()) if hasattr(counts, "items") else None
    if items is None or not least <= len(items) <= most:
        size = "no mapping" if items is None else f"{len(items):,} periods"
        raise ChartError(f"`{name}` has {size}. A count for each of {least} to {most:,} periods is needed.")
    dated = sorted((_date(name, key), value) for key, value in items)
    yearly = all(month == 1 and day == 1 for (_, month, day), _ in dated)
    daily = any(day != 1 for (_, _, day), _ in dated)
    return [_moment(name, date, value, yearly, daily) for date, value in dated]


def _date(name: str, key: Any) -> tuple[int, int, int]:
    if isinstance(key, int) and not isinstance(key, bool):
        return key, 1, 1
    if all(hasattr(key, part) for part in ("year", "month", "day")):
        return key.year, key.month, key.day
    try:
        year, month, day = (int(part) for part in f"{key}-01-01"[:10].split("-"))
        assert 1 <= month <= 12 and 1 <= day <= 31
    except (AssertionError, ValueError):
        raise ChartError(f"A period in `{name}` is {key!r}. A date such as 2022-01 is needed.") from None
    return year, month, day


def _moment(name: str, date: tuple[int, int, int], value: Any, yearly: bool, daily: bool) -> Moment:
    year, month, day = date
    called = str(year) if yearly else f"{MONTHS[month - 1]} {year}"
    if daily:
        called = f"{day} {called}"
    return Moment(year + (month - 1) / 12 + (day - 1) / 372, called, count(f"{name}[{called!r}]", value))


def count(name: str, value: Any) -> float:
    """A count of at least 0."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number < float("inf"):
        raise ChartError(f"`{name}` is {value!r}. A count of at least 0 is needed.")
    return int(number) if number == int(number) else number


def years_axis(at: list[float], pad: float = 0.02) -> dict[str, Any]:
    """A horizontal axis of time with whole years on it."""
    first, last = min(at), max(at)
    years = list(range(int(first), int(last) + 2))
    years = [year for year in years if first - 1e-9 <= year <= last + 1e-9] or [int(first)]
    every = -(-len(years) // 6)
    axis = {"values": years[::-1][::every][::-1], "format": "d", "grid": False, "title": None}
    room = max((last - first) * pad, 0.02)
    scale = {"domain": [first - room, last + room], "nice": False, "zero": False}
    return {"field": "at", "type": "quantitative", "axis": axis, "scale": scale}


def counts_axis(most: float, field: str = "n", room: float = 1.14) -> dict[str, Any]:
    """A vertical axis of counts from zero."""
    axis = {"title": None, "format": ",~f", "domain": False, "ticks": False, "tickCount": 5}
    scale = {"domain": [0, max(most, 1) * room], "nice": False}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def line_layers(points: list[Moment], guessed: set[int], x: Any, y: Any) -> list[dict[str, Any]]:
    """A line over its area, dashed over the years in `guessed`."""
    rows = [{"at": p.at, "n": p.n} for p in points]
    layers = [
        marks.layer(rows, {"type": "area", "color": theme.BLUE, "opacity": 0.14, "line": False}, x=x, y=y)
    ]
    start = 0
    for assumed, run in groupby(points, key=lambda p: int(p.at + 1e-9) in guessed):
        size = len(list(run))
        # Each run begins where the one before ended, so that no step is missing; it looks like its end.
        part = rows[max(0, start - 1) : start + size]
        start += size
        line = {"type": "line", "color": theme.BLUE, "strokeWidth": 2, "strokeJoin": "round"}
        layers.append(marks.layer(part, {**line, "strokeDash": [3, 3]} if assumed else line, x=x, y=y))
    return layers


def run_of_years(guessed: Iterable[int]) -> str:
    """Some years in a sentence: `2012 to 2020`, `2019 and 2020`."""
    years = sorted(guessed)
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} to {years[-1]}"
    return words.listed(map(str, years))


def assumption(guessed: Iterable[int]) -> str:
    """The sentence that must not be missing where nobody counted; empty where somebody did."""
    years = sorted(guessed)
    return f" The totals for {run_of_years(years)} are assumed: nobody published them." if years else ""


def known_years(points: list[Moment], assumed: Iterable[int]) -> set[int]:
    """The years in `assumed`, each of which is among the points."""
    guessed, there = set(assumed), {int(p.at + 1e-9) for p in points}
    if strange := sorted(guessed - there):
        raise ChartError(f"`assumed` names {words.listed(map(str, strange))}. `counts` has no such year.")
    return guessed


def table_of(name: str, value: Any, columns: Iterable[str]) -> list[tuple[Any, ...]]:
    """The named columns of a frame (or mapping of columns), row by row; errors name what is missing."""
    wanted = list(columns)
    missing = [column for column in wanted if not _has(value, column)]
    if missing:
        raise ChartError(f"`{name}` has no column {words.listed(missing)}. It needs {words.listed(wanted)}.")
    return list(zip(*(list(value[column]) for column in wanted), strict=True))


def _has(value: Any, column: str) -> bool:
    held = value.keys() if isinstance(value, Mapping) else getattr(value, "columns", ())
    return column in set(held)
