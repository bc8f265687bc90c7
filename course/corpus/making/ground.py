"""Where plants are put: the whole period as one line of posts, so that a plant is as likely early as late.

A place drawn by date would fall on quiet years too often for its size, and the date alone would then tell who
is planted. Events are placed by rank, the number of posts before them, and last as many posts, not weeks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import numpy as np

from course.corpus.errors import CorpusError
from course.corpus.making import calendar
from course.corpus.making.echoes import count_of
from course.corpus.making.month import Place
from course.corpus.making.overlay import Overlay, join, pick
from course.corpus.making.streams import Array, Stream

Month = tuple[int, int]
_ATTEMPTS = 200


@dataclass(frozen=True)
class Event:
    """One plant or twin: what it is, from when to when (milliseconds since 1970), its facts."""

    number: int
    kind: str
    start: int
    end: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Notice:
    """What a journal said of a paper: of the link numbered `link`, on a day."""

    link: int
    kind: str
    day: date


@dataclass
class Planted:
    """What an event asks for: rows of originals and echoes, notices, a window collected twice."""

    event: Event
    posts: list[Overlay] = field(default_factory=list)
    echoes: list[Overlay] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    twice: tuple[int, int] | None = None


@dataclass(frozen=True)
class Ground:
    """The months of a corpus, with the number of originals before each day."""

    seed: str
    places: dict[Month, Place]

    @cached_property
    def posts(self) -> int:
        """Originals of the whole corpus."""
        return sum(place.count for place in self.places.values())

    @cached_property
    def _before(self) -> Array:
        counts = np.concatenate([place.days for place in self.places.values()])
        return np.concatenate([[0], np.cumsum(counts)])

    @property
    def begin(self) -> int:
        """Milliseconds since 1970 at which the first month begins."""
        return next(iter(self.places.values())).begin

    def time(self, rank: int | Array) -> Array:
        """Milliseconds since 1970 of the post with this many before it, each day's evenly spread."""
        at = np.clip(np.asarray(rank, dtype=np.int64), 0, self.posts - 1)
        day = np.searchsorted(self._before, at, side="right") - 1
        width = np.maximum(self._before[day + 1] - self._before[day], 1)
        return self.begin + day * calendar.DAY + (at - self._before[day]) * calendar.DAY // width

    def place(self, time: int) -> Place:
        """The month of a time."""
        day = datetime.fromtimestamp(time // 1000, UTC)
        return self.places[(day.year, day.month)]

    def owner(self, link: int) -> Place:
        """The month in which a link came out."""
        return list(self.places.values())[bisect_right(self._first_links, link) - 1]

    @cached_property
    def _first_links(self) -> list[int]:
        return [place.first_link for place in self.places.values()]

    def window(self, stream: Stream, width: int) -> int:
        """A random rank with `width` more posts after it."""
        return int(stream.below(1, max(self.posts - width, 1))[0])


Planner = Callable[[Ground, Stream, int, str], Planted]


def settle(ground: Ground, planner: Planner, number: int, kind: str, taken: list[Planted]) -> Planted:
    """Plan one event where months have posts enough: at most half of a month is planted.

    Raises CorpusError if the corpus is too small for it.
    """
    for attempt in range(_ATTEMPTS):
        stream = Stream(ground.seed, "plant", kind, attempt)
        try:
            planted = planner(ground, stream, number, kind)
        except (KeyError, ValueError):
            continue  # it would reach beyond the last month, or needs more people than had joined
        if _fits(ground, [*taken, planted]):
            return planted
    raise CorpusError(
        f"A corpus of {ground.posts:,} posts has no room for {kind}. Make it larger, 20,000 posts at least, "
        f"or leave {kind} out."
    )


def by_month(ground: Ground, parts: list[Overlay]) -> dict[Month, Overlay]:
    """The planted rows of each month that has any. Raises KeyError for a time outside of the corpus."""
    rows = join(parts)
    found: dict[Month, list[int]] = {}
    for row, time in enumerate(rows.time.tolist()):
        place = ground.place(time)
        found.setdefault((place.year, place.month), []).append(row)
    return {month: pick(rows, np.array(which)) for month, which in found.items()}


def _fits(ground: Ground, planted: list[Planted]) -> bool:
    try:
        posts = by_month(ground, [part for one in planted for part in one.posts])
        echoes = by_month(ground, [part for one in planted for part in one.echoes])
    except KeyError:
        return False
    return all(len(rows) * 2 <= ground.places[month].count for month, rows in posts.items()) and all(
        len(rows) * 2 <= count_of(ground.places[month].count) for month, rows in echoes.items()
    )
