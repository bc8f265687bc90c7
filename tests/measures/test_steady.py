"""Steady runs: by hand, against a slow search, on timers among people; order and names mean nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import steady_runs

HOUR = 3600


def dated(seconds):
    return (np.asarray(seconds, dtype="int64") + 1_600_000_000).astype("datetime64[s]")


def slow(gaps, posts, spread):
    """First and last post of each run, window by window."""
    covered = set()
    for start in range(len(gaps) - posts + 2):
        seen = gaps[start : start + posts - 1]
        if min(seen) > 0 and max(seen) <= (1 + spread) * min(seen):
            covered.add(start)
    runs = []
    for start in sorted(covered):
        if start - 1 in covered:
            runs[-1][1] = start + posts - 1
        else:
            runs.append([start, start + posts - 1])
    return runs


@given(st.lists(st.integers(95, 110), min_size=1, max_size=40), st.integers(3, 6), st.randoms())
def test_agrees_with_a_slow_search_whatever_the_order(gaps, posts, random):
    seconds = np.concatenate([[0], np.cumsum(gaps)]).tolist()
    expected = [(dated([seconds[a]])[0], dated([seconds[b]])[0]) for a, b in slow(gaps, posts, 0.05)]
    random.shuffle(seconds)
    found = steady_runs(["a"] * len(seconds), dated(seconds), posts, 0.05)
    assert list(zip(found["first"], found["last"], strict=True)) == expected


def test_a_timer_is_found_between_what_else_its_account_posts():
    rng = np.random.default_rng(1)
    alone = np.sort(rng.integers(0, 400 * 24 * HOUR, 40))
    timer = 500 * 24 * HOUR + np.arange(15) * 31 * HOUR + rng.integers(0, 480, 15)
    who = ["a"] * 55 + ["b"] * 40
    (row,) = steady_runs(who, dated(np.concatenate([alone, timer, alone + 7]))).itertuples()
    assert (row.account, row.posts) == ("a", 15)
    assert row.median_gap == pytest.approx(31 * HOUR, abs=480) and row.quiet_hours < 12


def test_a_daily_habit_leaves_the_clock_free():
    (row,) = steady_runs(["a"] * 10, dated(np.arange(10) * 24 * HOUR)).itertuples()
    assert row.quiet_hours == 24


def test_runs_of_two_accounts_do_not_touch():
    times = dated([*(np.arange(8) * HOUR), *(np.arange(8, 16) * HOUR)])
    assert steady_runs(["a"] * 8 + ["b"] * 8, times)["posts"].tolist() == [8, 8]


def test_people_at_random_hardly_ever_look_steady():
    rng = np.random.default_rng(2)
    assert len(steady_runs(["a"] * 200_000, dated(np.cumsum(rng.exponential(40 * HOUR, 200_000)) + 1))) == 0


def test_nobody_and_the_same_moment_are_no_runs():
    assert len(steady_runs([], [])) == 0
    assert len(steady_runs(["a"] * 9, dated([5] * 9))) == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: steady_runs(["a"], []), "`accounts` has 1, `times` has 0"),
        (lambda: steady_runs([], [], posts=2), "`posts` is 2"),
        (lambda: steady_runs([], [], spread=0), "`spread` is 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
