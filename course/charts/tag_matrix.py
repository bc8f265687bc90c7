"""Which tags go together: a matrix of the tags that meet most."""

from __future__ import annotations

from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import table_of
from course.charts.errors import ChartError
from course.charts.picture import Picture

CELL = 25
STEPS = ((5.0, 1.0, "5 and more"), (2.0, 0.6, "2 to 5"), (1.0, 0.28, "1 to 2"), (0.0, 0.0, "below 1"))
COLUMNS = ("tag_a", "tag_b", "count_a", "count_b", "together", "lift")


def tag_matrix(
    pairs: Any,
    *,
    top: int = 9,
    least: int = 5,
    what: str = "posts",
    title: str | None = None,
    source: str = "",
) -> Picture:
    """Pairs of tags as discs: their area says how many posts carry both, their shade the lift.

    `pairs` is what `course.measures.tag_pairs` gives; drawn are the `top` (2 to 10) tags that are in the
    most frequent pairs, and pairs of at least `least` posts. A hollow disc is a lift below 1: the two meet
    less often than if they were independent. Raises ChartError naming the value.
    """
    if not isinstance(top, int) or not 2 <= top <= 10:
        raise ChartError(f"`top` is {top!r}. 2 to 10 tags can be told apart.")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table_of("pairs", pairs, COLUMNS)]
    rows = sorted((r for r in rows if r["together"] >= least), key=lambda r: (-r["together"], r["tag_a"]))
    if not rows:
        raise ChartError(f"`pairs` has no pair with at least {least} {what}. Lower `least`.")
    tags = _leading(rows, top)
    shown = [r for r in rows if r["tag_a"] in tags and r["tag_b"] in tags]
    best = max(shown, key=lambda r: (r["lift"], r["together"]))
    often = shown[0]
    return Picture(
        title or f"#{best['tag_a']} and #{best['tag_b']} meet {best['lift']:.1f} times as often as by chance",
        f"Among pairs with at least {words.count(least)} {what}, #{best['tag_a']} and #{best['tag_b']} have "
        f"the highest lift, {best['lift']:.1f}, from {words.count(best['together'])} {what}; the most "
        f"frequent pair is #{often['tag_a']} and #{often['tag_b']} with {words.count(often['together'])}.",
        f"A triangle of discs for {len(tags)} tags and {len(shown)} pairs. Most frequent: "
        + "; ".join(
            f"{r['tag_a']} and {r['tag_b']}: {words.count(r['together'])}, lift {r['lift']:.1f}"
            for r in shown[:6]
        )
        + ".",
        (_panel(tags, shown, what),),
        ("Pair", f"{what} with both", "With the first", "With the second", "Lift"),
        tuple(
            (
                f"{r['tag_a']} + {r['tag_b']}",
                words.count(r["together"]),
                words.count(r["count_a"]),
                words.count(r["count_b"]),
                f"{r['lift']:.2f}",
            )
            for r in shown
        ),
        source,
    )


def _leading(rows: list[dict[str, Any]], top: int) -> list[str]:
    """The tags of the most frequent pairs, those in more posts first."""
    found: dict[str, float] = {}
    for row in rows:
        new = {row["tag_a"]: row["count_a"], row["tag_b"]: row["count_b"]}
        if len(found | new) > top:
            continue
        found |= new
    return sorted(found, key=lambda tag: (-found[tag], tag))


def _panel(tags: list[str], shown: list[dict[str, Any]], what: str) -> dict[str, Any]:
    place = {tag: n for n, tag in enumerate(tags)}
    most = max(r["together"] for r in shown)
    cells = []
    for r in shown:
        low, high = sorted((place[r["tag_a"]], place[r["tag_b"]]))
        size = max(16.0, (CELL - 4) ** 2 * r["together"] / most)
        cells.append({"x": low, "y": high, "size": round(size, 1), "lift": r["lift"]})
    side = CELL * (len(tags) - 1)
    scale = {"domain": [-0.5, len(tags) - 1.5], "nice": False, "zero": False}
    down = {"domain": [0.5, len(tags) - 0.5], "nice": False, "zero": False, "reverse": True}
    x = {"field": "x", "type": "quantitative", "scale": scale, "axis": None}
    y = {"field": "y", "type": "quantitative", "scale": down, "axis": None}
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    layers = [_empty(len(tags), {(one["x"], one["y"]) for one in cells}, x, y)]
    upper = float("inf")
    for lowest, opacity, _ in STEPS:
        part = [one for one in cells if lowest <= one["lift"] < upper]
        upper = lowest
        disc = {
            "type": "point",
            "shape": "circle",
            "fill": theme.BLUE if opacity else theme.PAPER,
            "fillOpacity": opacity or 1,
            "stroke": theme.BLUE,
            "strokeWidth": 1.5,
            "opacity": 1,
        }
        layers.append(marks.layer(part, disc, x=x, y=y, size=size))
    rows = [{"x": -0.5, "y": n, "text": f"#{tag}"} for n, tag in enumerate(tags) if n]
    heads = [{"x": n, "y": n + 0.62, "text": f"#{tag}"} for n, tag in enumerate(tags[:-1])]
    left = {"align": "right", "dx": -6, "baseline": "middle"}
    over = {"align": "left", "dx": -6, "dy": -2, "baseline": "bottom"}
    layers += marks.text(rows, "text", left, x=x, y=y) + marks.text(heads, "text", over, x=x, y=y)
    return {
        "title": {
            "text": words.lines(f"Disc area: {what} with both tags", theme.WIDTH),
            "subtitle": "Lift: full 5 and more, medium 2 to 5, pale 1 to 2, hollow below 1",
        },
        "width": side,
        "height": side,
        "layer": marks.drawn(layers),
    }


def _empty(size: int, full: set[tuple[int, int]], x: Any, y: Any) -> dict[str, Any]:
    """A dot where a pair is not frequent enough to be drawn."""
    cells = [{"x": a, "y": b} for b in range(1, size) for a in range(b) if (a, b) not in full]
    dot = {"type": "point", "shape": "circle", "size": 4, "fill": theme.SOFT, "stroke": None, "opacity": 0.5}
    return marks.layer(cells, dot, x=x, y=y)
