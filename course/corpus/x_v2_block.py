"""Many posts of X API v2 at once, column by column: the rows that `x_v2.convert` gives, in less time.

A block in which anything is unusual is refused whole, and its rows go the careful way one by one. So this
module decides nothing about damaged rows, and may be removed without changing any result.
"""

from __future__ import annotations

# mypy: disable-error-code="import-untyped"
from typing import Any

from course.corpus import x_v2
from course.corpus.build import Builder
from course.corpus.errors import Reject
from course.corpus.fields import cached_ms, language
from course.corpus.text import plain

_TEXT, _TEXT_OR_NONE, _WHOLE_OR_NONE = {str}, {str, type(None)}, {int, type(None)}
_ZULU = 24  # the length of 2021-11-14T18:00:05.000Z
_MOST = 2**63
_USUAL = {"retweeted": "repost", "replied_to": "reply", "quoted": "quote"}


class _Unusual(Exception):
    """Something that only the careful way can judge."""


def add(builder: Builder, items: list[dict[str, Any]], page: x_v2.Page | None, first: int) -> bool:
    """Add posts, numbered from `first`, to the builder; False, with nothing added, if any is unusual."""
    try:
        rows = _Rows(items, page, builder.said_of)
    except (_Unusual, Reject, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False
    builder.add_block(x_v2.PLATFORM, rows.columns(), rows.authors, rows.tags, rows.urls, rows.accounts, first)
    for note in rows.notes:
        builder.note(note)
    return True


class _Rows:
    def __init__(self, items: list[dict[str, Any]], page: x_v2.Page | None, said: dict[str, Any]) -> None:
        page = page or x_v2._ALONE
        self.ids = _digits([one["id"] for one in items])
        self.authors = _digits([one["author_id"] for one in items])
        self.created = _times([one["created_at"] for one in items])
        self.roots = _digits([one.get("conversation_id") or one["id"] for one in items])
        if not all("conversation_id" in one and "redacted_at" not in one for one in items):
            raise _Unusual
        self.collected = [_collected(one["__twarc"]) if "__twarc" in one else page.collected for one in items]
        self.langs = _languages([one.get("lang") for one in items])
        self.kinds: list[str] = []
        self.parents: list[str | None] = []
        self.texts: list[str | None] = []
        self.states: list[tuple[str, str | None]] = []
        self.tags: list[tuple[str, list[tuple[str, str]]]] = []
        self.urls: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.notes: list[str] = []
        for one in items:
            self._row(one, page)
        _digits([one for one in self.parents if one is not None])
        self.counts = _counts(items, self.kinds)
        self.accounts = _accounts(items, self.authors, page, self.collected, said)

    def _row(self, item: dict[str, Any], page: x_v2.Page) -> None:
        get = item.get
        references = get("referenced_tweets")
        kind, parent = "original", None
        if not references and "note_tweet" not in item:
            text, entities = get("text"), get("entities")
            if text is not None:
                text = plain(text)
                if text[-1:] in "… " and x_v2.cut(text):
                    self.notes.append(x_v2.CUT)
        else:
            if references and len(references) == 1 and references[0].get("type") in _USUAL:
                reference = references[0]
                kind = _USUAL[reference["type"]]
            else:
                kind, reference, more = x_v2._reference(references)
                self.notes += more
            parent = reference["id"] if reference else None
            text, entities, more = x_v2._said(item, kind, reference, page)
            self.notes += more
        if entities is None:
            tags, urls = x_v2._entities(None, text)
        else:
            found, linked = entities.get("hashtags"), entities.get("urls")
            tags = [(one["tag"], "platform") for one in found] if found else []
            urls = x_v2._entities({"urls": linked}, None)[1] if linked else []
        if tags:
            self.tags.append((item["id"], tags))
        if urls:
            self.urls.append((item["id"], urls))
        history = get("edit_history_tweet_ids")
        usual = "withheld" not in item and (not history or len(history) == 1)
        state = ("live", None) if usual else x_v2._status(item, item["id"])
        self.kinds.append(kind)
        self.parents.append(parent)
        self.texts.append(None if state[0] == "withheld" else text)
        self.states.append(state)

    def columns(self) -> list[Any]:
        """The columns of `posts` between author_id and source_file."""
        status = [one[0] for one in self.states]
        version = [one[1] for one in self.states]
        before = [self.created, self.collected, self.kinds, self.parents, self.roots, version]
        return [self.ids, *before, self.texts, self.langs, *self.counts, status]


def _digits(values: list[Any]) -> list[str]:
    """Ids of X as text; anything else is unusual."""
    if values:
        if set(map(type, values)) != _TEXT:
            raise _Unusual
        joined = "".join(values)
        lengths = set(map(len, values))
        if not (joined.isascii() and joined.isdigit() and min(lengths) and max(lengths) < 25):
            raise _Unusual
    return values


def _times(values: list[Any]) -> list[int]:
    import pyarrow as pa

    if set(map(type, values)) != _TEXT or set(map(len, values)) != {_ZULU}:
        raise _Unusual
    if not all([one[-1] == "Z" for one in values]):
        raise _Unusual
    # pyarrow's errors are ValueErrors. Both read the same digits of this one form in the same way.
    return pa.array(values, pa.string()).cast(pa.timestamp("ms", "UTC")).cast(pa.int64()).to_pylist()


def _collected(twarc: Any) -> int | None:
    return cached_ms(twarc.get("retrieved_at"), "retrieved_at")


def _languages(values: list[Any]) -> list[str | None]:
    if not set(map(type, values)) <= _TEXT_OR_NONE:
        raise _Unusual
    known = {one: language(one) for one in set(values)}
    return [known[one] for one in values]


def _counts(items: list[dict[str, Any]], kinds: list[str]) -> list[list[int | None]]:
    nothing: dict[str, Any] = {}
    metrics = [
        nothing if kind == "repost" else one.get("public_metrics") or nothing
        for one, kind in zip(items, kinds, strict=True)
    ]
    columns = [[one.get(name) for one in metrics] for name in x_v2._COUNTS]
    for values in columns:
        if not set(map(type, values)) <= _WHOLE_OR_NONE:
            raise _Unusual
        numbers = [one for one in values if one is not None]
        if numbers and not (0 <= min(numbers) and max(numbers) < _MOST):
            raise _Unusual
    return columns


def _accounts(
    items: list[dict[str, Any]],
    authors: list[str],
    page: x_v2.Page,
    collected: list[int | None],
    known: dict[str, Any],
) -> list[tuple[Any, ...]]:
    """(author, handle, followers, bot, created, collected) of each row that says something new."""
    found: list[tuple[Any, ...]] = []
    for item, author, when in zip(items, authors, collected, strict=True):
        said: dict[str, Any] = item.get("author") or page.users.get(author) or {}
        metrics = said.get("public_metrics")
        if metrics:
            key = (when, said["username"], said["created_at"], metrics["followers_count"])
            if known.get(author) == key:
                continue
            known[author] = key
        account = x_v2._account(said)
        found.append((author, account[0], account[1], account[2], account[3], when))
    return found
