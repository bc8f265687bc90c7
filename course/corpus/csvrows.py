"""Records of a CSV file, every cell a string; a broken record does not take its neighbours along."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from course.corpus.errors import CorpusError
from course.corpus.fields import shown
from course.corpus.streams import Broken, Source

MAX_COLUMNS = 2_000
MAX_CELL = 131_072
_BOM = "\ufeff"
_DELIMITERS = ",;\t|"


def delimiter_of(head: str) -> str:
    """The delimiter that gives the header most columns; raises CorpusError if there is one column."""
    header = head.removeprefix(_BOM).split("\n", 1)[0][:8_192]
    found = max(_DELIMITERS, key=lambda one: len(next(csv.reader([header], delimiter=one), [])))
    if found not in header:
        raise CorpusError(
            f"The first line, {shown(header.strip())}, has no comma, semicolon or tab. A CSV file begins "
            "with the names of its columns."
        )
    return found


class Table:
    """A CSV file: `header`, and its records as `rows`."""

    def __init__(self, source: Source, encoding: str = "utf-8") -> None:
        self._encoding = _ascii_based(encoding)
        head = source.head().decode(self._encoding, "replace")
        self.delimiter = delimiter_of(head)
        self._lines = _Lines(source, self._encoding)
        first = next(self._records(), None)
        if first is None or isinstance(first, Broken):
            why = first.reason if first else "there is no line"
            raise CorpusError(f"{source.path.name} has no header that can be read: {why}.")
        self.header = [name.removeprefix(_BOM).strip() for name in first]
        _check_header(source, self.header)

    def rows(self) -> Iterator[tuple[dict[str, str] | Broken, int]]:
        """(cells by column or Broken, bytes of it) of every record that is not blank."""
        width = len(self.header)
        for record in self._records():
            size = self._lines.taken
            if isinstance(record, Broken):
                yield record, size
            elif len(record) == width:
                yield dict(zip(self.header, record, strict=True)), size
            elif record:
                yield Broken(f"{len(record)} cells where the header has {width}", size), size

    def _records(self) -> Iterator[list[str] | Broken]:
        while True:
            self._lines.begin()
            try:
                record = self._next()
            except csv.Error as error:
                yield self._lines.give_back(f"not CSV: {error}")
                continue
            if self._lines.broken is not None:
                yield from self._lines.after_broken()
            elif self._lines.ended and self._lines.count:
                yield self._lines.give_back("a quote is opened and never closed")
            elif record is None:
                return
            else:
                yield record

    def _next(self) -> list[str] | None:
        # The limit belongs to the module, and so to whoever else reads CSV in this process.
        before = csv.field_size_limit(MAX_CELL)
        try:
            return next(csv.reader(self._lines, delimiter=self.delimiter), None)
        finally:
            csv.field_size_limit(before)


class _Lines:
    """The lines of one record at a time; those of a record that failed are read again, but for the first."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._raw = source.lines()
        self._encoding = encoding
        self._again: deque[bytes] = deque()
        self._record: list[bytes] = []
        self.broken: Broken | None = None
        self.ended = False

    def begin(self) -> None:
        self._record, self.broken, self.ended = [], None, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._raw, None)
        if line is None:
            self.ended = True
            raise StopIteration
        if isinstance(line, Broken):
            self.broken = line
            raise StopIteration
        self._record.append(line)
        try:
            return line.decode(self._encoding).replace("\0", "\ufffd") + "\n"
        except UnicodeDecodeError as error:
            self._record.pop()
            self.broken = Broken(
                f"not {self._encoding}: byte {line[error.start]:#04x}. If all accents are wrong, name the "
                "encoding of the file, such as cp1252",
                len(line),
            )
            raise StopIteration from None

    @property
    def count(self) -> int:
        return len(self._record)

    @property
    def taken(self) -> int:
        """Bytes of the record read last."""
        return sum(map(len, self._record))

    def give_back(self, reason: str) -> Broken:
        first, *rest = self._record or [b""]
        self._again.extendleft(reversed(rest))
        return Broken(reason, len(first))

    def after_broken(self) -> Iterator[Broken]:
        """The line that could not be read, and the record that it broke into."""
        broken = self.broken
        assert broken is not None
        if self._record:
            # The lines before it are records of their own if only the first of them was wrong.
            first, *rest = self._record
            self._again.extendleft(reversed(rest))
            yield Broken("a quote is opened and not closed before a line that cannot be read", len(first))
        yield broken


def _ascii_based(encoding: str) -> str:
    try:
        if "a,\n".encode(encoding) == b"a,\n":
            return encoding
    except (LookupError, UnicodeError):
        raise CorpusError(
            f"There is no encoding {shown(encoding)}. Common ones: utf-8, cp1252, latin-1."
        ) from None
    raise CorpusError(f"Files in {encoding} cannot be read line by line. Save the file as UTF-8.")


def _check_header(source: Source, header: list[str]) -> None:
    if len(header) > MAX_COLUMNS:
        raise CorpusError(
            f"{source.path.name} has {len(header)} columns; at most {MAX_COLUMNS} are read. Export the "
            "columns that you need."
        )
    twice = [name for number, name in enumerate(header) if name in header[:number]]
    if twice:
        raise CorpusError(
            f"{source.path.name} has the column {shown(twice[0])} more than once. Rename one of them."
        )
