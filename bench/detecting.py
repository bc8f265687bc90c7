"""One world a call: what each detector says of it, beside the truth, as plain numbers.

`bench.detectors` gathers them. The truth is read here only, after the detectors have spoken.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from course import corpus
from course.corpus import Corpus
from course.corpus.making.assemble import build
from course.corpus.making.plan import plan
from course.measures import co_share_test, coordinated, surges
from tests.corpus import detectors
from tests.corpus.worlds import POSTS, events, members
from tests.measures.worlds import campaign, organic

WEEKLY_POSTS = 60_000  # as the modules' worlds; smaller ones have too few posts a week for a surge
TOGETHER = ("campaign", "bots", "misquote", "hijack", "retraction")  # they fit into one world
DETECTORS = {
    "campaign": detectors.campaign,
    "bots": detectors.bots,
    "misquote": detectors.misquotes,
    "hijack": detectors.hijacks,
    "retraction": detectors.retracted,
}
SIZES = ((25, 12), (25, 6), (25, 5), (25, 4), (12, 12), (12, 8), (12, 6), (8, 8), (5, 12), (5, 8), (3, 12))
SURGE_POSTS = (5_000, 20_000, 60_000, 200_000)
Found = dict[str, Any]


def ordinary(seed: str) -> Found:
    """Which detectors fire in a world of 20,000 posts with nothing planted; `two links` is the naive one."""
    seen = detectors.see(corpus.make(POSTS, seed))
    fired = {name: bool(look(seen)) for name, look in DETECTORS.items()}
    return {**fired, "two links": bool(detectors.two_links(seen))}


def twins(seed: str) -> Found:
    """Which detectors fire in a world with five twins at once."""
    seen = detectors.see(corpus.make(POSTS, seed, [f"{name}-twin" for name in TOGETHER]))
    fired = {name: bool(look(seen)) for name, look in DETECTORS.items()}
    return {**fired, "two links": bool(detectors.two_links(seen))}


def planted(seed: str) -> Found:
    """Five plants at once: of each what was there, named and hit, and how far off the numbers are."""
    world = corpus.make(POSTS, seed, TOGETHER, truth=True)
    seen = detectors.see(world)
    return {
        **_campaign(world, detectors.campaign(seen)),
        "bots": _hits(members(world, "bots"), detectors.bots(seen)),
        **_misquote(world, detectors.misquotes(seen)),
        **_hijack(world, detectors.hijacks(seen)),
        **_retraction(world, detectors.retracted(seen)),
        "two links": _hits(members(world, "campaign"), detectors.two_links(seen)),
    }


def weekly(seed: str, kind: str) -> Found:
    """The surge detector on 60,000 posts: whether it fires and, with a surge, how far off it is."""
    world = corpus.make(WEEKLY_POSTS, seed, [kind] if kind else (), truth=bool(kind), text=False)
    return _surge(world, detectors.surge(detectors.see(world)), kind)


def shown(seed: str, kind: str) -> Found:
    """A dashboard beside a stored corpus: whether it is doubted, and whether the distinct count is exact."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        build(POSTS, seed, Path(folder) / "c", kind, text=False, processes=1)
        stored = corpus.load(Path(folder) / "c")
        months = {(int(y), int(m)): int(n) for y, m, n in stored.dashboard().itertuples(index=False)}
        found = detectors.dashboard(stored.tidy(), months)
    exact = found is not None and found.distinct == POSTS
    return {"fired": found is not None, "exact": exact, "factor": found.factor if found else 1.0}


def power_of_campaign(seed: int, accounts: int, links: int) -> Found:
    """A campaign of another size in `tests.measures.worlds`: the planner's size is fixed."""
    rng = np.random.default_rng([99, seed, accounts, links])
    world, truth = campaign(rng, organic(rng, 10_000, 1_250), accounts, links)
    test = co_share_test(world.account, world.thing, world.times, rng, shuffles=99)
    return {"found": _hits({str(one) for one in truth}, {str(one) for one in coordinated(test)})}


def power_of_surge(seed: str, posts: int) -> Found:
    """The surge detector on the days of a plan, without the posts: for many sizes of worlds."""
    one = plan(posts, seed, "surge")
    counts = np.concatenate([place.days for place in one.ground.places.values()])
    days = pd.Series(counts, index=pd.date_range("2012-01-01", periods=len(counts)))
    each = days.resample("W-SUN").agg(["sum", "count"])
    each = each[each["count"] == 7]
    found = [one for one in surges(each["sum"].to_numpy(), threshold=2.5, least=5) if one.ratio >= 1.3]
    start = pd.Timestamp(one.events[0].start, unit="ms")
    mondays = each.index - 6 * detectors.DAY
    begun = start.normalize() - start.weekday() * detectors.DAY
    hit = any(abs(mondays[one.first] - begun) <= 7 * detectors.DAY for one in found)
    return {"hit": hit, "factor": one.events[0].facts["factor"], "year": start.year, "flags": len(found)}


def order(seed: str) -> pd.DataFrame:
    """Where planted posts lie among others, by rank: from the plan, since order needs many worlds."""
    one = plan(WEEKLY_POSTS, seed, "all")
    days = np.concatenate([place.days for place in one.ground.places.values()])
    before = np.concatenate([[0], np.cumsum(days)])
    times = [
        part.time
        for each in one.planted
        if not each.event.kind.endswith("-twin")
        for part in (*each.posts, *each.echoes)
    ]
    ranks = before[(np.concatenate(times) - one.ground.begin) // 86_400_000] / WEEKLY_POSTS
    rng = np.random.default_rng([int(letter) for letter in seed.encode()])
    places = np.concatenate([ranks, rng.random(2_000)])
    return pd.DataFrame({"planted": np.arange(len(places)) < len(ranks), "order": places})


def _hits(truth: set[Any], named: set[Any]) -> list[int]:
    """How many there were, were named, and were both."""
    return [len(truth), len(named), len(truth & named)]


def _labelled(world: Corpus, kind: str) -> pd.DataFrame:
    assert world.labels is not None
    ids = world.labels.loc[world.labels["label"] == kind, "post_id"]
    posts = world.posts[world.posts["post_id"].isin(ids)].drop_duplicates("post_id")
    return posts.sort_values(["created_at", "post_id"])


def _campaign(world: Corpus, found: detectors.Campaign | None) -> Found:
    (event,) = events(world, "campaign")
    norms = dict(zip(world.urls["url_raw"], world.urls["url_norm"], strict=True))
    links = {norms[one] for one in event["links"] if one in norms}
    named = found or detectors.Campaign(set(), set(), 0)
    within = {"campaign window": named.within_s}
    return {
        "campaign": _hits(set(event["members"]), named.members),
        "links": _hits(links, named.links),
        **within,
    }


def _misquote(world: Corpus, found: list[detectors.Misquote]) -> Found:
    posts = _labelled(world, "misquote")
    root, first = (posts.loc[posts["kind"] == kind, "post_id"].iloc[0] for kind in ("original", "quote"))
    parents = Counter(posts["parent_id"].dropna())
    later = [one for one in posts.loc[posts["parent_id"] == root, "post_id"] if one != first]
    ratio = (parents[first] + 1) / (sum(parents[one] for one in later) + 1)
    hit = [one for one in found if one.root == root and one.first == first]
    off = [one.reach_ratio / ratio for one in hit]
    return {"misquote": _hits({(root, first)}, {(one.root, one.first) for one in found}), "reach off": off}


def _hijack(world: Corpus, found: list[detectors.Hijack]) -> Found:
    (event,) = events(world, "hijack")
    first = _labelled(world, "hijack")["created_at"].iloc[0]
    tag = event["tag"].casefold()
    hit = [one for one in found if one.tag == tag]
    hours = [(one.onset.floor("h") - first.floor("h")) / pd.Timedelta(hours=1) for one in hit]
    late = [(first - pd.Timestamp(event["onset"])) / pd.Timedelta(hours=1)]
    return {
        "hijack": _hits({tag}, {one.tag for one in found}),
        "hijack hour": [int(bool(hours) and hours[0] == 0), 1],
        "hijack hours after the planned onset": late,
        "hijack share": [one.share for one in hit],
    }


def _retraction(world: Corpus, found: list[detectors.Retracted]) -> Found:
    (event,) = events(world, "retraction")
    posts = _labelled(world, "retraction")
    after = posts["created_at"] >= pd.Timestamp(event["notice"], tz="UTC") + detectors.DAY
    dois = world.urls.loc[world.urls["url_raw"] == event["link"], "doi"].dropna().unique()
    named = {post for one in found for post in one.after}
    return {
        "retraction": _hits({str(one) for one in dois}, {one.doi for one in found}),
        "retraction posts": _hits(set(posts.loc[after, "post_id"]), named),
    }


def _surge(world: Corpus, found: list[tuple[pd.Timestamp, Any]], kind: str) -> Found:
    if kind != "surge":
        return {"fired": bool(found)}
    (event,) = events(world, "surge")
    start = pd.Timestamp(event["start"]).tz_localize(None)
    # The week in which it began, give or take one: counts by week cannot tell days.
    begun = start - start.weekday() * detectors.DAY
    hit = [one for week, one in found if abs(week - begun) <= 7 * detectors.DAY]
    held = bool(hit) and hit[0].low <= event["factor"] <= hit[0].high
    said = {
        "onset": str(start.date()),
        "factor": event["factor"],
        "found": [str(week.date()) for week, _ in found],
    }
    return {"surge": [1, len(found), min(len(hit), 1)], "interval holds": [int(held), int(bool(hit))], **said}
