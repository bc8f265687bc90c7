"""Two answers to one question, given in two notebooks that did not know of each other: keep both, or ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from course.errors import OtherAnswer
from course.questions.answers import trails
from course.questions.answers.data import Entry

Merge = Callable[[Any, Any, Any], Any]


class _Doubt(Exception):
    """The two differ in the same place, or are not of one shape."""


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same as they are kept in the file."""
    return _kept(one) == _kept(other)


def settle(kind: str, mine: Any, knew: Sequence[Any], saved: Entry, drawn_for: str | None) -> Any:
    """What to save of `mine`, where the file holds `saved`: mine, or both where both can stand.

    `knew` are the values that may have been on the card when `mine` was given; the first is the likeliest.
    Raises OtherAnswer where the file holds an answer that the card did not know and that `mine` would
    replace. An answer that was taken back elsewhere is none, so nothing is lost by answering anew.
    """
    theirs = saved.value
    if theirs is None or alike(theirs, mine) or any(alike(theirs, one) for one in knew):
        return mine
    if kind == "trail":  # what was read was read, whatever a card knew
        return trails.joined(theirs, mine)
    merge = _MERGES.get(kind)
    if merge is None or not knew or saved.drawn_for != drawn_for:
        raise OtherAnswer(saved)
    try:
        return merge(knew[0], mine, theirs)
    except (_Doubt, LookupError, TypeError, AttributeError, ValueError):
        raise OtherAnswer(saved) from None


def _kept(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _one(base: Any, mine: Any, theirs: Any) -> Any:
    if alike(mine, theirs) or alike(mine, base):
        return theirs
    if alike(theirs, base):
        return mine
    raise _Doubt


def _pairs(base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    base, mine, theirs = base or {}, mine or {}, theirs or {}
    names = dict.fromkeys([*theirs, *mine])
    merged = {name: _one(base.get(name), mine.get(name), theirs.get(name)) for name in names}
    merged = {name: value for name, value in merged.items() if value is not None}
    if not merged:
        raise _Doubt
    return merged


def _cells(base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    if mine is None or set(mine) != {"columns", "rows"} or mine["columns"] != theirs["columns"]:
        raise _Doubt
    if base is None:
        base = {**mine, "rows": [[None] * len(row) for row in mine["rows"]]}
    tables = [one["rows"] for one in (base, mine, theirs)]
    if base["columns"] != mine["columns"]:
        raise _Doubt
    rows = [[_one(*cells) for cells in zip(*three, strict=True)] for three in zip(*tables, strict=True)]
    return {"columns": mine["columns"], "rows": rows}


def _chains(base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    base = base or {}
    pairs = {}
    for part in ("from", "labels"):
        three = [one.get(part) or {} for one in (base, mine, theirs)]
        names = dict.fromkeys([*three[2], *three[1]])
        merged = {name: _one(*(one.get(name) for one in three)) for name in names}
        pairs[part] = {name: value for name, value in merged.items() if value is not None}
    return {"order": _one(base.get("order"), mine["order"], theirs["order"]), **pairs}


_MERGES: dict[str, Merge] = {"match": _pairs, "table": _cells, "chain": _chains}
