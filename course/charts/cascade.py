"""One cascade as a tree, and cascades of two groups at the same size."""

from __future__ import annotations

import math
from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import count, table_of
from course.charts.errors import ChartError, measured
from course.charts.picture import Picture

TALL, MOST_NODES, MOST_POINTS = 250, 1_000, 1_000


def cascade(
    ids: Any,
    parents: Any,
    cases: Any,
    controls: Any,
    *,
    names: tuple[str, str] = ("cases", "controls"),
    title: str | None = None,
    source: str = "",
) -> Picture:
    """The tree of one cascade beside the size and depth of matched cascades.

    `ids` and `parents` (missing for the root) are the posts of one cascade, at most 1,000. `cases` and
    `controls` are frames with the columns size and depth, side by side: each case beside the control that
    `course.measures.match_sizes` found for it. Size counts posts, depth steps from the root. Raises
    ChartError naming the value.
    """
    from course.measures import cascades

    with measured("The tree cannot be drawn"):
        nodes, trees = cascades(ids, parents)
    if len(trees) != 1 or not 1 < len(nodes) <= MOST_NODES:
        raise ChartError(
            f"`ids` has {len(nodes):,} posts in {len(trees):,} trees. One tree of 2 to {MOST_NODES:,} posts"
            " is drawn."
        )
    pairs = _pairs(cases, controls)
    one, other = (sum(pair[n][1] for pair in pairs) / len(pairs) for n in (0, 1))
    shape = trees.iloc[0]
    gap = one - other
    apart = f"{abs(gap):.1f} steps {'deeper' if gap > 0 else 'less deep'} than"
    if abs(gap) < 0.05:
        apart = "as deep as"
    size, depth, virality = int(shape["size"]), int(shape["depth"]), float(shape["virality"])
    return Picture(
        title or f"At the same size, {names[0]} are {apart} {names[1]}",
        f"In {words.count(len(pairs))} pairs of cascades of the same size, {names[0]} are {one:.1f} steps "
        f"deep on average and {names[1]} {other:.1f}; without matching, the larger ones would look deeper.",
        f"First a tree of {words.count(size)} posts, {depth} steps deep and at most "
        f"{words.count(int(shape['breadth']))} wide, structural virality {virality:.1f}. Then a point for "
        f"each of {words.count(2 * len(pairs))} matched cascades by size and depth.",
        (_tree(nodes, list(ids), list(parents), size, depth, virality), _scatter(pairs, names)),
        ("Matched pair", *(f"{part}, {name}" for name in names for part in ("Size", "Depth"))),
        tuple(
            (str(n + 1), *(words.count(value) for side in pair for value in side))
            for n, pair in enumerate(pairs)
        ),
        source,
    )


def _pairs(cases: Any, controls: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    sides = []
    for name, value in (("cases", cases), ("controls", controls)):
        rows = table_of(name, value, ("size", "depth"))
        sides.append([(count(f"{name} size", a), count(f"{name} depth", b)) for a, b in rows])
    one, other = sides
    if len(one) != len(other) or not 1 <= len(one) <= MOST_POINTS:
        raise ChartError(
            f"`cases` has {len(one):,} rows and `controls` {len(other):,}. Matched pairs, at most "
            f"{MOST_POINTS:,}, are needed."
        )
    if any(size < 1 for side in sides for size, _ in side):
        raise ChartError("`cases` or `controls` has a size below 1. A cascade has at least one post.")
    return list(zip(one, other, strict=True))


def _tree(
    nodes: Any, ids: list[Any], parents: list[Any], size: int, depth: int, virality: float
) -> dict[str, Any]:
    """Depth to the right, the largest branch of each post first; leaves lie evenly below each other."""
    children: dict[Any, list[Any]] = {}
    known = set(ids)
    for one, parent in zip(ids, parents, strict=True):
        if parent in known:
            children.setdefault(parent, []).append(one)
    weight = nodes["size"].to_dict()
    (root,) = [one for one in ids if weight[one] == size]
    place = _places(root, children, weight)
    steps = nodes["depth"].to_dict()
    across = [
        {"x": steps[parent], "y": place[parent], "x2": steps[one], "y2": place[one]}
        for parent, below in children.items()
        for one in below
    ]
    dots = [{"x": steps[one], "y": place[one]} for one in ids if one != root]
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [-0.15, max(depth, 1) + 0.15], "nice": False, "zero": False},
        "axis": {
            "values": list(range(0, depth + 1, max(1, -(-depth // 6)))),
            "format": "d",
            "title": "steps from the first post",
            "grid": True,
            "domain": False,
            "ticks": False,
        },
    }
    leaves = max(place.values())
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.6, leaves + 0.6], "nice": False, "zero": False, "reverse": True},
    }
    small = 26 if size < 60 else 12 if size < 250 else 5
    dot = {**marks.POINT, "size": small, "stroke": None}
    red = {"color": theme.VERMILLION, "fill": theme.VERMILLION}
    first = {**marks.POINT, **red, "size": 110, "shape": "diamond"}
    thin = {"type": "rule", "color": theme.SOFT, "strokeWidth": 0.8 if size < 250 else 0.4, "opacity": 0.7}
    layers = [
        marks.layer(across, thin, x=x, y=y, x2={"field": "x2"}, y2={"field": "y2"}),
        marks.layer(dots, dot, x=x, y=y),
        marks.layer([{"x": 0, "y": place[root]}], first, x=x, y=y),
    ]
    return {
        "title": {
            "text": words.lines(f"One cascade of {words.count(size)} posts", theme.WIDTH),
            "subtitle": f"{depth} steps deep, structural virality {virality:.1f}",
        },
        "width": theme.WIDTH,
        "height": TALL,
        "layer": layers,
    }


def _places(root: Any, children: dict[Any, list[Any]], weight: dict[Any, int]) -> dict[Any, float]:
    """Where each post stands from top to bottom: leaves one after the other, parents amid their own."""
    place: dict[Any, float] = {}
    leaf = 0
    stack = [(root, False)]
    while stack:
        one, done = stack.pop()
        below = children.get(one, [])
        if not below:
            place[one] = leaf
            leaf += 1
        elif done:
            place[one] = (place[below[0]] + place[below[-1]]) / 2
        else:
            below.sort(key=lambda child: (-weight[child], str(child)))
            stack.append((one, True))
            stack += [(child, False) for child in reversed(below)]
    return place


def _scatter(pairs: list[Any], names: tuple[str, str]) -> dict[str, Any]:
    sizes = [size for pair in pairs for size, _ in pair]
    deep = max(depth for pair in pairs for _, depth in pair)
    low = 10 ** math.floor(math.log10(min(sizes)))
    high = 10 ** math.ceil(math.log10(max(sizes) + 1))
    ticks = [10**n for n in range(round(math.log10(low)), round(math.log10(high)) + 1)]
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {"values": ticks, "format": ",~f", "title": "size: posts, logarithmic axis", "ticks": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, deep + 1], "nice": False},
        "axis": {"title": "depth: steps", "domain": False, "ticks": False, "tickMinStep": 1},
    }
    case = [{"x": pair[0][0], "y": pair[0][1]} for pair in pairs]
    control = [{"x": pair[1][0], "y": pair[1][1]} for pair in pairs]
    hollow = {
        "type": "point",
        "shape": "circle",
        "size": 46,
        "fill": None,
        "stroke": theme.BLUE,
        "strokeWidth": 1.6,
        "opacity": 1,
        "yOffset": 3,
    }
    full = {"type": "point", "shape": "triangle-up", "size": 40, "fill": theme.VERMILLION, "stroke": None}
    full |= {"opacity": 0.85, "yOffset": -3}  # depths are whole: side by side, neither hides the other
    layers = [marks.layer(control, hollow, x=x, y=y), marks.layer(case, full, x=x, y=y)]
    return {
        "title": {
            "text": words.lines(f"{len(pairs):,} matched pairs", theme.WIDTH),
            "subtitle": f"Triangles: {names[0]}. Circles: {names[1]}",
        },
        "width": theme.WIDTH - 50,
        "height": TALL,
        "layer": layers,
    }
