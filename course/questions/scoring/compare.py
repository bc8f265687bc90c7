"""Tables and charts against their keys: rows are found by their key columns, never by their place alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from course.questions.answers.specs import View, views
from course.questions.bank.keys import Key
from course.questions.bank.models import Table
from course.questions.bank.shapes import Tolerance

_DATA_TOLERANCE = Tolerance(relative=1e-6)
_ACCOMPANY = {"point", "circle", "square", "text", "rule", "tick", "errorbar", "errorband"}


def column_matches(
    question: Table, key: Key, answer: Mapping[str, Any], rows: list[list[Any]]
) -> dict[str, bool]:
    """Which graded columns agree with the key in every cell; `rows` in the question's order of columns.

    Rows are paired by `by` (the key's, or its answer's, or the given columns) and by place where there is
    none.
    """
    names = [column.name for column in question.columns]
    by = key.by or list(answer.get("by") or []) or [column.name for column in question.given]
    graded = [column for column in question.columns if not column.given and column.name not in by]
    graded = graded or [column for column in question.columns if not column.given]
    expected = [dict(zip(names, row, strict=True)) for row in answer["rows"]]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    pairs = pair_rows(found, expected, by)
    return {
        column.name: pairs is not None
        and all(
            _cell_agrees(here[column.name], there[column.name], key.tolerance_for(column.name))
            for here, there in pairs
        )
        for column in graded
    }


def pair_rows(
    found: list[dict[str, Any]], expected: list[dict[str, Any]], by: list[str]
) -> list[tuple[dict[str, Any], dict[str, Any]]] | None:
    """Each row of the key with its row of the answer; None when rows are missing, extra or there twice."""
    if len(found) != len(expected):
        return None
    if not by:
        return list(zip(found, expected, strict=True))
    index = {_row_key(row, by): row for row in found}
    if len(index) < len(found) or any(_row_key(row, by) not in index for row in expected):
        return None
    return [(index[_row_key(row, by)], row) for row in expected]


def chart_parts(answer: Mapping[str, Any], spec: dict[str, Any]) -> dict[str, bool]:
    """Which parts of a chart agree with the key: mark, encodings, data; from the worst view that competes.

    Were it the best one, a chart of every combination in layers would always be right.
    """
    judged = [_view_parts(answer, view) for view in _competing(answer, list(views(spec)))]
    return min(
        judged, key=lambda parts: sum(parts.values()), default=dict.fromkeys(_part_names(answer), False)
    )


def _competing(answer: Mapping[str, Any], drawn: list[View]) -> list[View]:
    """The views that may be meant as the answer: not a label on it, nor a chart beside it that lacks an axis.

    Where no view has all the channels of the key, each is meant.
    """
    marks = _as_list(answer["mark"])
    wanted = {channel for channel, found in answer["encodings"].items() if found is not None}
    meant = [view for view in drawn if view.mark in marks or view.mark not in _ACCOMPANY] or drawn
    return [view for view in meant if wanted <= set(view.encodings)] or meant


def _part_names(answer: Mapping[str, Any]) -> list[str]:
    return ["mark", *answer["encodings"], *(["data"] if answer.get("data") else [])]


def _view_parts(answer: Mapping[str, Any], view: View) -> dict[str, bool]:
    parts = {"mark": view.mark in _as_list(answer["mark"])}
    for channel, wanted in answer["encodings"].items():
        parts[channel] = _encoding_agrees(view.encodings.get(channel), wanted)
    if answer.get("data"):
        parts["data"] = _data_agrees(view.rows, answer["data"])
    return parts


def _encoding_agrees(found: dict[str, Any] | None, wanted: Any) -> bool:
    """Whether the properties that the key names agree; a list means any of them, null means absent."""
    if found is None:
        return wanted is None
    if not isinstance(wanted, dict):
        return bool(found.get("field") == wanted)
    for name, value in wanted.items():
        here = found.get(name)
        if name == "aggregate" and here == "average":
            here = "mean"
        if here not in _as_list(value):
            return False
    # An aggregate that the key does not ask for draws other numbers than the key has.
    return "aggregate" in wanted or not found.get("aggregate") or found.get("field") is None


def _data_agrees(rows: list[dict[str, Any]] | None, data: Mapping[str, Any]) -> bool:
    columns, by = data["columns"], list(data.get("by") or [])
    if rows is None or any(column not in row for row in rows for column in columns):
        return False
    expected = [dict(zip(columns, row, strict=True)) for row in data["rows"]]
    if not by:  # no key columns: the same rows in whatever order
        rows = sorted(rows, key=lambda row: _row_key(row, columns))
        expected = sorted(expected, key=lambda row: _row_key(row, columns))
    pairs = pair_rows(rows, expected, by)
    return pairs is not None and all(
        _cell_agrees(here[column], there[column], _DATA_TOLERANCE)
        for here, there in pairs
        for column in columns
    )


def _cell_agrees(found: Any, expected: Any, tolerance: Tolerance) -> bool:
    if found is None or expected is None:
        return found is expected
    numbers = [
        one for one in (found, expected) if isinstance(one, (int, float)) and not isinstance(one, bool)
    ]
    if len(numbers) == 2:
        return tolerance.covers(float(found), float(expected))
    return same_cell(found, expected)


def _row_key(row: Mapping[str, Any], by: list[str]) -> tuple[str, ...]:
    return tuple(_key_text(row.get(column)) for column in by)


def _key_text(value: Any) -> str:
    """One text for what `same_cell` calls the same."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.12g}"
    text = str(value).strip().casefold().removesuffix("t00:00:00")
    return text.removesuffix("t00:00:00.000")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def same_cell(found: Any, expected: Any, relative: float = 1e-6) -> bool:
    """Whether two cells mean the same: near numbers, days with or without midnight, "2022" and 2022."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    numbers = _as_float(found), _as_float(expected)
    if numbers[0] is not None and numbers[1] is not None:
        return math.isclose(numbers[0], numbers[1], rel_tol=relative, abs_tol=1e-9)
    return _as_text(found) == _as_text(expected)


def _as_float(value: Any) -> float | None:
    try:
        number = float(value) if isinstance(value, (int, float, str)) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and math.isfinite(number) else None


def _as_text(value: Any) -> str:
    return re.sub(r"T00:00:00(\.0+)?Z?$", "", str(value).strip()).casefold()
