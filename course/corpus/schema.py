"""The tidy tables: names, columns, dtypes and null rules. Everything that makes posts makes these.

`posts` has one row for each row of an export that could be read. Its key is (platform, post_id), but an
export may hold a post twice, so that the key is unique only after `Corpus.distinct()`. All times are UTC to
the millisecond. A count that is null was not reported; 0 was reported as 0.

>>> [column.name for column in TABLES["tags"]]
['post_id', 'tag_raw', 'tag', 'source']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from course.corpus.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Dtype = Literal["category", "string", "time", "Int64", "Int32", "boolean"]

KINDS = ("original", "reply", "quote", "repost")
STATUSES = ("live", "edited", "deleted", "withheld", "unknown")
TAG_SOURCES = ("platform", "text", "hidden")
COUNTS = ("like_count", "reply_count", "repost_count", "quote_count", "view_count")
_PANDAS = {
    "category": "category",
    "string": "string[pyarrow]",
    "time": "datetime64[ms, UTC]",
    "Int64": "Int64",
    "Int32": "Int32",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its dtype, whether it may be null, and what it means."""

    name: str
    dtype: Dtype
    null: bool
    note: str

    @property
    def pandas(self) -> str:
        """The pandas dtype by name."""
        return _PANDAS[self.dtype]


POSTS = (
    Column("platform", "category", False, "x, mastodon, bluesky, or what a mapping names"),
    Column("post_id", "string", False, "the platform's id; the uri for Mastodon and Bluesky"),
    Column("author_id", "string", False, "keyed hash of the account's id, unless ids are kept"),
    Column("created_at", "time", False, "as the platform or, on Bluesky, the author's software says"),
    Column("collected_at", "time", True, "the counts are as of this"),
    Column("kind", "category", False, "original, reply, quote or repost"),
    Column("parent_id", "string", True, "the post that is answered, quoted or repeated"),
    Column("root_id", "string", True, "the post that began the thread"),
    Column("version_of", "string", True, "the first id of a post that was edited"),
    Column("text", "string", True, "plain, NFC; null if withheld or deleted"),
    Column("lang", "category", True, "language as the platform says; undetermined is null"),
    Column("like_count", "Int64", True, "null is not 0"),
    Column("reply_count", "Int64", True, "null is not 0"),
    Column("repost_count", "Int64", True, "null is not 0"),
    Column("quote_count", "Int64", True, "null is not 0"),
    Column("view_count", "Int64", True, "null is not 0"),
    Column("status", "category", False, "live, edited, deleted, withheld or unknown"),
    Column("source_file", "string", False, "name of the file, without its folder"),
    Column("source_row", "Int32", False, "row in that file, from 1"),
)
TAGS = (
    Column("post_id", "string", False, "of the post that carries, or repeats, the tag"),
    Column("tag_raw", "string", False, "as written, without #"),
    Column("tag", "string", False, "NFKC and case-folded: what to count by"),
    Column("source", "category", False, "platform: as the export says; text: found in the text; hidden"),
)
URLS = (
    Column("post_id", "string", False, "of the post that carries, or repeats, the link"),
    Column("url_raw", "string", False, "as written, often a shortener"),
    Column("url_expanded", "string", True, "where it leads, as far as the export says"),
    Column("url_norm", "string", True, "normalised after RFC 3986; null if it is no web address"),
    Column("domain", "string", True, "host without www."),
    Column("doi", "string", True, "lower case, if the address names one"),
    Column("resolved", "boolean", False, "false while the address is a known shortener's"),
)
ACCOUNTS = (
    Column("platform", "category", False, "as in posts"),
    Column("author_id", "string", False, "as in posts; one row for each"),
    Column("handle", "string", True, "null unless ids are kept"),
    Column("followers_count", "Int64", True, "null is not 0"),
    Column("bot", "boolean", True, "what the account says of itself; null if nothing"),
    Column("created_at", "time", True, "when the account was made"),
    Column("collected_at", "time", True, "the values are as of this"),
)
REJECTS = (
    Column("row", "Int32", False, "row in the file, from 1"),
    Column("reason", "string", False, "why it is not among the posts"),
)
LABELS = (
    Column("post_id", "string", False, "as in posts"),
    Column("label", "category", False, "what was put into a made corpus; not shipped to trainees"),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "posts": POSTS,
    "tags": TAGS,
    "urls": URLS,
    "accounts": ACCOUNTS,
    "rejects": REJECTS,
    "labels": LABELS,
}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The pyarrow schema of a table; categories are dictionaries of strings."""
    import pyarrow as pa

    types = {
        "category": pa.dictionary(pa.int32(), pa.string()),
        "string": pa.string(),
        "time": pa.timestamp("ms", "UTC"),
        "Int64": pa.int64(),
        "Int32": pa.int32(),
        "boolean": pa.bool_(),
    }
    return pa.schema([pa.field(one.name, types[one.dtype], nullable=one.null) for one in TABLES[table]])


def empty(table: str) -> pa.Table:
    """A table of no rows."""
    return arrow_schema(table).empty_table()


def to_pandas(table: str, content: pa.Table) -> pd.DataFrame:
    """A pyarrow table in the schema of `table` as a frame with the dtypes of this module."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for column, values in zip(TABLES[table], content.columns, strict=True):
        columns[column.name] = _series(column, values)
    return pd.DataFrame(columns)


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """A frame as a pyarrow table in the schema of `table`; raises CorpusError where `check` does."""
    import pyarrow as pa

    check(table, frame)
    return pa.Table.from_pandas(
        frame[[one.name for one in TABLES[table]]], schema=arrow_schema(table), preserve_index=False
    )


def check(table: str, frame: pd.DataFrame) -> None:
    """Raise CorpusError unless the frame has the columns, dtypes and null rules of `table`."""
    expected = [one.name for one in TABLES[table]]
    found = [str(name) for name in frame.columns]
    if found != expected:
        raise CorpusError(
            f"{table} has the columns {_list(found)}. It needs {_list(expected)}, in this order."
        )
    for column in TABLES[table]:
        values = frame[column.name]
        if not _fits(column, values.dtype):
            raise CorpusError(f"{table}.{column.name} is {values.dtype}. It needs to be {column.pandas}.")
        if not column.null and bool(values.isna().any()):
            gaps = int(values.isna().sum())
            raise CorpusError(
                f"{table}.{column.name} has {gaps} nulls in {len(values)} rows. It may have none."
            )


def _fits(column: Column, dtype: Any) -> bool:
    if column.dtype == "category":
        return str(dtype) == "category"
    if column.dtype == "string":
        # Where the text is stored is not part of the contract; that a gap is NA, not NaN, is.
        return str(dtype).startswith("string")
    return str(dtype) == column.pandas


def _series(column: Column, values: pa.ChunkedArray) -> Any:
    if column.dtype == "category":
        # Each batch brings its own dictionary. Sorted, the codes do not depend on the order of the rows.
        frozen = values.to_pandas()
        return frozen.cat.set_categories(sorted(map(str, frozen.cat.categories)))
    if column.dtype == "time":
        return values.to_pandas().astype(column.pandas)
    return values.to_pandas(types_mapper=_mapper().get)


@cache
def _mapper() -> dict[Any, Any]:
    import pandas as pd
    import pyarrow as pa

    return {
        pa.string(): pd.StringDtype("pyarrow"),
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }


def _list(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
