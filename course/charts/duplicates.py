"""Rows of a file against the posts in them: what counting rows would have claimed."""

from __future__ import annotations

from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import counts_axis, moments, years_axis
from course.charts.errors import ChartError
from course.charts.picture import Picture

HEIGHT = 210


def duplicates(
    rows: Any, posts: Any, *, what: str = "posts", title: str | None = None, source: str = ""
) -> Picture:
    """Rows and different posts by period on one axis, the gap between them filled, the largest one named.

    `rows` and `posts` are Series or mappings of the same dates to counts, such as `period_counts` of all rows
    and of those that are left when each post is kept once. Raises ChartError naming the value.
    """
    raw, kept = moments("rows", rows), moments("posts", posts)
    if [p.at for p in raw] != [p.at for p in kept]:
        raise ChartError("`rows` and `posts` have different periods. The same dates are needed.")
    for one, other in zip(raw, kept, strict=True):
        if other.n > one.n:
            raise ChartError(
                f"`posts` has {words.count(other.n)} in {other.name}, more than `rows`, which has"
                f" {words.count(one.n)}."
            )
    all_rows, all_posts = sum(p.n for p in raw), sum(p.n for p in kept)
    if not all_posts:
        raise ChartError("`posts` is 0 throughout. There is nothing to compare with.")
    times = all_rows / all_posts
    worst = max(range(len(raw)), key=lambda n: raw[n].n - kept[n].n)
    gap = raw[worst].n - kept[worst].n
    where = "There is no gap."
    if gap:
        where = f"The gap is largest in {raw[worst].name}: {words.count(gap)} rows."
    return Picture(
        title or f"Counting rows gives {times:.2f} times as many {what} as there are",
        f"The file has {words.count(all_rows)} rows for {words.count(all_posts)} different {what} from "
        f"{raw[0].name} to {raw[-1].name}; {words.count(all_rows - all_posts)} rows repeat one. " + where,
        f"Two lines over {len(raw)} periods, rows above and different {what} below, the gap between them "
        f"shaded. In {raw[worst].name}: {words.count(raw[worst].n)} rows and {words.count(kept[worst].n)} "
        f"different {what}.",
        (_panel(raw, kept, worst, what),),
        ("Period", "Rows", f"Different {what}", "Repeats", "Times"),
        tuple(
            (
                a.name,
                words.count(a.n),
                words.count(b.n),
                words.count(a.n - b.n),
                f"{a.n / b.n:.2f}" if b.n else None,
            )
            for a, b in zip(raw, kept, strict=True)
        ),
        source,
    )


def _panel(raw: list[Any], kept: list[Any], worst: int, what: str) -> dict[str, Any]:
    at = [p.at for p in raw]
    x, y = years_axis(at), counts_axis(max(p.n for p in raw))
    both = [{"at": a.at, "n": a.n, "low": b.n} for a, b in zip(raw, kept, strict=True)]
    shade = {"type": "area", "color": theme.VERMILLION, "opacity": 0.18}
    line = {"type": "line", "strokeJoin": "round"}
    rows = [{"at": p.at, "n": p.n} for p in raw]
    posts = [{"at": p.at, "n": p.n} for p in kept]
    layers = [
        marks.layer(both, shade, x=x, y=y, y2={"field": "low"}),
        marks.layer(rows, {**line, "color": theme.VERMILLION, "strokeWidth": 1.5}, x=x, y=y),
        marks.layer(posts, {**line, "color": theme.BLUE, "strokeWidth": 3}, x=x, y=y),
    ]
    one, other = raw[worst], kept[worst]
    late = worst > len(raw) / 2
    side = {"align": "right", "dx": -7} if late else {"align": "left", "dx": 7}
    if one.n > other.n:
        ends = [{"at": one.at, "n": one.n, "low": other.n}]
        rule = {"type": "rule", "color": theme.INK, "strokeWidth": 1.5}
        layers.append(marks.layer(ends, rule, x=x, y=y, y2={"field": "low"}))
        said = f"{words.count(one.n - other.n)} repeats"
        place = [{"at": one.at, "n": (one.n + other.n) / 2, "text": said}]
        layers += marks.text(place, "text", {**side, "fontWeight": "bold"}, x=x, y=y)
    # Where the lines are farthest from each other, no name can be taken for the other's.
    for name, point, dy in (("rows", one, -12), (f"different {what}", other, 26)):
        named = [{"at": point.at, "n": point.n, "text": name}]
        layers += marks.text(named, "text", {**side, "dy": dy}, x=x, y=y)
    return {"width": theme.WIDTH - 70, "height": HEIGHT, "layer": layers}
