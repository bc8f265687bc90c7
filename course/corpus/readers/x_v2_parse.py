"""Lines of flattened posts of X API v2 as a pyarrow table, or None where any of them is unusual.

pyarrow parses the lines straight into columns, so that no Python object is made of the fields that nobody
reads.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from course.corpus.readers import x_v2

# Fields that no post has: a line with one of them is a page or a notice.
FLAT_ONLY = ("data", "action", "redacted_at")
_AT_ONCE = 1 << 20  # bytes: what is parsed together should stay in the processor's cache


class Unusual(ValueError):
    """Something that only the careful way can judge."""


def parse(run: bytes) -> Any:
    """A run of lines as a table, or None if any line is unusual; it may go ahead in a thread."""
    rows = _lines(run)
    if not rows:
        return None
    try:
        return _parse(run, rows)
    except (ValueError, TypeError, NotImplementedError):  # pyarrow's errors are among them
        return None


def _lines(run: bytes) -> int:
    """How many lines there are, or 0 unless each begins and ends like an object.

    pyarrow's parser crashes on a line that is null (26.0), and two objects on a line, or one over two, would
    shift the numbers of the rows.
    """
    import numpy as np

    if not (run.startswith(b"{") and run.endswith(b"}")):
        return 0
    found = np.frombuffer(run, np.uint8)
    ends = np.flatnonzero(found == ord("\n"))
    alike = (found[ends - 1] == ord("}")) & (found[ends + 1] == ord("{"))
    return len(ends) + 1 if alike.all() else 0


@cache
def _schema() -> Any:
    import pyarrow as pa

    text, whole = pa.string(), pa.int64()
    hashtags = pa.list_(pa.struct([("tag", text)]))
    urls = pa.list_(pa.struct([("url", text), ("expanded_url", text), ("unwound_url", text)]))
    entities = pa.struct([("hashtags", hashtags), ("urls", urls)])
    said = [("text", text), ("entities", entities)]
    said.append(("note_tweet", pa.struct(said)))
    metrics = pa.struct([(name, whole) for name in x_v2._COUNTS])
    author = [("username", text), ("created_at", text)]
    author.append(("public_metrics", pa.struct([("followers_count", whole)])))
    return pa.schema(
        [
            *((name, text) for name in ("id", "author_id", "conversation_id", "created_at", "lang")),
            *said,
            ("public_metrics", metrics),
            ("referenced_tweets", pa.list_(pa.struct([("type", text), ("id", text), *said]))),
            ("edit_history_tweet_ids", pa.list_(text)),
            ("withheld", pa.struct([("scope", text)])),
            ("author", pa.struct(author)),
            ("__twarc", pa.struct([("retrieved_at", text)])),
            *((name, text) for name in FLAT_ONLY),
        ]
    )


def _parse(raw: bytes, rows: int) -> Any:
    import pyarrow as pa
    import pyarrow.json as reader

    # The parser does not look at the encoding.
    ends = pa.array([0, len(raw)], pa.int64()).buffers()[1]
    pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(raw)]).validate(full=True)
    table = reader.read_json(
        pa.BufferReader(raw),
        read_options=reader.ReadOptions(use_threads=False, block_size=_AT_ONCE),
        parse_options=reader.ParseOptions(explicit_schema=_schema(), unexpected_field_behavior="ignore"),
    )
    if table.num_rows != rows:
        raise Unusual
    return table.combine_chunks()
