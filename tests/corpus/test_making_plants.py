"""Each plant does what it is said to do, and its twin what the twin is said to do; neither can be guessed."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from course import corpus
from course.corpus.making import plants
from course.corpus.making.assemble import build
from course.corpus.making.plan import plan
from tests.corpus.giveaways import aucs, table
from tests.corpus.worlds import events, members, planted

POSTS = 60_000
BOUND = 0.55


@pytest.fixture(scope="module")
def world() -> corpus.Corpus:
    """A world with everything in it, truth included."""
    (one,) = planted(1, "all", POSTS, text=True)
    return one


def of(world: corpus.Corpus, kind: str) -> pd.DataFrame:
    """The planted posts of a kind."""
    assert world.labels is not None
    ids = world.labels.loc[world.labels["label"] == kind, "post_id"]
    return world.posts[world.posts["post_id"].isin(ids)].drop_duplicates("post_id")


def shared(world: corpus.Corpus, links: list[str]) -> pd.DataFrame:
    """Who shared which of these links, when."""
    posts = world.posts[world.posts["kind"] == "original"].drop_duplicates("post_id")
    urls = world.urls.loc[world.urls["url_raw"].isin(links), ["post_id", "url_raw"]].drop_duplicates()
    return urls.merge(posts, on="post_id")


def test_a_campaign_shares_twelve_links_within_a_minute(world: corpus.Corpus) -> None:
    (event,) = events(world, "campaign")
    people = members(world, "campaign")
    assert len(people) == 25 and len(event["links"]) == 12
    found = of(world, "campaign")
    assert set(found["author_id"]) == people
    assert 0.65 < len(found) / (25 * 12) < 0.95
    posts = shared(world, event["links"]).merge(found[["post_id"]], on="post_id")
    assert len(posts) == len(found)
    spread = posts.groupby("url_raw")["created_at"].agg(lambda times: times.max() - times.min())
    assert (spread <= pd.Timedelta(seconds=60)).all()


def test_its_twins_share_few_links(world: corpus.Corpus) -> None:
    (event,) = events(world, "campaign-twin")
    posts = shared(world, event["links"]).merge(of(world, "campaign-twin")[["post_id"]], on="post_id")
    assert posts.groupby("author_id")["url_raw"].nunique().max() <= 4
    release = posts[posts["url_raw"] == event["links"][0]]
    assert release["author_id"].nunique() == 40
    assert release["created_at"].max() - release["created_at"].min() <= pd.Timedelta(seconds=60)


def test_bots_post_at_even_gaps_and_do_not_sleep(world: corpus.Corpus) -> None:
    found = of(world, "bots").sort_values("created_at")
    assert found["author_id"].nunique() == 40
    gaps = found.groupby("author_id")["created_at"].diff().dt.total_seconds().dropna() / 3600
    assert gaps.between(26.5, 37.5).all()
    assert found["created_at"].dt.hour.nunique() == 24
    each = found.groupby("author_id")["created_at"].agg(lambda times: times.diff().dt.total_seconds().std())
    assert each.max() < 400, "seconds, of gaps of more than a day"


def test_their_twin_keeps_office_hours(world: corpus.Corpus) -> None:
    found = of(world, "bots-twin")
    assert found["author_id"].nunique() == 3
    assert set(found["created_at"].dt.hour) == {12} and found["created_at"].dt.minute.max() == 0
    assert found["created_at"].dt.day_of_week.max() == 4


def test_a_misquote_travels_further_than_its_correction(world: corpus.Corpus) -> None:
    found = of(world, "misquote").sort_values("created_at")
    root = found[found["kind"] == "original"]
    assert len(root) == 1
    neutral = ("no difference", "No difference", "no effect", "not find", "Neutral")
    assert any(words in root["text"].iloc[0] for words in neutral)
    first = found[found["kind"] == "quote"].iloc[0]
    assert first["parent_id"] == root["post_id"].iloc[0] == first["root_id"]
    passed = found[found["parent_id"] == first["post_id"]]
    reposts = passed[passed["kind"] == "repost"]
    assert (reposts["text"] == first["text"]).all() and len(passed) == POSTS // 2000
    late = found[(found["kind"] == "quote") & (found["parent_id"] == root["post_id"].iloc[0])].iloc[-1]
    assert late["created_at"] - first["created_at"] >= pd.Timedelta(days=9)
    assert 6 * (found["parent_id"] == late["post_id"]).sum() < len(passed)


def test_its_twin_is_as_large_and_accurate(world: corpus.Corpus) -> None:
    found = of(world, "misquote-twin")
    quotes = found[found["kind"] == "quote"].sort_values("created_at")
    assert (found["parent_id"] == quotes["post_id"].iloc[0]).sum() == POSTS // 2000
    wrong = ("works", "cures", "got better", "effect is there", "new way")
    assert not quotes["text"].dropna().str.contains("|".join(wrong)).any()


def test_a_surge_lasts_eight_weeks_and_a_congress_days() -> None:
    for kind, longest, least in (("surge", 77, 1.4), ("surge-twin", 4, 2.2)):
        plain, with_it = plan(200_000, "s", ()), plan(200_000, "s", kind)
        (event,) = with_it.events
        assert event.facts["days"] <= longest and (kind != "surge" or event.facts["days"] >= 56)
        days, before = (
            np.concatenate([place.days for place in one.ground.places.values()]) for one in (with_it, plain)
        )
        start = (event.start - plain.ground.begin) // 86_400_000
        inside = slice(start, start + event.facts["days"])
        around = np.r_[start - 40 : start - 5, inside.stop + 5 : inside.stop + 40]
        risen = (days[inside].sum() / before[inside].sum()) / (days[around].sum() / before[around].sum())
        assert risen == pytest.approx(event.facts["factor"], rel=0.1) and risen > least
        assert days.sum() == before.sum()


def test_a_hijack_brings_a_foreign_tag_from_few_and_its_twin_one_from_many(world: corpus.Corpus) -> None:
    originals = world.posts[world.posts["kind"] == "original"].drop_duplicates("post_id").set_index("post_id")
    for kind, few in (("hijack", True), ("hijack-twin", False)):
        (event,) = events(world, kind)
        tagged = world.tags.loc[world.tags["tag"] == event["tag"].casefold(), "post_id"].unique()
        onset = pd.Timestamp(event["onset"])
        held = originals[
            originals["created_at"].between(onset + pd.Timedelta(days=2), pd.Timestamp(event["end"]))
        ]
        before = originals[originals["created_at"] < onset]
        assert 0.07 < held.index.isin(tagged).mean() < 0.20
        assert before.index.isin(tagged).mean() < 0.004
        authors = of(world, kind)["author_id"].nunique()
        assert (authors <= 30) == few, authors


def test_a_retracted_paper_is_shared_on_and_its_first_post_is_gone(world: corpus.Corpus) -> None:
    (event,) = events(world, "retraction")
    found = of(world, "retraction").sort_values("created_at")
    assert found["status"].iloc[0] == "deleted" and pd.isna(found["text"].iloc[0])
    notice = pd.Timestamp(event["notice"], tz="UTC")
    assert 20 < (found["created_at"] > notice).sum() < 40
    doi = world.urls.loc[world.urls["url_raw"] == event["link"], "doi"].iloc[0]
    said = pd.DataFrame(world.notes["notices"])
    assert "retraction" in set(said.loc[said["doi"] == doi, "kind"])
    (twin,) = events(world, "retraction-twin")
    doi = world.urls.loc[world.urls["url_raw"] == twin["link"], "doi"].iloc[0]
    kinds = set(said.loc[said["doi"] == doi, "kind"])
    assert kinds & {"correction", "reinstatement"} and "retraction" not in kinds
    assert len(said) > 10, "others have notices, too"


def test_a_dashboard_multiplies_and_its_twin_grows(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("dashboard")
    shown = {}
    for kind in ("dashboard", "dashboard-twin"):
        build(20_000, "d", folder / kind, kind, truth=folder / f"{kind}-truth")
        stored = corpus.load(folder / kind)
        months = stored.monthly().merge(stored.dashboard(), on=["year", "month"])
        shown[kind] = months["shown"].sum() / months["posts"].sum()
        repeated = stored.distinct()["repeated"].iloc[0]
        assert (repeated > 500) == (kind == "dashboard")
    assert 2.4 < shown["dashboard"] < 2.9 and shown["dashboard-twin"] == 1
    event = json.loads((folder / "dashboard-twin-truth/events.json").read_text())["events"][0]
    assert event["days"] >= 180 and event["factor"] >= 1.35


def test_a_plant_alone_leaves_the_others_out() -> None:
    for kind in plants.PLANTS:
        (one,) = planted(1, kind)
        assert one.labels is not None and set(one.labels["label"].astype(str)) <= {kind}
        assert {event["kind"] for event in one.notes["events"]} == {kind}


def test_neither_id_nor_length_nor_tag_predicts_a_plant() -> None:
    rows = pd.concat(
        [table(one, number) for number, one in enumerate(planted(6, "all", POSTS, text=True))],
        ignore_index=True,
    )
    assert rows["planted"].sum() > 5_000
    for found in aucs(rows, ("id_low", "length", "tag")):
        assert found.high <= BOUND, found


def test_the_order_of_posts_does_not_predict_a_plant() -> None:
    """Order and time need many worlds, since each has few events; where those lie, the plan tells."""
    parts = []
    rng = np.random.default_rng(1)
    for number in range(90):
        one = plan(POSTS, f"order {number}", "all")
        days = np.concatenate([place.days for place in one.ground.places.values()])
        before = np.concatenate([[0], np.cumsum(days)])
        times = [
            part.time
            for each in one.planted
            if not each.event.kind.endswith(plants.TWIN)
            for part in (*each.posts, *each.echoes)
        ]
        ranks = before[(np.concatenate(times) - one.ground.begin) // 86_400_000] / POSTS
        order = np.concatenate([ranks, rng.random(2_000)])
        planted_rows = np.arange(len(order)) < len(ranks)
        parts.append(pd.DataFrame({"world": number, "planted": planted_rows, "order": order}))
    (found,) = aucs(pd.concat(parts, ignore_index=True), ("order",))
    assert found.high <= BOUND, found


def test_the_leak_test_finds_a_leak() -> None:
    """Were planted posts to come first, or longer, the same test would say so."""
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({"world": np.arange(8_000) % 8, "planted": rng.random(8_000) < 0.05})
    rows["length"] = rng.normal(120, 30, 8_000) + 20 * rows["planted"]
    rows["tag"] = [["odd"] if one else ["even"] for one in rows["planted"]]
    assert all(found.low > 0.6 for found in aucs(rows, ("length", "tag")))
