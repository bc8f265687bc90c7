"""Reference answers of Read a hashtag, computed from the world and the parameters that a trainee was given.

`world` names a folder of course/corpus/worlds/06-hashtag-data; `year`, `tag` and `other` are drawn beside it.
Posts are read from the stored tables of each year, and not through the tidy tables that the notebook uses.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from course import corpus

_MODULE = "06-hashtag-data"
_KINDS = ("original", "reply", "quote", "repost")


@lru_cache(maxsize=4)
def _stored(world):
    return corpus.world(_MODULE, world)


@lru_cache(maxsize=64)
def _rows(world, table, year):
    return _stored(world).table(table, str(year)).to_pandas()


@lru_cache(maxsize=4)
def _names(world):
    return pd.read_parquet(_stored(world).folder / "tag_names.parquet")


@lru_cache(maxsize=64)
def _originals(world, year):
    """Originals of a year by UTC, each post once, an edited one as its first version."""
    rows = _rows(world, "posts", year)
    return rows[rows["version_of"].isna() | (rows["version_of"] == 0)].drop_duplicates("id")


@lru_cache(maxsize=256)
def _with_tag(world, year, tag):
    """Ids of the originals of a year that carry a tag, in whatever spelling."""
    names = _names(world)
    codes = names.index[names["tag"].to_numpy()[names["fold"].to_numpy()] == tag]
    used = _rows(world, "tags", year)
    places = used.loc[used["tag"].isin(codes), "post"].to_numpy()
    rows = _rows(world, "posts", year)
    return frozenset(rows["id"].to_numpy()[places]) & frozenset(_originals(world, year)["id"])


def _years(world):
    return [int(one) for one in _stored(world).manifest["rows"]]


# ---- What is one post


def spellings(world, year, tag, other):
    """Ways in which the tag is written by any post."""
    return int(_tidy_tags(world).get(tag, 0))


@lru_cache(maxsize=4)
def _tidy_tags(world):
    tags = _stored(world).tidy().tags
    return tags.groupby("tag")["tag_raw"].nunique().to_dict()


def repeats(world, year, tag, other):
    """Rows of originals in the year that repeat an id."""
    rows = _rows(world, "posts", year)
    first = rows[rows["version_of"].isna() | (rows["version_of"] == 0)]
    return int(first["id"].duplicated().sum())


def originals_in_year(world, year, tag, other):
    return len(_originals(world, year))


def kinds_of_year(world, year, tag, other):
    """Rows and different ids of each kind in the year; each version of an edited post has an id."""
    posts, echoes = _rows(world, "posts", year), _rows(world, "echoes", year)
    kinds = {"original": posts["id"]}
    kinds |= {kind: echoes.loc[echoes["kind"] == kind, "id"] for kind in _KINDS[1:]}
    rows = [[kind, len(ids), int(ids.nunique())] for kind, ids in kinds.items()]
    return {"columns": ["kind", "rows", "posts"], "rows": rows, "by": ["kind"]}


def repost_share(world, year, tag, other):
    """Reposts in per cent of the different posts of the year."""
    posts = {kind: count for kind, _, count in kinds_of_year(world, year, tag, other)["rows"]}
    return 100 * posts["repost"] / sum(posts.values())


def repost_share_of_rows(world, year, tag, other):
    rows = {kind: count for kind, count, _ in kinds_of_year(world, year, tag, other)["rows"]}
    return 100 * rows["repost"] / sum(rows.values())


def reposts_to_originals(world, year, tag, other):
    posts = {kind: count for kind, _, count in kinds_of_year(world, year, tag, other)["rows"]}
    return 100 * posts["repost"] / posts["original"]


# ---- When


def months_of_year(world, year, tag, other):
    """Originals in each month of UTC."""
    month = _originals(world, year)["created_at"].dt.month
    rows = [[number, int((month == number).sum())] for number in range(1, 13)]
    return {"columns": ["month", "posts"], "rows": rows, "by": ["month"]}


def months_chart(world, year, tag, other):
    """Bars of those months."""
    return {
        "mark": "bar",
        "encodings": {
            "x": {"field": "month", "type": ["ordinal", "nominal"]},
            "y": {"field": "posts", "type": "quantitative"},
        },
        "data": {**months_of_year(world, year, tag, other)},
    }


def hour_in_utc(case):
    """The hour of UTC of a local hour."""
    return (case["local"] - case["offset"]) % 24


def hour_the_wrong_way(case):
    return (case["local"] + case["offset"]) % 24


def chat_hour(world, year, tag, other):
    """Originals with the chat's tag from 21:00 to 21:59 on a Thursday of New York."""
    return _chat(world, year, "America/New_York")


def chat_hour_in_utc(world, year, tag, other):
    return _chat(world, year, "UTC")


def _chat(world, year, zone):
    posts = _originals(world, year)
    posts = posts[posts["id"].isin(_with_tag(world, year, "mededthursday"))]
    there = pd.DatetimeIndex(posts["created_at"]).tz_convert(zone)
    return int(((there.hour == 21) & (there.day_name() == "Thursday")).sum())


# ---- Who, and about what


def other_languages(world, year, tag, other):
    """Per cent of originals not in English, of those whose language is known."""
    lang = _originals(world, year)["lang"].astype("string")
    known = lang.notna() & (lang != "und")
    return 100 * float((known & (lang != "en").fillna(False)).sum()) / float(known.sum())


def other_languages_of_all(world, year, tag, other):
    lang = _originals(world, year)["lang"].astype("string")
    known = lang.notna() & (lang != "und")
    return 100 * float((known & (lang != "en").fillna(False)).sum()) / len(lang)


def english(world, year, tag, other):
    return 100 - other_languages(world, year, tag, other)


def search(world, year, tag, other):
    """Originals of the year with the tag."""
    return len(_with_tag(world, year, tag))


def lift(world, year, tag, other):
    """Lift of the two tags among all originals. Brin et al. 1997, doi 10.1145/253260.253325."""
    first, second, both, every = 0, 0, 0, 0
    for one in _years(world):
        a, b = _with_tag(world, one, tag), _with_tag(world, one, other)
        first, second, both = first + len(a), second + len(b), both + len(a & b)
        every += len(_originals(world, one))
    return both * every / (first * second)


def top_ten(world, year, tag, other):
    """Per cent of the year's originals from the ten accounts that post most."""
    posts = _originals(world, year)
    counts = np.sort(np.unique(posts["author"], return_counts=True)[1])
    return 100 * float(counts[-10:].sum()) / len(posts)
