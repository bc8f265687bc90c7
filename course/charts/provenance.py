"""What happened to a claim in time: preprint, post, misquote, correction, retraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from course.charts import marks, theme, words
from course.charts.counted import MONTHS, count
from course.charts.errors import ChartError
from course.charts.picture import Picture

ROW, MOST, MARGIN, TEXT = 80, 12, 44, 16
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
        "A line downwards in time. "
        + " ".join(f"{one['when']}, {one['kind']}: {one['text']}." for one in found),
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
    set_right = f"what set it right had {words.count(right)}"
    return f"{start} The misquote had {words.count(wrong)} {what}; {set_right}."


def _panel(found: list[dict[str, Any]], what: str) -> dict[str, Any]:
    rows, gaps = _rows(found, what), []
    for n, (before, after) in enumerate(pairwise(found)):
        days = (after["day"] - before["day"]).days
        gaps.append({"row": n + 0.5, "said": f"+{words.count(days)} d", "x": 0})
    x = _bare("x", {"domain": [-MARGIN, theme.WIDTH - MARGIN]})
    y = _bare("row", {"domain": [-0.15, len(found) - 0.3], "reverse": True})
    line = [{"row": 0, "end": len(found) - 1, "x": 0}]
    grey = {"align": "right", "dx": -8, "color": theme.SOFT, "fontSize": 11}
    layers = [marks.layer(line, {"type": "rule", "color": theme.SOFT}, x=x, y=y, y2={"field": "end"})]
    layers += marks.text(gaps, "said", grey, x=x, y=y)
    for kind, (shape, colour) in KINDS.items():
        part = [one for one in rows if one["kind"] == kind]
        point = {**marks.POINT, "shape": shape, "size": 170, "fill": colour}
        layers.append(marks.layer(part, {**point, "stroke": theme.PAPER, "strokeWidth": 2}, x=x, y=y))
    right = {"align": "left", "dx": TEXT}
    end = {"align": "right", "dx": theme.WIDTH - MARGIN, "color": theme.SOFT}
    layers += [
        *marks.text(rows, "head", {**right, "fontWeight": "bold"}, x=x, y=y),
        *marks.text(rows, "one", {**right, "dy": 16}, x=x, y=y),
        *marks.text([row for row in rows if row["two"]], "two", {**right, "dy": 31}, x=x, y=y),
        *marks.text([row for row in rows if row["said"]], "said", end, x=x, y=y),
    ]
    for low, below in ((29, False), (45, True)):  # under one line of text, or under two
        bars = [row for row in rows if row["length"] and bool(row["two"]) == below]
        bar = {"type": "bar", "height": 5, "color": theme.BLUE, "yOffset": low}
        layers.append(marks.layer(bars, bar, x={**x, "field": "from"}, x2={"field": "length"}, y=y))
    return {"width": theme.WIDTH, "height": round(ROW * (len(found) - 0.15)), "layer": marks.drawn(layers)}


def _rows(found: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Each event with its text in one or two lines and its bar; places across are pixels."""
    most = max([one["reach"] or 0 for one in found]) or 1
    rows = []
    for n, one in enumerate(found):
        text = words.lines(one["text"], theme.WIDTH - MARGIN - TEXT, 10.8)
        one_line, two = text[0], " ".join(text[1:2]) + (" …" if len(text) > 2 else "")
        reach = one["reach"]
        length = round((theme.WIDTH - MARGIN - TEXT) * reach / most, 1) if reach else 0
        rows.append(
            {
                "row": n,
                "x": 0,
                "kind": one["kind"],
                "head": f"{one['when']} · {one['kind']}",
                "one": one_line,
                "two": two.strip(),
                "said": "" if reach is None else f"{words.count(reach)} {what}",
                "from": TEXT,
                "length": TEXT + max(length, 1) if length else 0,
            }
        )
    return rows


def _bare(name: str, scale: dict[str, Any]) -> dict[str, Any]:
    scale = {**scale, "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}
