"""The plan of a corpus: all that its months must agree on, small enough that every process makes its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from course.corpus.errors import CorpusError
from course.corpus.making import calendar, calibration, plants
from course.corpus.making.calendar import Swell
from course.corpus.making.ground import Event, Ground, Month, Notice, Planted, by_month, settle
from course.corpus.making.month import Place, links_of
from course.corpus.making.overlay import Overlay, join
from course.corpus.making.people import People
from course.corpus.making.streams import Array

LEAST, MOST = 1_000, 20_000_000
_NOTHING = join([])


@dataclass(frozen=True)
class Plan:
    """A corpus before it is made. `posts` counts originals; `seed` is any text or whole number."""

    posts: int
    seed: str
    plants: tuple[str, ...]
    ground: Ground
    planted: tuple[Planted, ...]
    over_posts: dict[Month, Overlay]
    over_echoes: dict[Month, Overlay]
    notices: tuple[Notice, ...]

    @property
    def events(self) -> list[Event]:
        """The truth about what was planted."""
        return [one.event for one in self.planted]

    @property
    def people(self) -> People:
        """The accounts."""
        return next(iter(self.ground.places.values())).people

    @property
    def tail_tags(self) -> int:
        """How many rare tags there are to draw from."""
        return tail_of(self.posts)

    @property
    def links(self) -> int:
        """How many different links there are."""
        return sum(place.links for place in self.ground.places.values())

    def planted_in(self, month: Month) -> tuple[Overlay, Overlay]:
        """What lies over a month's originals and over its replies, quotes and reposts."""
        return self.over_posts.get(month, _NOTHING), self.over_echoes.get(month, _NOTHING)

    def collected_twice(self) -> list[tuple[int, int]]:
        """Windows in which pages of the collection overlap much, as milliseconds since 1970."""
        return [one.twice for one in self.planted if one.twice is not None]


def plan(posts: int, seed: int | str, names: str | Iterable[str] = ()) -> Plan:
    """The plan of a corpus. Raises CorpusError for numbers or plants that cannot be."""
    if isinstance(posts, bool) or not isinstance(posts, int) or not LEAST <= posts <= MOST:
        raise CorpusError(f"posts is {posts!r}. It needs to be a whole number from {LEAST:,} to {MOST:,}.")
    if isinstance(seed, bool) or not isinstance(seed, int | str) or seed == "":
        raise CorpusError(f"seed is {seed!r}. It needs to be a whole number or a text.")
    return _plan(posts, f"{posts}:{seed}", plants.named(names))


def _plan(posts: int, seed: str, kinds: tuple[str, ...]) -> Plan:
    people = People(seed, posts)
    swells = plants.swells(_ground(posts, seed, people, ()), kinds)
    ground = _ground(posts, seed, people, tuple(swells.values()))
    planted: list[Planted] = []
    for number, kind in enumerate(kinds):
        if kind in swells:
            planted.append(plants.swelled(swells[kind], number, kind))
        else:
            planner = plants.PLANNERS[kind.removesuffix(plants.TWIN)]
            planted.append(settle(ground, planner, number, kind, planted))
    notices = [*plants.ordinary_notices(ground), *(notice for one in planted for notice in one.notices)]
    return Plan(
        posts,
        seed,
        kinds,
        ground,
        tuple(planted),
        by_month(ground, [part for one in planted for part in one.posts]),
        by_month(ground, [part for one in planted for part in one.echoes]),
        tuple(sorted(notices, key=lambda one: (one.day, one.link, one.kind))),
    )


def _ground(posts: int, seed: str, people: People, swells: tuple[Swell, ...]) -> Ground:
    places, first_link = {}, 0
    for year in calibration.years(posts):
        counts = calendar.days(seed, year.year, year.posts, swells)
        for month, days in enumerate(_months(year.year, counts), start=1):
            places[(year.year, month)] = Place(
                seed, year.year, month, days, people, first_link, tail_of(posts)
            )
            first_link += links_of(int(days.sum()))
    return Ground(seed, places)


def _months(year: int, counts: Array) -> list[Array]:
    starts = [date(year, month, 1).timetuple().tm_yday - 1 for month in range(2, 13)]
    return np.split(counts, starts)


def tail_of(posts: int) -> int:
    """How many rare tags a corpus of so many originals draws from."""
    return max(500, posts // 12)
