"""Records of a CSV file, every cell a string; a broken record does not take its neighbours along."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from course.corpus.errors import CorpusError
from course.corpus.parsing.fields import shown
from course.corpus.parsing.streams import Broken, Source

MAX_COLUMNS = 2_000
MAX_CELL = 131_072
# A record may go over so many lines and bytes; half of that in the lines after one that failed.
MAX_RECORD_LINES = 10_000
MAX_RECORD = 16 << 20
_NEVER_CLOSED = "a quote is opened and never closed"
_TOO_LONG = (
    f"a quote is opened and not closed within {MAX_RECORD_LINES:,} lines and {MAX_RECORD >> 20} MB, "
    "which is the longest that a row may be"
)
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
            elif self._lines.stopped is not None:
                yield self._lines.give_back(self._lines.stopped)
            elif self._lines.ended and self._lines.count:
                yield self._lines.give_back(_NEVER_CLOSED)
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
    """The lines of one record at a time; those of a record that failed are read again, but for the first.

    Read again, they are still read in one go. A record failed because a quote that it opened stayed open
    at the end of each of its lines. Whichever of these lines opens a quote keeps it open to the same place,
    and fails for the same reason without being tried. Otherwise lines such as `a","` would each be read to
    the end of the file.
    """

    def __init__(self, source: Source, encoding: str) -> None:
        self._raw = source.lines()
        self._encoding = encoding
        self._again: deque[bytes] = deque()
        self._record: list[bytes] = []
        self._size = 0
        # Of the lines to be read again: how many, and how large, stay open if a quote is opened in them,
        # and why the record that they belonged to failed.
        self._open_lines = 0
        self._open_bytes = 0
        self._open_reason = ""
        self.broken: Broken | None = None
        self.stopped: str | None = None
        self.ended = False

    def begin(self) -> None:
        self._record, self._size = [], 0
        self.broken, self.stopped, self.ended = None, None, False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._record and (reason := self._hopeless()):
            self.stopped = reason
            raise StopIteration
        line = self._take_again() if self._again else next(self._raw, None)
        if line is None:
            self.ended = True
            raise StopIteration
        if isinstance(line, Broken):
            self.broken = line
            raise StopIteration
        self._record.append(line)
        self._size += len(line)
        try:
            return line.decode(self._encoding).replace("\0", "\ufffd") + "\n"
        except UnicodeDecodeError as error:
            self._record.pop()
            self._size -= len(line)
            self.broken = Broken(
                f"not {self._encoding}: byte {line[error.start]:#04x}. If all accents are wrong, name the "
                "encoding of the file, such as cp1252",
                len(line),
            )
            raise StopIteration from None

    def _take_again(self) -> bytes:
        line = self._again.popleft()
        if self._open_lines:
            self._open_lines -= 1
            self._open_bytes -= len(line)
        return line

    def _hopeless(self) -> str | None:
        """Why a record that leaves a quote open at the end of a line cannot be read, or None."""
        if len(self._record) >= MAX_RECORD_LINES or self._size >= MAX_RECORD:
            return _TOO_LONG
        if len(self._record) > 1 or not self._open_lines:
            return None
        if self._open_reason != _TOO_LONG:
            return self._open_reason
        # What lies behind those lines may close this one, but no more than half of them is read twice.
        far = 2 * self._open_lines > MAX_RECORD_LINES or 2 * self._open_bytes > MAX_RECORD
        return _TOO_LONG if far else None

    @property
    def count(self) -> int:
        return len(self._record)

    @property
    def taken(self) -> int:
        """Bytes of the record read last."""
        return self._size

    def give_back(self, reason: str) -> Broken:
        first, *rest = self._record or [b""]
        if rest:
            self._again.extendleft(reversed(rest))
            self._open_lines, self._open_bytes = len(rest), self._size - len(first)
            self._open_reason = reason
        return Broken(reason, len(first))

    def after_broken(self) -> Iterator[Broken]:
        """The line that could not be read, and the record that it broke into."""
        broken = self.broken
        assert broken is not None
        if self._record:
            # The lines before it are records of their own if only the first of them was wrong.
            yield self.give_back("a quote is opened and not closed before a line that cannot be read")
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
