"""JSON values from a file: one a line, or the objects of one document, each of bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from course.corpus.parsing.streams import MAX_LINE, Broken, Source

_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'["\\{}\[\]]')
_IN_STRING = re.compile(rb'["\\]')


def parse(line: bytes) -> Any:
    """A JSON value, or a Broken that says why there is none."""
    import orjson

    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Broken(_why(line, error), len(line))


def _why(line: bytes, error: Exception) -> str:
    said = str(error).partition(": line ")[0]
    if "depth limit" in said:
        return "the JSON is nested too deep (more than 1,024 levels)"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return f"not UTF-8: byte {line[wrong.start]:#04x} at place {wrong.start} of the row"
    if "end of" in said or "EOF" in said or "unexpected end" in said:
        return "the JSON ends in the middle"
    return f"not JSON: {said}"


def by_line(source: Source, limit: int = MAX_LINE) -> Iterator[tuple[Any, int]]:
    """(value or Broken, bytes of it) of every line that is not blank."""
    first = True
    for line in source.lines(limit):
        if isinstance(line, Broken):
            yield line, line.size
            continue
        if first:
            line, first = line.removeprefix(_BOM), False
        if line and not line.isspace():
            yield parse(line), len(line)


def of_run(run: bytes | Broken) -> Iterator[tuple[Any, int]]:
    """As `by_line`, of a run of whole lines."""
    if isinstance(run, Broken):
        yield run, run.size
        return
    for line in run.split(b"\n"):
        line = line.removeprefix(_BOM)
        if line and not line.isspace():
            yield parse(line), len(line)


def by_document(source: Source, limit: int = MAX_LINE) -> Iterator[tuple[Any, int]]:
    """(value or Broken, bytes of it) of every object of a JSON array, or of objects that follow each other.

    The file is cut at its braces without being parsed as a whole, so that a pretty-printed array of any
    length can be read. Text between the objects that is more than commas and blanks is a Broken.
    """
    cutter = _Cutter(limit)
    for piece in source.pieces():
        if isinstance(piece, Broken):
            yield Broken(piece.reason, cutter.pending), cutter.pending
            return
        for item in cutter.feed(piece):
            yield (item, item.size) if isinstance(item, Broken) else (parse(item), len(item))
    for last in cutter.finish():
        yield last, last.size


class _Cutter:
    """Cuts bytes into top-level objects; arrays around them are stepped into."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = b""
        self._at = 0  # scanned so far
        self._start = -1  # where the current object begins, or -1 between objects
        self._depth = 0
        self._string = False
        self._skipped = 0
        self._between = 0

    @property
    def pending(self) -> int:
        return len(self._buffer) + self._skipped

    def feed(self, piece: bytes) -> Iterator[bytes | Broken]:
        self._buffer += piece
        while (found := self._next()) is not None:
            if (stray := self._step(found)) is not None:
                yield stray
        if self._start < 0:
            yield from self._stray(self._buffer[self._between :])
            self._buffer, self._at, self._between = b"", 0, 0
        elif len(self._buffer) - self._start > self._limit:
            # Its braces are still counted, so that reading goes on after it.
            self._skipped += len(self._buffer) - self._start
            self._buffer, self._at, self._start = b"", 0, 0
        else:
            self._buffer, self._at = self._buffer[self._start :], self._at - self._start
            self._start = 0

    def finish(self) -> Iterator[Broken]:
        if self._start >= 0:
            yield Broken("the file ends in the middle of a row", self.pending)

    def _next(self) -> re.Match[bytes] | None:
        pattern = _IN_STRING if self._string else _TOKEN
        found = pattern.search(self._buffer, self._at)
        if found is None:
            self._at = len(self._buffer)
        elif found[0] == b"\\" and found.end() == len(self._buffer):
            return None  # what it escapes is in the next piece
        return found

    def _step(self, found: re.Match[bytes]) -> bytes | Broken | None:
        self._at = found.end()
        what = found[0]
        if what == b"\\":
            self._at += 1 if self._string else 0
        elif what == b'"':
            self._string = not self._string if self._start >= 0 else False
        elif self._start < 0:
            return self._open(what, found.start())
        elif what in b"{[":
            self._depth += 1
        else:
            self._depth -= 1
            if self._depth == 0:
                return self._close()
        return None

    def _open(self, what: bytes, start: int) -> Broken | None:
        if what != b"{":
            return None
        before = self._buffer[self._between : start]
        self._start, self._depth = start, 1
        return next(self._stray(before), None)

    def _close(self) -> bytes | Broken:
        whole = self._buffer[self._start : self._at]
        size = self._skipped + len(whole)
        self._start, self._between = -1, self._at
        if self._skipped or size > self._limit:
            self._skipped = 0
            return Broken(f"the row has {size} bytes; at most {self._limit} are read", size)
        return whole

    def _stray(self, between: bytes) -> Iterator[Broken]:
        rest = between.removeprefix(_BOM).strip(b" \t\r\n,[]\0")
        if rest:
            yield Broken(f"text between the rows that is no object ({len(rest)} bytes)", len(rest))
