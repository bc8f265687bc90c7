"""How a corpus is stored: coded star tables in Parquet, one file a year, and what makes two corpora equal.

`posts` are originals, `echoes` replies, quotes and reposts, both in the order of ids. `tags` and `urls` link
a row of the `posts` file of the same year with a row of a dictionary. Counting then works on small whole
numbers.

The content hash is taken over values, never over bytes of Parquet: it survives other compression and other
versions of the library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from course.corpus.schema import KINDS, STATUSES

if TYPE_CHECKING:
    import pyarrow as pa

Array = np.ndarray[Any, np.dtype[Any]]
MANIFEST, README = "corpus.json", "README.md"
FORMAT, VERSION = "course star corpus", 1
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "und")


@dataclass(frozen=True, slots=True)
class Coded:
    """A stored column: its numpy dtype, the value that stands for null, the words that its codes stand for.

    `time` columns are milliseconds since 1970. For Parquet: `delta` says that values mostly rise, `few` that
    many are alike.
    """

    name: str
    dtype: str
    null: int | None = None
    words: tuple[str, ...] = ()
    time: bool = False
    delta: bool = False
    few: bool = False


_METRICS = tuple(Coded(name, "<i4") for name in ("likes", "replies", "reposts", "quotes"))
_HEAD = (
    Coded("id", "<i8", delta=True),
    Coded("created_at", "<i8", time=True, delta=True),
    Coded("collected_at", "<i8", time=True, delta=True),
    Coded("author", "<i4"),
    Coded("lang", "<i1", null=LANGUAGES.index("und"), words=LANGUAGES),
    Coded("status", "<i1", words=STATUSES),
)
POSTS = (
    *_HEAD,
    Coded("version_of", "<i8", null=0),
    *_METRICS,
    Coded("views", "<i4", null=-1),
    Coded("topic", "<i1"),
    Coded("wording", "<u4"),
)
ECHOES = (
    *_HEAD,
    Coded("kind", "<i1", words=KINDS),
    Coded("root_id", "<i8"),
    Coded("parent_id", "<i8"),
    *_METRICS,
    Coded("wording", "<u4"),
)
TAGS = (Coded("post", "<i4", delta=True), Coded("tag", "<i4", few=True))
URLS = (Coded("post", "<i4", delta=True), Coded("url", "<i4"), Coded("domain", "<i2", few=True))
FACTS: Mapping[str, tuple[Coded, ...]] = {"posts": POSTS, "echoes": ECHOES, "tags": TAGS, "urls": URLS}


@cache
def arrow_schema(table: str, text: bool = False) -> pa.Schema:
    """The pyarrow schema of a fact table; `text` adds the written-out text to posts and echoes."""
    import pyarrow as pa

    fields = [pa.field(one.name, _arrow_type(one), nullable=one.null is not None) for one in FACTS[table]]
    if text and table in ("posts", "echoes"):
        fields.append(pa.field("text", pa.string()))
    return pa.schema(fields)


def _arrow_type(one: Coded) -> Any:
    import pyarrow as pa

    if one.time:
        return pa.timestamp("ms", "UTC")
    if one.words:
        return pa.dictionary(pa.int8(), pa.string())
    return pa.from_numpy_dtype(np.dtype(one.dtype))


def encode(table: str, columns: Mapping[str, Array], text: pa.Array | None = None) -> pa.Table:
    """Columns of whole numbers as a pyarrow table of the schema."""
    import pyarrow as pa

    schema = arrow_schema(table, text is not None)
    arrays = [_encode(one, columns[one.name]) for one in FACTS[table]]
    return pa.Table.from_arrays([*arrays, *([] if text is None else [text])], schema=schema)


def _encode(one: Coded, values: Array) -> Any:
    import pyarrow as pa

    if one.words:
        gaps = None if one.null is None else values == one.null
        codes = pa.array(values.astype(np.int8, copy=False), mask=gaps)
        return pa.DictionaryArray.from_arrays(codes, pa.array(one.words))
    if one.time:
        return pa.array(values.astype("<i8", copy=False)).view(pa.timestamp("ms", "UTC"))
    gaps = None if one.null is None else values == one.null
    return pa.array(values.astype(one.dtype, copy=False), mask=gaps)


def decode(one: Coded, values: pa.ChunkedArray) -> Array:
    """A stored column as whole numbers again, nulls as the value that stands for them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if one.words:
        wanted = {word: code for code, word in enumerate(one.words)}
        return np.concatenate(
            [np.empty(0, dtype=one.dtype), *(_codes(one, chunk, wanted) for chunk in values.chunks)]
        ).astype(one.dtype, copy=False)
    if one.time:
        values = values.view(pa.int64()) if hasattr(values, "view") else values.cast(pa.int64())
    if one.null is not None and values.null_count:
        values = pc.fill_null(values, pa.scalar(one.null, values.type))
    return values.to_numpy().astype(one.dtype, copy=False)


def _codes(one: Coded, chunk: pa.DictionaryArray, wanted: Mapping[str, int]) -> Array:
    null = 0 if one.null is None else one.null
    code = np.array([*(wanted[word] for word in chunk.dictionary.to_pylist()), null], dtype=one.dtype)
    places = chunk.indices.fill_null(len(code) - 1).to_numpy(zero_copy_only=False)
    return code[places]


class Digest:
    """The hash of a fact table's values, column by column, however they come in pieces."""

    def __init__(self, table: str) -> None:
        self._columns = {one.name: (one, hashlib.sha256(one.name.encode())) for one in FACTS[table]}

    def add(self, columns: Mapping[str, Array]) -> None:
        """Take in the next rows."""
        for name, (one, running) in self._columns.items():
            running.update(np.ascontiguousarray(columns[name], dtype=one.dtype).view(np.uint8).data)

    def hex(self) -> str:
        """The hash of all rows so far."""
        return combined(running.hexdigest() for _, running in self._columns.values())


def combined(digests: Iterable[str]) -> str:
    """One hash of several, in their order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


class TextDigest:
    """The hash of a table with words in it, such as a dictionary, however it comes in pieces."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[Any, Any]] = {}

    def add(self, table: pa.Table) -> TextDigest:
        """Take in the next rows."""
        for name in table.column_names:
            if name not in self._columns:
                self._columns[name] = (hashlib.sha256(name.encode()), hashlib.sha256())
            values, words = self._columns[name]
            for chunk in table[name].chunks:
                _update(values, words, chunk)
        return self

    def hex(self) -> str:
        """The hash of all rows so far."""
        return combined(part.hexdigest() for both in self._columns.values() for part in both)


def _update(values: Any, words: Any, chunk: pa.Array) -> None:
    """Numbers as they are; of words how long each is (-1: null), and all letters one after the other."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(chunk.type):
        lengths = pc.fill_null(pc.binary_length(chunk), -1)
        values.update(lengths.to_numpy().astype("<i4").tobytes())
        kept = pc.drop_null(chunk)
        whole = pa.ListArray.from_arrays(pa.array([0, len(kept)], pa.int32()), kept)
        words.update(pc.binary_join(whole, "")[0].as_buffer())
        return
    if pa.types.is_boolean(chunk.type):
        chunk = chunk.cast(pa.int8())
    elif pa.types.is_temporal(chunk.type):
        chunk = chunk.cast(pa.int32() if pa.types.is_date32(chunk.type) else pa.int64())
    values.update(chunk.to_numpy().astype("<i8").tobytes())
