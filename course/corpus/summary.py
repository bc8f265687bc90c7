"""How wrong a count over an export could be: what was counted on the way in, and what it means in words."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from course.corpus.readers import fourcat, plain, x_v2

if TYPE_CHECKING:
    import pyarrow as pa

    from course.corpus.tables import Corpus

_AT_ONCE = 4_000_000  # hashes of ids held in memory, 8 bytes each
_MOST_REASONS = 20


class Distinct:
    """Counts distinct keys in bounded memory: 64-bit hashes on disk, compared part by part.

    Two of n keys share a hash with a chance of about n² / 2⁶⁵: 1 in 3,700 for a hundred million posts.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=8 << 20)
        self.total = 0

    def add(self, posts: pa.Table) -> None:
        """Take the keys of a batch of posts."""
        from pandas.util import hash_array

        platform = posts["platform"].cast("string").to_pandas().to_numpy(dtype=object)
        ids = posts["post_id"].to_pandas().to_numpy(dtype=object)
        if len(ids):
            hashes = hash_array(platform + "\0" + ids, categorize=False)
            self._file.write(hashes.astype("<u8").tobytes())
            self.total += len(ids)

    def count(self) -> int:
        """How many distinct keys there were."""
        import numpy as np

        parts = 1 + self.total // _AT_ONCE
        found = 0
        for part in range(parts):
            self._file.seek(0)
            kept = []
            while piece := self._file.read(8 << 20):
                hashes = np.frombuffer(piece, "<u8")
                kept.append(hashes[hashes % parts == part])
            found += len(np.unique(np.concatenate(kept))) if kept else 0
        return found

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()


@dataclass
class Summary:
    """Counts over the rows of an export; all but `distinct` count a post as often as it was collected."""

    source: str = ""
    format: str = ""
    rows: int = 0
    posts: int = 0
    rejects: int = 0
    distinct: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    tags: int = 0
    urls: int = 0
    unresolved: int = 0
    versions: int = 0
    without_text: int = 0
    accounts: int = 0
    first: int | None = None
    last: int | None = None
    collected_first: int | None = None
    collected_last: int | None = None
    not_collected: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def data(self) -> dict[str, Any]:
        """For scripts: numbers, times in ISO 8601, and the sentences."""
        return {
            "source": self.source,
            "format": self.format,
            "rows": self.rows,
            "posts": self.posts,
            "distinct_posts": self.distinct,
            "rejects": self.rejects,
            "accounts": self.accounts,
            "tags": self.tags,
            "urls": self.urls,
            "urls_unresolved": self.unresolved,
            "kinds": dict(self.kinds),
            "status": dict(self.statuses),
            "created": [_iso(self.first), _iso(self.last)],
            "collected": [_iso(self.collected_first), _iso(self.collected_last)],
            "notes": dict(self.notes),
            "reject_reasons": dict(self.reasons.most_common(_MOST_REASONS)),
            "how_wrong": how_wrong(self),
        }


class Tally:
    """Adds up batches to a Summary; a context manager, since it may hold a file."""

    def __init__(self) -> None:
        self.summary = Summary()
        self._distinct = Distinct()

    def __enter__(self) -> Tally:
        return self

    def __exit__(self, *error: object) -> None:
        self._distinct.close()

    def add(self, tables: Mapping[str, pa.Table], notes: Mapping[str, int]) -> None:
        """Take the tables of a batch, by name; accounts are not counted here."""
        import pyarrow.compute as pc

        found, posts = self.summary, tables["posts"]
        found.posts += posts.num_rows
        found.rejects += tables["rejects"].num_rows
        found.rows = found.posts + found.rejects
        found.tags += tables["tags"].num_rows
        found.urls += tables["urls"].num_rows
        found.unresolved += tables["urls"].num_rows - (pc.sum(tables["urls"]["resolved"]).as_py() or 0)
        found.kinds.update(_counts(posts["kind"]))
        found.statuses.update(_counts(posts["status"]))
        found.versions += posts.num_rows - posts["version_of"].null_count
        found.without_text += posts["text"].null_count
        found.not_collected += posts["collected_at"].null_count
        found.first, found.last = _span(posts["created_at"], found.first, found.last)
        found.collected_first, found.collected_last = _span(
            posts["collected_at"], found.collected_first, found.collected_last
        )
        # Reasons quote what was found; past some hundred of them, the rest would only fill memory.
        for reason, times in _counts(tables["rejects"]["reason"]).items():
            known = reason in found.reasons or len(found.reasons) < 500
            found.reasons[reason if known else "other reasons"] += times
        found.notes.update(notes)
        self._distinct.add(posts)

    def finish(self, source: str, format: str, accounts: int) -> Summary:
        """The summary of all batches."""
        self.summary.distinct = self._distinct.count()
        self.summary.source, self.summary.format, self.summary.accounts = source, format, accounts
        return self.summary


def summarise(corpus: Corpus) -> Summary:
    """The summary of a corpus in memory."""
    from course.corpus import schema

    tables = ("posts", "tags", "urls", "rejects")
    with Tally() as tally:
        tally.add({name: schema.to_arrow(name, getattr(corpus, name)) for name in tables}, corpus.notes)
        return tally.finish(corpus.source, corpus.format, len(corpus.accounts))


def how_wrong(found: Summary) -> list[str]:
    """Sentences that say how a count over these posts could be wrong, each with its denominator."""
    rejected = _of(found.rejects, found.rows)
    lines = [f"Rows read: {found.rows:,}. Posts: {found.posts:,}. Rejected: {rejected}."]
    if not found.posts:
        return lines
    again = found.posts - found.distinct
    lines.append(
        f"Collected more than once: {_of(again, found.posts)} posts repeat one that is there already. "
        f"Count {found.distinct:,} distinct ids, not rows."
    )
    reposts = found.kinds["repost"]
    lines.append(
        f"Reposts: {_of(reposts, found.posts)}. A count of posts includes them unless you take originals "
        "only; their likes and views are not counted again here."
    )
    lines += _about_text(found)
    lines += _about_gone(found)
    lines.append(_window(found))
    if found.urls:
        lines.append(
            f"Links that may lead elsewhere: {_of(found.unresolved, found.urls)} are shortened or no web "
            "address. Domains are known for the others."
        )
    if authors := found.notes[plain.NO_AUTHOR]:
        lines.append(f"No author: {_of(authors, found.posts)}. Authors cannot be counted from them.")
    if unknown := found.notes[x_v2.UNKNOWN_WAY]:
        lines.append(
            f"Unknown reference to another post: {_of(unknown, found.posts)}. They count as originals unless "
            "they are replies or quotes as well."
        )
    if missing := found.notes["errors that the platform reported instead of posts"]:
        lines.append(f"The platform reported {missing:,} errors instead of posts that others refer to.")
    return lines


def _about_text(found: Summary) -> list[str]:
    cut, orphans = found.notes[x_v2.CUT], found.notes[x_v2.ORPHAN]
    lines = [
        f"Cut-off texts: {_of(cut, found.posts)}. Their last hashtags and links may be missing."
        if cut
        else f"Cut-off texts: none seen in {found.posts:,} posts."
    ]
    if orphans:
        lines.append(
            f"Reposts without what they repeat: {_of(orphans, found.kinds['repost'])}. About one in three "
            "such texts loses a hashtag (190 of 603 in a sample that we measured)."
        )
    return lines


def _about_gone(found: Summary) -> list[str]:
    gone = found.statuses["deleted"] + found.statuses["withheld"]
    lines = [
        f"Deleted or withheld: {_of(gone, found.posts)} are marked so. What was deleted before it was "
        "collected is not in the file, and its absence proves nothing."
    ]
    if found.versions or found.statuses["edited"]:
        lines.append(
            f"Edited: {_of(found.statuses['edited'], found.posts)}; {found.versions:,} of them have an id of "
            "their own, so that one post may count twice."
        )
    if quotes := found.notes[fourcat.GONE]:
        lines.append(f"Quotes of a post that is gone: {_of(quotes, found.kinds['quote'])}.")
    return lines


def _window(found: Summary) -> str:
    written = f"Posts were written from {_day(found.first)} to {_day(found.last)} (UTC)."
    if found.collected_first is None:
        return f"{written} When they were collected is not in the file, so counts of likes have no date."
    days = f"from {_day(found.collected_first)} to {_day(found.collected_last)}"
    collected = f"{written} They were collected {days}"
    if found.not_collected:
        collected += f"; for {_of(found.not_collected, found.posts)} that is not known"
    return f"{collected}. The newest had the least time for likes, and the oldest to be deleted."


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    import pyarrow.compute as pc

    if not len(column):
        return {}
    return {one["values"]: one["counts"] for one in pc.value_counts(column.cast("string")).to_pylist()}


def _span(column: pa.ChunkedArray, first: int | None, last: int | None) -> tuple[int | None, int | None]:
    import pyarrow.compute as pc

    ends = pc.min_max(column.cast("int64")).as_py()
    low = [one for one in (first, ends["min"]) if one is not None]
    high = [one for one in (last, ends["max"]) if one is not None]
    return min(low, default=None), max(high, default=None)


def _of(part: int, whole: int) -> str:
    share = f" ({100 * part / whole:.1f} %)" if whole else ""
    return f"{part:,} of {whole:,}{share}"


def _iso(ms: int | None) -> str | None:
    if ms is None:
        return None
    try:
        when = datetime.fromtimestamp(ms / 1000, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return f"{ms} ms after 1970"


def _day(ms: int | None) -> str:
    return (_iso(ms) or "")[:10]
