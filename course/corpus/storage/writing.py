"""Tidy tables as Parquet in a folder: whole, or not there.

All is written into a hidden folder beside the target and renamed at the end, with `manifest.json` last. A
folder without a manifest, or whose tables have other lengths than it says, is not opened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.corpus import schema
from course.corpus.errors import CorpusError
from course.corpus.reading import Reader
from course.corpus.storage.whole import whole_folder
from course.corpus.summary import Summary, Tally
from course.corpus.tables import Corpus, from_batches, one_each

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
KIND, VERSION = "course-corpus-tidy", 1
NAMES = ("posts", "tags", "urls", "accounts", "rejects")
_ACCOUNTS_AT_ONCE = 500_000


def write(corpus: Corpus, out: str | Path, *, force: bool = False) -> Path:
    """Write the tidy tables of a corpus into the folder `out`, which `read` opens again.

    Raises CorpusError if there is something of that name (with `force`, an earlier corpus is replaced), if a
    table breaks the rules of the schema, or if the disk is full; then nothing new is left.
    """
    tables = {name: schema.to_arrow(name, getattr(corpus, name)) for name in NAMES}
    if corpus.labels is not None:
        tables["labels"] = schema.to_arrow("labels", corpus.labels)
    with _folder(out, force) as folder:
        with _Writers(folder, tuple(tables)) as writers:
            writers.add(tables)
        about = {"source": corpus.source, "format": corpus.format, "notes": dict(corpus.notes)}
        _manifest(folder, writers.rows, about)
    return Path(out).expanduser()


def import_file(
    reader: Reader, out: str | Path, *, force: bool = False, tick: Callable[[Reader], object] | None = None
) -> Summary:
    """Write what a Reader reads into the folder `out`, batch by batch; `tick` is called after each.

    Raises CorpusError as `write` does, and if no row could be read as a post.
    """
    with Tally() as tally, _folder(out, force) as folder:
        with _Writers(folder, NAMES) as writers:
            for batch in reader:
                writers.add(batch.tables)
                tally.add(batch.tables, batch.notes)
                if tick is not None:
                    tick(reader)
        rows = {**writers.rows, "accounts": _each_account_once(folder, writers.rows["accounts"])}
        summary = tally.finish(reader.path.name, reader.sniffed.format.name, rows["accounts"])
        if not summary.posts:
            raise CorpusError(_nothing(reader, summary))
        _manifest(folder, rows, {**_about(summary), "summary": summary.data()})
    return summary


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


def _about(summary: Summary) -> dict[str, Any]:
    return {"source": summary.source, "format": summary.format, "notes": dict(summary.notes)}


def _nothing(reader: Reader, summary: Summary) -> str:
    if not summary.rows:
        return f"{reader.said} It holds no rows. Nothing was written."
    reason, times = summary.reasons.most_common(1)[0]
    return (
        f"{reader.said} None of its {summary.rows} rows is a post, so nothing was written. Most often "
        f"({times} of {summary.rows}): {reason}."
    )


def _manifest(folder: Path, rows: Mapping[str, int], about: dict[str, Any]) -> None:
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


class _Writers:
    """One Parquet writer for each table; `rows` counts what went into them."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        import pyarrow.parquet as pq

        self._open = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema.arrow_schema(name), compression="zstd")
            for name in names
        }
        self.rows = dict.fromkeys(names, 0)

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        for name, writer in self._open.items():
            writer.write_table(tables[name])
            self.rows[name] += tables[name].num_rows

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *error: object) -> None:
        for writer in self._open.values():
            try:
                writer.close()
            except OSError:
                # On a full disk every writer fails to close; the first error is the one to tell.
                if error[0] is None:
                    raise


def _each_account_once(folder: Path, rows: int) -> int:
    """Batches bring an account each time; keep one row of each, a share of all accounts at a time."""
    import pyarrow.parquet as pq
    from pandas.util import hash_array

    path, once = folder / "accounts.parquet", folder / "accounts.once"
    shares = 1 + rows // _ACCOUNTS_AT_ONCE
    found = 0
    with (
        pq.ParquetFile(path) as file,
        pq.ParquetWriter(once, schema.arrow_schema("accounts"), compression="zstd") as writer,
    ):
        for share in range(shares):
            kept = [schema.empty("accounts")]
            for batch in file.iter_batches():
                ids = batch["author_id"].to_pandas().to_numpy(dtype=object)
                chosen = hash_array(ids, categorize=False) % shares == share if len(ids) else []
                kept.append(_as_table(batch).filter(list(map(bool, chosen))))
            accounts = one_each(_joined(kept))
            writer.write_table(accounts)
            found += accounts.num_rows
    once.replace(path)
    return found


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_batches([batch]).cast(schema.arrow_schema("accounts"))


def _joined(tables: list[pa.Table]) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables(tables)


def _folder(out: str | Path, force: bool) -> AbstractContextManager[Path]:
    return whole_folder(Path(out), force, made_by="course import", is_ours=_is_ours)


def _is_ours(folder: Path) -> bool:
    try:
        return bool(_read_manifest(folder))
    except CorpusError:
        return False
