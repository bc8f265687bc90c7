"""Replies, quotes and reposts of a month's original posts: cascades, apart from the originals themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from course.corpus.making.month import EPOCH, Originals, Place, identify, metrics
from course.corpus.making.overlay import KEEP, Overlay
from course.corpus.making.streams import Array
from course.corpus.schema import KINDS

REPLY, QUOTE, REPOST = (KINDS.index(kind) for kind in ("reply", "quote", "repost"))
PER_HUNDRED = 50  # rows for each hundred originals: what a collection caught, not all that were counted
_DEEPER = 26_000  # of 65,536 answer or repeat the reply or quote before them rather than the original


@dataclass
class Echoes:
    """One row an echo, in the order of ids. `root` is the row of the original, `parent` an id."""

    id: Array
    created: Array
    author: Array
    kind: Array
    lang: Array
    status: Array
    wording: Array
    root: Array
    parent: Array
    likes: Array
    replies: Array
    reposts: Array
    quotes: Array
    event: Array

    def __len__(self) -> int:
        return len(self.id)


def count_of(posts: int) -> int:
    """How many echoes a month of so many originals has."""
    return posts * PER_HUNDRED // 100


def echoes(place: Place, posts: Originals, planted: Overlay) -> Echoes:
    """The echoes of a month; `posts` gets the reposts that are among them counted in."""
    count, stream = count_of(len(posts)), place.stream("echoes")
    root = _roots(place, posts, count)
    author = place.people.draw(place.stream("echo authors"), count, place.year, place.month)
    drawn = stream.u16(count)
    kind = np.where(drawn < 42_000, REPOST, np.where(drawn < 58_000, REPLY, QUOTE)).astype(np.uint8)
    times = _times(place, posts.created[root], stream.u16(count), stream.u16(count))
    event, mark, parent_mark = (np.full(count, KEEP, dtype=np.int64) for _ in range(3))
    if len(planted):
        rows = place.stream("replaced echoes").sample(count, len(planted))
        times[rows], author[rows], kind[rows] = planted.time, planted.author, planted.kind
        root[rows] = _rows_of(posts, planted)
        event[rows], mark[rows], parent_mark[rows] = planted.event, planted.mark, planted.parent
    ids = _ids(place, times, posts.id)
    order = np.argsort(ids)
    ids, root, kind, author = ids[order], root[order], kind[order], author[order]
    event, mark, parent_mark = event[order], mark[order], parent_mark[order]
    wording = place.stream("echo wording").u32(count)
    if len(planted):
        wording[np.flatnonzero(event >= 0)] = _wordings(planted, event, mark)
    parent = _parents(place, posts, ids, root, kind, event)
    _set_planted_parents(parent, ids, event, mark, parent_mark)
    reach = metrics(place, "echo reach", count)
    for name in reach:
        reach[name][kind == REPOST] = 0
    _count_in(posts, root, kind)
    return Echoes(
        id=ids,
        created=(ids >> 22) + EPOCH,
        author=author,
        kind=kind,
        lang=np.where(kind == REPOST, posts.lang[root], place.people.languages[author]),
        status=np.zeros(count, dtype=np.uint8),
        wording=wording,
        root=root.astype(np.int32),
        parent=parent,
        **reach,
        event=event.astype(np.int32),
    )


def _roots(place: Place, posts: Originals, count: int) -> Array:
    """Which original each echo goes back to: few are repeated often, and none that was never repeated."""
    stream = place.stream("roots")
    row = stream.below(count, len(posts))
    size = _blocks()[stream.u16(count) & 15]
    # The most repeated post of its block draws the echoes of the block.
    best = {int(block): _best_of(posts.reposts, int(block)) for block in np.unique([*size, 64])}
    for block, rows in best.items():
        there = size == block
        row[there] = rows[row[there] // block]
    never = np.flatnonzero(posts.reposts[row] == 0)
    row[never] = best[64][row[never] // 64]
    return row


@cache
def _blocks() -> Array:
    return np.array([1] * 5 + [8] * 4 + [64] * 4 + [512] * 2 + [4096], dtype=np.int64)


def _best_of(values: Array, block: int) -> Array:
    padded = np.full(-(-len(values) // block) * block, -1, dtype=values.dtype)
    padded[: len(values)] = values
    return np.arange(0, len(padded), block) + padded.reshape(-1, block).argmax(axis=1)


def _times(place: Place, start: Array, drawn: Array, fine: Array) -> Array:
    """Half within an hour, a few after days; within the month, since a collection goes month by month."""
    delay = _delays()[drawn >> 4] + (fine % 1000)
    room = place.end - 1 - start
    return start + np.where(delay < room, delay, delay % np.maximum(room, 1))


@cache
def _delays() -> Array:
    """2¹² places with milliseconds from 5 s to ten days, as many in each doubling."""
    steps = 17  # doublings of 5 s that make seven and a half days
    return np.array(
        [(5_000 << (place * steps // 4096)) * (4096 + place * steps % 4096) // 4096 for place in range(4096)],
        dtype=np.int64,
    )


def _ids(place: Place, times: Array, taken: Array) -> Array:
    stream = place.stream("echo ids")
    ids = identify(stream, times)
    near = np.searchsorted(taken, ids)
    near[near == len(taken)] = 0
    while (taken[near] == ids).any():  # as good as never: the same 22 bits in the same millisecond
        ids[taken[near] == ids] ^= 1
    return ids


def _rows_of(posts: Originals, planted: Overlay) -> Array:
    """The rows of the originals that planted echoes name by event and mark."""
    marked = np.flatnonzero(posts.mark >= 0)
    places = {(int(posts.event[row]), int(posts.mark[row])): int(row) for row in marked}
    return np.array(
        [
            places[event, root]
            for event, root in zip(planted.event.tolist(), planted.root.tolist(), strict=True)
        ],
        dtype=np.int64,
    )


def _wordings(planted: Overlay, event: Array, mark: Array) -> Array:
    said = {
        (one, number): wording
        for one, number, wording in zip(
            planted.event.tolist(), planted.mark.tolist(), planted.wording.tolist(), strict=True
        )
    }
    rows = np.flatnonzero(event >= 0)
    return np.array([said[int(event[row]), int(mark[row])] for row in rows], dtype=np.int64).astype(np.uint32)


def _parents(place: Place, posts: Originals, ids: Array, root: Array, kind: Array, event: Array) -> Array:
    """Ids of parents: the original, or the reply or quote of the same original just before."""
    parent = posts.id[root]
    order = np.argsort((root << 32) + np.arange(len(ids)))
    before, here = order[:-1], order[1:]
    deeper = (
        (root[before] == root[here])
        & (kind[before] != REPOST)
        & (event[here] < 0)
        & (place.stream("depth").u16(len(ids))[here] < _DEEPER)
    )
    parent[here[deeper]] = ids[before[deeper]]
    return parent


def _set_planted_parents(parent: Array, ids: Array, event: Array, mark: Array, named: Array) -> None:
    rows = np.flatnonzero(event >= 0)
    places = {(int(event[row]), int(mark[row])): int(ids[row]) for row in rows}
    for row in rows[named[rows] >= 0]:
        parent[row] = places[int(event[row]), int(named[row])]


def _count_in(posts: Originals, root: Array, kind: Array) -> None:
    """A platform counts at least the echoes that were collected."""
    for value, counts in ((REPLY, posts.replies), (QUOTE, posts.quotes), (REPOST, posts.reposts)):
        caught = np.bincount(root[kind == value], minlength=len(posts))
        np.maximum(counts, caught, out=counts, casting="unsafe")
