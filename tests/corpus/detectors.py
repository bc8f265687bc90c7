"""One detector for each plant: what a careful trainee can do with the tidy tables and `course.measures`.

Each takes `Seen`, which holds no truth, and says what it accuses, or nothing. All thresholds stand here, each
with its reason; the reasons are about the phenomenon or about chance, not about one corpus.

>>> from tests.corpus.detectors import campaign, see
>>> found = campaign(see(world))                                            # doctest: +SKIP
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from course.corpus import Corpus
from course.measures import (
    Surge,
    cascades,
    co_share_test,
    co_shares,
    coordinated,
    densest_stretch,
    period_counts,
    steady_runs,
    surges,
)

DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """What a trainee has: posts once each, their tags and links, and what journals said of papers."""

    posts: pd.DataFrame
    tags: pd.DataFrame
    urls: pd.DataFrame
    notices: pd.DataFrame

    @cached_property
    def originals(self) -> pd.DataFrame:
        """Posts that are no echo and no later version of another, in the order of time."""
        first = (self.posts["kind"] == "original") & self.posts["version_of"].isna()
        return self.posts[first].sort_values(["created_at", "post_id"], ignore_index=True)

    @cached_property
    def links(self) -> pd.DataFrame:
        """A row for each link of an original: post_id, url_norm, doi, author_id, created_at, text, status."""
        mine = self.originals[["post_id", "author_id", "created_at", "text", "status"]]
        named = self.urls.loc[self.urls["url_norm"].notna(), ["post_id", "url_norm", "doi"]]
        return named.drop_duplicates().merge(mine, on="post_id")


def see(world: Corpus) -> Seen:
    """A world without its truth."""
    once = world.distinct()
    notices = pd.DataFrame(world.notes.get("notices", []), columns=["doi", "kind", "day"])
    return Seen(once.posts, once.tags, once.urls, notices)


@dataclass(frozen=True)
class Campaign:
    """Accounts that share together, what they share, and within how many seconds they did."""

    members: set[str]
    links: set[str]
    within_s: float


def campaign(seen: Seen, window: float = 60, seed: int = 0) -> Campaign | None:
    """`coordinated` as it stands: five links on four days, and a score twice that of any of 199 shuffles.

    At two links nearly everybody who is accused is innocent (data.md, prototype); days clear an embargo and
    an event. A link belongs to the campaign if three of its members share it within the window: two meet by
    chance.
    """
    rows = seen.links
    test = co_share_test(
        rows["author_id"],
        rows["url_norm"],
        rows["created_at"],
        np.random.default_rng(seed),
        window=window,
        shuffles=199,
    )
    members = set(coordinated(test))
    if not members:
        return None
    ours = rows[rows["author_id"].isin(members)].sort_values(["url_norm", "created_at"])
    near = ours.groupby("url_norm")["created_at"].shift(-2) - ours["created_at"]
    bursts = ours[near <= pd.Timedelta(seconds=window)]
    spans = near[near <= pd.Timedelta(seconds=window)].dt.total_seconds()
    return Campaign(members, set(bursts["url_norm"]), float(spans.max()) if len(spans) else float("nan"))


def two_links(seen: Seen, window: float = 60) -> set[str]:
    """The detector not to use: everybody who shared two things within the window of one other."""
    rows = seen.links
    edges = co_shares(rows["author_id"], rows["url_norm"], rows["created_at"], window, least=2)
    return {*edges["account_a"], *edges["account_b"]}


def bots(seen: Seen) -> set[str]:
    """Accounts with seven posts in a row at gaps within 5 % of each other, at all hours.

    Six gaps of a person who posts at random fall into one such band about once in a hundred million: the
    density of a random gap's logarithm is at most 0.37, so (0.37 · ln 1.05)⁵ · 6 ≈ 1e-8. Somebody who posts
    at a fixed time of day has regular gaps, too, but leaves most of the clock free: an eight-hour day leaves
    16 hours. Gaps that are no divisor or multiple of a day go round the clock and leave at most 12. The
    border lies between, at 14.
    """
    runs = steady_runs(seen.originals["author_id"], seen.originals["created_at"], posts=7, spread=0.05)
    return set(runs.loc[runs["quiet_hours"] < 14, "account"])


_EFFECT = re.compile(r"\b(?:cures?|it works|got better|changes practice|new way|effect is there)\b", re.I)
_NEUTRAL = re.compile(r"\b(?:no difference|no effect|not find|neutral|does not show|found no)\b", re.I)


@dataclass(frozen=True)
class Misquote:
    """The post that was quoted, its first distortion, and how often each side was passed on."""

    root: str
    first: str
    reached: int
    corrected: int

    @property
    def reach_ratio(self) -> float:
        """Posts below the distortion for each below a correction; one more on both sides: 0 counts."""
        return (self.reached + 1) / (self.corrected + 1)


def misquotes(seen: Seen, least: int = 6) -> list[Misquote]:
    """Quotes that claim an effect where what they quote, or a correction beside them, reports none.

    Somebody reads the texts; here a list of words does, written from how trials are worded. `least` posts
    below the quote: a quote that hardly anybody passes on is no cascade. Of two in a thread the earlier one
    is the first distortion.
    """
    posts = seen.posts.drop_duplicates("post_id")
    threads = posts["parent_id"].notna() | posts["post_id"].isin(posts["parent_id"].dropna())
    posts = posts[threads].set_index("post_id")
    size = cascades(posts.index, posts["parent_id"]).nodes["size"] - 1
    said = posts["text"].astype("string").fillna("")
    effect, neutral = said.str.contains(_EFFECT), said.str.contains(_NEUTRAL)
    quotes = posts.index[(posts["kind"] == "quote") & effect & ~neutral & (size >= least)]
    found: dict[str, Misquote] = {}
    for first in sorted(quotes, key=lambda one: posts.at[one, "created_at"]):
        root = posts.at[first, "parent_id"]
        if root not in posts.index or posts.at[root, "kind"] != "original" or root in found:
            continue
        beside = posts.index[(posts["parent_id"] == root) & neutral & posts["kind"].isin(["quote", "reply"])]
        later = [one for one in beside if posts.at[one, "created_at"] > posts.at[first, "created_at"]]
        if neutral[root] or later:
            found[root] = Misquote(root, first, int(size[first]), int(size[later].sum()))
    return list(found.values())


def weeks(seen: Seen) -> pd.Series:
    """Originals in each whole week, from Monday."""
    counts = period_counts(seen.originals["created_at"], "week")
    ends = seen.originals["created_at"].dt.tz_localize(None).agg(["min", "max"])
    whole = (counts.index >= ends["min"].normalize()) & (counts.index + 6 * DAY <= ends["max"].normalize())
    return counts[whole]


def surge(
    seen: Seen, threshold: float = 2.5, least: int = 5, ratio: float = 1.3
) -> list[tuple[pd.Timestamp, Surge]]:
    """Five weeks in a row above the course of the year before, and 1.3 times as many as it on the whole.

    The band is narrower than the usual three SD because the stretch is longer: five weeks in a row pass
    2.5 SD by chance as good as never, even where the trend is half an SD off. 1.3 times, because a trend that
    bends can be off by a tenth for months, and because a year keeps its number: after a surge the next year
    begins up to 15 % above. A congress lasts days and fills two weeks at most.
    """
    counts = weeks(seen)
    found = surges(counts.to_numpy(), threshold=threshold, least=least)
    return [(counts.index[one.first], one) for one in found if one.ratio >= ratio]


@dataclass(frozen=True)
class Hijack:
    """A tag that few accounts brought: the tag, when it began, and its share once it had risen."""

    tag: str
    onset: pd.Timestamp
    share: float
    accounts: set[str]


def hijacks(seen: Seen, ratio: float = 30, devoted: float = 2.0, seed: int = 0) -> list[Hijack]:
    """Tags that are suddenly dense among posts, from accounts that post little else at that time.

    A likelihood ratio of e³⁰: some 400 million stretches are tried, all tags together, which chance alone
    would lift to e²⁰. Twenty posts and 5 % of posts, below which it took over nothing; a tag that stands on
    one post in forty all the time is not looked at, since it cannot be new. Whose tag it is says who uses it:
    in the stretch, the users of a community's tag give it as much of their posts as if it had been dealt out
    at random; those of a hijacked tag at least `devoted` times as much. Two lies between one, which
    is chance, and the three to five times of accounts that post nothing else.
    """
    posts = seen.originals
    place = pd.Series(np.arange(len(posts)), index=posts["post_id"])
    author, rng = pd.factorize(posts["author_id"])[0], np.random.default_rng(seed)
    tags = seen.tags[["post_id", "tag"]].drop_duplicates()
    tags = tags[tags["post_id"].isin(place.index)]
    often = tags["tag"].value_counts()
    found = []
    for tag in sorted(often.index[(often >= 20) & (often <= len(posts) // 40)]):
        marked = np.sort(place[tags.loc[tags["tag"] == tag, "post_id"]].to_numpy())
        if (marked[19:] - marked[:-19]).min() > 20 / 0.05:  # nowhere twenty among 400
            continue
        best = densest_stretch(marked, len(posts), least=20)
        if best is None or best.ratio < ratio or best.share < 0.05:
            continue
        inside = author[best.first : best.last + 1]
        using = marked[(marked >= best.first) & (marked <= best.last)] - best.first
        dealt = [_devotion(inside, rng.choice(len(inside), len(using), replace=False)) for _ in range(39)]
        if _devotion(inside, using) < devoted * float(np.mean(dealt)):
            continue
        stretch = posts.iloc[best.first : best.last + 1]
        onset = stretch["created_at"].iloc[0]
        risen = (stretch["created_at"] >= onset + 2 * DAY).to_numpy()
        carried = np.isin(np.arange(len(stretch)), using)
        share = float(carried[risen].mean()) if risen.any() else best.share
        found.append(Hijack(tag, onset, share, set(stretch["author_id"].iloc[using])))
    return found


def _devotion(authors: np.ndarray[Any, Any], using: np.ndarray[Any, Any]) -> float:
    """How much of what their author wrote is among the posts `using`: the median over these posts.

    The median, because one busy account that uses the tag once must not hide thirty that do nothing else.
    """
    size = int(authors.max()) + 1
    wrote, used = (np.bincount(some, minlength=size) for some in (authors, authors[using]))
    return float(np.median(used[authors[using]] / wrote[authors[using]]))


@dataclass(frozen=True)
class Retracted:
    """A paper that was shared on after its retraction: its DOI, the day, those posts, how many say so."""

    doi: str
    day: pd.Timestamp
    after: set[str]
    say_so: int
    root_gone: bool


def retracted(seen: Seen, least: int = 5) -> list[Retracted]:
    """Papers with a notice of retraction, not reinstated, in `least` posts by different accounts afterwards.

    Posts of the day itself are left out, since a notice has no hour. Five, because one or two who have not
    heard yet are to be expected.
    """
    found = []
    for doi, said in seen.notices.groupby("doi"):
        kinds = set(said["kind"])
        if "retraction" not in kinds or "reinstatement" in kinds:
            continue
        day = pd.Timestamp(said.loc[said["kind"] == "retraction", "day"].min(), tz="UTC")
        shared = seen.links[seen.links["doi"] == doi].sort_values("created_at")
        after = shared[shared["created_at"] >= day + DAY]
        if after["author_id"].nunique() >= least:
            aware = after["text"].astype("string").str.contains("retract", case=False).fillna(False)
            gone = bool(shared["status"].iloc[0] == "deleted")
            found.append(Retracted(str(doi), day, set(after["post_id"]), int(aware.sum()), gone))
    return found


@dataclass(frozen=True)
class Dashboard:
    """A dashboard's total beside the distinct originals, and whether rows joined with tags explain it."""

    shown: int
    distinct: int
    joined: int

    @property
    def factor(self) -> float:
        """How many times too many."""
        return self.shown / self.distinct


def dashboard(world: Corpus, shown: Mapping[tuple[int, int], int]) -> Dashboard | None:
    """A dashboard that shows a fifth more than there are distinct originals; `shown` maps months to counts.

    A fifth, because overlapping pages alone add 1 to 2 %. `joined` counts rows of posts with a row for each
    tag, as a careless join does.
    """
    rows = world.posts[(world.posts["kind"] == "original") & world.posts["version_of"].isna()]
    distinct, total = int(rows["post_id"].nunique()), int(sum(shown.values()))
    first = world.posts[world.posts["kind"] == "original"]
    joined = int(world.tags["post_id"].isin(first["post_id"]).sum())
    return Dashboard(total, distinct, joined) if total > 1.2 * distinct else None
