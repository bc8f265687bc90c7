"""One picture of each kind that a hashtag needs, small enough to look at, from made-up numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from course import charts
from course.charts import SYNTHETIC, Picture
from course.measures import (
    LinkStages,
    co_share_test,
    hour_by_weekday,
    match_sizes,
    tag_pairs,
)
from tests.measures.worlds import campaign, organic

TAGS = "meded foamed pocus ecg sepsis simulation residency anatomy stroke airway surgery ultrasound".split()
DOMAINS = [f"{name}.example" for name in "wards bedside-notes slides openlectures clinic-news".split()]
SEED = 20_221


def rng() -> np.random.Generator:
    return np.random.default_rng(SEED)


def by_month(months: int = 60, scale: float = 900, names: int = 12) -> tuple[Any, Any, Any]:
    """Counts, tags and domains of so many months up to December 2022; they grow, and two tags come late."""
    chance = rng()
    index = pd.date_range(end="2022-12-01", periods=months, freq="MS")
    grown = scale * 1.025 ** np.arange(months) * chance.lognormal(0, 0.09, months)
    counts = pd.Series(np.rint(grown).astype(int), index=index)

    def leading(labels: list[str]) -> Any:
        rows = []
        for rank, label in enumerate(labels):
            late = np.where(np.arange(months) > 0.8 * months, 6.0, 1.0) if rank in (3, 7) else 1.0
            n = chance.poisson(counts.to_numpy() * 0.5 / (rank + 1.5) * late)
            rows += [(when, label, int(k)) for when, k in zip(index, n, strict=True) if k]
        return pd.DataFrame(rows, columns=["period", "name", "count"])

    return counts, leading(_names(TAGS, names)), leading(_names(DOMAINS, max(5, names)))


def _names(some: list[str], size: int) -> list[str]:
    return [some[n] if n < len(some) else f"more{n}-{some[n % len(some)]}" for n in range(size)]


def monthly(months: int = 60, scale: float = 900, names: int = 12) -> Picture:
    counts, tags, domains = by_month(months, scale, names)
    first = counts.index[0].year
    return charts.monthly(
        counts, tags, domains, assumed=range(first, 2021), what="#MedEd originals", source=SYNTHETIC
    )


def kinds(periods: int = 24) -> Picture:
    chance = rng()
    index = pd.date_range(end="2022-12-01", periods=periods, freq="MS")
    base = 3_000 * 1.03 ** np.arange(periods)
    shares = {"original": 0.34, "reply": 0.16, "quote": 0.08, "repost": 0.42}
    frame = pd.DataFrame({kind: chance.poisson(base * share) for kind, share in shares.items()}, index=index)
    frame.iloc[-6:, 3] = frame.iloc[-6:, 3] * 2
    return charts.kinds(frame, source=SYNTHETIC)


def duplicates(months: int = 36) -> Picture:
    chance = rng()
    index = pd.date_range(end="2022-12-01", periods=months, freq="MS")
    posts = pd.Series(np.rint(2_000 * 1.02 ** np.arange(months) * chance.lognormal(0, 0.06, months)), index)
    rows = (posts * np.where(np.arange(months) >= months * 0.6, 2.57, 1.04)).round()
    return charts.duplicates(rows, posts, source=SYNTHETIC)


def tag_matrix() -> Picture:
    chance = rng()
    topics = [TAGS[3:5], [TAGS[2], TAGS[11]], TAGS[5:7], TAGS[8:10], [TAGS[3], TAGS[8]], TAGS[:2]]
    posts, tags = [], []
    for post in range(6_000):
        chosen = {TAGS[0]} if chance.random() < 0.5 else set()
        if chance.random() < 0.25:
            chosen |= set(topics[int(chance.choice(6, p=[0.1, 0.25, 0.2, 0.1, 0.05, 0.3]))])
        chosen.add(str(chance.choice(TAGS)))
        posts += [post] * len(chosen)
        tags += sorted(chosen)
    return charts.tag_matrix(tag_pairs(posts, tags), source=SYNTHETIC)


def concentration(accounts: int = 4_000) -> Picture:
    return charts.concentration(np.ceil(rng().lognormal(0.4, 1.5, accounts)), source=SYNTHETIC)


def hours(posts: int = 20_000) -> Picture:
    chance = rng()
    start = np.datetime64("2022-05-02T00:00")
    day, hour = chance.integers(0, 84, posts), np.rint(chance.normal(15, 4.5, posts)) % 24
    kept = (day % 7 < 5) | (chance.random(posts) < 0.4)
    minutes = (day * 1440 + hour * 60 + chance.integers(0, 60, posts))[kept]
    # The Thursday chat: 21:00 in New York, which is 01:00 on Friday in UTC.
    chat = 1440 * (4 + 7 * chance.integers(0, 12, posts // 25)) + 60 + chance.integers(0, 60, posts // 25)
    times = start + np.concatenate([minutes, chat]).astype("timedelta64[m]")
    zones = ("UTC", "America/New_York", "Asia/Kolkata")
    return charts.hours({zone: hour_by_weekday(times, zone) for zone in zones}, source=SYNTHETIC)


def tree(size: int, chance: np.random.Generator, fresh: float = 0.5) -> tuple[list[str], list[Any]]:
    """A cascade in which each post comes from the root, or from one of the latest posts."""
    parents: list[Any] = [None]
    for n in range(1, size):
        root = chance.random() < fresh
        parents.append("p0" if root else f"p{int(chance.integers(max(0, n - 12), n))}")
    return [f"p{n}" for n in range(size)], parents


def cascade(size: int = 90, pairs: int = 120) -> Picture:
    chance = rng()
    sizes = [np.ceil(chance.lognormal(mean, 1, n)) + 1 for mean, n in ((4, pairs), (3.4, 4 * pairs))]
    depths = [np.ceil(1.3 * np.log(side) + chance.normal(0, 0.6, len(side))).clip(1) for side in sizes]
    one, other = match_sizes(sizes[0], sizes[1], chance)
    cases, controls = (
        pd.DataFrame({"size": side[at], "depth": deep[at]})
        for side, deep, at in ((sizes[0], depths[0], one), (sizes[1], depths[1], other))
    )
    names = ("misquotes", "accurate posts")
    return charts.cascade(*tree(size, chance), cases, controls, names=names, source=SYNTHETIC)


def provenance() -> Picture:
    events = [
        ("2022-03-01", "preprint", "No difference in 28-day mortality, 412 patients", 140),
        ("2022-03-02", "post", "A co-author sums the preprint up, with the interval", 85),
        ("2022-03-04", "misquote", "“Verdazine cures sepsis”, with a link to the preprint", 2_310),
        ("2022-03-09", "correction", "The co-author answers: no difference was found", 210),
        ("2022-06-20", "retraction", "The preprint is withdrawn; its data cannot be found", None),
    ]
    return charts.provenance(events, source=SYNTHETIC)


@cache
def planted() -> Any:
    """The test of a made-up world with a campaign in it."""
    chance = rng()
    world, _ = campaign(chance, organic(chance, 8_000, 1_000), 14, 9)
    return co_share_test(world.account, world.thing, world.times, chance, rare=0, shuffles=199)


def co_sharing() -> Picture:
    return charts.co_sharing(planted().edges, planted().null["3"], source=SYNTHETIC)


def traceability() -> Picture:
    return charts.traceability(LinkStages(5_210, 2_980, 2_230, 940, 2_040, 37), source=SYNTHETIC)


HASHTAG: dict[str, Callable[[], Picture]] = {
    "monthly": monthly,
    "kinds": kinds,
    "duplicates": duplicates,
    "tag-matrix": tag_matrix,
    "concentration": concentration,
    "hours": hours,
    "cascade": cascade,
    "provenance": provenance,
    "co-sharing": co_sharing,
    "traceability": traceability,
}
