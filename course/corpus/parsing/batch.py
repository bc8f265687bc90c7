"""Rows of an export on their way to columns: what a reader hands over, and the batch that it ends up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from course.corpus import schema
from course.corpus.parsing.pseudonyms import Pseudonyms
from course.corpus.parsing.text import fold, raw_tag
from course.corpus.parsing.urls import address

if TYPE_CHECKING:
    import pyarrow as pa


Counts = tuple[int | None, ...]
NO_COUNTS: Counts = (None,) * len(schema.COUNTS)
_TABLES = ("posts", "tags", "urls", "accounts")


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


class Block(NamedTuple):
    """Many posts of one platform as pyarrow arrays; `Post`, `Row` and `Account` say what is in them.

    `posts` are the columns of `posts` but platform, author and place. `authors` are the platform's own ids.
    `tags` and `urls` begin with the place of the post in the block, a numpy array that rises. `accounts` has
    a row for each post: handle, followers, bot, when it was made, when it was collected.
    """

    posts: tuple[Any, ...]
    authors: Any
    tags: tuple[Any, Any, Any]
    urls: tuple[Any, Any, Any]
    accounts: tuple[Any, ...]


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
        self._rows: dict[str, list[Any]] = {name: [] for name in _TABLES}
        self._blocks: dict[str, list[pa.Table]] = {name: [] for name in _TABLES}
        self._in_blocks = 0
        self._rejects: list[tuple[int, str]] = []
        self._notes: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._in_blocks + len(self._rows["posts"]) + len(self._rejects)

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
        rows = self._rows
        rows["posts"].append(
            (platform, post_id, hashed, *post[3:11], *post[11], post[12], self._name, number)
        )
        rows["tags"] += folded
        rows["urls"] += normed
        handle = account[0] if self._pseudonyms.keep else None
        rows["accounts"].append((platform, hashed, handle, *account[1:], post[4]))
        if notes:
            self._notes.update(notes)

    def add_block(self, platform: str, block: Block, first: int) -> None:
        """Take many rows at once, from row `first` on."""
        from course.corpus.parsing import columns

        # As in `add`: all that can fail comes before anything is taken.
        size = len(block.authors)
        hashed = columns.each(block.authors, lambda one: self._pseudonyms(platform, one))
        handles = block.accounts[0] if self._pseudonyms.keep else columns.nothing(size)
        where = columns.alike(platform, size)
        ids, *rest = block.posts
        place = (columns.alike(self._name, size), columns.numbers(first, size))
        made = {
            "posts": (where, ids, hashed, *rest, *place),
            "tags": columns.folded(ids, *block.tags, raw_and_tag),
            "urls": columns.normed(ids, *block.urls, address),
            "accounts": (where, hashed, handles, *block.accounts[1:]),
        }
        tables = {name: _table(name, values) for name, values in made.items()}
        self._flush()
        for name, table in tables.items():
            self._blocks[name].append(table)
        self._in_blocks += size

    def _flush(self) -> None:
        """Rows so far as a block, so that the order of rows is kept."""
        self._in_blocks += len(self._rows["posts"])
        for name, rows in self._rows.items():
            if rows:
                self._blocks[name].append(_table(name, list(zip(*rows, strict=True))))
                self._rows[name] = []

    def take(self) -> Batch:
        """What was collected, as pyarrow tables; what is said of an account again and again is there once."""
        import pyarrow as pa

        from course.corpus.parsing import columns

        self._flush()
        tables = {name: pa.concat_tables([schema.empty(name), *self._blocks[name]]) for name in _TABLES}
        tables["accounts"] = columns.different(tables["accounts"])
        rejects = list(zip(*self._rejects, strict=True)) or [(), ()]
        tables["rejects"] = _table("rejects", rejects)
        notes = self._notes
        self._start()
        return Batch(tables, notes)


def _folded(post_id: str, tags: list[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """Rows of `tags`: a tag that a post writes twice in the same way is one, in two ways two."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for written, source in tags:
        raw, tag = raw_and_tag(written)
        if raw and raw not in found:
            found[raw] = (post_id, raw, tag, source)
    return list(found.values())


@lru_cache(maxsize=65_536)
def raw_and_tag(written: str) -> tuple[str, str]:
    """A tag as `tags` has it: as written, and folded."""
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


def _table(name: str, values: Sequence[Any]) -> pa.Table:
    import pyarrow as pa

    made = []
    for field_, column in zip(schema.arrow_schema(name), values, strict=True):
        if isinstance(column, pa.Array):
            coded = pa.types.is_dictionary(field_.type) and not pa.types.is_dictionary(column.type)
            made.append(column.dictionary_encode() if coded else column)
        elif pa.types.is_dictionary(field_.type):
            made.append(pa.array(column, field_.type.value_type).dictionary_encode())
        else:
            made.append(pa.array(column, field_.type))
    return pa.Table.from_arrays(made, schema=schema.arrow_schema(name))
