"""Due dates on their way to trainees: a small file in the exchange, beside the folder of released modules.

nbgrader keeps due dates in the gradebook, which trainees cannot read. Beside `outbound/`, its list and its
fetch never meet the file; in a module's folder it would be fetched, handed in and go out of date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

FILE = "due-dates.json"
MOST_BYTES = 200_000
_LONGEST_TIME = 40


def pack(dates: Mapping[str, datetime]) -> bytes:
    """The file's bytes for due dates by module; a time without a zone is UTC, as in the gradebook."""
    written = {module: _in_utc(when).isoformat() for module, when in sorted(dates.items())}
    return (json.dumps({"version": 1, "due": written}, indent=1) + "\n").encode()


def unpack(data: bytes | None) -> dict[str, datetime]:
    """Due dates by module, in UTC, from bytes that nobody vouches for; what is no due date is left out.

    >>> unpack(b'{"version": 1, "due": {"m1": "2026-12-04T18:00:00+00:00", "m2": "soon"}}')
    {'m1': datetime.datetime(2026, 12, 4, 18, 0, tzinfo=datetime.timezone.utc)}
    """
    try:
        content = json.loads((data or b"")[:MOST_BYTES].decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    written = content.get("due") if isinstance(content, dict) else None
    if not isinstance(written, dict):
        return {}
    times = {module: _time(text) for module, text in written.items()}
    return {module: when for module, when in times.items() if when is not None}


def in_words(when: datetime) -> str:
    """A time as it is said, with its zone.

    >>> in_words(datetime(2026, 12, 4, 18, 0, tzinfo=UTC))
    'Friday 4 December 2026, 18:00 UTC'
    """
    return f"{when:%A} {when.day} {when:%B} {when.year}, {when:%H:%M %Z}"


def _time(text: object) -> datetime | None:
    if not isinstance(text, str) or len(text) > _LONGEST_TIME:
        return None
    try:
        when = datetime.fromisoformat(text)
        return when.astimezone(UTC) if when.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _in_utc(when: datetime) -> datetime:
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
