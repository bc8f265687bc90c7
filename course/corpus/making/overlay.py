"""What a plant puts over ordinary posts of a month: the posts stay as many, some of them become others."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from course.corpus.making.streams import Array

KEEP = -1  # leave what the ordinary post has


@dataclass(frozen=True)
class Overlay:
    """Rows to put in place of as many ordinary rows of one month, each column int64 and `KEEP` by default.

    `mark` names a row within its event; `root` and `parent` (of replies, quotes and reposts) name marks of
    the same event and month. `kind` and `status` are places in schema.KINDS and schema.STATUSES.
    """

    time: Array
    event: Array
    author: Array
    link: Array
    tag: Array
    wording: Array
    status: Array
    kind: Array
    mark: Array
    root: Array
    parent: Array

    def __len__(self) -> int:
        return len(self.time)


def overlay(event: int, time: Array, **columns: Array | int) -> Overlay:
    """An overlay of one event, from the columns that it changes."""
    count = len(time)

    def full(name: str) -> Array:
        given = columns.get(name, KEEP)
        return np.broadcast_to(np.asarray(given, dtype=np.int64), (count,)).copy()

    named = {one.name: full(one.name) for one in fields(Overlay) if one.name not in ("time", "event")}
    return Overlay(time=np.asarray(time, np.int64), event=np.full(count, event, dtype=np.int64), **named)


def join(parts: list[Overlay]) -> Overlay:
    """Several overlays as one."""
    if not parts:
        return overlay(KEEP, np.empty(0, dtype=np.int64))
    columns = {
        one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Overlay)
    }
    return Overlay(**columns)


def pick(one: Overlay, rows: Array) -> Overlay:
    """Some rows of an overlay."""
    return Overlay(**{column.name: getattr(one, column.name)[rows] for column in fields(Overlay)})
