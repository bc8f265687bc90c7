"""From the tidy tables of the corpus to every chart: the dtypes that are there are those that are taken."""

import numpy as np
import pandas as pd
import pytest

from course import charts, measures
from course.corpus import schema
from tests.measures.worlds import campaign, organic

FILL = {"time": pd.Timestamp(0, tz="UTC"), "Int32": 1, "boolean": False}


def frame(table: str, size: int, **columns) -> pd.DataFrame:
    """A tidy table with these columns; the others are null, or one value where null is not allowed."""
    found = {}
    for column in schema.TABLES[table]:
        values = columns.get(column.name)
        if values is None:
            values = pd.Series([None if column.null else FILL.get(column.dtype, "x")] * size)
        found[column.name] = pd.Series(values).reset_index(drop=True).astype(column.pandas)
    made = pd.DataFrame(found)
    schema.check(table, made)
    return made


@pytest.fixture(scope="module")
def tables():
    rng = np.random.default_rng(12)
    world, planted = campaign(rng, organic(rng, 6_000, 700))
    size = len(world.account)
    ids = [f"p{n}" for n in range(size)]
    kinds = rng.choice(schema.KINDS, size, p=[0.4, 0.1, 0.1, 0.4])
    before = rng.integers(0, np.maximum(np.arange(size), 1))
    earlier = [None if kind == "original" else ids[n] for kind, n in zip(kinds, before, strict=True)]
    earlier[0] = None
    posts = frame(
        "posts",
        size,
        platform=["x"] * size,
        post_id=ids,
        author_id=[f"a{n:05}" for n in world.account],
        created_at=pd.DatetimeIndex(world.times).tz_localize("UTC"),
        kind=kinds,
        parent_id=earlier,
        status=["live"] * size,
    )
    tags = frame(
        "tags",
        size,
        post_id=[ids[n] for n in rng.integers(0, size, size)],
        tag=rng.choice(["meded", "ecg", "sepsis", "pocus"], size),
        source=["platform"] * size,
    )
    urls = frame(
        "urls",
        size,
        post_id=ids,
        url_norm=[f"https://t{n % 97}.example/{n}" for n in world.thing],
        domain=[f"t{n % 97}.example" for n in world.thing],
        doi=[f"10.5555/{n}" if n % 5 == 0 else None for n in world.thing],
        resolved=world.thing % 4 > 0,
    )
    return posts, tags, urls, {f"a{n:05}" for n in planted}


def test_counts_tags_domains_kinds_and_hours(tables):
    posts, tags, urls, _ = tables
    when = posts.set_index("post_id")["created_at"]
    tag_times, url_times = when.loc[tags["post_id"]], when.loc[urls["post_id"]]
    counts = measures.period_counts(posts["created_at"])
    assert counts.sum() == len(posts)
    top = measures.leading(tag_times, tags["tag"], top=3)
    domains = measures.leading(url_times, urls["domain"], top=5)
    assert charts.monthly(counts, top, domains, assumed=[2022]).cube["tags"]
    kinds = posts.groupby("kind", observed=True)["created_at"]
    table = pd.DataFrame({kind: measures.period_counts(part) for kind, part in kinds}).fillna(0)
    assert charts.kinds(table).rows[0][5].replace(",", "") == str(int(table.iloc[0].sum()))
    square = measures.hour_by_weekday(posts["created_at"], "Europe/Berlin")
    assert square.sum() == len(posts) and charts.hours({"Europe/Berlin": square}).html()
    doubled = pd.concat([posts, posts.iloc[:500]])
    picture = charts.duplicates(measures.period_counts(doubled["created_at"]), counts)
    assert "500 rows repeat one" in picture.sentence


def test_concentration_pairs_cascades_and_links(tables):
    posts, tags, urls, _ = tables
    activity = posts["author_id"].value_counts()
    assert 0 < measures.gini(activity) < 1 and charts.concentration(activity).html()
    pairs = measures.tag_pairs(tags["post_id"], tags["tag"], total=len(posts))
    assert charts.tag_matrix(pairs).rows
    nodes, trees = measures.cascades(posts["post_id"], posts["parent_id"])
    assert trees["size"].sum() == len(posts) and set(nodes["root"]) == set(trees.index)
    large = trees[trees["size"].between(2, 900)]["size"].idxmax()
    inside = posts[posts["post_id"].isin(nodes.index[nodes["root"] == large])]
    some = trees[trees["size"] > 1]
    rng = np.random.default_rng(1)
    one, other = measures.match_sizes(some["size"][::2], some["size"][1::2], rng)
    picture = charts.cascade(
        inside["post_id"], inside["parent_id"], some[::2].iloc[one], some[1::2].iloc[other]
    )
    assert picture.html()
    stages = measures.link_stages(urls["resolved"], urls["doi"], {"10.5555/5"})
    assert stages.raw == len(urls) and charts.traceability(stages).html()


def test_the_campaign_is_found_from_the_tables(tables):
    posts, _, urls, planted = tables
    shared = urls.merge(posts[["post_id", "author_id", "created_at"]], on="post_id")
    rng = np.random.default_rng(3)
    columns = (shared[name] for name in ("author_id", "url_norm", "created_at"))
    test = measures.co_share_test(*columns, rng, shuffles=99)
    assert set(measures.coordinated(test)) == planted
    assert charts.co_sharing(test.edges, test.null["3"]).html()
    rhythms = measures.account_rhythms(posts["author_id"], posts["created_at"])
    assert len(rhythms) > 20 and measures.tireless(rhythms) == []
    weekly = measures.period_counts(posts["created_at"], "day")
    assert measures.surges(weekly, window=21) == []
