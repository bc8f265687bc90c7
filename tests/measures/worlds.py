"""Small made-up worlds of our own for the detectors: organic sharing, a planted campaign, its benign twins.

They are no part of the teaching corpus and know nothing of how that is made.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

DAY = 86_400
START = np.datetime64("2022-03-01T00:00:00")


class World(NamedTuple):
    """One row for each sharing of a link."""

    account: np.ndarray[Any, Any]
    thing: np.ndarray[Any, Any]
    second: np.ndarray[Any, Any]

    @property
    def times(self) -> np.ndarray[Any, Any]:
        return START + self.second.astype("timedelta64[s]")

    def plus(self, rows: list[tuple[int, int, float]]) -> World:
        """With these rows in place of as many of the organic ones."""
        account, thing, second = (np.array(part) for part in zip(*rows, strict=True))
        keep = slice(len(rows), None)
        return World(
            np.concatenate([self.account[keep], account]),
            np.concatenate([self.thing[keep], thing]),
            np.concatenate([self.second[keep], second.astype(np.int64)]),
        )


def organic(
    rng: np.random.Generator, posts: int = 20_000, accounts: int = 2_500, days: int = 60, fields: int = 8
) -> World:
    """Log-normal activity, Zipf things that come up and fade, fields of interest, nights.

    A thing is shared mostly within hours of coming up, by people of its field; that alone puts some pairs of
    busy accounts close together more than once.
    """
    weight = rng.lognormal(0, 1.6, accounts)
    who = rng.choice(accounts, posts, p=weight / weight.sum())
    field = rng.integers(0, fields, accounts)
    things = posts // 4
    popularity = 1 / np.arange(1, things + 1) ** 0.9
    born, home = rng.integers(0, days * DAY, things), rng.integers(0, fields, things)
    thing = np.empty(posts, dtype=np.int64)
    for one in range(fields):
        mine = np.flatnonzero(field[who] == one)
        # Four of five shares stay inside the field.
        chance = popularity * np.where(home == one, 4.0 * fields, 1.0)
        thing[mine] = rng.choice(things, len(mine), p=chance / chance.sum())
    delay = rng.lognormal(np.log(6 * 3600), 1.5, posts)
    day = (born[thing] + delay) // DAY
    waking = rng.normal(rng.integers(0, 24, accounts)[who], 3.0) % 24
    second = (day * DAY + waking * 3600).astype(np.int64) % (days * DAY)
    # Some share news as soon as they see it, at whatever hour.
    soon = rng.random(posts) < 0.3
    second = np.where(soon, (born[thing] + rng.exponential(1800, posts)).astype(np.int64), second)
    return World(who.astype(np.int64), thing, second)


def campaign(
    rng: np.random.Generator, world: World, size: int = 25, links: int = 12, joins: float = 0.8
) -> tuple[World, set[int]]:
    """`size` accounts of their own that share each of `links` links, most of them, within a minute."""
    members = [int(world.account.max()) + 1 + n for n in range(size)]
    rows = []
    for link in range(links):
        moment = rng.integers(5 * DAY, 50 * DAY)
        thing = int(world.thing.max()) + 1 + link
        rows += [(one, thing, moment + rng.uniform(0, 60)) for one in members if rng.random() < joins]
        # They also share what others share, so that they do not stand out by that.
        rows += [
            (one, int(rng.choice(world.thing)), float(rng.integers(0, 60 * DAY)))
            for one in members
            if rng.random() < 0.7
        ]
    return world.plus(rows), set(members)


def embargo(rng: np.random.Generator, world: World, size: int = 40) -> tuple[World, set[int]]:
    """A benign twin: two evenings on which a journal lifts its embargo on eight papers, and readers wait."""
    members = [int(one) for one in rng.choice(np.unique(world.account), size, replace=False)]
    rows = []
    for evening in range(2):
        moment = (20 + 14 * evening) * DAY + 23 * 3600
        for paper in range(8):
            thing = int(world.thing.max()) + 1 + 8 * evening + paper
            rows += [(one, thing, moment + rng.exponential(40)) for one in members if rng.random() < 0.7]
    return world.plus(rows), set(members)


def congress(rng: np.random.Generator, world: World, size: int = 60) -> tuple[World, set[int]]:
    """A benign twin: two days of a congress, where those in the hall post each slide as it comes up."""
    members = [int(one) for one in rng.choice(np.unique(world.account), size, replace=False)]
    rows = []
    for slide in range(30):
        moment = (30 + slide // 15) * DAY + (9 + (slide % 15) / 2) * 3600
        thing = int(world.thing.max()) + 1 + slide
        rows += [(one, thing, moment + rng.exponential(90)) for one in members if rng.random() < 0.25]
    return world.plus(rows), set(members)
