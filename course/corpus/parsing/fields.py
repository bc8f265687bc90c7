"""Single values of an export: ids, counts and times. What cannot be read is a reason, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from course.corpus.errors import Reject

MAX_ID = 2_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+|\d+[.,]\d*")
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MOST = 2**63


def ident(value: Any, name: str = "id") -> str:
    """An id as text; raises Reject for a missing one and for one whose digits were lost as a number."""
    if type(value) is str:
        found = value.strip()
    elif type(value) is int:
        found = str(value)
    elif value is None:
        found = ""
    elif isinstance(value, float):
        raise Reject(f"{name} {value!r} is a rounded number: its last digits are lost")
    else:
        raise Reject(f"{name} is {shown(value)}, which is no id")
    if not found:
        raise Reject(f"{name} is missing")
    if not found.isalnum():
        if _ROUNDED.fullmatch(found):
            raise Reject(f"{name} {found!r} is a rounded number: its last digits are lost")
        if len(found) > MAX_ID or not found.isprintable():
            raise Reject(f"{name} is {shown(found)}, which is no id")
    elif len(found) > MAX_ID:
        raise Reject(f"{name} is {shown(found)}, which is no id")
    return found


def number_id(value: Any, name: str = "id") -> str:
    """An id of X: digits only."""
    if type(value) is str and value.isascii() and value.isdigit() and len(value) < 25:
        return value
    found = ident(value, name)
    if not (found.isascii() and found.isdigit() and len(found) < 25):
        raise Reject(f"{name} is {shown(found)}; an id of X has digits only")
    return found


def optional_id(value: Any, name: str) -> str | None:
    """An id as text, or None where there is none."""
    return None if value is None or value == "" else ident(value, name)


def count(value: Any, name: str = "a count") -> int | None:
    """A count, or None where none was reported (nothing, an empty cell, or the -1 that some tools write)."""
    if type(value) is int:
        if 0 <= value < _MOST:
            return value
        if value == -1:
            return None
    elif value is None:
        return None
    elif type(value) is str:
        return _written_count(value.strip(), name)
    elif type(value) is float and value.is_integer() and -1 <= value < 2**53:
        return count(int(value), name)
    raise Reject(f"{name} is {shown(value)}, not a count")


def _written_count(value: str, name: str) -> int | None:
    if value in ("", "-1", "N/A", "None", "nan", "null"):
        return None
    whole = value.removesuffix(".0")
    if whole.isascii() and whole.isdigit() and len(whole) < 19:
        return int(whole)
    raise Reject(f"{name} is {shown(value)}, not a count")


def iso_ms(value: Any, name: str = "created_at", zone: tzinfo = UTC) -> int:
    """Milliseconds since 1970 of an ISO 8601 time; one without an offset is taken to be in `zone`."""
    if type(value) is not str:
        if value is None:
            raise Reject(f"{name} is missing")
        raise Reject(f"{name} is {shown(value)}, not a time")
    try:
        when = datetime.fromisoformat(value)
        if when.tzinfo is None:
            when = when.replace(tzinfo=zone)
        return (when - _EPOCH) // _MS
    except (ValueError, OverflowError):
        raise Reject(f"{name} is {shown(value)}, not a time") from None


def twitter_ms(value: Any, name: str = "created_at") -> int:
    """Milliseconds since 1970 of a time as X wrote it first: Wed Oct 10 20:19:24 +0000 2018."""
    # strptime would read the names of days and months in the language of the machine.
    try:
        _, month, day, clock, offset, year = value.split(" ")
        when = datetime.fromisoformat(f"{year}-{_MONTHS[month]:02d}-{int(day):02d}T{clock}{offset}")
        return (when - _EPOCH) // _MS
    except (AttributeError, ValueError, KeyError, TypeError, OverflowError):
        if value is None:
            raise Reject(f"{name} is missing") from None
        raise Reject(f"{name} is {shown(value)}, not a time") from None


def unix_ms(value: Any, name: str = "timestamp") -> int:
    """Milliseconds since 1970 of seconds, milliseconds or microseconds, told apart by their size."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise Reject(f"{name} is {shown(value)}, not a time") from None
    size = abs(number)
    scale = 1000.0 if size < 1e11 else 1.0 if size < 1e14 else 0.001
    if not size < 1e17:
        raise Reject(f"{name} is {shown(value)}, not a time")
    # Whole milliseconds and microseconds would lose digits in a detour over float.
    if isinstance(value, int) and scale <= 1:
        return value if scale == 1 else value // 1000
    return round(number * scale)


def any_ms(value: Any, name: str = "created_at", zone: tzinfo = UTC) -> int:
    """Milliseconds since 1970 of a time in any of the three forms."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return unix_ms(value, name)
    if isinstance(value, str):
        value = value.strip()
        if value.replace(".", "", 1).isdigit() and len(value) > 8:
            return unix_ms(value, name)
        if value[:3].isalpha():
            return twitter_ms(value, name)
    return iso_ms(value or None, name, zone)


def optional_ms(value: Any, name: str) -> int | None:
    """As `any_ms`; None where there is no time."""
    return None if value is None or value == "" else any_ms(value, name)


# For times that many rows share: when a page was collected, when an account was made.
cached_ms = lru_cache(maxsize=65_536)(optional_ms)


def mapping(value: Any, name: str) -> dict[str, Any]:
    """A JSON object, or an empty one where there is none; raises Reject for anything else."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise Reject(f"{name} is {shown(value)}, not an object")
    return value


def sequence(value: Any, name: str) -> list[Any]:
    """A JSON array, or an empty one where there is none; raises Reject for anything else."""
    if value is None:
        return []
    if type(value) is not list:
        raise Reject(f"{name} is {shown(value)}, not a list")
    return value


def shown(value: Any) -> str:
    """A value as it can stand in a message: short, in quotes, without control characters."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:50]}… ({len(said)} characters)"


def language(value: Any) -> str | None:
    """A language code, or None where the platform could not tell: und, zxx, and the q… codes of X."""
    if value is None or value == "":
        return None
    if type(value) is not str or len(value) > 35 or not value.isprintable():
        raise Reject(f"the language is {shown(value)}, which is no code")
    if value in ("und", "zxx") or (len(value) == 3 and value[0] == "q"):
        return None
    return value


def words(value: Any, name: str = "text") -> str | None:
    """A text, or None where there is none; raises Reject for anything else."""
    if value is None or type(value) is str:
        return value
    raise Reject(f"{name} is {shown(value)}, not a text")
