"""Any CSV file, with a mapping that says which of its columns is which of ours.

>>> mapping_of("post_id=ID, created_at=Time, text=Body")["text"]
'Body'
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from course.corpus import schema
from course.corpus.errors import CorpusError, Reject
from course.corpus.parsing.batch import Account, Post, Row
from course.corpus.parsing.fields import any_ms, count, ident, language, optional_id, optional_ms, shown
from course.corpus.parsing.text import plain, tags_in

NO_AUTHOR = "rows without an author"
_EXTRA = ("tags", "urls", "handle", "followers_count", "timezone")
_OURS = [column.name for column in schema.POSTS if not column.name.startswith("source_")]
KEYS = (*_OURS, *_EXTRA)
_BETWEEN = re.compile(r"[,;|\s]+")
# A run is looked at once, from its start and as a whole: a cell may hold 100,000 commas.
_BETWEEN_URLS = re.compile(r"(?<![,;|\s])[,;|\s]++(?=[a-zA-Z][a-zA-Z0-9+.-]*://)|\s+")


def mapping_of(given: str | Path | Mapping[str, str] | None) -> dict[str, str] | None:
    """A mapping from text (ours=theirs, …), from a JSON file with one object, or as it is.

    A value that begins with = is the same for every row: platform==forum. `timezone` names a zone, such as
    Europe/Berlin, for times without an offset; otherwise they are UTC.
    """
    if given is None or isinstance(given, Mapping):
        found = None if given is None else dict(given)
    elif str(given).endswith(".json"):
        found = _from_file(Path(given))
    else:
        parts = [part.partition("=") for part in str(given).split(",")]
        if any(not (ours.strip() and theirs.strip()) for ours, _, theirs in parts):
            raise CorpusError(
                f"The mapping {shown(str(given))} is not of the form post_id=ID,created_at=Time,text=Body."
            )
        found = {ours.strip(): theirs.strip() for ours, _, theirs in parts}
    unknown = sorted(set(found or ()) - set(KEYS))
    if unknown:
        raise CorpusError(
            f"The mapping names {unknown[0]}, which is no column of ours. They are: {', '.join(KEYS)}."
        )
    return found


def _from_file(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"The mapping {path} cannot be read: {error}.") from None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise CorpusError(f'The mapping {path} needs one object such as {{"post_id": "ID"}}.')
    return found


def converter(header: list[str], mapping: dict[str, str] | None) -> Callable[[dict[str, str]], Row]:
    """What turns a row's cells into a Row; raises CorpusError where the mapping does not fit the header.

    Without a mapping the columns have to have our names already.
    """
    named = {name: name for name in header if name in KEYS} if mapping is None else mapping
    columns = [theirs for ours, theirs in named.items() if ours != "timezone" and not theirs.startswith("=")]
    absent = [theirs for theirs in columns if theirs not in header]
    if absent:
        raise CorpusError(f"There is no column {shown(absent[0])}. The file has: {_list(header)}.")
    if not {"post_id", "created_at"} <= named.keys() or not {"text", "tags"} & named.keys():
        raise CorpusError(
            "A CSV file needs an id, a time, and a text or tags. Say which columns hold them, for example "
            f'mapping="post_id=ID,created_at=Time,text=Body". The file has: {_list(header)}.'
        )
    return _Plain(named, header)


def _list(header: list[str]) -> str:
    some = ", ".join(shown(name) for name in header[:20])
    return f"{some} and {len(header) - 20} more" if len(header) > 20 else some


class _Plain:
    def __init__(self, named: dict[str, str], header: list[str]) -> None:
        self._fixed = {ours: value[1:] for ours, value in named.items() if value.startswith("=")}
        self._named = {
            ours: value for ours, value in named.items() if ours not in self._fixed and ours != "timezone"
        }
        zone = named.get("timezone") if "timezone" not in header else None
        self._zone = _zone(zone.removeprefix("=")) if zone else UTC

    def __call__(self, cells: dict[str, str]) -> Row:
        fixed, named = self._fixed, self._named

        def get(ours: str) -> str | None:
            column = named.get(ours)
            found = fixed.get(ours) if column is None else cells[column].strip()
            return found or None

        text = get("text")
        text = None if text is None else plain(text)
        author = get("author_id") or get("handle")
        notes = () if author else (NO_AUTHOR,)
        post = Post(
            get("platform") or "csv",
            ident(get("post_id"), "post_id"),
            ident(author or "unknown", "author_id"),
            any_ms(get("created_at"), "created_at", self._zone),
            optional_ms(get("collected_at"), "collected_at"),
            _one_of("kind", get("kind") or "original", schema.KINDS),
            optional_id(get("parent_id"), "parent_id"),
            optional_id(get("root_id"), "root_id"),
            optional_id(get("version_of"), "version_of"),
            text,
            language(get("lang")),
            tuple(count(get(name), name) for name in schema.COUNTS),
            _one_of("status", get("status") or "unknown", schema.STATUSES),
        )
        account = Account(get("handle"), count(get("followers_count"), "followers_count"))
        return Row(post, self._tags(get("tags"), text), self._urls(get("urls")), account, notes)

    def _tags(self, cell: str | None, text: str | None) -> list[tuple[str, str]]:
        if "tags" in self._named or "tags" in self._fixed:
            return [(tag, "platform") for tag in _BETWEEN.split(cell or "") if tag]
        return [(tag, "text") for tag in tags_in(text or "")]

    def _urls(self, cell: str | None) -> list[tuple[str, str | None]]:
        return [(one, None) for one in _BETWEEN_URLS.split(cell or "") if one]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Reject(f"{name} is {shown(value)}. It is one of: {', '.join(allowed)}")
    return value


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise CorpusError(f"There is no time zone {shown(name)}. Name one such as Europe/Berlin.") from error
