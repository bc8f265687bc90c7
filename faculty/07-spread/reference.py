"""Reference answers of Who is amplifying it?, from the world and the parameters that a trainee was given.

`world` names a folder of course/corpus/worlds/07-spread; `lineup` is the number of a line-up in lineups.json
there. Whoever was planted stands in worlds/<world>/events.json beside this file. Counts are made in plain
Python from the posts, not by the measures that the notebook uses, except where a measure defines the figure.
"""

import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from course import corpus, measures

_MODULE = "07-spread"
_HERE = Path(__file__).parent
_HOUR = pd.Timedelta(hours=1)


@lru_cache(maxsize=4)
def _tidy(world):
    return corpus.world(_MODULE, world).tidy()


@lru_cache(maxsize=4)
def _events(world):
    text = (_HERE / "worlds" / world / "events.json").read_text(encoding="utf-8")
    return {event["kind"]: event for event in json.loads(text)["events"]}


@lru_cache(maxsize=4)
def _originals(world):
    """Originals, each once, an edited one as its first version."""
    posts = _tidy(world).posts
    posts = posts[(posts["kind"] == "original") & posts["version_of"].isna()]
    return posts.drop_duplicates("post_id")


def _chosen(world, kind, lineup, plant):
    """The options of a line-up whose accounts belong to a plant."""
    accounts = corpus.lineup(_MODULE, world, kind, lineup)["author_id"]
    members = set(_events(world)[plant]["members"])
    return [f"a{number}" for number, account in accounts.items() if account in members]


# ---- Accuse or clear


@lru_cache(maxsize=4)
def _meetings(world):
    """How many different links each two accounts shared within an hour: a plain sweep by link."""
    urls = _tidy(world).urls.drop_duplicates(["post_id", "url_norm"])
    rows = _originals(world).merge(urls, on="post_id").sort_values("created_at")
    met = defaultdict(set)
    for link, group in rows.groupby("url_norm"):
        times, who = group["created_at"].tolist(), group["author_id"].tolist()
        first = 0
        for place, moment in enumerate(times):
            while moment - times[first] > _HOUR:
                first += 1
            for before in range(first, place):
                if who[before] != who[place]:
                    met[tuple(sorted((who[before], who[place])))].add(link)
    return {pair: len(links) for pair, links in met.items()}


@lru_cache(maxsize=32)
def _caught(world, least):
    return {one for pair, links in _meetings(world).items() if links >= least for one in pair}


def caught(world, lineup, least, likes):
    """Accounts that share at least `least` links with some other."""
    return len(_caught(world, least))


def pairs_caught(world, lineup, least, likes):
    return sum(links >= least for links in _meetings(world).values())


def accused(world, lineup, least, likes):
    """Options of the line-up whose accounts belong to the campaign."""
    return _chosen(world, "accuse", lineup, "campaign")


def line_up_score(right):
    """Share of ten guilty that are accused, less the share of twenty innocent, with ten accusations."""
    return right / 10 - (10 - right) / 20


def share_of_guilty(right):
    return right / 10


def precision(world, lineup, least, likes):
    """Per cent of the accounts caught at two links that belong to the campaign of 25."""
    return 2500 / len(_caught(world, 2))


def precision_at_four(world, lineup, least, likes):
    return 2500 / len(_caught(world, 4))


# ---- Clockwork


@lru_cache(maxsize=4)
def _runs(world):
    posts = _originals(world)
    return measures.steady_runs(posts["author_id"], posts["created_at"], posts=5)


def timers(world, lineup, least, likes):
    """Accounts with a run of at least seven posts and below 12 quiet hours, as `steady_runs` has it."""
    runs = _runs(world)
    return len({r.account for r in runs.itertuples() if r.posts >= 7 and r.quiet_hours < 12})


def timed(world, lineup, least, likes):
    """Posts in those runs."""
    return int(sum(r.posts for r in _runs(world).itertuples() if r.posts >= 7 and r.quiet_hours < 12))


def steady_posts(world, lineup, least, likes):
    return int(_runs(world)["posts"].sum())


def robots(world, lineup, least, likes):
    """Options of the line-up of twelve that are run by a timer round the clock."""
    return _chosen(world, "clock", lineup, "bots")


def ppv(case):
    """Positive predictive value in per cent: flagged bots, of all flagged."""
    bots, people = case["prev"] * case["sens"], (100 - case["prev"]) * case["fpr"]
    return 100 * bots / (bots + people)


def sensitivity(case):
    return case["sens"]


# ---- A tag that changes hands; weeks that swell


def hijacked(world, lineup, least, likes):
    return _events(world)["hijack"]["tag"].casefold()


@lru_cache(maxsize=4)
def _peak(world):
    """Authors of posts with the hijacked tag in the month of its highest share, and of the others in it."""
    posts, tags = _originals(world), _tidy(world).tags
    ids = set(tags.loc[tags["tag"] == hijacked(world, 0, 0, 0), "post_id"])
    months, every = defaultdict(list), defaultdict(list)
    for post, author, moment in zip(posts["post_id"], posts["author_id"], posts["created_at"], strict=True):
        month = (moment.year, moment.month)
        (months if post in ids else every)[month].append(author)
    large = {month for month, authors in months.items() if len(authors) >= 20}
    best = max(large, key=lambda month: len(months[month]) / (len(months[month]) + len(every[month])))
    return months[best], set(every[best])


def alone(world, lineup, least, likes):
    """Per cent of the tag's posts in that month from accounts without any other post in it."""
    authors, others = _peak(world)
    return 100 * sum(author not in others for author in authors) / len(authors)


def not_alone(world, lineup, least, likes):
    return 100 - alone(world, lineup, least, likes)


@lru_cache(maxsize=4)
def _stretch(world):
    """The stretch of weeks with the highest ratio, and the Monday on which it begins."""
    monday = _originals(world)["created_at"].dt.tz_localize(None).dt.to_period("W-SUN").dt.start_time
    counts = monday.value_counts()
    weeks = pd.date_range(counts.index.min(), counts.index.max(), freq="7D")
    found = measures.surges(counts.reindex(weeks, fill_value=0).to_numpy(), threshold=2.5, least=5)
    best = max(found, key=lambda one: one.ratio)
    return weeks[best.first], best


def onset(world, lineup, least, likes):
    """Year and month of that Monday, as 201907."""
    first, _ = _stretch(world)
    return 100 * first.year + first.month


def times(world, lineup, least, likes):
    return _stretch(world)[1].ratio


# ---- After the notice; depth


@lru_cache(maxsize=4)
def _late(world):
    """Posts of all kinds that share the retracted paper: on a later day than its notice, and altogether."""
    notice = _events(world)["retraction"]["notice"]
    stored = corpus.world(_MODULE, world).notices()
    [doi] = {r.doi for r in stored.itertuples() if r.kind == "retraction" and str(r.day) == notice}
    urls = _tidy(world).urls
    ids = set(urls.loc[urls["doi"] == doi, "post_id"])
    posts = _tidy(world).posts
    days = {
        post: moment.strftime("%Y-%m-%d")
        for post, moment in zip(posts["post_id"], posts["created_at"], strict=True)
        if post in ids
    }
    return sum(day > notice for day in days.values()), len(days)


def late(world, lineup, least, likes):
    return _late(world)[0]


def shared_at_all(world, lineup, least, likes):
    return _late(world)[1]


@lru_cache(maxsize=4)
def _trees(world):
    """Size, depth and likes of the first post, of each cascade of at least two posts: parents followed up."""
    posts = _tidy(world).posts.drop_duplicates("post_id")
    parents = {
        post: parent if isinstance(parent, str) else None
        for post, parent in zip(posts["post_id"], posts["parent_id"], strict=True)
    }
    likes = posts["like_count"].astype("Float64").fillna(0).tolist()
    size, depth, first = defaultdict(int), defaultdict(int), {}
    for post in parents:
        steps, here = 0, post
        while parents[here] in parents:
            steps, here = steps + 1, parents[here]
        size[here] += 1
        depth[here] = max(depth[here], steps)
    for post, number in zip(posts["post_id"], likes, strict=True):
        first[post] = number
    rows = [(size[root], depth[root], first[root]) for root in parents if size[root] >= 2]
    return pd.DataFrame(rows, columns=["size", "depth", "likes"])


def gap(world, lineup, least, likes):
    """Mean depth of cascades whose first post has at least so many likes, less that of the others."""
    trees = _trees(world)
    liked = trees["likes"] >= likes
    return float(np.mean(trees["depth"][liked]) - np.mean(trees["depth"][~liked]))


def matched(world, lineup, least, likes):
    """The same for pairs of one size, as `measures.match_sizes` makes them with the notebook's seed."""
    trees = _trees(world)
    many = trees["likes"] >= likes
    sizes, depths = trees["size"].to_numpy(), trees["depth"].to_numpy()
    cases, controls = measures.match_sizes(sizes[many], sizes[~many], np.random.default_rng(7))
    return float(np.mean(depths[many][cases]) - np.mean(depths[~many][controls]))
