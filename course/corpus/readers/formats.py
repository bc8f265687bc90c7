"""Which format a file has, and why we think so; every format that can be read, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from course.corpus.errors import CorpusError
from course.corpus.parsing.batch import Row
from course.corpus.parsing.csvrows import delimiter_of
from course.corpus.parsing.jsonrows import by_document, by_line, parse
from course.corpus.parsing.streams import Broken, Source
from course.corpus.readers import bluesky, fourcat, mastodon, x_v1, x_v2, zeeschuimer

_LOOK = 50  # rows
_LOOK_BYTES = 1 << 20
_HEAD = 256 << 10
Layout = Literal["lines", "document", "csv", "folder"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what people call it, and how its objects are recognised and turned into rows."""

    name: str
    title: str
    recognise: Callable[[dict[str, Any]], bool] | None = None
    convert: Callable[..., Row] | None = None
    is_page: Callable[[dict[str, Any]], bool] | None = None


# In the order in which an object is tried: the more telling shape first.
_ALL = (
    Format("zeeschuimer", "Zeeschuimer NDJSON", zeeschuimer.recognise, zeeschuimer.convert),
    Format("4cat-ndjson", "4CAT NDJSON", fourcat.recognise, fourcat.convert),
    Format("jetstream", "Bluesky Jetstream", bluesky.recognise_jetstream, bluesky.convert_jetstream),
    Format("bluesky", "Bluesky post views", bluesky.recognise, bluesky.convert, bluesky.is_page),
    Format("x-v1", "X API v1.1", x_v1.recognise, x_v1.convert, x_v1.is_page),
    Format("mastodon", "Mastodon statuses", mastodon.recognise, mastodon.convert, mastodon.is_page),
    Format("x-v2", "X API v2", x_v2.recognise, x_v2.convert, x_v2.is_page),
    Format("4cat-csv", "4CAT CSV"),
    Format("csv", "CSV with a mapping"),
    Format("tidy", "a folder that course import wrote"),
)
FORMATS = {one.name: one for one in _ALL}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A format, how the file is laid out, and why we think so."""

    format: Format
    layout: Layout
    why: str


def named(name: str) -> Format:
    """A format by its name; raises CorpusError with all names for an unknown one."""
    if name not in FORMATS:
        raise CorpusError(f"There is no format {name}. There are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def recognise(item: Any) -> Format | None:
    """The format that an object of JSON looks like."""
    if type(item) is not dict:
        return None
    return next((one for one in _ALL if one.recognise is not None and one.recognise(item)), None)


def sniff(path: str | Path, format: str | None = None) -> Sniffed:
    """Look at the first rows of a file; `format` overrides what they look like, but not how they lie.

    Raises CorpusError for a file that is empty, packed in a way that we cannot open, or of no known format.
    """
    path = Path(path).expanduser()
    given = None if format is None else named(format)
    if path.is_dir():
        return Sniffed(FORMATS["tidy"], "folder", "a folder")
    if path.exists() and not path.is_file():
        raise CorpusError(
            f"{path} is a pipe or a device. It is read more than once: save it as a file first."
        )
    if not path.is_file():
        raise CorpusError(f"There is no file {path}. Check the name and the folder.")
    source = Source(path)
    head = source.head(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\0")
    if not head:
        raise CorpusError(f"{path.name} holds only blanks. Export it again; nothing can be read from it.")
    if given is not None and given.convert is None:
        return Sniffed(given, "csv", "as you said")
    if given is None and not _is_json(head):
        return _csv(path, head)
    layout: Layout = "document" if _is_document(head) else "lines"
    if given is not None:
        return Sniffed(given, layout, "as you said")
    return _vote(path, source, layout)


def _is_json(head: bytes) -> bool:
    if head[:1] in b"{[":
        return True
    # A first line may be damaged.
    lines = head.splitlines()[:_LOOK]
    return sum(line.lstrip()[:1] == b"{" for line in lines) * 2 > len(lines)


def _is_document(head: bytes) -> bool:
    if head[:1] == b"[":
        return True
    first, _, rest = head.partition(b"\n")
    if first.strip() == b"{":
        return True
    # Objects over several lines, or several on the only line; not a damaged line among whole ones, and not
    # a first line that is longer than what we look at.
    overlong = len(first) == len(head) > _HEAD - 1_024  # blanks before it are gone already
    if first[:1] != b"{" or overlong or rest.lstrip()[:1] == b"{":
        return False
    return isinstance(parse(first), Broken)


def _csv(path: Path, head: bytes) -> Sniffed:
    if head[:1] == b"<":
        raise CorpusError(f"{path.name} is a web page or XML. Export the posts as JSON lines or CSV.")
    text = head.decode("utf-8", "replace")
    try:
        delimiter = delimiter_of(text)
    except CorpusError:
        raise _unknown(path) from None
    line = text.split("\n", 1)[0]
    header = {name.strip().strip('"') for name in line.split(delimiter)}
    if fourcat.MINIMUM <= header or {"id", "thread_id", "author", "body", "created_at"} <= header:
        return Sniffed(FORMATS["4cat-csv"], "csv", "its header has the columns of 4CAT")
    return Sniffed(FORMATS["csv"], "csv", "its first line reads like the names of columns")


def _vote(path: Path, source: Source, layout: Layout) -> Sniffed:
    looked, votes, size = 0, Counter[str](), 0
    rows = by_document(source) if layout == "document" else by_line(source)
    for value, taken in islice(rows, _LOOK):
        for item in value if type(value) is list else [value]:
            looked += 1
            found = recognise(item)
            if found is not None:
                votes[found.name] += 1
        size += taken
        if size > _LOOK_BYTES:
            break
    if not votes:
        raise _unknown(path)
    name, most = votes.most_common(1)[0]
    others = ", ".join(f"{count} like {FORMATS[other].title}" for other, count in votes.most_common()[1:])
    why = f"{most} of the first {looked} rows look like it" + (f", {others}" if others else "")
    return Sniffed(FORMATS[name], layout, why)


def _unknown(path: Path) -> CorpusError:
    return CorpusError(
        f"{path.name} has no format that we know. If you know it, name it: {', '.join(FORMATS)}. "
        "docs/data-import.md says how to export each of them."
    )
