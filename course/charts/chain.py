"""A claim's way through documents as somebody drew it, beside the true one where results are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.charts import marks, theme, words
from course.charts.errors import ChartError
from course.charts.picture import Picture
from course.measures.chains import LABELS, NOT_DETERMINABLE, Chain, arrows, chain_score, labels

ROW, GUTTER, TEXT, MOST = 62, 74, 14, 14
STEPS = 18  # points of an arc
OPEN = "No arrow"


def chain(
    drawn: Chain,
    truth: Chain | None = None,
    *,
    names: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str = "",
) -> Picture:
    """Documents from the first to the last, an arrow from where each has the claim, the label of each hop.

    `drawn` and `truth` are chains as `course.measures.chains` has them: `order`, `from`, `labels`; the first
    may be unfinished. `names` says what documents are called. A dash is an arrow that the pages cannot tell.
    With `truth` there are two panels, and the first one says in words where it differs. Raises ChartError
    naming the value.

    >>> way = {"order": ["a", "b"], "from": {"b": "a"}, "labels": {"b": "dropped"}}
    >>> chain(way, names={"a": "Preprint", "b": "Press release"}).title
    'The claim through 2 documents: 1 dropped'
    """
    _check("drawn", drawn)
    names = names or {}
    panels = [_panel(_rows(drawn, names, truth), "As you drew it" if truth else "")]
    if truth is not None:
        _check("truth", truth)
        panels.append(_panel(_rows(truth, names, None), "As the pages show it"))
    return Picture(
        title or _title(drawn, truth),
        _sentence(drawn, truth),
        _description(drawn, truth, names),
        tuple(panels),
        ("Document", "From", "What the hop did", *(("From, by the pages", "By the pages") if truth else ())),
        tuple(_table_row(one, drawn, truth, names) for one in (truth or drawn)["order"]),
        source,
    )


def _check(name: str, found: Any) -> None:
    order = found.get("order") if isinstance(found, Mapping) else None
    if not isinstance(order, list) or not 1 <= len(order) <= MOST or len(set(order)) < len(order):
        raise ChartError(f"`{name}` has the order {order!r:.80}. A list of up to {MOST} documents is needed.")
    for one, value in arrows(found).items():
        if one not in order or value not in (*order, NOT_DETERMINABLE):
            raise ChartError(f"`{name}` has an arrow from {value!r} to {one!r}. Both stand in `order`.")
    for one, value in labels(found).items():
        if value not in LABELS:
            raise ChartError(f"`{name}` labels {one!r} {value!r}. One of {', '.join(LABELS)} is needed.")


def _label(value: str | None) -> str:
    return LABELS[value][0] if value else "No label"


def _name(one: str | None, names: Mapping[str, str]) -> str:
    if one is None:
        return OPEN
    return "Not determinable" if one == NOT_DETERMINABLE else names.get(one, one)


def _title(drawn: Chain, truth: Chain | None) -> str:
    if truth is not None:
        found = chain_score(drawn, truth)
        return f"{found.right_edges} of {found.hops} arrows and {found.right_labels} labels as the pages show"
    given = list(labels(drawn).values())
    counts = [f"{given.count(one)} {LABELS[one][0].lower()}" for one in LABELS if one in given]
    told = ", ".join(counts) or "nothing labelled yet"
    return f"The claim through {len(drawn['order'])} documents: {told}"


def _sentence(drawn: Chain, truth: Chain | None) -> str:
    if truth is None:
        unknown = list(arrows(drawn).values()).count(NOT_DETERMINABLE)
        return (
            f"{len(arrows(drawn))} of {len(drawn['order']) - 1} have an arrow. Of {unknown} it says "
            "that these pages cannot tell where the claim came from."
        )
    use = chain_score(drawn, truth).use
    return (
        f"You said “not determinable” of {use.over} of {use.told} things that the pages do tell, and "
        f"something else of {use.under} of {use.untold} that they do not."
    )


def _description(drawn: Chain, truth: Chain | None, names: Mapping[str, str]) -> str:
    said = f"Documents in a column, with arrows beside it. {_told(drawn, names)}"
    return said if truth is None else f"{said} By the pages: {_told(truth, names)}"


def _told(found: Chain, names: Mapping[str, str]) -> str:
    first, *rest = found["order"]
    sources, given = arrows(found), labels(found)
    hops = (
        f"{_name(one, names)}: from {_name(sources.get(one), names)}, {_label(given.get(one)).lower()}."
        for one in rest
    )
    return " ".join([f"First {_name(first, names)}.", *hops])


def _table_row(
    one: str, drawn: Chain, truth: Chain | None, names: Mapping[str, str]
) -> tuple[str | None, ...]:
    row: list[str | None] = [_name(one, names)]
    for found in [drawn, *([truth] if truth else [])]:
        begins = bool(found["order"]) and found["order"][0] == one
        row += (
            ["begins here", None]
            if begins
            else [_name(arrows(found).get(one), names), _label(labels(found).get(one))]
        )
    return tuple(row)


def _rows(found: Chain, names: Mapping[str, str], truth: Chain | None) -> list[dict[str, Any]]:
    """Each document with its lines of text and where its arrow comes from; places are rows from 0."""
    place = {one: at for at, one in enumerate(found["order"])}
    sources, given = arrows(found), labels(found)
    rows = []
    for at, one in enumerate(found["order"]):
        text = words.lines(f"{at + 1}  {_name(one, names)}", theme.WIDTH - GUTTER - TEXT, 12)
        comes = sources.get(one)
        hop = "The claim begins here" if at == 0 else _label(given.get(one))
        parts = [hop, *([OPEN.lower()] if at and comes is None else []), *_unlike(one, at, found, truth)]
        rows.append({
            "row": at,
            "head": text[0],
            "two": " ".join(text[1:2]) + (" …" if len(text) > 2 else ""),
            "hop": " · ".join(parts),
            "from": place.get(comes) if comes else None,
            "dash": comes == NOT_DETERMINABLE,
            "as": not (truth and at and comes is not None and truth["from"].get(one) != comes),
        })  # fmt: skip
    return rows


def _unlike(one: str, at: int, found: Chain, truth: Chain | None) -> list[str]:
    if truth is None:
        return []
    if at == 0:
        return [] if truth["order"][0] == one else ["it does not"]
    said = []
    if arrows(found).get(one) not in (None, truth["from"].get(one)):
        said.append("another arrow")
    if labels(found).get(one) not in (None, truth["labels"].get(one)):
        said.append("another label")
    return said


def _panel(rows: list[dict[str, Any]], head: str) -> dict[str, Any]:
    x = _bare("x", {"domain": [-GUTTER, theme.WIDTH - GUTTER]})
    y = _bare("y", {"domain": [-0.35, len(rows) - 0.25], "reverse": True})
    layers = []
    for agrees, colour in ((True, theme.BLUE), (False, theme.VERMILLION)):
        mine = [row for row in rows if row["as"] == agrees]
        arcs = [point for row in mine if row["from"] is not None for point in _arc(row)]
        line = {"type": "line", "color": colour, "strokeWidth": 2 if agrees else 1.5}
        split = {"detail": {"field": "arc", "type": "nominal"}, "order": {"field": "step", "type": "ordinal"}}
        layers.append(marks.layer(arcs, line, x=x, y=y, **split))
        heads = [{"x": -9, "y": row["row"]} for row in mine if row["from"] is not None or row["dash"]]
        tip = {**marks.POINT, "shape": "triangle-right", "size": 60, "color": colour, "fill": colour}
        layers.append(marks.layer(heads, tip, x=x, y=y))
        stubs = [{"x": -44, "y": row["row"], "x2": -13, "say": "?"} for row in mine if row["dash"]]
        rule = {"type": "rule", "color": colour, "strokeDash": [4, 4], "strokeWidth": 2}
        layers.append(marks.layer(stubs, rule, x=x, y=y, x2={"field": "x2"}))
        layers += marks.text(stubs, "say", {"align": "right", "dx": -4, "fontWeight": "bold"}, x=x, y=y)
    dots = [{"x": 0, "y": row["row"]} for row in rows]
    layers.append(
        marks.layer(dots, {**marks.POINT, "color": theme.INK, "fill": theme.INK, "size": 40}, x=x, y=y)
    )
    texts = [{**row, "x": 0, "y": row["row"]} for row in rows]
    left = {"align": "left", "dx": TEXT}
    soft = {**left, "color": theme.SOFT}
    short, long = [t for t in texts if not t["two"]], [t for t in texts if t["two"]]
    layers += [
        *marks.text(texts, "head", {**left, "fontWeight": "bold"}, x=x, y=y),
        *marks.text(long, "two", {**left, "dy": 15, "fontWeight": "bold"}, x=x, y=y),
        *marks.text(short, "hop", {**soft, "dy": 16}, x=x, y=y),
        *marks.text(long, "hop", {**soft, "dy": 31}, x=x, y=y),
    ]
    size = {"width": theme.WIDTH, "height": ROW * len(rows)}
    title = {"title": {"text": [head]}} if head else {}
    return {**title, **size, "layer": marks.drawn(layers)}


def _arc(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Points of a bow from the earlier document to this one, the wider the further apart they stand."""
    start, end = row["from"], row["row"]
    deep = -min(GUTTER - 4, 14 + 7 * abs(end - start)) * 2 + 6
    found = []
    for step in range(STEPS + 1):
        t = step / STEPS
        across = (1 - t) ** 2 * -4 + 2 * t * (1 - t) * deep + t**2 * -11
        down = (1 - t) ** 2 * start + 2 * t * (1 - t) * (start + end) / 2 + t**2 * end
        point = {"x": round(across, 1), "y": round(down, 3), "arc": row["row"], "step": step}
        found.append(point)
    return found


def _bare(name: str, scale: dict[str, Any]) -> dict[str, Any]:
    scale = {**scale, "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}
