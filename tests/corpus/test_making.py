"""The teaching corpus: yearly totals exact for any seed, the same posts everywhere."""

import random
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course import corpus
from course.corpus import schema
from course.corpus.errors import CorpusError
from course.corpus.making import calendar, calibration, month, plants, shard, streams, weights
from course.corpus.making.plan import plan

SEEDS = st.one_of(st.integers(), st.text(min_size=1, max_size=20))
FULL = [one.posts for one in calibration.years()]


def years_of(made: corpus.Corpus) -> list[int]:
    """Originals of each year: each id once, an edited post once."""
    posts = made.posts[(made.posts["kind"] == "original") & made.posts["version_of"].isna()]
    counts = posts.drop_duplicates("post_id")["created_at"].dt.year.value_counts()
    return [int(counts.get(year, 0)) for year in range(2012, 2023)]


def test_the_published_numbers_and_the_assumed_series() -> None:
    assert sum(FULL) == calibration.WHOLE == 4_397_691
    assert FULL[-2:] == [692_095, 1_178_647]
    assert [one.year for one in calibration.years() if one.published] == [2021, 2022]
    assumed = FULL[:-1]
    assert all(
        abs(later / earlier - 1.2320) < 1e-4 for earlier, later in zip(assumed, assumed[1:], strict=False)
    )
    assert sum(FULL[:-2]) == 2_526_949


@given(st.integers(1_000, 20_000_000))
def test_any_size_sums_exactly_and_rises_each_year(posts: int) -> None:
    scaled = [one.posts for one in calibration.years(posts)]
    assert sum(scaled) == posts
    assert scaled == sorted(scaled)
    assert all(
        abs(one - full * posts / calibration.WHOLE) < 1 for one, full in zip(scaled, FULL, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from(range(2012, 2023)), st.integers(1, 1_200_000))
def test_days_sum_to_the_year_for_any_seed(seed: int | str, year: int, total: int) -> None:
    swell = calendar.Swell(pd.Timestamp(year, 3, 1).date(), 70, 1900)
    for swells in ((), (swell,)):
        assert int(calendar.days(str(seed), year, total, swells).sum()) == total


@settings(max_examples=5, deadline=None)
@given(SEEDS, st.integers(1_000, 3_000))
def test_yearly_totals_are_exact_for_any_seed(seed: int | str, posts: int) -> None:
    made = corpus.make(posts, seed, text=False)
    assert years_of(made) == [one.posts for one in calibration.years(posts)]


@settings(max_examples=2, deadline=None)
@given(SEEDS)
def test_plants_replace_posts_so_that_totals_stay(seed: int | str) -> None:
    made = corpus.make(20_000, seed, "all", text=False, truth=True)
    assert years_of(made) == [one.posts for one in calibration.years(20_000)]
    assert made.labels is not None and len(made.labels) > 1000
    assert made.labels["post_id"].isin(made.posts["post_id"]).all()


@given(st.integers(0, 10**7), st.lists(st.integers(0, 2**30), min_size=1, max_size=40))
def test_shares_are_exact_and_within_one_of_proportion(total: int, parts: list[int]) -> None:
    if not any(parts):
        with pytest.raises(ValueError, match="positive"):
            weights.share(total, parts)
        return
    found = weights.share(total, parts)
    assert int(found.sum()) == total
    assert all(
        abs(one - total * part / sum(parts)) < 1 for one, part in zip(found.tolist(), parts, strict=True)
    )


def test_normal_quantiles_agree_with_scipy() -> None:
    for place in (1e-6, 0.001, 0.07, 0.3, 0.5, 0.6, 0.95, 0.9999):
        found = float(weights.normal_quantile(weights.Decimal(repr(place))))
        assert found == pytest.approx(stats.norm.ppf(place), abs=1e-6)


def test_streams_do_not_depend_on_what_was_drawn_elsewhere() -> None:
    first = streams.Stream("s", 2020, 1, "a")
    second = streams.Stream("s", 2020, 1, "b")
    mixed = [first.u32(3), second.u16(9), first.below(4, 77), second.sample(50, 7)]
    first, second = streams.Stream("s", 2020, 1, "a"), streams.Stream("s", 2020, 1, "b")
    apart = [second.u16(9), second.sample(50, 7), first.u32(3), first.below(4, 77)]
    for one, other in zip(mixed, [apart[2], apart[0], apart[3], apart[1]], strict=True):
        np.testing.assert_array_equal(one, other)


def test_raw_words_are_those_of_philox() -> None:
    """Known answers: were they to change with numpy, every published hash would."""
    assert streams.Stream("known").words(3).tolist() == KNOWN_WORDS


def test_the_same_call_gives_the_same_frames_and_another_seed_others() -> None:
    one, again, other = (corpus.make(2_000, seed) for seed in (1, 1, 2))
    for table in ("posts", "tags", "urls", "accounts"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(again, table))
    assert not one.posts["post_id"].isin(other.posts["post_id"]).any()


def test_nothing_global_is_touched_or_read() -> None:
    np.random.seed(5)  # noqa: NPY002
    random.seed(5)
    before = (random.getstate(), np.random.get_state()[1].tolist())
    first = corpus.make(1_500, 3, text=False)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before
    np.random.seed(6)
    pd.testing.assert_frame_equal(first.posts, corpus.make(1_500, 3, text=False).posts)


def test_months_do_not_depend_on_each_other() -> None:
    one, other = plan(20_000, 4, "all"), plan(20_000, 4, "all")
    late = shard.make_month(one, (2022, 11))
    for place in [(2012, 3), (2022, 11)]:
        again = shard.make_month(other, place)
    for table, columns in late.tables.items():
        for name, values in columns.items():
            np.testing.assert_array_equal(values, again.tables[table][name])


@pytest.fixture(scope="module")
def made() -> Iterator[corpus.Corpus]:
    yield corpus.make(30_000, "one to look at")


def test_frames_are_in_the_schema(made: corpus.Corpus) -> None:
    for table in ("posts", "tags", "urls", "accounts", "rejects"):
        schema.check(table, getattr(made, table))
    assert made.labels is None and "events" not in made.notes


def test_activity_is_very_unequal_and_a_third_is_never_reposted(made: corpus.Corpus) -> None:
    counts = np.sort(made.posts["author_id"].value_counts().to_numpy())
    assert 0.7 < 2 * (np.arange(1, len(counts) + 1) * counts).sum() / (len(counts) * counts.sum()) - 1 < 0.9
    originals = made.posts[made.posts["kind"] == "original"]
    assert 0.30 < (originals["repost_count"] == 0).mean() < 0.36
    assert 0.001 < (originals["repost_count"] > 100).mean() < 0.02


def test_days_vary_more_than_chance_alone() -> None:
    days = calendar.days("any", 2022, 1_178_647)
    assert days.var() / days.mean() > 100, "of a Poisson process it would be 1"


def test_the_chat_is_on_thursday_evening_eastern_which_is_friday_utc(made: corpus.Corpus) -> None:
    chat = made.tags.loc[made.tags["tag"] == "mededthursday", "post_id"]
    times = made.posts.loc[
        made.posts["post_id"].isin(chat) & (made.posts["kind"] == "original"), "created_at"
    ]
    assert len(times) > 300
    assert set(times.dt.day_of_week) == {4}
    eastern = times.dt.tz_convert("America/New_York")
    assert set(eastern.dt.day_of_week) == {3} and set(eastern.dt.hour) == {21}
    assert set(times.dt.hour) == {1, 2}, "in winter an hour later in UTC than in summer"


def test_tags_are_written_in_many_ways_and_fold_to_one(made: corpus.Corpus) -> None:
    assert made.tags.loc[made.tags["tag"] == "meded", "tag_raw"].nunique() == 4
    folded = made.tags["tag_raw"].str.normalize("NFKC").str.casefold()
    assert (folded == made.tags["tag"]).all()
    assert not made.tags.merge(made.posts.drop_duplicates("post_id"), on="post_id")["text"].isna().all()


def test_echoes_follow_what_they_answer(made: corpus.Corpus) -> None:
    times = made.posts.drop_duplicates("post_id").set_index("post_id")["created_at"]
    echoes = made.posts[made.posts["kind"] != "original"]
    assert set(echoes["kind"]) == {"reply", "quote", "repost"}
    assert echoes["parent_id"].isin(times.index).all() and echoes["root_id"].isin(times.index).all()
    assert (times.loc[echoes["parent_id"]].to_numpy() <= times.loc[echoes["post_id"]].to_numpy()).all()
    assert 0.05 < (echoes["parent_id"] != echoes["root_id"]).mean() < 0.5, "some answer an answer"


def test_reposts_keep_text_tags_and_links_of_what_they_repeat(made: corpus.Corpus) -> None:
    posts = made.posts.drop_duplicates("post_id").set_index("post_id")
    reposts = posts[posts["kind"] == "repost"]
    pd.testing.assert_series_equal(
        reposts["text"].reset_index(drop=True),
        posts.loc[reposts["parent_id"], "text"].reset_index(drop=True),
    )
    first = reposts[reposts["parent_id"] == reposts["root_id"]].index[:200]
    for table in ("tags", "urls"):
        rows = getattr(made, table).drop_duplicates()
        pairs = pd.DataFrame({"repost": first, "parent": posts.loc[first, "parent_id"].to_numpy()})
        ours = pairs.merge(rows, left_on="repost", right_on="post_id").drop(columns=["post_id", "parent"])
        theirs = pairs.merge(rows, left_on="parent", right_on="post_id").drop(columns=["post_id", "parent"])
        assert len(ours) > 50
        pd.testing.assert_frame_equal(ours, theirs)


def test_rows_collected_again_edited_and_deleted(made: corpus.Corpus) -> None:
    again = made.posts[made.posts.duplicated("post_id")]
    assert len(again) > 100
    same = made.posts[made.posts["post_id"].isin(again["post_id"])]
    assert (same.groupby("post_id")["collected_at"].nunique() == same.groupby("post_id").size()).all()
    edited = made.posts[made.posts["status"] == "edited"]
    assert len(edited) and edited["version_of"].isin(made.posts["post_id"]).all()
    deleted = made.posts[made.posts["status"].isin(["deleted", "withheld"])]
    assert len(deleted) > 200 and deleted["text"].isna().all()


def test_views_are_null_before_the_platform_told_them(made: corpus.Corpus) -> None:
    known = made.posts["view_count"].notna()
    assert known.any() and (made.posts.loc[known, "created_at"] >= "2022-12-15").all()
    assert made.posts.loc[made.posts["lang"].isna()].shape[0] > 100, "undetermined languages are null"


def test_addresses_lead_nowhere(made: corpus.Corpus) -> None:
    hosts = made.urls["url_norm"].str.extract(r"^https://([^/]+)/")[0]
    assert hosts.str.endswith(".example").all()
    assert (hosts == made.urls["domain"]).all()
    dois = made.urls["doi"].dropna()
    assert len(dois) and dois.str.startswith("10.0000/").all()
    assert (made.urls["url_expanded"].isna() == ~made.urls["resolved"]).all()
    assert 0.04 < (~made.urls["resolved"]).mean() < 0.12


def test_ids_hold_their_time(made: corpus.Corpus) -> None:
    ids = made.posts["post_id"].to_numpy(dtype="int64")
    times = (ids >> 22) + month.EPOCH
    assert (times == made.posts["created_at"].astype("int64").to_numpy()).all()
    assert (ids.astype("float64").astype("int64") != ids).mean() > 0.4, "not fit for a float"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"posts": 10}, "10. It needs to be a whole number from 1,000"),
        ({"posts": 2.5}, "2.5"),
        ({"posts": True}, "True"),
        ({"seed": ""}, "seed is ''"),
        ({"seed": None}, "seed is None"),
        ({"plants": "witches"}, "There is no plant witches. There are: campaign, bots"),
        ({"posts": 1_000, "plants": "bots"}, "has no room for bots"),
    ],
)
def test_what_cannot_be_made_is_said(call: dict[str, object], says: str) -> None:
    with pytest.raises(CorpusError) as error:
        corpus.make(**{"posts": 2_000, **call})  # type: ignore[arg-type]
    assert says in str(error.value)


def test_names_of_plants() -> None:
    assert plants.named("all") == (*plants.PLANTS, *plants.TWINS)
    assert plants.named(["hijack", "bots"]) == ("bots", "hijack")
    assert plants.named(()) == plants.named("none") == ()


KNOWN_WORDS = [12956260209474461333, 6264995974743096737, 10295064985241375733]
