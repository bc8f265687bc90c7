"""Tidy tables as Parquet in a folder: whole, or not there.

All is written into a hidden folder beside the target and renamed at the end, with `manifest.json` last. A
folder without a manifest, or whose tables have other lengths than it says, is not opened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.corpus import schema
from course.corpus.errors import CorpusError
from course.corpus.storage.whole import whole_folder
from course.corpus.tables import Corpus, from_batches

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
KIND, VERSION = "course-corpus-tidy", 1
NAMES = ("posts", "tags", "urls", "accounts", "rejects")


def write(corpus: Corpus, out: str | Path, *, force: bool = False) -> Path:
    """Write the tidy tables of a corpus into the folder `out`, which `read` opens again.

    Raises CorpusError if there is something of that name (with `force`, an earlier corpus is replaced), if a
    table breaks the rules of the schema, or if the disk is full; then nothing new is left.
    """
    tables = {name: schema.to_arrow(name, getattr(corpus, name)) for name in NAMES}
    if corpus.labels is not None:
        tables["labels"] = schema.to_arrow("labels", corpus.labels)
    with new_folder(out, force) as folder:
        with Writers(folder, tuple(tables)) as writers:
            writers.add(tables)
        about = {"source": corpus.source, "format": corpus.format, "notes": dict(corpus.notes)}
        write_manifest(folder, writers.rows, about)
    return Path(out).expanduser()


def open_folder(folder: Path) -> Corpus:
    """A folder of tidy tables as a corpus; raises CorpusError unless it is whole."""
    import pyarrow.parquet as pq

    about = _read_manifest(folder)
    tables = {}
    for name, rows in about["rows"].items():
        try:
            table = pq.read_table(folder / f"{name}.parquet", schema=schema.arrow_schema(name))
        except (OSError, ValueError, KeyError) as error:
            raise CorpusError(
                f"{folder / name}.parquet cannot be read ({error}). Import the file again."
            ) from None
        if table.num_rows != rows:
            raise CorpusError(
                f"{folder / name}.parquet has {table.num_rows} rows where {MANIFEST} says {rows}. Import the "
                "file again."
            )
        tables[name] = table
    corpus = from_batches([tables], source=about["source"], format=about["format"], notes=about["notes"])
    if "labels" in tables:
        corpus.labels = schema.to_pandas("labels", tables["labels"])
    return corpus


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = about["kind"] == KIND and about["version"] == VERSION
        if ours and set(NAMES) <= about["rows"].keys() <= schema.TABLES.keys():
            return dict(about)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    raise CorpusError(
        f"{folder} is not a folder that course import finished: it has no {MANIFEST} of ours. Name a file, "
        "or import again."
    )


def write_manifest(folder: Path, rows: Mapping[str, int], about: dict[str, Any]) -> None:
    """Say that a folder is whole, once all of it is on the disk."""
    content = {"kind": KIND, "version": VERSION, "rows": dict(rows), **about}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path = folder / MANIFEST
    path.write_text(text, encoding="utf-8")
    for one in folder.iterdir():
        _sync(one)


def _sync(path: Path) -> None:
    """Have the bytes on the disk before the name says that they are."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class Writers:
    """One Parquet writer for each table; `rows` counts what went into them."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        import pyarrow.parquet as pq

        self._open = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema.arrow_schema(name), compression="zstd")
            for name in names
        }
        self.rows = dict.fromkeys(names, 0)

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Write a batch of every table."""
        for name, writer in self._open.items():
            writer.write_table(tables[name])
            self.rows[name] += tables[name].num_rows

    def __enter__(self) -> Writers:
        return self

    def __exit__(self, *error: object) -> None:
        for writer in self._open.values():
            try:
                writer.close()
            except OSError:
                # On a full disk every writer fails to close; the first error is the one to tell.
                if error[0] is None:
                    raise


def new_folder(out: str | Path, force: bool) -> AbstractContextManager[Path]:
    """A folder to write into, which takes its name when all went well; raises CorpusError."""
    return whole_folder(Path(out), force, made_by="course import", is_ours=_is_ours)


def _is_ours(folder: Path) -> bool:
    try:
        return bool(_read_manifest(folder))
    except CorpusError:
        return False
