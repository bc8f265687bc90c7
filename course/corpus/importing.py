"""An export of any size into a folder of tidy tables, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.corpus import schema
from course.corpus.errors import CorpusError
from course.corpus.reading import Reader
from course.corpus.storage.writing import NAMES, Writers, new_folder, write_manifest
from course.corpus.summary import Summary, Tally
from course.corpus.tables import one_each

if TYPE_CHECKING:
    import pyarrow as pa

_ACCOUNTS_AT_ONCE = 500_000


def import_file(
    reader: Reader, out: str | Path, *, force: bool = False, tick: Callable[[Reader], object] | None = None
) -> Summary:
    """Write what a Reader reads into the folder `out`, batch by batch; `tick` is called after each.

    Raises CorpusError as `write` does, and if no row could be read as a post.
    """
    with Tally() as tally, new_folder(out, force) as folder:
        with Writers(folder, NAMES) as writers:
            for batch in reader:
                writers.add(batch.tables)
                tally.add(batch.tables, batch.notes)
                if tick is not None:
                    tick(reader)
        rows = {**writers.rows, "accounts": _each_account_once(folder, writers.rows["accounts"])}
        summary = tally.finish(reader.path.name, reader.sniffed.format.name, rows["accounts"])
        if not summary.posts:
            raise CorpusError(_nothing(reader, summary))
        write_manifest(folder, rows, {**_about(summary), "summary": summary.data()})
    return summary


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
