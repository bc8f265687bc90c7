"""Accounts that co-share, drawn as groups, beside what chance alone gives."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import count, table_of
from course.charts.errors import ChartError
from course.charts.picture import Picture

TALL, MOST_ACCOUNTS, MOST_EDGES, BINS = 300, 400, 1_400, 24
Edge = tuple[str, str, float]


def co_sharing(
    edges: Any,
    null: Any,
    *,
    objects: int = 3,
    window: str = "60 s",
    title: str | None = None,
    source: str = "",
) -> Picture:
    """Groups of accounts with at least `objects` links in common, beside the same count under shuffling.

    `edges` is a frame with account_a, account_b and objects, such as `course.measures.co_shares` gives;
    `null` holds the number of such pairs in each shuffle, such as `co_share_test(…).null["3"]` for
    `objects=3`. Each group is a ring; of more than 400 accounts the largest groups are drawn. Raises
    ChartError naming the value.
    """
    found = [
        (str(a), str(b), n)
        for a, b, n in table_of("edges", edges, ("account_a", "account_b", "objects"))
        if count("objects", n) >= objects
    ]
    chance = [count(f"null[{n}]", value) for n, value in enumerate(null)]
    if not chance:
        raise ChartError("`null` is empty. The number of pairs in each shuffle is needed.")
    groups = _groups(found)
    drawn, kept = _drawn(groups, found)
    usual, highest = sum(chance) / len(chance), max(chance)
    beyond = sum(n >= len(found) for n in chance)
    accounts = sum(map(len, groups))
    left_out = "" if len(drawn) == len(groups) else f" The largest {len(drawn)} of {len(groups)} are drawn."
    return Picture(
        title or _title(len(found), highest, objects),
        f"{words.count(len(found))} pairs of accounts shared at least {objects} of the same links within "
        f"{window} of each other; in {words.count(len(chance))} shuffles there were {words.count(usual)} on "
        f"average and at most {words.count(highest)}. Acting alike is not yet proof of a plan.",
        f"{words.count(accounts)} accounts in {len(groups)} groups, each a ring with a line for each pair; "
        f"the largest has {len(groups[0]) if groups else 0} accounts.{left_out} Then a histogram of pairs in "
        f"{words.count(len(chance))} shuffles, and a mark at the {words.count(len(found))} that were found; "
        f"{words.count(beyond)} shuffles reach it.",
        (_rings(drawn, kept), _histogram(chance, len(found), objects)),
        ("Group", "Accounts", "Pairs", "Most links in common"),
        tuple(_rows(groups, found))
        + (("All groups", words.count(accounts), words.count(len(found)), None),)
        + (("Shuffles, on average", None, words.count(usual), None),),
        source,
    )


def _title(found: int, highest: float, objects: int) -> str:
    if found > highest:
        return f"More pairs share {objects} or more links than in any shuffle"
    return f"Pairs that share {objects} or more links are no more than shuffling gives"


def _groups(edges: list[Edge]) -> list[list[str]]:
    """Accounts that hang together, the largest group first; inside, whoever has most edges first."""
    above: dict[str, str] = {}

    def head(one: str) -> str:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for a, b, _ in edges:
        above[head(a)] = head(b)
    degree = Counter(end for edge in edges for end in edge[:2])
    members: dict[str, list[str]] = {}
    for one in degree:
        members.setdefault(head(one), []).append(one)
    inside = [sorted(group, key=lambda one: (-degree[one], one)) for group in members.values()]
    return sorted(inside, key=lambda group: (-len(group), group[0]))


def _drawn(groups: list[list[str]], edges: list[Edge]) -> tuple[list[list[str]], list[Edge]]:
    """As many groups as can be told apart, and their edges, the strongest first."""
    shown: list[list[str]] = []
    for group in groups:
        if shown and sum(map(len, shown)) + len(group) > MOST_ACCOUNTS:
            break
        shown.append(group[:MOST_ACCOUNTS])
    there = {one for group in shown for one in group}
    kept = sorted((e for e in edges if e[0] in there and e[1] in there), key=lambda e: (-e[2], e))
    return shown, kept[:MOST_EDGES]


def _rows(groups: list[list[str]], edges: list[Edge]) -> list[tuple[Any, ...]]:
    of = {one: n for n, group in enumerate(groups) for one in group}
    pairs = Counter(of[a] for a, _, _ in edges)
    most: dict[int, float] = {}
    for a, _, n in edges:
        most[of[a]] = max(most.get(of[a], 0), n)
    return [
        (f"Group {n + 1}", words.count(len(group)), words.count(pairs[n]), words.count(most[n]))
        for n, group in enumerate(groups[:50])
    ]


def _rings(groups: list[list[str]], edges: list[Edge]) -> dict[str, Any]:
    """Each group on a circle, circles packed into rows: no force, so that it looks the same every time."""
    place = _packed(groups)
    # One broken line through all pairs: hundreds of rules would make a page of some hundred kilobytes.
    ends = [end for a, b, _ in edges for end in (place[a], place[b], (None, None))]
    lines = [{"x": x, "y": y, "n": n} for n, (x, y) in enumerate(ends)]
    dots = [{"x": x, "y": y} for x, y in place.values()]
    bare = {"type": "quantitative", "axis": None}
    x = {**bare, "field": "x", "scale": {"domain": [0, theme.WIDTH], "nice": False, "zero": False}}
    y = {**bare, "field": "y", "scale": {"domain": [0, TALL], "nice": False, "zero": False, "reverse": True}}
    faint = max(0.35, min(0.6, 30 / max(len(edges), 1)))
    line = {
        "type": "line",
        "color": theme.BLUE,
        "strokeWidth": 0.8,
        "opacity": round(faint, 2),
        "invalid": "break-paths-show-path-domains",
    }
    order = {"field": "n", "type": "quantitative"}
    dot = {**marks.POINT, "size": 34 if len(dots) < 120 else 14, "stroke": theme.PAPER, "strokeWidth": 1}
    layers = [
        marks.layer(lines, line, x=x, y=y, order=order),
        marks.layer(dots, dot, x=x, y=y),
    ]
    none = [{"x": theme.WIDTH / 2, "y": TALL / 2, "text": "no pair of accounts"}]
    if not dots:
        layers = marks.text(none, "text", {"align": "center", "color": theme.SOFT}, x=x, y=y)
    said = f"{words.count(len(dots))} accounts, {words.count(len(edges))} pairs"
    return {
        "title": {"text": ["Accounts that share together"], "subtitle": said},
        "width": theme.WIDTH,
        "height": TALL,
        "layer": marks.drawn(layers),
    }


def _packed(groups: list[list[str]]) -> dict[str, tuple[float, float]]:
    """A place for each account: the largest radius at which all rings fit into rows."""
    for unit in (44.0, 36.0, 28.0, 22.0, 18.0, 15.0, 12.0, 10.0, 8.0, 6.5, 5.0, 4.0, 3.2, 2.5, 2.0, 1.5, 1.0):
        radii = [_radius(len(group), unit) for group in groups]
        centres = _shelves(radii, unit)
        if centres is not None or unit == 1.0:
            break
    found: dict[str, tuple[float, float]] = {}
    if not groups or centres is None:
        return found
    right = (theme.WIDTH - max(x + radius for (x, _), radius in zip(centres, radii, strict=True))) / 2
    down = (TALL - max(y + radius for (_, y), radius in zip(centres, radii, strict=True))) / 2
    for group, radius, (left, top) in zip(groups, radii, centres, strict=True):
        x, y = left + max(0, right - unit * 0.45), top + max(0, down - unit * 0.45)
        for n, one in enumerate(group):
            turn = 2 * math.pi * n / len(group) - math.pi / 2
            found[one] = (round(x + radius * math.cos(turn), 1), round(y + radius * math.sin(turn), 1))
    return found


def _radius(size: int, unit: float) -> float:
    return max(unit * 0.75, unit * size / (2 * math.pi)) if size > 2 else unit * 0.6


def _shelves(radii: list[float], unit: float) -> list[tuple[float, float]] | None:
    """Centres of circles laid in rows from the left, or None where they do not fit."""
    gap = unit * 0.9 + 3
    x, y, tall, centres = gap, gap, 0.0, []
    for radius in radii:
        if x + 2 * radius + gap > theme.WIDTH and tall:
            x, y, tall = gap, y + tall + gap, 0.0
        centres.append((x + radius, y + radius))
        x, tall = x + 2 * radius + gap, max(tall, 2 * radius)
        if x > theme.WIDTH or y + tall + gap > TALL:
            return None
    return centres


def _histogram(chance: list[float], found: int, objects: int) -> dict[str, Any]:
    low, high = min(*chance, found, chance[0]), max(*chance, found, chance[0])
    width = max(1, math.ceil((high - low + 1) / BINS))
    bins = Counter(int((n - low) // width) for n in chance)
    edges = {n: low + n * width for n in bins}
    rows = [{"x": edges[n], "x2": edges[n] + width, "n": bins[n]} for n in sorted(bins)]
    most = max(bins.values())
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [low - width, low + (BINS + 1) * width], "nice": False, "zero": False},
        "axis": {
            "title": f"pairs with {objects} or more links in common",
            "grid": False,
            "ticks": False,
            "tickCount": 5,
            "format": ",~f",
            "tickMinStep": 1,
        },
    }
    y = {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, most * 1.25], "nice": False},
        "axis": {
            "title": "shuffles",
            "grid": False,
            "domain": False,
            "ticks": False,
            "tickCount": 4,
            "tickMinStep": 1,
        },
    }
    bar = {"type": "rect", "color": theme.SOFT, "opacity": 0.75, "stroke": theme.PAPER, "strokeWidth": 0.6}
    middle = found + width / 2
    mark = [{"x": middle, "n": most * 1.1, "text": f"found: {words.count(found)}"}]
    late = middle > low + BINS * width / 2
    side = {"align": "right", "dx": -7} if late else {"align": "left", "dx": 7}
    rule = {"type": "rule", "color": theme.VERMILLION, "strokeWidth": 2.5, "y": 0, "y2": TALL - 44}
    zero = [{**row, "zero": 0} for row in rows]
    layers = [
        marks.layer(zero, bar, x=x, x2={"field": "x2"}, y=y, y2={"field": "zero"}),
        marks.layer(mark, rule, x=x),
        *marks.text(mark, "text", {**side, "fontWeight": "bold"}, x=x, y=y),
    ]
    return {
        "title": {
            "text": ["What chance gives"],
            "subtitle": f"{len(chance):,} shuffles of the same accounts, links and moments",
        },
        "width": theme.WIDTH - 50,
        "height": TALL - 44,
        "layer": layers,
    }
