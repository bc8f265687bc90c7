"""The Parquet files of a year, written month by month in pieces of a bounded size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from course.corpus.making.manifest import NOTE
from course.corpus.making.shard import Made
from course.corpus.storage import layout
from course.corpus.storage.layout import Array, Digest, TextDigest

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 250_000  # rows after which a row group is written
_CODEC = {"compression": "zstd", "compression_level": 1}
_FAST = {"compression": "lz4"}  # a third larger than zstd, and read five times as fast


class YearFiles:
    """Writers for the fact tables and links of one year; use as a context."""

    def __init__(self, folder: Path, year: int, text: bool) -> None:
        self._folder, self._year, self._text = folder, year, text
        self._digests = {table: Digest(table) for table in layout.FACTS}
        self._links = TextDigest()
        self._writers: dict[str, Any] = {}
        self._pending: dict[str, list[pa.Table]] = {}
        self._rows = 0

    def __enter__(self) -> YearFiles:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                for table in list(self._pending):
                    self._flush(table)
        finally:
            for writer in self._writers.values():
                writer.close()

    def add(self, made: Made) -> None:
        """Take in the next month."""
        for table, columns in made.tables.items():
            shifted = dict(columns)
            if table in ("tags", "urls"):
                shifted["post"] = _shifted(columns["post"], self._rows)
            self._digests[table].add(shifted)
            self._hold(table, layout.encode(table, shifted, made.texts.get(table)))
        self._rows += len(made.tables["posts"]["id"])
        self._links.add(made.links)
        self._hold("links", made.links)

    def digests(self) -> dict[str, str]:
        """The hash of each table."""
        found = {table: digest.hex() for table, digest in self._digests.items()}
        return {**found, "links": self._links.hex()}

    def _hold(self, table: str, content: pa.Table) -> None:
        held = self._pending.setdefault(table, [])
        held.append(content)
        if sum(len(one) for one in held) >= _PIECE:
            self._flush(table)

    def _flush(self, table: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = marked(pa.concat_tables(self._pending.pop(table)), NOTE)
        if table not in self._writers:
            path = self._folder / table / f"{self._year}.parquet"
            path.parent.mkdir(exist_ok=True)
            self._writers[table] = pq.ParquetWriter(path, content.schema, **_settings(table, self._text))
        self._writers[table].write_table(content, row_group_size=1 << 20)


def write_table(content: pa.Table, path: Path, note: str) -> None:
    """A small table as a file that says that it is synthetic."""
    import pyarrow.parquet as pq

    pq.write_table(marked(content, note), path, **_CODEC)


def marked(content: pa.Table, note: str) -> pa.Table:
    """The same table, saying in its file's metadata that it is synthetic."""
    return content.replace_schema_metadata({"synthetic": "true", "note": note})


def _settings(table: str, text: bool) -> dict[str, Any]:
    if table not in layout.FACTS:
        return dict(_CODEC)
    columns = layout.FACTS[table]
    return {
        **_FAST,
        "use_dictionary": [one.name for one in columns if one.words or one.few] + ["text"] * text,
        "column_encoding": {one.name: "DELTA_BINARY_PACKED" for one in columns if one.delta},
    }


def _shifted(rows: Array, by: int) -> Array:
    return rows + np.int32(by)
