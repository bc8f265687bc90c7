"""`course import`: an export of posts as tidy tables, and how wrong a count over it could be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from course.commands import places, say

if TYPE_CHECKING:
    from course.corpus.reading import Reader
    from course.corpus.summary import Summary


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The export, plain or packed (gzip, zstd).")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the tables.", show_default=False)],
    format: Annotated[
        str | None, typer.Option("--format", help="The format, if it is not what it looks like.")
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping", help="For CSV: post_id=ID,created_at=Time,text=Body, or a JSON file that says so."
        ),
    ] = None,
    encoding: Annotated[str, typer.Option(help="The encoding of a CSV, such as cp1252.")] = "utf-8",
    keep_ids: Annotated[
        bool, typer.Option("--keep-ids", help="Keep account ids and handles as they are.")
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option("--key", help="A file with the key for account ids.", show_default="this machine's"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier import.")] = False,
    as_json: places.JsonOption = False,
) -> None:
    """Read an export of posts, write tidy tables as Parquet, and say how wrong a count could be.

    Formats are told apart by their content: X API v1.1 and v2, Mastodon, Bluesky, 4CAT, Zeeschuimer, CSV.
    Account ids are replaced by keyed hashes. Every row becomes a post or a counted reject.

    Example: [bold]course import export.jsonl --out imported/[/]
    """
    from course.corpus.reading import Reader

    reader = Reader(file, format, mapping=mapping, encoding=encoding, keep_ids=keep_ids, key=key)
    say.err.print(escape(reader.said))
    summary = _with_bar(reader, out, force)
    if as_json:
        say.as_json({"out": str(out), **summary.data()})
    else:
        _show(summary, out)


def _with_bar(reader: Reader, out: Path, force: bool) -> Summary:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from course.corpus.importing import import_file

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=say.err, transient=True) as bar:
        task = bar.add_task("reading", total=reader.source.size)

        def tick(now: Reader) -> None:
            bar.update(task, completed=now.source.done, description=f"{now.rows:,} rows")

        return import_file(reader, out, force=force, tick=tick)


def _show(summary: Summary, out: Path) -> None:
    from course.corpus.summary import how_wrong

    say.out.print(escape(f"Written to {out}: {summary.posts:,} posts, {summary.accounts:,} accounts."))
    say.out.print("\nHow wrong a count could be:")
    for line in how_wrong(summary):
        say.out.print(escape(f"  {line}"))
    if summary.rejects:
        say.out.print("\nRejected, by reason:")
        for reason, times in summary.reasons.most_common(5):
            say.out.print(escape(f"  {times:,} × {reason}"))
        say.out.print(escape(f"All of them, with row numbers: {out / 'rejects.parquet'}"))
