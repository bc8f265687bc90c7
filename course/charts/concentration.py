"""How unevenly posts are spread over accounts: a Lorenz curve with its Gini coefficient."""

from __future__ import annotations

from typing import Any

from course.charts import marks, theme, words
from course.charts.errors import measured
from course.charts.marks import POINT
from course.charts.picture import Picture
from course.measures import gini, lorenz, top_share

SIDE, POINTS = 270, 200
TOPS = (0.01, 0.1, 0.25, 0.5)
NAMES = {0.01: "top 1 %", 0.1: "top 10 %", 0.25: "top 25 %", 0.5: "top half"}


def concentration(
    values: Any,
    *,
    who: str = "accounts",
    what: str = "posts",
    title: str | None = None,
    source: str = "",
) -> Picture:
    """The Lorenz curve of `values` (how many `what` each of `who` has), with the Gini coefficient.

    `values` is flat, at least two numbers of 0 or more; any number of members is drawn with 200 points.
    Raises ChartError naming the value. Source: Lorenz 1905, doi 10.2307/2276207.
    """
    with measured("The curve cannot be drawn"):
        coefficient, (members, held) = gini(values), lorenz(values)
        shares = {top: top_share(values, top) for top in TOPS}
    n, total = len(members) - 1, float(sum(values))
    tenth, half = shares[0.1], shares[0.5]
    return Picture(
        title or f"The top tenth of {who} has {words.percent(tenth)} of {what}",
        f"Of {words.count(n)} {who} with {words.count(total)} {what}, the top tenth has "
        f"{words.percent(tenth)} and the bottom half {words.percent(1 - half)}; the Gini coefficient is "
        f"{coefficient:.2f}.",
        f"A curve that sags below the diagonal of equal shares; Gini coefficient {coefficient:.2f}, where 0 "
        f"is equal. " + " ".join(f"The {NAMES[top]} have {words.percent(shares[top])}." for top in TOPS),
        (_panel(_thin(members, held), shares, coefficient, who, what),),
        (who, f"Share of {what}"),
        tuple((NAMES[top], words.percent(shares[top])) for top in TOPS)
        + ((f"Gini coefficient, {words.count(n)} {who}", f"{coefficient:.3f}"),),
        source,
    )


def _thin(members: Any, held: Any) -> list[dict[str, float]]:
    """At most 200 points of the curve, closer together where it is steep."""
    last = len(members) - 1
    picks = {0, last}
    for part in range(POINTS // 2):
        picks.add(round(last * part / (POINTS // 2)))
        target = part / (POINTS // 2)
        picks.add(int(held.searchsorted(target)))  # evenly along what is held, too
    return [
        {"x": round(100 * float(members[n]), 4), "y": round(100 * float(held[n]), 4)}
        for n in sorted(picks)
        if n <= last
    ]


def _panel(
    points: list[dict[str, float]], shares: dict[float, float], coefficient: float, who: str, what: str
) -> dict[str, Any]:
    scale = {"domain": [0, 100], "nice": False}
    ticks = marks.percent_axis(values=[0, 25, 50, 75, 100])
    x = {"field": "x", "type": "quantitative", "scale": scale}
    y = {"field": "y", "type": "quantitative", "scale": scale}
    x["axis"] = {**ticks, "values": [25, 50, 75, 100], "title": f"{who}, from fewest to most {what}"}
    y["axis"] = {**ticks, "title": f"share of {what}"}
    ends = [{"x": 0, "y": 0, "x2": 100, "y2": 100}]
    equal = {"type": "rule", "color": theme.SOFT, "strokeWidth": 1.5, "strokeDash": [5, 4]}
    between = {"type": "area", "color": theme.BLUE, "opacity": 0.12}
    filled = [{**point, "equal": point["x"]} for point in points]
    mark = [{"x": 90, "y": 100 * (1 - shares[0.1])}]
    said = [{**mark[0], "text": f"top 10 %: {words.percent(shares[0.1], 0)}"}]
    even = [{"x": 78, "y": 78, "text": "equal shares"}]
    name = [{"x": 62, "y": 30 if shares[0.5] < 0.9 else 42, "text": f"Gini {coefficient:.2f}"}]
    low = mark[0]["y"] < 12
    layers = [
        marks.layer(filled, between, x=x, y=y, y2={"field": "equal"}),
        marks.layer(ends, equal, x=x, y=y, x2={"field": "x2"}, y2={"field": "y2"}),
        marks.layer(points, {"type": "line", "color": theme.BLUE, "strokeWidth": 2.5}, x=x, y=y),
        marks.layer(mark, POINT, x=x, y=y),
        *marks.text(even, "text", {"align": "right", "dx": -8, "dy": -4}, x=x, y=y),
        *marks.text(name, "text", {"align": "center", "fontWeight": "bold"}, x=x, y=y),
        *marks.text(said, "text", {"align": "right", "dx": -10, "dy": -14 if low else 0}, x=x, y=y),
    ]
    return {"width": SIDE, "height": SIDE, "layer": layers}
