"""Rows of an export on their way to columns: what a reader hands over, and the batch that it ends up in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from course.corpus import schema
from course.corpus.pseudonyms import Pseudonyms
from course.corpus.text import fold, raw_tag
from course.corpus.urls import address

if TYPE_CHECKING:
    import pyarrow as pa


Counts = tuple[int | None, ...]
NO_COUNTS: Counts = (None,) * len(schema.COUNTS)


class Post(NamedTuple):
    """A row of `posts` but for its place in the file; times in milliseconds since 1970.

    `counts` are five, in the order of `schema.COUNTS`: likes, replies, reposts, quotes, views.
    """

    platform: str
    post_id: str
    author_id: str
    created_at: int
    collected_at: int | None = None
    kind: str = "original"
    parent_id: str | None = None
    root_id: str | None = None
    version_of: str | None = None
    text: str | None = None
    lang: str | None = None
    counts: Counts = NO_COUNTS
    status: str = "live"


class Account(NamedTuple):
    """What an export says of a post's author."""

    handle: str | None = None
    followers_count: int | None = None
    bot: bool | None = None
    created_at: int | None = None


class Row(NamedTuple):
    """A post with its tags (as written, source), links (as written, expanded) and author.

    `Post.author_id` is the platform's own id here; the batch hashes it. `notes` name what a count should
    know of this row, such as "text cut off".
    """

    post: Post
    tags: list[tuple[str, str]] = []
    urls: list[tuple[str, str | None]] = []
    account: Account = Account()
    notes: tuple[str, ...] = ()


@dataclass
class Batch:
    """pyarrow tables by name, as `course.corpus.schema` has them, and counts of what they do not show."""

    tables: dict[str, pa.Table]
    notes: Counter[str] = field(default_factory=Counter)


class Builder:
    """Collects rows and turns them into a Batch; empty again afterwards."""

    def __init__(self, name: str, pseudonyms: Pseudonyms) -> None:
        self._name = name
        self._pseudonyms = pseudonyms
        self._start()

    def _start(self) -> None:
        self._posts: list[tuple[Any, ...]] = []
        self._blocks: list[pa.Table] = []
        self._in_blocks = 0
        self._tags: list[tuple[str, str, str, str]] = []
        self._urls: list[tuple[Any, ...]] = []
        self._accounts: dict[tuple[str, str], tuple[Any, ...]] = {}
        self._rejects: list[tuple[int, str]] = []
        self._notes: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._in_blocks + len(self._posts) + len(self._rejects)

    def note(self, what: str, times: int = 1) -> None:
        """Count something that the tables do not show."""
        self._notes[what] += times

    def reject(self, row: int, reason: str) -> None:
        """Keep why a row is not among the posts."""
        self._rejects.append((row, reason.encode("utf-8", "replace").decode("utf-8")))

    def add(self, row: Row, number: int) -> None:
        """Take a row; its tags and links are folded and normalised here."""
        post, tags, urls, account, notes = row
        platform, post_id, author = post[0], post[1], post[2]
        # All that can fail comes first: a row is a post or a reject, never half of each.
        folded = _folded(post_id, tags) if tags else ()
        normed = _normed(post_id, urls) if urls else ()
        hashed = self._pseudonyms(platform, author)
        self._posts.append((platform, post_id, hashed, *post[3:11], *post[11], post[12], number))
        self._tags += folded
        self._urls += normed
        handle = account[0] if self._pseudonyms.keep else None
        self._know((platform, hashed, handle, *account[1:], post[4]))
        if notes:
            self._notes.update(notes)

    def add_block(
        self,
        platform: str,
        columns: list[Any],
        authors: list[str],
        tags: list[tuple[str, list[tuple[str, str]]]],
        urls: list[tuple[str, list[tuple[str, str | None]]]],
        accounts: list[tuple[Any, ...]],
        first: int,
    ) -> None:
        """Take many rows at once, from row `first` on.

        `columns` are those of `posts` but platform, author and place, as lists or pyarrow arrays.
        """
        # As in `add`: all that can fail comes before anything is taken.
        folded = [row for post_id, some in tags for row in _folded(post_id, some)]
        normed = [row for post_id, some in urls for row in _normed(post_id, some)]
        hashed = [self._pseudonyms(platform, author) for author in authors]
        numbers = range(first, first + len(authors))
        ids, *rest = columns
        table = self._posts_of([[platform] * len(authors), ids, hashed, *rest, numbers])
        self._flush()
        self._blocks.append(table)
        self._in_blocks += len(authors)
        self._tags += folded
        self._urls += normed
        for author, handle, *known in accounts:
            shown = handle if self._pseudonyms.keep else None
            self._know((platform, self._pseudonyms(platform, author), shown, *known))

    def _posts_of(self, columns: list[Any]) -> pa.Table:
        import pyarrow as pa

        file = pa.repeat(pa.scalar(self._name, pa.string()), len(columns[-1]))
        return _table("posts", [*columns[:17], file, columns[17]])

    def _flush(self) -> None:
        """Rows so far as a block, so that the order of rows is kept."""
        if self._posts:
            self._blocks.append(self._posts_of(_columns(self._posts, 18)))
            self._in_blocks += len(self._posts)
            self._posts = []

    def _know(self, account: tuple[Any, ...]) -> None:
        """Keep what was collected last of an account; what that leaves out is taken from before."""
        key = account[:2]
        known = self._accounts.get(key)
        if known is not None:
            newer, older = (account, known) if (account[6] or 0) >= (known[6] or 0) else (known, account)
            if None in newer:
                newer = tuple([old if new is None else new for new, old in zip(newer, older, strict=True)])
            account = newer
        self._accounts[key] = account

    def take(self) -> Batch:
        """What was collected, as pyarrow tables."""
        import pyarrow as pa

        self._flush()
        tables = {
            "posts": pa.concat_tables([schema.empty("posts"), *self._blocks]),
            "tags": _table("tags", _columns(self._tags, 4)),
            "urls": _table("urls", _columns(self._urls, 7)),
            "accounts": _table("accounts", _columns(list(self._accounts.values()), 7)),
            "rejects": _table("rejects", _columns(self._rejects, 2)),
        }
        notes = self._notes
        self._start()
        return Batch(tables, notes)


def _folded(post_id: str, tags: list[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """Rows of `tags`: a tag that a post writes twice in the same way is one, in two ways two."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for written, source in tags:
        raw, tag = _tag(written)
        if raw and raw not in found:
            found[raw] = (post_id, raw, tag, source)
    return list(found.values())


@lru_cache(maxsize=65_536)
def _tag(written: str) -> tuple[str, str]:
    raw = raw_tag(written)
    return raw, fold(raw)


def _normed(post_id: str, urls: list[tuple[str, str | None]]) -> list[tuple[Any, ...]]:
    """Rows of `urls`, each address once."""
    found: dict[tuple[str, str | None], tuple[Any, ...]] = {}
    for raw, expanded in urls:
        if type(raw) is not str or not (expanded is None or type(expanded) is str):
            raise TypeError("an address that is not text")
        if raw and (raw, expanded) not in found:
            norm, domain, doi, short = address(expanded or raw)
            resolved = norm is not None and not short
            found[raw, expanded] = (post_id, raw, expanded, norm, domain, doi, resolved)
    return list(found.values())


def _columns(rows: list[Any], width: int) -> list[Any]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _table(name: str, columns: list[Any]) -> pa.Table:
    import pyarrow as pa

    made = []
    for field_, values in zip(schema.arrow_schema(name), columns, strict=True):
        if pa.types.is_dictionary(field_.type):
            made.append(pa.array(values, field_.type.value_type).dictionary_encode())
        else:
            made.append(values if isinstance(values, pa.Array) else pa.array(values, field_.type))
    return pa.Table.from_arrays(made, schema=schema.arrow_schema(name))
