"""Many flattened posts of X API v2 at once, column by column: what `x_v2.convert` gives, in less time.

A block in which anything is unusual is refused whole, and its rows go the careful way one by one: no row is
rejected here. The tests read the same files both ways and compare.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course.corpus.errors import Reject
from course.corpus.parsing import columns
from course.corpus.parsing.batch import Block, Builder
from course.corpus.parsing.columns import Array
from course.corpus.parsing.fields import cached_ms, language, number_id
from course.corpus.parsing.text import plain, tags_in, without_prefix
from course.corpus.readers import x_v2
from course.corpus.readers.x_v2_parse import FLAT_ONLY, Unusual

_TIME = len("2021-11-14T18:00:05.000Z")
_KINDS = (*x_v2._RANK, "original")
_REPOST, _ORIGINAL = _KINDS.index("repost"), _KINDS.index("original")
_STATUSES = ("live", "edited", "withheld")
_LIVE, _EDITED, _WITHHELD = range(3)
_SOURCES = ("platform", "text")


def add(builder: Builder, table: Any, first: int) -> int:
    """Add posts, numbered from `first`; how many, or 0 and none of them added if any is unusual."""
    rows: int = table.num_rows
    try:
        posts = _Posts(table, rows)
        builder.add_block(x_v2.PLATFORM, posts.block, first)
    except (Reject, TypeError, ValueError, NotImplementedError):
        return 0
    for note, times in posts.notes.items():
        if times:
            builder.note(note, times)
    return rows


class _Posts:
    """Posts on their way to a `Block`; `notes` counts what the tables do not show."""

    def __init__(self, table: Any, size: int) -> None:
        self._table, self._size = table, size
        if any(self._column(name).null_count < size for name in FLAT_ONLY):
            raise Unusual
        self.notes: dict[str, int] = {}
        self._ids = _ids(self._column("id"), nulls=False)
        authors = _ids(self._column("author_id"), nulls=False)
        self._refer()
        texts, entities = self._said()
        tags, urls = self._tags(entities, texts), _urls(entities)
        collected = _when(_inside(self._column("__twarc"), "retrieved_at"), "retrieved_at")
        accounts = self._accounts(collected)
        versions, status = self._status()
        self.block = Block(
            (
                self._ids,
                _times(self._column("created_at")),
                collected,
                columns.worded(_KINDS, self._kinds),
                self._parents,
                _ids(self._column("conversation_id")),
                versions,
                _without(texts, status == _WITHHELD),
                columns.each(self._column("lang"), language),
                *self._counts(),
                columns.worded(_STATUSES, status),
            ),
            authors,
            tags,
            urls,
            accounts,
        )

    def _column(self, name: str) -> Any:
        column = self._table[name]
        return column.chunk(0) if column.num_chunks else column.combine_chunks()

    def _refer(self) -> None:
        """Kind and parent of each post, and where in the referenced posts what it repeats is found."""
        import pyarrow as pa
        import pyarrow.compute as pc

        references = self._column("referenced_tweets")
        flat = references.flatten()
        if flat.null_count:
            raise Unusual
        ids = _ids(flat.field("id"))
        row = _numpy(pc.list_parent_indices(references))
        named = {kind: way for way, kind in x_v2._WAYS.items()}
        ways = pa.array([named[kind] for kind in x_v2._RANK])
        rank = _numpy(pc.fill_null(pc.index_in(flat.field("type"), value_set=ways), _ORIGINAL))
        self.notes[x_v2.UNKNOWN_WAY] = len(np.unique(row[rank == _ORIGINAL]))
        self._kinds = np.full(self._size, _ORIGINAL)
        np.minimum.at(self._kinds, row, rank)
        meant = np.flatnonzero((rank == self._kinds[row]) & (rank != _ORIGINAL))
        self._place = np.full(self._size, -1)
        self._place[row[meant]] = meant  # of two alike the last, as the careful way has it
        self._parents = ids.take(pa.array(self._place, mask=self._place < 0))
        if self._parents.null_count > (self._place < 0).sum():
            raise Unusual
        self._flat = flat

    def _said(self) -> tuple[Any, Any]:
        """Text and entities of each post, or of what it repeats."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = ("text", "entities", "note_tweet")
        texts, entities = _whole(*(self._column(name) for name in names))
        orphans = np.zeros(self._size, dtype=bool)
        reposts = np.flatnonzero(self._kinds == _REPOST)
        if len(reposts):
            text, inside = _whole(*(self._flat.field(name) for name in names))
            there = _numpy(text.is_valid())[self._place[reposts]]
            orphans[reposts[~there]] = True
            source = np.arange(self._size)
            source[reposts[there]] = self._size + self._place[reposts[there]]
            chosen = pa.array(source)
            texts = pa.concat_arrays([texts, text]).take(chosen)
            entities = pa.concat_arrays([entities, inside]).take(chosen)
        self.notes[x_v2.ORPHAN] = int(orphans.sum())
        texts = _plain(texts, orphans)
        cut = pc.or_(pc.ends_with(texts, "…"), pc.ends_with(texts, "… "))
        self.notes[x_v2.CUT] = int(columns.flags(cut).sum())
        return texts, entities

    def _tags(self, entities: Any, texts: Any) -> tuple[Array, Any, Any]:
        """Place of the post, tag as written, and where it stood."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rows, hashtags = _items(entities, "hashtags")
        tags = _inside(hashtags, "tag")
        if tags.null_count:
            raise Unusual
        hashes = pc.or_(pc.match_substring(texts, "#"), pc.match_substring(texts, "＃"))
        silent = np.flatnonzero(_numpy(entities.is_null()) & columns.flags(hashes))
        found = [(row, tag) for row in silent.tolist() for tag in tags_in(texts[row].as_py())]
        sources = np.repeat([0, 1], [len(rows), len(found)])
        if found:
            rows = np.concatenate([rows, [row for row, _ in found]])
            order = np.argsort(rows, kind="stable")
            tags = pa.concat_arrays([tags, pa.array([tag for _, tag in found])]).take(pa.array(order))
            rows, sources = rows[order], sources[order]
        return rows, tags, columns.worded(_SOURCES, sources)

    def _accounts(self, collected: Any) -> tuple[Any, ...]:
        import pyarrow as pa
        import pyarrow.compute as pc

        author = self._column("author")
        followers = _inside(_inside(author, "public_metrics"), "followers_count")
        if pc.any(pc.less(followers, 0)).as_py():
            raise Unusual
        made = _when(_inside(author, "created_at"), "the account's created_at")
        return _inside(author, "username"), followers, pa.nulls(self._size, pa.bool_()), made, collected

    def _status(self) -> tuple[Any, Array]:
        """The first id of each edited post, and every post's status."""
        import pyarrow as pa
        import pyarrow.compute as pc

        versions: list[str | None] = [None] * self._size
        status = np.full(self._size, _LIVE)
        history = self._column("edit_history_tweet_ids")
        lengths = _numpy(pc.fill_null(history.value_lengths(), 0))
        starts, flat = np.cumsum(lengths) - lengths, history.flatten()
        withheld = _numpy(self._column("withheld").is_valid())
        for row in np.flatnonzero((lengths > 1) & ~withheld).tolist():
            first = number_id(flat[starts[row]].as_py(), "an id in the edit history")
            versions[row] = None if first == self._ids[row].as_py() else first
            status[row] = _EDITED
        status[withheld] = _WITHHELD
        return pa.array(versions, pa.string()), status

    def _counts(self) -> list[Any]:
        import pyarrow.compute as pc

        found = [_inside(self._column("public_metrics"), name) for name in x_v2._COUNTS]
        if any([pc.any(pc.less(one, 0)).as_py() for one in found]):
            raise Unusual
        return [_without(one, self._kinds == _REPOST) for one in found]


def _urls(entities: Any) -> tuple[Array, Any, Any]:
    """Place of the post, link as written, and where it leads."""
    rows, linked = _items(entities, "urls")
    url, unwound, expanded = (_inside(linked, name) for name in ("url", "unwound_url", "expanded_url"))
    if url.null_count:
        raise Unusual
    return rows, url, columns.first_not_empty(unwound, expanded)


def _plain(texts: Any, orphans: Array) -> Any:
    """`plain` texts; what is put before a repost whose original is not there is taken away."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # Printable ASCII is plain already.
    odd = ~_numpy(pc.fill_null(pc.ascii_is_printable(texts), True)) | (orphans & _numpy(texts.is_valid()))
    places = np.flatnonzero(odd)
    if not len(places):
        return texts
    found = zip(texts.take(pa.array(places)).to_pylist(), orphans[places].tolist(), strict=True)
    made = [plain(without_prefix(text) if orphan else text) for text, orphan in found]
    return pc.replace_with_mask(texts, pa.array(odd), pa.array(made, pa.string()))


def _inside(struct: Any, name: str) -> Any:
    """A field of a struct, null where the struct is."""
    import pyarrow.compute as pc

    return pc.struct_field(struct, name)


def _numpy(column: Any) -> Array:
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _without(column: Any, gone: Array) -> Any:
    """A column with nulls where `gone` says so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(gone), None, column) if gone.any() else column


def _when(column: Any, name: str) -> Any:
    """Times that many rows share, in any form."""
    import pyarrow as pa

    return columns.each(column, lambda one: cached_ms(one, name), pa.timestamp("ms", "UTC"))


def _ids(column: Any, nulls: bool = True) -> Any:
    """Ids of X as text, or null; anything else is unusual."""
    if not columns.are_ids(column) or (column.null_count and not nulls):
        raise Unusual
    return column


def _times(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    # Of the forms that pyarrow reads, only 2021-11-14T18:00:05.000Z has that length, that end and a T. It
    # reads the year 0000, which Python does not have.
    alike = pc.and_(pc.equal(pc.binary_length(column), _TIME), pc.ends_with(column, "Z"))
    usual = pc.and_(alike, pc.match_substring(column, "T"))
    if column.null_count or not pc.all(usual).as_py() or pc.any(pc.starts_with(column, "0000")).as_py():
        raise Unusual
    return column.cast(pa.timestamp("ms", "UTC"))


def _whole(text: Any, entities: Any, note: Any) -> tuple[Any, Any]:
    """Text and entities, from the note where a post of more than 280 characters has one."""
    import pyarrow.compute as pc

    longer = pc.struct_field(note, "text")
    if longer.null_count == len(longer):
        return text, entities
    there = longer.is_valid()
    inside = pc.struct_field(note, "entities")
    return pc.if_else(there, longer, text), pc.if_else(there, inside, entities)


def _items(entities: Any, name: str) -> tuple[Array, Any]:
    """The items of a list in each row, end to end, and the row of each."""
    import pyarrow.compute as pc

    lists = pc.struct_field(entities, name)
    return _numpy(pc.list_parent_indices(lists)), lists.flatten()
