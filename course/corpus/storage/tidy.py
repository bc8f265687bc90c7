"""From the star tables back to the tidy ones of `course.corpus.schema`, with texts written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from course.corpus import schema
from course.corpus.making.texts import echo_texts, post_texts
from course.corpus.storage import layout
from course.corpus.storage.layout import Array
from course.corpus.tables import Corpus

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Columns = Mapping[str, Array]
_REPOST = schema.KINDS.index("repost")
_METRICS = {"like": "likes", "reply": "replies", "repost": "reposts", "quote": "quotes"}


class Star(Protocol):
    """What tidy tables are made from: a stored corpus, or one in memory."""

    @property
    def manifest(self) -> dict[str, Any]: ...

    def columns(self, table: str, year: str) -> dict[str, Array]:
        """All columns of a fact table of one year."""

    def _dictionary(self, name: str) -> pa.Table: ...

    def _links(self) -> pa.Table: ...


def tidy(star: Star, years: Iterable[str], text: bool = True) -> Corpus:
    """The tidy tables of some years; every row of `posts` says in `source_file` that it is synthetic.

    Without `text`, the texts are null.
    """
    import pyarrow as pa

    names, links, people = star._dictionary("tag_names"), star._links(), star._dictionary("accounts")
    written = names["tag_raw"].to_pylist()
    parts: dict[str, list[pa.Table]] = {"posts": [], "tags": [], "urls": []}
    for year in years:
        facts = {table: star.columns(table, year) for table in layout.FACTS}
        for table, content in _year(facts, year, names, links, people, written if text else None).items():
            parts[table].append(content)
    frames = {table: schema.to_pandas(table, pa.concat_tables(found)) for table, found in parts.items()}
    return Corpus(
        frames["posts"],
        frames["tags"],
        frames["urls"],
        _accounts(people, frames["posts"]),
        schema.to_pandas("rejects", schema.empty("rejects")),
        source=f"synthetic posts ({star.manifest['posts']:,} originals)",
        format="star",
        notes={"synthetic": True, "note": star.manifest["note"], "hash": star.manifest.get("hash")},
    )


def _year(
    facts: Mapping[str, Columns],
    year: str,
    names: pa.Table,
    links: pa.Table,
    people: pa.Table,
    written: Sequence[str] | None,
) -> dict[str, pa.Table]:
    posts, echoes, tags, urls = (facts[table] for table in ("posts", "echoes", "tags", "urls"))
    said: list[str | None] = [None] * len(posts["id"])
    answered: list[str | None] = [None] * len(echoes["id"])
    if written is not None:
        said = post_texts(posts, tags, urls, written)
        answered = echo_texts(echoes, posts, tags, written, said)
    roots = np.searchsorted(posts["id"], echoes["root_id"])
    repost = np.flatnonzero(echoes["kind"] == _REPOST)
    # All echoes keep the tags of their original, by which they were found; reposts its links, too.
    tag_row, tag_from = _inherited(tags["post"], roots, len(posts["id"]))
    url_row, url_from = _inherited(urls["post"], roots[repost], len(posts["id"]))
    tag_ids = [posts["id"][tags["post"]], echoes["id"][tag_row]]
    tag_codes = [tags["tag"], tags["tag"][tag_from]]
    url_ids = [posts["id"][urls["post"]], echoes["id"][repost][url_row]]
    url_codes = [urls["url"], urls["url"][url_from]]
    return {
        "posts": _posts(posts, echoes, year, people, [*said, *answered]),
        "tags": _tags(np.concatenate(tag_ids), np.concatenate(tag_codes), names),
        "urls": _urls(np.concatenate(url_ids), np.concatenate(url_codes), links),
    }


def _inherited(row: Array, wanted: Array, count: int) -> tuple[Array, Array]:
    """For rows wanted of a link table: which of them, and which of its places, flat."""
    starts = np.searchsorted(row, np.arange(count + 1))
    lengths = (starts[1:] - starts[:-1])[wanted]
    which = np.repeat(np.arange(len(wanted)), lengths)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return which, starts[wanted][which] + within


def _posts(posts: Columns, echoes: Columns, year: str, people: pa.Table, texts: list[str | None]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    def both(name: str) -> Array:
        return np.concatenate([posts[name], echoes[name]])

    def ids(values: Array) -> pa.Array:
        return pc.cast(pa.array(values, mask=values == 0), pa.string())

    count, answers = len(posts["id"]), len(echoes["id"])
    nothing = np.zeros(count, dtype=np.int64)
    order = np.lexsort((both("collected_at"), both("id")))
    columns = {
        "platform": _words(np.zeros(count + answers, dtype=np.int8), ("synthetic",)),
        "post_id": ids(both("id")),
        "author_id": people["author_id"].combine_chunks().take(pa.array(both("author"))),
        "created_at": _times(both("created_at")),
        "collected_at": _times(both("collected_at")),
        "kind": _words(np.concatenate([nothing.astype(np.int8), echoes["kind"]]), schema.KINDS),
        "parent_id": ids(np.concatenate([nothing, echoes["parent_id"]])),
        "root_id": ids(np.concatenate([posts["id"], echoes["root_id"]])),
        "version_of": ids(np.concatenate([posts["version_of"], np.zeros(answers, dtype=np.int64)])),
        "text": pa.array(texts, pa.string()),
        "lang": _words(both("lang"), layout.LANGUAGES, layout.LANGUAGES.index("und")),
        **{f"{name}_count": pa.array(both(stored).astype(np.int64)) for name, stored in _METRICS.items()},
        "view_count": _views(posts["views"], answers),
        "status": _words(both("status"), schema.STATUSES),
        "source_file": pa.repeat(pa.scalar(f"synthetic-{year}"), count + answers),
        "source_row": pa.array(np.empty(0)),
    }
    columns["source_row"] = pa.array(np.arange(1, count + answers + 1, dtype=np.int32))
    places = pa.array(order)
    arrays = [columns[name].take(places) for name in columns if name != "source_row"]
    return pa.Table.from_arrays([*arrays, columns["source_row"]], schema=schema.arrow_schema("posts"))


def _tags(ids: Array, codes: Array, names: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    order = pa.array(np.argsort(ids, kind="stable"))
    found = names.take(pa.array(codes).take(order))
    return pa.Table.from_arrays(
        [
            pc.cast(pa.array(ids).take(order), pa.string()),
            found["tag_raw"].combine_chunks(),
            found["tag"].combine_chunks(),
            _words(np.zeros(len(ids), dtype=np.int8), ("platform",)),
        ],
        schema=schema.arrow_schema("tags"),
    )


def _urls(ids: Array, codes: Array, links: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    order = pa.array(np.argsort(ids, kind="stable"))
    found = links.take(pa.array(codes).take(order))
    columns = [found[name].combine_chunks() for name in found.column_names]
    return pa.Table.from_arrays(
        [pc.cast(pa.array(ids).take(order), pa.string()), *columns], schema=schema.arrow_schema("urls")
    )


def _accounts(people: pa.Table, posts: pd.DataFrame) -> pd.DataFrame:
    """The accounts that posted, in the order of their ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    there = people.filter(pc.is_in(people["author_id"], pa.array(posts["author_id"].unique())))
    there = there.sort_by("author_id")
    count = len(there)
    columns = {
        "platform": _words(np.zeros(count, dtype=np.int8), ("synthetic",)),
        **{name: there[name].combine_chunks() for name in ("author_id", "handle", "followers_count")},
        "bot": pa.nulls(count, pa.bool_()),
        "created_at": there["created_at"].combine_chunks(),
        "collected_at": pa.nulls(count, pa.timestamp("ms", "UTC")),
    }
    return schema.to_pandas(
        "accounts", pa.Table.from_arrays(list(columns.values()), schema=schema.arrow_schema("accounts"))
    )


def _words(codes: Array, words: Sequence[str], null: int | None = None) -> pa.Array:
    import pyarrow as pa

    gaps = None if null is None else codes == null
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=gaps), pa.array(words))


def _times(values: Array) -> pa.Array:
    import pyarrow as pa

    return pa.array(values).view(pa.timestamp("ms", "UTC"))


def _views(views: Array, answers: int) -> pa.Array:
    import pyarrow as pa

    values = np.concatenate([views.astype(np.int64), np.full(answers, -1, dtype=np.int64)])
    return pa.array(values, mask=values < 0)
