"""Read an export into tidy tables, batch by batch; `read` puts the batches together.

What counts as a row: each line that is not blank; in a JSON array or in pretty-printed JSON each object; in
CSV each record after the header; in a page of an API each item of its list (`data`, `statuses`, `posts`,
`feed`). Posts and accounts that a page includes beside that list are no rows. Every row becomes a post or a
reject, so that rows = posts + rejects, always.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course.corpus.errors import CorpusError, Reject
from course.corpus.parsing.batch import Batch, Builder, Row
from course.corpus.parsing.csvrows import Table
from course.corpus.parsing.fields import shown
from course.corpus.parsing.jsonrows import by_document, by_line, of_run
from course.corpus.parsing.pseudonyms import Pseudonyms, key_of
from course.corpus.parsing.streams import Broken, Source
from course.corpus.readers import fourcat, plain, x_v2, x_v2_parse
from course.corpus.readers.formats import Sniffed, recognise, sniff
from course.corpus.tables import Corpus, from_batches

ROWS, BYTES = 32_768, 32 << 20
_SHAPE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_MISSING = "errors that the platform reported instead of posts"
_LISTS = ("statuses", "posts", "feed")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Parsed rows hold no cycles; looking for some in every few of them takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Reader:
    """An export, opened: iterate for its batches; `said` is what it is read as, `rows` how many were read.

    `source.done` of `source.size` bytes are behind us. Iterating again starts anew.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        mapping: str | Path | Mapping[str, str] | None = None,
        encoding: str = "utf-8",
        keep_ids: bool = False,
        key: bytes | str | os.PathLike[str] | None = None,
        rows_in_batch: int = ROWS,
    ) -> None:
        self.path = Path(path).expanduser()
        self._mapping, self._encoding = plain.mapping_of(mapping), encoding
        if self._mapping is not None and format is None:
            format = "csv"
        if self._mapping is not None and format != "csv":
            raise CorpusError(f"A mapping is for CSV files, not for {format}. Leave one of the two out.")
        self.sniffed: Sniffed = sniff(self.path, format)
        if self.sniffed.layout == "folder":
            raise CorpusError(f"{self.path} is a folder. An export is a file: name one in it.")
        self._pseudonyms = Pseudonyms(None if keep_ids else key_of(key))
        self._most = rows_in_batch
        self.in_blocks = True  # the careful way alone gives the same rows; tests compare the two
        self.source = Source(self.path)
        self.rows = 0

    @property
    def said(self) -> str:
        """One sentence: what the file is read as, and why."""
        return f"{self.path.name}: read as {self.sniffed.format.title} ({self.sniffed.why})."

    def __iter__(self) -> Iterator[Batch]:
        """Batches of at most `rows_in_batch` rows, fewer where rows are long."""
        self.source, self.rows = Source(self.path), 0
        builder, held = Builder(self.path.name, self._pseudonyms), 0
        sizes = self._fill(builder)
        more = True
        while more:
            with _no_collection():
                for size in sizes:
                    held += size
                    if len(builder) >= self._most or held >= BYTES:
                        break
                else:
                    more = False
                batch, held = builder.take(), 0
            yield batch

    def _fill(self, builder: Builder) -> Iterator[int]:
        """Put rows into the builder; yields the bytes that each of them took."""
        if self.sniffed.layout == "csv":
            yield from self._fill_csv(builder)
            return
        in_lines = self.sniffed.layout == "lines"
        if in_lines and self.in_blocks and self.sniffed.format.name == "x-v2":
            yield from self._fill_blocks(builder)
            return
        rows = by_line(self.source) if in_lines else by_document(self.source)
        for value, size in rows:
            yield from self._fill_value(builder, value, size)

    def _fill_value(self, builder: Builder, value: Any, size: int) -> Iterator[int]:
        is_page = self.sniffed.format.is_page
        if type(value) is list:
            yield from self._fill_items(builder, value, size)
        elif type(value) is dict and is_page is not None and is_page(value):
            yield from self._fill_page(builder, value, size)
        else:
            self._one(builder, value)
            yield size

    def _fill_csv(self, builder: Builder) -> Iterator[int]:
        table = Table(self.source, self._encoding)
        convert = (
            fourcat.cells
            if self.sniffed.format.name == "4cat-csv"
            else plain.converter(table.header, self._mapping)
        )
        for cells, size in table.rows():
            self._one(builder, cells, convert)
            yield size

    def _fill_blocks(self, builder: Builder) -> Iterator[int]:
        """Runs of lines at once where all of a run are usual, line by line where not."""
        from course.corpus.readers import x_v2_block

        for run, table in self._parsed():
            taken = 0 if table is None else x_v2_block.add(builder, table, self.rows + 1)
            if taken:
                self.rows += taken
                yield len(run)
                continue
            for value, size in of_run(run):
                yield from self._fill_value(builder, value, size)

    def _parsed(self) -> Iterator[tuple[Any, Any]]:
        """Runs with their tables, or None; meanwhile the next is read and parsed in a thread."""
        runs = self.source.runs()
        wait, pause = 0, 1

        def step() -> tuple[Any, Any]:
            nonlocal wait, pause
            run, table = next(runs, None), None
            if wait:
                wait -= 1
            elif run is not None and not isinstance(run, Broken):
                table = x_v2_parse.parse(run)
                # A file of pages refuses every run: it is asked ever more seldom.
                wait, pause = (pause, min(2 * pause, 64)) if table is None else (0, 1)
            return run, table

        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(step)
            while True:
                run, table = coming.result()
                if run is None:
                    return
                coming = ahead.submit(step)
                yield run, table

    def _fill_page(self, builder: Builder, value: dict[str, Any], size: int) -> Iterator[int]:
        if self.sniffed.format.name != "x-v2":
            yield from self._fill_items(builder, next(value[name] for name in _LISTS if name in value), size)
            return
        try:
            page = x_v2.Page(value)
        except (Reject, *_SHAPE) as error:
            # A page that cannot be opened may have held any number of posts; it counts as one row.
            self._reject(builder, f"a page that cannot be opened: {error}")
            yield size
            return
        if page.errors:
            builder.note(_MISSING, page.errors)
        for item in page.items:
            self._one(builder, item, None, page)
        yield size

    def _fill_items(self, builder: Builder, items: Any, size: int) -> Iterator[int]:
        if type(items) is not list:
            self._reject(builder, f"a page whose posts are {shown(items)}, not a list")
            yield size
            return
        for item in items:
            self._one(builder, item)
            yield size // len(items)

    def _one(
        self, builder: Builder, item: Any, convert: Callable[..., Row] | None = None, page: Any = None
    ) -> None:
        convert = convert or self.sniffed.format.convert
        assert convert is not None
        if type(item) is not dict:
            said = item.reason if isinstance(item, Broken) else f"{shown(item)} where an object is needed"
            self._reject(builder, said)
            return
        try:
            row = convert(item, page) if page is not None else convert(item)
            builder.add(row, self.rows + 1)
        except Reject as error:
            self._reject(builder, f"{error}{self._other(item)}")
        except _SHAPE as error:
            said = f"{type(error).__name__}: {error}"[:100]
            shape = f"not of the shape that {self.sniffed.format.title} has ({said})"
            self._reject(builder, shape + self._other(item))
        else:
            self.rows += 1

    def _reject(self, builder: Builder, reason: str) -> None:
        self.rows += 1
        builder.reject(self.rows, reason)

    def _other(self, item: dict[str, Any]) -> str:
        """What a row that does not fit looks like instead."""
        if self.sniffed.layout == "csv":
            return ""
        found = recognise(item)
        if found is None or found is self.sniffed.format:
            return ""
        return f"; it looks like {found.title}"


def batches(path: str | os.PathLike[str], format: str | None = None, **options: Any) -> Iterator[Batch]:
    """The batches of an export, options as in `read`; memory does not grow with the file."""
    return iter(Reader(path, format, **options))


def read(
    path: str | os.PathLike[str],
    format: str | None = None,
    *,
    mapping: str | Path | Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    keep_ids: bool = False,
    key: bytes | str | os.PathLike[str] | None = None,
    say: Callable[[str], object] | None = print,
) -> Corpus:
    """Read an export, or a folder that `course import` wrote, into tidy frames.

    corpus.read("export.jsonl").posts

    `format` is sniffed and said aloud; name it to override (`corpus.FORMATS` has the names). `mapping` says
    which columns of a CSV are which of ours: "post_id=ID,created_at=Time,text=Body". `encoding` is that of a
    CSV; JSON is UTF-8. Files may be packed with gzip or zstd.

    Account ids become keyed hashes with this machine's key, or with `key` (bytes, or the name of a file),
    unless `keep_ids`. Times are UTC. Raises CorpusError for a file that cannot be read at all; rows that
    cannot be read are in `rejects`, with their number and the reason.
    """
    if Path(path).expanduser().is_dir():
        from course.corpus.storage.writing import open_folder

        return open_folder(Path(path).expanduser())
    reader = Reader(path, format, mapping=mapping, encoding=encoding, keep_ids=keep_ids, key=key)
    found, notes = [], Counter[str]()
    for batch in reader:
        found.append(batch.tables)
        notes.update(batch.notes)
    name = reader.sniffed.format.name
    corpus = from_batches(found, source=reader.path.name, format=name, notes=dict(notes))
    if say is not None:
        say(f"{reader.said} {len(corpus.posts)} posts of {reader.rows} rows, {len(corpus.rejects)} rejected.")
    return corpus
