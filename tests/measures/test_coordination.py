"""The detector on made-up worlds of our own: silent where nothing was put in, and on benign twins."""

import time

import numpy as np
import pytest

from course.measures import co_share_test, coordinated
from tests.measures.worlds import campaign, congress, embargo, organic

SHUFFLES = 99


def run(world, rng, **more):
    return co_share_test(world.account, world.thing, world.times, rng, shuffles=SHUFFLES, **more)


def flagged(world, rng):
    return set(coordinated(run(world, rng)))


def test_nothing_is_flagged_where_nothing_was_planted():
    for seed in range(25):
        rng = np.random.default_rng([1, seed])
        assert flagged(organic(rng), rng) == set(), seed


@pytest.mark.parametrize(("size", "links"), [(25, 12), (12, 8)])
def test_a_campaign_is_found_and_nobody_else(size, links):
    members = hits = named = 0
    for seed in range(10):
        rng = np.random.default_rng([2, seed])
        world, planted = campaign(rng, organic(rng), size, links)
        found = flagged(world, rng)
        members, hits, named = members + len(planted), hits + len(found & planted), named + len(found)
    assert hits / named >= 0.98
    assert hits / members >= (0.98 if links == 12 else 0.75)


@pytest.mark.parametrize("twin", [embargo, congress])
def test_benign_twins_are_seen_and_not_flagged(twin):
    for seed in range(10):
        rng = np.random.default_rng([3, seed])
        world, members = twin(rng, organic(rng))
        test = run(world, rng)
        assert coordinated(test) == [], seed
        # They do act together, and the test says so; what clears them is that it was on two days.
        assert test.components["p"].iloc[0] == 0.01 and test.components["days"].iloc[0] <= 2


def test_two_links_accuse_the_innocent():
    rng = np.random.default_rng(4)
    world, planted = campaign(rng, organic(rng))
    test = run(world, rng, edge=2, rare=0)
    accused = {*test.edges["account_a"], *test.edges["account_b"]}
    assert len(accused - planted) > 3 * len(planted)
    assert test.pairs[2] > test.pairs[3] > 0


def test_names_and_order_mean_nothing():
    rng = np.random.default_rng(5)
    world, planted = campaign(rng, organic(rng, 6_000, 800))
    order = rng.permutation(len(world.account))
    names = rng.permutation(int(world.account.max()) + 1)
    plain = run(world, np.random.default_rng(1))
    mixed = co_share_test(
        names[world.account][order],
        world.thing[order],
        world.times[order],
        np.random.default_rng(1),
        shuffles=SHUFFLES,
    )
    assert mixed.pairs == plain.pairs
    assert mixed.components["score"].iloc[0] == pytest.approx(plain.components["score"].iloc[0])
    assert {names[one] for one in coordinated(plain)} == set(coordinated(mixed))
    again = run(world, np.random.default_rng(1))
    assert again.null.equals(plain.null) and again.edges.equals(plain.edges)


def test_members_edges_and_components_tell_the_same_story():
    rng = np.random.default_rng(6)
    world, planted = campaign(rng, organic(rng))
    test = run(world, rng)
    assert test.components["accounts"].sum() == len(test.members)
    assert test.components["edges"].sum() == len(test.edges)
    for component, rows in test.edges.groupby("component"):
        assert set(rows["account_a"]) | set(rows["account_b"]) == set(
            test.members.index[test.members == component]
        )
        assert test.components.loc[component, "score"] == pytest.approx(rows["surprise"].sum())
    assert test.components["score"].is_monotonic_decreasing
    assert test.null.shape == (SHUFFLES, 5) and (test.null["2"] >= test.null["3"]).all()


def test_within_a_label_interests_stay_where_they_are():
    # Two fields share their own things at once; across fields there is nothing to be explained.
    rng = np.random.default_rng(7)
    who = np.concatenate([rng.integers(0, 40, 600), rng.integers(40, 80, 600)])
    field = np.repeat([0, 1], 600)
    things = field * 1_000 + rng.integers(0, 60, 1_200)
    seconds = things * 3600 + rng.integers(0, 50, 1_200)
    times = np.datetime64("2022-01-01") + seconds.astype("timedelta64[s]")
    free = co_share_test(who, things, times, rng, edge=3, rare=0, shuffles=39)
    kept = co_share_test(who, things, times, rng, edge=3, rare=0, shuffles=39, within=field)
    assert free.pairs == kept.pairs
    assert free.pairs[5] > 1.5 * free.null["5"].max()  # looks like a plot
    assert kept.pairs[5] == pytest.approx(kept.null["5"].mean(), rel=0.15)  # is two fields


def test_a_year_of_a_large_hashtag_takes_tens_of_seconds():
    rng = np.random.default_rng(8)
    world, planted = campaign(rng, organic(rng, 692_095, 60_000, 365, 40))
    start = time.process_time()
    test = co_share_test(world.account, world.thing, world.times, rng, shuffles=19)
    assert time.process_time() - start < 60
    assert set(coordinated(test, alpha=0.05)) == planted


def test_nothing_is_coordinated_with_nothing():
    test = co_share_test([], [], [], np.random.default_rng(1), shuffles=99)
    assert coordinated(test) == [] and len(test.components) == 0 and test.pairs == {2: 0, 3: 0, 4: 0, 5: 0}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: co_share_test(["a"], ["u"], ["2022-01-01"], 1), "`rng` is 1"),
        (
            lambda: coordinated(co_share_test([], [], [], np.random.default_rng(1), shuffles=19)),
            "`alpha` is 0.01. With 19 shuffles no P value is below 0.05: take at least 99",
        ),
        (lambda: co_share_test([], [], [], np.random.default_rng(1), shuffles=5), "`shuffles` is 5"),
        (lambda: co_share_test([], [], [], np.random.default_rng(1), edge=1), "`edge` is 1"),
        (lambda: co_share_test([], [], [], np.random.default_rng(1), within=[1]), "`within` has 1"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
