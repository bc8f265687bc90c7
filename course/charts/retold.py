"""What happened to a claim in time: preprint, post, misquote, correction, retraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import MONTHS, count
from course.charts.errors import ChartError
from course.charts.picture import Picture

ROW, MOST = 62, 12
# A shape for each kind; colour only repeats it.
KINDS = {
    "preprint": ("diamond", theme.BLUE),
    "paper": ("diamond", theme.BLUE),
    "post": ("circle", theme.SKY),
    "misquote": ("triangle-up", theme.VERMILLION),
    "correction": ("square", theme.GREEN),
    "retraction": ("cross", theme.INK),
}


def provenance(
    events: Iterable[Sequence[Any]],
    *,
    what: str = "shares",
    title: str | None = None,
    source: str = "",
) -> Picture:
    """A timeline, earliest first: what was said when, and how far it went.

    `events` holds up to 12 rows (date, kind, text, reach): kind is preprint, paper, post, misquote,
    correction or retraction; reach is a count of `what`, or None where it is not known. Raises ChartError
    naming the value.
    """
    found = sorted((_event(n, row) for n, row in enumerate(events)), key=lambda one: one["day"])
    if not 2 <= len(found) <= MOST:
        raise ChartError(f"`events` has {len(found)} rows. 2 to {MOST} are needed.")
    return Picture(
        title or _title(found),
        _sentence(found, what),
        "A line downwards in time. " + " ".join(f"{one['when']}, {one['kind']}: {one['text']}." for one in found),
        (_panel(found, what),),
        ("Date", "What", "Said", what, "Days after the first"),
        tuple(
            (
                one["when"],
                one["kind"],
                one["text"],
                None if one["reach"] is None else words.count(one["reach"]),
                words.count((one["day"] - found[0]["day"]).days),
            )
            for one in found
        ),
        source,
    )


def _event(n: int, row: Any) -> dict[str, Any]:
    try:
        when, kind, text, reach = row
    except (TypeError, ValueError):
        raise ChartError(f"`events[{n}]` is {row!r:.80}. (date, kind, text, reach) is needed.") from None
    if kind not in KINDS:
        raise ChartError(f"`events[{n}]` is of kind {kind!r}. One of {', '.join(KINDS)} is needed.")
    try:
        day = date.fromisoformat(str(when)[:10])
    except ValueError:
        raise ChartError(f"`events[{n}]` is dated {when!r}. A date such as 2022-03-01 is needed.") from None
    far = None if reach is None else count(f"events[{n}] reach", reach)
    called = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return {"day": day, "when": called, "kind": kind, "text": str(text).rstrip("."), "reach": far}


def _reach(found: list[dict[str, Any]], *kinds: str) -> float:
    return sum(one["reach"] or 0 for one in found if one["kind"] in kinds)


def _title(found: list[dict[str, Any]]) -> str:
    wrong, right = _reach(found, "misquote"), _reach(found, "correction", "retraction")
    if wrong and right:
        return f"The misquote went {wrong / right:.1f} times as far as its correction"
    days = (found[-1]["day"] - found[0]["day"]).days
    return f"From {found[0]['kind']} to {found[-1]['kind']} in {words.count(days)} days"


def _sentence(found: list[dict[str, Any]], what: str) -> str:
    days = (found[-1]["day"] - found[0]["day"]).days
    start = f"Between the {found[0]['kind']} and the {found[-1]['kind']} lie {words.count(days)} days."
    wrong, right = _reach(found, "misquote"), _reach(found, "correction", "retraction")
    if not wrong:
        return start
    return f"{start} The misquote had {words.count(wrong)} {what}, what set it right had {words.count(right)}."


def _panel(found: list[dict[str, Any]], what: str) -> dict[str, Any]:
    most = max([one["reach"] or 0 for one in found]) or 1
    rows, gaps = [], []
    for n, one in enumerate(found):
        reach = "" if one["reach"] is None else f"{words.count(one['reach'])} {what}"
        head = f"{one['when']} · {one['kind']}"
        text = words.lines(one["text"], theme.WIDTH - 40, 12)
        cut = text[0] if len(text) == 1 else text[0] + " …"
        rows.append({"row": n, "head": head, "text": cut, "said": reach, "kind": one["kind"], "x": 0})
        if n:
            days = (one["day"] - found[n - 1]["day"]).days
            gaps.append({"row": n - 0.5, "said": f"+{words.count(days)} d", "x": 0})
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-34, theme.WIDTH - 34], "nice": False, "zero": False},
    }
    y = {
        "field": "row",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.3, len(found) - 0.28], "nice": False, "zero": False, "reverse": True},
    }
    line = [{"row": 0, "end": len(found) - 1, "x": 0}]
    layers = [marks.layer(line, {"type": "rule", "color": theme.SOFT}, x=x, y=y, y2={"field": "end"})]
    layers += marks.text(gaps, "said", {"align": "right", "dx": -8, "color": theme.SOFT, "fontSize": 11}, x=x, y=y)
    for kind, (shape, colour) in KINDS.items():
        part = [one for one in rows if one["kind"] == kind]
        point = {
            "type": "point",
            "shape": shape,
            "size": 130,
            "fill": colour,
            "stroke": theme.PAPER,
            "strokeWidth": 2,
            "opacity": 1,
        }
        layers.append(marks.layer(part, point, x=x, y=y))
    right = {"align": "left", "dx": 16}
    end = {"align": "right", "dx": theme.WIDTH - 36}
    bars = [
        {"row": n + 0.4, "x": 16, "end": 16 + round((theme.WIDTH - 52) * one["reach"] / most, 1)}
        for n, one in enumerate(found)
        if one["reach"]
    ]
    bar = {"type": "rule", "strokeWidth": 5, "color": theme.BLUE, "opacity": 0.75}
    layers += [
        marks.layer(bars, bar, x=x, x2={"field": "end"}, y=y),
        *marks.text(rows, "head", {**right, "dy": 0, "fontWeight": "bold"}, x=x, y=y),
        *marks.text(rows, "text", {**right, "dy": 15}, x=x, y=y),
        *marks.text([one for one in rows if one["said"]], "said", {**end, "color": theme.SOFT}, x=x, y=y),
    ]
    return {"width": theme.WIDTH, "height": ROW * len(found), "layer": marks.drawn(layers)}
