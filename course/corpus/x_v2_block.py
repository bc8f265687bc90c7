"""Many flattened posts of X API v2 at once, column by column: what `x_v2.convert` gives, in less time.

pyarrow parses the lines straight into columns, so that no Python object is made of the fields that nobody
reads. A block in which anything is unusual is refused whole, and its rows go the careful way one by one: no
row is rejected here. The tests read the same files both ways and compare.
"""

from __future__ import annotations

from functools import cache
from itertools import compress
from typing import Any

from course.corpus import x_v2
from course.corpus.build import Builder
from course.corpus.errors import Reject
from course.corpus.fields import cached_ms, language
from course.corpus.text import cut, plain, tags_in, without_prefix

_TIME = len("2021-11-14T18:00:05.000Z")
_FLAT_ONLY = ("data", "action", "redacted_at")


class _Unusual(ValueError):
    """Something that only the careful way can judge."""


def parse(run: bytes) -> Any:
    """A run of lines as a table, or None if any line is unusual; it may go ahead in a thread."""
    rows = _lines(run)
    if not rows:
        return None
    try:
        return _parse(run, rows)
    except (ValueError, TypeError, NotImplementedError):  # pyarrow's errors are among them
        return None


def add(builder: Builder, table: Any, first: int) -> int:
    """Add posts, numbered from `first`; how many, or 0 and none of them added if any is unusual."""
    rows = table.num_rows
    try:
        block = _Block(table, rows)
        tables = (block.tags, block.urls, block.accounts)
        builder.add_block(x_v2.PLATFORM, block.columns, block.authors, *tables, first)
    except (Reject, TypeError, ValueError, NotImplementedError):
        return 0
    for note in block.notes:
        builder.note(note)
    return rows


def _lines(run: bytes) -> int:
    """How many lines there are, or 0 unless each begins and ends like an object.

    pyarrow's parser crashes on a line that is null (26.0), and two objects on a line, or one over two, would
    shift the numbers of the rows.
    """
    import numpy as np

    if not (run.startswith(b"{") and run.endswith(b"}")):
        return 0
    found = np.frombuffer(run, np.uint8)
    ends = np.flatnonzero(found == ord("\n"))
    alike = (found[ends - 1] == ord("}")) & (found[ends + 1] == ord("{"))
    return len(ends) + 1 if alike.all() else 0


@cache
def _schema() -> Any:
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    hashtags = pa.list_(pa.struct([("tag", text)]))
    urls = pa.list_(pa.struct([("url", text), ("expanded_url", text), ("unwound_url", text)]))
    entities = pa.struct([("hashtags", hashtags), ("urls", urls)])
    said = [("text", text), ("entities", entities)]
    said.append(("note_tweet", pa.struct(said)))
    metrics = pa.struct([(name, whole) for name in x_v2._COUNTS])
    author = [("username", text), ("created_at", text)]
    author.append(("public_metrics", pa.struct([("followers_count", whole)])))
    return pa.schema(
        [
            *((name, text) for name in ("id", "author_id", "conversation_id", "created_at", "lang")),
            *said,
            ("public_metrics", metrics),
            ("referenced_tweets", pa.list_(pa.struct([("type", text), ("id", text), *said]))),
            ("edit_history_tweet_ids", pa.list_(text)),
            ("withheld", pa.struct([("scope", text)])),
            ("author", pa.struct(author)),
            ("__twarc", pa.struct([("retrieved_at", text)])),
            *((name, text) for name in _FLAT_ONLY),
        ]
    )


def _parse(raw: bytes, rows: int) -> Any:
    import pyarrow as pa
    import pyarrow.json as reader

    # The parser does not look at the encoding.
    ends = pa.array([0, len(raw)], pa.int64()).buffers()[1]
    pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(raw)]).validate(full=True)
    table = reader.read_json(
        pa.BufferReader(raw),
        read_options=reader.ReadOptions(use_threads=False, block_size=len(raw) + 1),
        parse_options=reader.ParseOptions(explicit_schema=_schema(), unexpected_field_behavior="ignore"),
    )
    if table.num_rows != rows:
        raise _Unusual
    return table.combine_chunks()


class _Block:
    """The columns of a block, as `Builder.add_block` takes them."""

    def __init__(self, table: Any, size: int) -> None:
        self._table, self._size = table, size
        if any(self._column(name).null_count < size for name in _FLAT_ONLY):
            raise _Unusual
        self._ids = _ids(self._column("id"), nulls=False)
        self.authors = _ids(self._column("author_id"), nulls=False)
        self.notes: list[str] = []
        self._refer()
        texts, entities = self._said()
        self.tags, self.urls = self._entities(entities, texts)
        retrieved = _field(self._column("__twarc"), "retrieved_at")
        collected = [cached_ms(one, "retrieved_at") for one in retrieved]
        self.accounts = self._accounts(collected)
        versions, status = self._status()
        shown = [None if state == "withheld" else text for text, state in zip(texts, status, strict=True)]
        self.columns = [
            self._ids,
            _times(self._column("created_at")),
            collected,
            self._kinds,
            self._parents,
            _ids(self._column("conversation_id")),
            versions,
            shown,
            [language(one) for one in _list(self._column("lang"))],
            *self._counts(),
            status,
        ]

    def _column(self, name: str) -> Any:
        column = self._table[name]
        return column.chunk(0) if column.num_chunks else column.combine_chunks()

    def _refer(self) -> None:
        """Kind and parent of each post, and where in the referenced posts what it repeats is found."""
        references = self._column("referenced_tweets")
        flat = references.flatten()
        if flat.null_count:
            raise _Unusual
        ways, ids = _field(flat, "type"), _ids(flat.field("id"))
        self._flat = flat
        self._kinds = ["original"] * self._size
        self._parents: list[str | None] = [None] * self._size
        self._repeated: dict[int, int] = {}
        at = 0
        for row, length in enumerate(_lengths(references)):
            if not length:
                continue
            found = {x_v2._WAYS.get(ways[place] or "", ""): place for place in range(at, at + length)}
            at += length
            if "" in found:
                self.notes.append(x_v2.UNKNOWN_WAY)
            kind = next((one for one in x_v2._RANK if one in found), None)
            if kind is None:
                continue
            if ids[found[kind]] is None:
                raise _Unusual
            self._kinds[row], self._parents[row] = kind, ids[found[kind]]
            if kind == "repost":
                self._repeated[row] = found[kind]

    def _said(self) -> tuple[list[str | None], Any]:
        """Text and entities of each post, or of what it repeats."""
        import pyarrow as pa

        names = ("text", "entities", "note_tweet")
        own_text, own_entities = _whole(*(self._column(name) for name in names))
        text, entities = _whole(*(self._flat.field(name) for name in names))
        there = _list(text.is_valid())
        source = list(range(self._size))
        orphans = set()
        for row, place in self._repeated.items():
            if there[place]:
                source[row] = self._size + place
            else:
                orphans.add(row)
                self.notes.append(x_v2.ORPHAN)
        chosen = pa.array(source, pa.int64())
        texts = _list(pa.concat_arrays([own_text, text]).take(chosen))
        for row, one in enumerate(texts):
            if one is not None:
                texts[row] = one = plain(without_prefix(one) if row in orphans else one)
                if one[-1:] in "… " and cut(one):
                    self.notes.append(x_v2.CUT)
        return texts, pa.concat_arrays([own_entities, entities]).take(chosen)

    def _entities(self, entities: Any, texts: list[str | None]) -> tuple[list[Any], list[Any]]:
        """(post_id, tags) and (post_id, links) of the posts that have some."""
        ids = self._ids
        tags: dict[int, list[tuple[str, str]]] = {}
        places, hashtags = _items(entities, "hashtags")
        for row, tag in zip(places, _field(hashtags, "tag"), strict=True):
            if tag is None:
                raise _Unusual
            tags.setdefault(row, []).append((tag, "platform"))
        for row in compress(range(self._size), _list(entities.is_null())):
            if found := [(tag, "text") for tag in tags_in(texts[row] or "")]:
                tags[row] = found
        urls: dict[int, list[tuple[str, str | None]]] = {}
        places, linked = _items(entities, "urls")
        columns = (_field(linked, name) for name in ("url", "unwound_url", "expanded_url"))
        for row, url, unwound, expanded in zip(places, *columns, strict=True):
            if url is None:
                raise _Unusual
            urls.setdefault(row, []).append((url, unwound or expanded))
        in_order = [(ids[row], tags[row]) for row in sorted(tags)]
        return in_order, [(ids[row], urls[row]) for row in sorted(urls)]

    def _accounts(self, collected: list[int | None]) -> list[tuple[Any, ...]]:
        import pyarrow.compute as pc

        author = self._column("author")
        metrics = author.field("public_metrics")
        counts = pc.struct_field(metrics, "followers_count")
        if pc.any(pc.less(counts, 0)).as_py():
            raise _Unusual
        followers = [None if one < 0 else one for one in _list(pc.fill_null(counts, -1))]
        made = [cached_ms(one, "the account's created_at") for one in _field(author, "created_at")]
        columns = zip(self.authors, _field(author, "username"), followers, made, collected, strict=True)
        rows = ((one, handle, count, None, when, seen) for one, handle, count, when, seen in columns)
        # An account that writes often says the same of itself each time.
        return list(dict.fromkeys(rows))

    def _status(self) -> tuple[list[str | None], list[str]]:
        versions: list[str | None] = [None] * self._size
        status = ["live"] * self._size
        history = self._column("edit_history_tweet_ids")
        at, flat = 0, _list(history.flatten())
        for row, length in enumerate(_lengths(history)):
            if length > 1:
                first = x_v2.number_id(flat[at], "an id in the edit history")
                status[row], versions[row] = "edited", None if first == self._ids[row] else first
            at += length
        for row in compress(range(self._size), _list(self._column("withheld").is_valid())):
            status[row], versions[row] = "withheld", None
        return versions, status

    def _counts(self) -> list[Any]:
        import pyarrow as pa
        import pyarrow.compute as pc

        metrics = self._column("public_metrics")
        columns = [pc.struct_field(metrics, name) for name in x_v2._COUNTS]
        if any([pc.any(pc.less(one, 0)).as_py() for one in columns]):
            raise _Unusual
        repost = pa.array([kind == "repost" for kind in self._kinds], pa.bool_())
        return [pc.if_else(repost, None, one) for one in columns]


def _field(struct: Any, name: str) -> list[Any]:
    """A text field of a struct as a list, null where the struct is."""
    import pyarrow.compute as pc

    return _list(pc.struct_field(struct, name))


def _list(column: Any) -> list[Any]:
    """What `to_pylist` gives for texts, truth values and numbers without nulls, in less time."""
    return column.to_numpy(zero_copy_only=False).tolist()


def _lengths(lists: Any) -> list[int]:
    import pyarrow.compute as pc

    return _list(pc.fill_null(lists.value_lengths(), 0))


def _ids(column: Any, nulls: bool = True) -> list[Any]:
    """Ids of X as text, or null; anything else is unusual."""
    values = _list(column)
    there = values
    if column.null_count:
        if not nulls:
            raise _Unusual
        there = [one for one in values if one is not None]
    # Joined, they are looked at once; an empty one would not show.
    lengths, joined = set(map(len, there)), "".join(there)
    if there and not (joined.isascii() and joined.isdigit() and min(lengths) and max(lengths) < 25):
        raise _Unusual
    return values


def _times(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    # Of the forms that pyarrow reads, only 2021-11-14T18:00:05.000Z has that length, that end and a T. It
    # reads the year 0000, which Python does not have.
    alike = pc.and_(pc.equal(pc.binary_length(column), _TIME), pc.ends_with(column, "Z"))
    usual = pc.and_(alike, pc.match_substring(column, "T"))
    if column.null_count or not pc.all(usual).as_py() or pc.any(pc.starts_with(column, "0000")).as_py():
        raise _Unusual
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


def _items(entities: Any, name: str) -> tuple[list[int], Any]:
    """The items of a list in each row, end to end, and the row of each."""
    import pyarrow.compute as pc

    lists = pc.struct_field(entities, name)
    return _list(pc.list_parent_indices(lists)), lists.flatten()
