"""Posts month by month: choose a stretch, and see which tags and domains lead there."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from course.charts import drawing, theme, words
from course.charts.bars import bar_panel
from course.charts.counted import (
    Moment,
    assumption,
    counts_axis,
    known_years,
    line_layers,
    moments,
    run_of_years,
    table_of,
    years_axis,
)
from course.charts.errors import ChartError
from course.charts.marks import text
from course.charts.picture import Picture

HEIGHT, SHOWN = 200, 8


@dataclass(frozen=True)
class Browse(Picture):
    """A picture that, in a notebook with a kernel, lets a stretch of months be chosen.

    By dragging over the chart, or with the two sliders below it. `cube` is what the browser sums up; the
    static picture shows the whole time.
    """

    cube: Mapping[str, Any] = field(default_factory=dict)

    @property
    def widget(self) -> Any:
        """The chart as a widget; its `span` is the chosen stretch, as places of the first and last month."""
        from course.charts.browse_widget import Brush

        return Brush(
            cube=dict(self.cube),
            head=self.head_html(),
            foot=self.foot_html(),
            said=f"Chart. {self.source + '. ' if self.source else ''}{self.description}",
            span=[0, len(self.cube["names"]) - 1],
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if os.environ.get("NBGRADER_EXECUTION") or not has_kernel():
            return super()._repr_mimebundle_(include, exclude)
        # One kind of output only, as with every picture: here it is the widget's.
        bundle = self.widget._repr_mimebundle_()
        found: dict[str, Any] = bundle[0] if isinstance(bundle, tuple) else bundle
        return found


def monthly(
    counts: Any,
    tags: Any,
    domains: Any,
    assumed: Iterable[int] = (),
    *,
    what: str = "posts",
    title: str | None = None,
    source: str = "",
) -> Browse:
    """Posts by month, and the tags and domains that lead in the months that are chosen.

    `counts` is a Series or mapping of months to counts (`course.measures.period_counts`); `tags` and
    `domains` are frames with the columns period, name, count (`course.measures.leading`, whose names are
    those that lead over the whole time). Together they have at most 5,000 rows. Totals of years in `assumed`
    were published by nobody: those months are dashed. Raises ChartError naming the value.
    """
    points = moments("counts", counts)
    guessed = known_years(points, assumed)
    where = {round(p.at * 12): n for n, p in enumerate(points)}
    named = {
        "tags": _series("tags", tags, where, len(points)),
        "domains": _series("domains", domains, where, len(points)),
    }
    rows = len(points) + sum(len(one["at"]) for group in named.values() for one in group)
    if rows > drawing.MAX_ROWS:
        raise ChartError(
            f"`counts`, `tags` and `domains` have {rows:,} rows. At most {drawing.MAX_ROWS:,} are sent: take"
            " fewer names, leading(…, top=12)."
        )
    total = sum(p.n for p in points)
    if not total:
        raise ChartError("`counts` is 0 throughout. There is nothing to draw.")
    top = max(points, key=lambda p: p.n)
    basis = {True: "assumed", False: "counted"}
    first = named["tags"][0]["name"] if named["tags"] else None
    lead = f" The tag in most of them is #{first}." if first else ""
    return Browse(
        title or f"{words.capital(what)}: most in {top.name}, {words.count(top.n)}",
        f"{words.count(total)} {what} from {points[0].name} to {points[-1].name}, most of them in {top.name} "
        f"({words.count(top.n)}).{lead}{assumption(guessed)}",
        _description(points, guessed, what, named),
        (
            _panel(points, guessed, what),
            _bars(named["tags"], "Leading tags, whole time", "#", total, what),
            _bars(named["domains"], "Leading domains, whole time", "", total, what),
        ),
        ("Month", what, "Total of the year"),
        tuple((p.name, words.count(p.n), basis[int(p.at + 1e-9) in guessed]) for p in points),
        source,
        cube={
            "names": [p.name for p in points],
            "years": [int(p.at + 1e-9) for p in points],
            "counts": [p.n for p in points],
            "assumed": sorted(guessed),
            "what": what,
            "shown": SHOWN,
            **named,
        },
    )


def has_kernel() -> bool:
    """Whether a notebook asks: a plain IPython, or a script, has nothing for a widget to talk to."""
    shell = sys.modules.get("IPython")
    return shell is not None and getattr(shell.get_ipython(), "kernel", None) is not None


def _series(name: str, frame: Any, where: dict[int, int], size: int) -> list[dict[str, Any]]:
    """For each name the places of its months and its counts there, the largest total first."""
    found: dict[str, dict[int, float]] = {}
    for period, one, n in table_of(name, frame, ("period", "name", "count")):
        (point,) = moments(name, {period: n}, 1)
        if round(point.at * 12) not in where:
            raise ChartError(f"`{name}` has {point.name}. `counts` has no such month.")
        of = found.setdefault(str(one), {})
        place = where[round(point.at * 12)]
        of[place] = of.get(place, 0) + point.n
    ranked = sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [{"name": one, "at": sorted(of), "n": [of[n] for n in sorted(of)]} for one, of in ranked]


def _description(points: list[Moment], guessed: set[int], what: str, named: dict[str, Any]) -> str:
    years: dict[int, float] = {}
    for p in points:
        years[int(p.at + 1e-9)] = years.get(int(p.at + 1e-9), 0) + p.n
    told = "; ".join(
        f"{year}: {words.count(n)}{' (assumed)' if year in guessed else ''}" for year, n in years.items()
    )
    leads = ", ".join(f"#{one['name']}" for one in named["tags"][:5])
    dashed = f" Dashed: {run_of_years(guessed)}." if guessed else ""
    return f"A line of {what} by month.{dashed} By year, {told}. Leading tags: {leads or 'none'}."


def _panel(points: list[Moment], guessed: set[int], what: str) -> dict[str, Any]:
    x, y = years_axis([p.at for p in points]), counts_axis(max(p.n for p in points))
    layers = line_layers(points, guessed, x, y)
    unsure = [p for p in points if int(p.at + 1e-9) in guessed]
    if unsure:
        middle = unsure[len(unsure) // 2]
        here = [{"at": middle.at, "n": middle.n, "text": "assumed"}]
        layers += text(here, "text", {"dy": -26, "color": theme.SOFT}, x=x, y=y)
    return {
        "title": {"text": words.lines(f"{words.capital(what)} by month", theme.WIDTH)},
        "width": theme.WIDTH - 70,
        "height": HEIGHT,
        "layer": layers,
    }


def _bars(series: list[dict[str, Any]], title: str, before: str, total: float, what: str) -> dict[str, Any]:
    rows = [(f"{before}{one['name']}", sum(one["n"]), words.count(sum(one["n"]))) for one in series[:SHOWN]]
    return bar_panel(rows or [("none", 0, "0")], title, f"Of {words.count(total)} {what}")
