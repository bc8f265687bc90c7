"""Bytes of a file, piece by piece: plain, gzip or zstd, cut into lines of bounded length.

Nothing here holds more than one line and one piece, however long the file is or unpacks to.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from course.corpus.errors import CorpusError

PIECE = 4 << 20
SMALL = 256 << 10
MAX_LINE = 16 << 20
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_OTHERS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"PAR1": "a Parquet file; name the folder that course import wrote",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"7z\xbc\xaf": "a 7-zip archive",
    b"SQLite": "an SQLite database",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch of the file that is no line: why, and how many bytes of it were read."""

    reason: str
    size: int = 0


class Source:
    """A file that is read once from start to end; `done` of `size` bytes are behind us."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.packing = _packing(path)
        self.size = path.stat().st_size
        self.done = 0

    def pieces(self) -> Iterator[bytes | Broken]:
        """The unpacked bytes; a Broken comes last if the file ends in the middle or is damaged."""
        with self.path.open("rb") as file:
            if self.packing == "gzip":
                yield from _gathered(self._gzip(file))
            elif self.packing == "zstd":
                yield from _gathered(self._zstd(file))
            else:
                while piece := self._read(file):
                    yield piece

    def lines(self, limit: int = MAX_LINE) -> Iterator[bytes | Broken]:
        """Lines without their end; one that is longer than `limit` bytes becomes a Broken of its size."""
        for run in self.runs(limit):
            if isinstance(run, Broken):
                yield run
            else:
                yield from run.split(b"\n")

    def runs(self, limit: int = MAX_LINE) -> Iterator[bytes | Broken]:
        """Whole lines, as many as a piece holds, without the last one's end; else as `lines`."""
        tail, skipped = b"", 0
        for piece in self.pieces():
            if isinstance(piece, Broken):
                yield Broken(piece.reason, skipped + len(tail)) if skipped or tail else piece
                return
            first, last = piece.find(b"\n"), piece.rfind(b"\n")
            if first < 0:
                tail, skipped = (b"", skipped + len(piece)) if skipped else (tail + piece, 0)
            else:
                length = skipped + len(tail) + first
                if length > limit:
                    yield _too_long(length, limit)
                    if first < last:
                        yield piece[first + 1 : last]
                else:
                    yield tail + piece[:last]
                tail, skipped = piece[last + 1 :], 0
            if len(tail) > limit:
                tail, skipped = b"", len(tail)
        if skipped:
            yield _too_long(skipped, limit)
        elif tail:
            yield tail

    def head(self, size: int = 256 << 10) -> bytes:
        """The first unpacked bytes; reading starts anew afterwards. Raises CorpusError if there are none."""
        kept = b""
        for piece in self.pieces():
            if isinstance(piece, Broken):
                if not kept:
                    raise CorpusError(f"{self.path.name} cannot be unpacked: {piece.reason}.")
                break
            kept += piece[: size - len(kept)]
            if len(kept) >= size:
                break
        self.done = 0
        return kept

    def _read(self, file: BinaryIO, size: int = PIECE) -> bytes:
        piece = file.read(size)
        self.done += len(piece)
        return piece

    def _gzip(self, file: BinaryIO) -> Iterator[bytes | Broken]:
        unpack = zlib.decompressobj(31)
        packed = b""
        try:
            while True:
                packed = packed or self._read(file, 64 << 10)
                if not packed:
                    break
                if unpack.eof:
                    # Members may follow each other, and zeros may fill the last block.
                    packed = packed.lstrip(b"\0")
                    if not packed:
                        continue
                    unpack = zlib.decompressobj(31)
                # Bounded, so that a small file that unpacks to a huge one does so piece by piece.
                piece = unpack.decompress(packed, PIECE)
                packed = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
                if piece:
                    yield piece
            while not unpack.eof and (piece := unpack.decompress(unpack.unconsumed_tail, PIECE)):
                yield piece
        except zlib.error as error:
            yield Broken(f"the packed file is damaged from here on ({error}); what follows is missing")
            return
        if not unpack.eof:
            yield Broken(_CUT)

    def _zstd(self, file: BinaryIO) -> Iterator[bytes | Broken]:
        import zstandard

        counted: Any = _Counted(self, file)
        unpack = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        reader = unpack.stream_reader(counted, read_across_frames=True)
        try:
            while piece := reader.read1(PIECE):
                yield piece
        except zstandard.ZstdError as error:
            yield Broken(f"the packed file is damaged from here on ({error}); what follows is missing")
            return
        # The library takes a file that ends in the middle for one that ends.
        if not _zstd_is_whole(file):
            yield Broken(_CUT)


_CUT = "the packed file ends in the middle; what followed is missing"


def _gathered(pieces: Iterator[bytes | Broken]) -> Iterator[bytes | Broken]:
    """The same bytes in pieces that are not small: a packed file may unpack to a byte at a time.

    Whoever puts a line together from pieces copies it for each of them.
    """
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, bytes) and size + len(piece) < SMALL:
            kept.append(piece)
            size += len(piece)
            continue
        if kept:
            yield b"".join(kept)
            kept, size = [], 0
        yield piece
    if kept:
        yield b"".join(kept)


class _Counted:
    """What zstandard reads from: the file, with the bytes counted."""

    def __init__(self, source: Source, file: BinaryIO) -> None:
        self._source, self._file = source, file

    def read(self, size: int) -> bytes:
        return self._source._read(self._file, size)


def _too_long(size: int, limit: int) -> Broken:
    return Broken(f"the line has {size} bytes; at most {limit} are read", size)


def _packing(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise CorpusError(f"{path.name} is empty (0 bytes). Export it again; nothing can be read from it.")
    if start.startswith(_GZIP):
        return "gzip"
    if start.startswith(_ZSTD) or int.from_bytes(start[:4], "little") in _SKIPPABLE:
        return "zstd"
    for magic, what in _OTHERS.items():
        if start.startswith(magic):
            raise CorpusError(f"{path.name} is {what}. {_remedy(what)}")
    return ""


def _remedy(what: str) -> str:
    if "UTF-16" in what:
        return "Save it as UTF-8 text, or as CSV UTF-8 from a spreadsheet."
    if "Excel" in what:
        return "Unpack it, or save the sheet as CSV UTF-8."
    if "Parquet" in what:
        return "Posts are read from exports, not from single Parquet files."
    return "Unpack or export it as JSON lines or CSV."


def _zstd_is_whole(file: BinaryIO) -> bool:
    """Walk over the frames and blocks of a zstd file (RFC 8878, section 3) without unpacking them."""
    import zstandard

    end = file.seek(0, 2)
    at = 0
    while at < end:
        file.seek(at)
        head = file.read(18)
        if int.from_bytes(head[:4], "little") in _SKIPPABLE:
            at += 8 + int.from_bytes(head[4:8], "little")
            continue
        try:
            checksum = zstandard.get_frame_parameters(head).has_checksum
            at += zstandard.frame_header_size(head)
        except zstandard.ZstdError:
            return False
        last = False
        while not last:
            file.seek(at)
            block = file.read(3)
            if len(block) < 3:
                return False
            word = int.from_bytes(block, "little")
            last, kind, size = bool(word & 1), word >> 1 & 3, word >> 3
            at += 3 + (1 if kind == 1 else size)  # a block of kind 1 repeats one byte
        at += 4 if checksum else 0
    return at == end
