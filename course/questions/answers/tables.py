"""Tables as answers: from a card, a DataFrame or a Series to columns and rows of plain values."""

from __future__ import annotations

import math
from typing import Any

from course.errors import CourseError, FormError, NotAnswered, Unfinished
from course.questions.answers.numbers import as_number, clip, parse_number
from course.questions.bank.models import Column, Table

MAX_ROWS = 5_000
Rows = list[list[Any]]


def table_form(question: Table, value: Any) -> dict[str, Any]:
    """`{"columns", "rows"}` in the order of the question; raises FormError with column, row and remedy."""
    columns, rows = read_table(question, value)
    wanted = [column.name for column in question.columns]
    if not rows:
        raise FormError(f"{_name(question)} has no rows. Its columns are right; fill it.")
    places = [columns.index(name) for name in wanted]
    rows = [[_blank(cell) for cell in row] for row in rows]
    blank = sum(row[at] is None for row in rows for at in places)
    asked = [at for at, column in zip(places, question.columns, strict=True) if not column.given]
    if all(row[at] is None for row in rows for at in asked):
        raise NotAnswered("Not answered yet.")
    checked = [
        [
            _cell(question, column, row[at], number)
            for column, at in zip(question.columns, places, strict=True)
        ]
        for number, row in enumerate(rows, 1)
    ]
    _check_given(question, checked)
    if blank:
        where = [
            column.name
            for at, column in zip(places, question.columns, strict=True)
            if any(row[at] is None for row in rows)
        ]
        raise Unfinished(
            f"{_name(question)}: {blank} {'cell is' if blank == 1 else 'cells are'} still empty, in "
            f"{_listed(where)}."
        )
    return {"columns": wanted, "rows": checked}


def lenient_table(question: Table, value: Any) -> Rows:
    """The rows as far as they can be read, for scoring: what cannot be read is None, and matches nothing."""
    columns, rows = read_table(question, value)
    places = [columns.index(column.name) for column in question.columns]
    return [
        [_try(question, column, row[at]) for column, at in zip(question.columns, places, strict=True)]
        for row in rows
    ]


def read_table(question: Table, value: Any) -> tuple[list[str], Rows]:
    """Names of columns and raw rows, the needed columns all there; raises FormError otherwise."""
    columns, rows = (
        _from_frame(question, value)
        if hasattr(value, "columns") and hasattr(value, "to_dict")
        else _from_plain(question, value)
    )
    wanted = [column.name for column in question.columns]
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise FormError(
            f"{_name(question)} has the columns {_listed(columns)}. It needs {_listed(wanted)}: "
            f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing."
        )
    doubled = [name for name in wanted if columns.count(name) > 1]
    if doubled:
        raise FormError(f"{_name(question)} has the column {doubled[0]} more than once. Keep one.")
    if len(rows) > MAX_ROWS:
        raise FormError(
            f"{_name(question)} has {len(rows):,} rows, at most {MAX_ROWS:,} can be kept. "
            "Summarise it before you check it."
        )
    return columns, rows


def _from_frame(question: Table, frame: Any) -> tuple[list[str], Rows]:
    """A DataFrame; what stands in its index under a needed name counts as a column (as after `groupby`)."""
    wanted = {column.name for column in question.columns}
    if len(frame) > MAX_ROWS:
        raise FormError(
            f"{_name(question)} has {len(frame):,} rows, at most {MAX_ROWS:,} can be kept. "
            "Summarise it before you check it."
        )
    here = {str(name) for name in frame.columns}
    if any(name in wanted and name not in here for name in frame.index.names):
        frame = frame.reset_index()
    columns = [_flat(name) for name in frame.columns]
    return columns, [list(row) for row in frame.itertuples(index=False, name=None)]


def _from_plain(question: Table, value: Any) -> tuple[list[str], Rows]:
    if hasattr(value, "to_frame"):  # a Series, as `groupby(...).size()` gives
        return _from_frame(question, value.to_frame())
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("columns"), list)
        or not isinstance(value.get("rows"), list)
    ):
        raise FormError(
            f"{_name(question)} is of the type `{type(value).__name__}`. A table (DataFrame) with the "
            f"columns {_listed([column.name for column in question.columns])} is needed."
        )
    columns = [clip(str(name)) for name in value["columns"][:100]]
    rows = value["rows"]
    for number, row in enumerate(rows[: MAX_ROWS + 1], 1):
        if not isinstance(row, list) or len(row) != len(columns):
            raise FormError(
                f"Row {number} of {_name(question)} does not have {len(columns)} cells. Fill the card again."
            )
    return columns, rows


def _cell(question: Table, column: Column, value: Any, row: int) -> Any:
    value = _blank(value)
    if value is None:
        return None
    name = f"Row {row} of column {column.name}"
    if column.type == "text":
        if getattr(value, "shape", None) == () and hasattr(value, "item"):
            value = value.item()
        if not isinstance(value, (str, int, float)) or isinstance(value, bool) or len(str(value)) > 500:
            value = _plain_text(value, name)
        return str(value).strip()
    number = parse_number(value, column.unit, name) if isinstance(value, str) else as_number(value, name)
    if column.type == "integer":
        if number != math.floor(number):
            raise FormError(f"{name} is {number:.10g}. A whole number is needed there.")
        return int(number)
    return number


def _plain_text(value: Any, name: str) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise FormError(f"{name} is of the type `{type(value).__name__}`. A short text is needed there.")


def _try(question: Table, column: Column, value: Any) -> Any:
    try:
        return _cell(question, column, value, 0)
    except CourseError:
        return None


def _blank(value: Any) -> Any:
    """None for an empty cell, and for pandas' several ways to say missing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def _check_given(question: Table, rows: Rows) -> None:
    """The prefilled rows are all there, each once; without prefilled rows there is nothing to compare."""
    if not question.rows:
        return
    places = [at for at, column in enumerate(question.columns) if column.given]
    found = [tuple(_same(row[at]) for at in places) for row in rows]
    wanted = [tuple(_same(cell) for cell in row) for row in question.rows]
    lacking = [row for row in wanted if row not in found]
    if lacking:
        raise FormError(
            f"{_name(question)} has no row for {', '.join(lacking[0])}. Keep the rows that are given."
        )
    if len(found) > len(wanted):
        raise FormError(
            f"{_name(question)} has {len(found)} rows, {len(wanted)} are asked for. Take out the others."
        )


def _same(cell: Any) -> str:
    """One text for 2021, 2021.0 and "2021"."""
    return f"{cell:.12g}" if isinstance(cell, (int, float)) else str(cell).strip()


def _flat(name: Any) -> str:
    return "_".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)


def _listed(names: list[str]) -> str:
    shown = [f"`{clip(name, 30)}`" for name in names[:8]]
    return (", ".join(shown) + (f" and {len(names) - 8} more" if len(names) > 8 else "")) or "none"


def _name(question: Table) -> str:
    return f"`{question.variable}`" if question.variable else "Your table"
