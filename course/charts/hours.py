"""When posts are written: hour by weekday, as the clocks of one zone or another show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import count
from course.charts.errors import ChartError
from course.charts.picture import Picture

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CELL, ROW, MOST_ZONES = 12.2, 24, 4


def hours(
    zones: Mapping[str, Any], *, what: str = "posts", title: str | None = None, source: str = ""
) -> Picture:
    """Counts by hour and weekday as squares whose area is the count; a switch changes the zone.

    `zones` maps up to four zone names to 7 × 24 counts (Monday first, from midnight), such as
    `{"UTC": hour_by_weekday(times), "America/New_York": hour_by_weekday(times, "America/New_York")}`. All
    hold the same posts. Raises ChartError naming the value.
    """
    if not isinstance(zones, Mapping) or not 1 <= len(zones) <= MOST_ZONES:
        raise ChartError(f"`zones` is {zones!r:.60}. Counts for 1 to {MOST_ZONES} zones are needed.")
    found = {_city(zone): _square(zone, table) for zone, table in zones.items()}
    totals = {sum(map(sum, table)) for table in found.values()}
    if len(totals) > 1 or not sum(totals):
        said = words.listed(words.count(total) for total in sorted(totals))
        raise ChartError(f"`zones` hold {said} {what}. The same {what} in each, at least one, are needed.")
    (total,) = totals
    peaks = {zone: _peak(table) for zone, table in found.items()}
    first = next(iter(found))
    where = [f"{_slot(*peaks[zone][:2])} ({zone})" for zone in found]
    short = [f"{DAYS[day]} {hour:02}:00 ({zone})" for zone, (day, hour, _) in peaks.items()]
    return Picture(
        title or f"The busiest hour begins {words.listed(short)}",
        f"Of {words.count(total)} {what}, {words.count(peaks[first][2])} "
        f"({words.percent(peaks[first][2] / total)}) fall into the busiest hour of the week: "
        + words.listed(where)
        + ". The moments are the same; the clocks differ." * (len(found) > 1),
        f"Squares for 24 hours of 7 weekdays, larger where there are more {what}. Busiest: "
        f"{_slot(*peaks[first][:2])}, {words.count(peaks[first][2])}.",
        tuple(_panel(table, peaks[zone], f"Hours as in {zone}") for zone, table in found.items()),
        ("Zone and day", "All day", *(f"{hour:02}" for hour in range(24))),
        tuple(
            (f"{zone}, {DAYS[day]}", words.count(sum(row)), *map(words.count, row))
            for zone, table in found.items()
            for day, row in enumerate(table)
        ),
        source,
        "Clocks of",
        tuple(found) if len(found) > 1 else (),
    )


def _city(zone: Any) -> str:
    return str(zone).rsplit("/", 1)[-1].replace("_", " ")


def _square(zone: Any, table: Any) -> list[list[float]]:
    rows = [list(row) for row in table]
    if len(rows) != 7 or any(len(row) != 24 for row in rows):
        raise ChartError(f"`zones[{zone!r}]` is no table of 7 days by 24 hours.")
    return [
        [count(f"zones[{zone!r}][{day}][{hour}]", n) for hour, n in enumerate(row)]
        for day, row in enumerate(rows)
    ]


def _peak(table: list[list[float]]) -> tuple[int, int, float]:
    n, day, hour = max((n, -day, -hour) for day, row in enumerate(table) for hour, n in enumerate(row))
    return -day, -hour, n


def _slot(day: int, hour: int) -> str:
    return f"{DAYS[day]} {hour:02}:00 to {(hour + 1) % 24:02}:00"


def _panel(table: list[list[float]], peak: tuple[int, int, float], title: str) -> dict[str, Any]:
    most = peak[2]
    largest = (CELL - 1) ** 2
    cells = [
        {"hour": hour, "day": day, "size": max(3.0, round(largest * n / most, 1))}
        for day, row in enumerate(table)
        for hour, n in enumerate(row)
        if n and (day, hour) != peak[:2]
    ]
    empty = [{"hour": h, "day": d} for d, row in enumerate(table) for h, n in enumerate(row) if not n]
    top = [{"hour": peak[1], "day": peak[0], "size": largest, "text": words.count(most)}]
    x = {
        "field": "hour",
        "type": "quantitative",
        "scale": {"domain": [-0.6, 23.6], "nice": False, "zero": False},
        "axis": {
            "values": [0, 6, 12, 18, 23],
            "labelExpr": "(datum.value < 10 ? '0' : '') + datum.value + ':00'",
            "grid": False,
            "title": None,
            "domain": False,
            "ticks": False,
        },
    }
    days = ", ".join(f"'{day[:3]}'" for day in DAYS)
    y = {
        "field": "day",
        "type": "quantitative",
        "scale": {"domain": [-0.6, 6.6], "nice": False, "zero": False, "reverse": True},
        "axis": {
            "values": list(range(7)),
            "labelExpr": f"[{days}][datum.value]",
            "grid": False,
            "title": None,
            "domain": False,
            "ticks": False,
        },
    }
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    square = {"type": "point", "shape": "square", "opacity": 1, "stroke": None}
    dot = {**square, "shape": "circle", "size": 3, "fill": theme.LINE}
    side = {"align": "right", "dx": -8} if peak[1] > 18 else {"align": "left", "dx": 8}
    label = {**side, "baseline": "middle", "fontWeight": "bold"}
    layers = [
        marks.layer(empty, dot, x=x, y=y),
        marks.layer(cells, {**square, "fill": theme.BLUE}, x=x, y=y, size=size),
        marks.layer(top, {**square, "fill": theme.VERMILLION}, x=x, y=y, size=size),
        *marks.text(top, "text", label, x=x, y=y),
    ]
    return {
        "title": {"text": [title], "subtitle": f"Area: count. Marked: the busiest hour, {words.count(most)}"},
        "width": round(CELL * 24.2),
        "height": ROW * 7,
        "layer": marks.drawn(layers),
    }
