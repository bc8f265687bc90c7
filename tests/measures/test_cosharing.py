"""Pairs within a window, by brute force and by their own laws."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import co_shares, cosharing, sharings

row = st.tuples(st.sampled_from("abcde"), st.sampled_from("uvwxy"), st.integers(0, 400))
rows = st.lists(row, max_size=40)


def dated(seconds):
    return np.array(list(seconds), dtype="int64").astype("datetime64[s]")


def columns(found):
    who, what, when = zip(*found, strict=True) if found else ([], [], [])
    return list(who), list(what), dated(when)


def brute(found, window, least):
    shared = {}
    for (a, u, s), (b, v, t) in itertools.combinations(found, 2):
        if u == v and a != b and abs(s - t) <= window:
            shared.setdefault(tuple(sorted((a, b))), set()).add(u)
    return {pair: len(what) for pair, what in shared.items() if len(what) >= least}


@given(rows, st.integers(1, 500), st.integers(1, 3), st.randoms())
def test_agrees_with_brute_force_in_any_order(found, window, least, random):
    mixed = found.copy()
    random.shuffle(mixed)
    seen = co_shares(*columns(mixed), window=window, least=least)
    assert {(a, b): n for a, b, n in seen.values[:, :3]} == brute(found, window, least)
    assert seen["objects"].is_monotonic_decreasing
    again = co_shares(*columns(found + found), window=window, least=least)  # collected twice
    assert again[["account_a", "account_b", "objects", "days"]].values.tolist() == sorted(
        seen[["account_a", "account_b", "objects", "days"]].values.tolist(),
        key=again[["account_a", "account_b", "objects", "days"]].values.tolist().index,
    )


@given(rows, st.integers(0, 10**9))
def test_only_the_distance_in_time_counts(found, shift):
    who, what, when = columns(found)
    one = co_shares(who, what, when)
    other = co_shares(who, what, when + np.timedelta64(shift, "s"))
    same = ["account_a", "account_b", "objects", "expected", "surprise"]
    assert one[same].equals(other[same])


def test_days_are_counted_apart_from_things():
    who, what, when = ["a", "b"] * 4, list("uuvvwwxx"), [0, 5, 60, 70, 120, 121, 86_400, 86_401]
    found = co_shares(who, what, dated(when))
    assert found[["objects", "days"]].values.tolist() == [[4, 2]]


def test_expected_is_what_shuffles_give_on_average():
    rng = np.random.default_rng(6)
    who = rng.choice(6, 300, p=[0.4, 0.2, 0.1, 0.1, 0.1, 0.1])
    found = sharings(who, np.arange(300) // 10, dated(rng.integers(0, 100, 300)), 60)
    pair = np.array([0 * 6 + 1])
    meets = 0
    for _ in range(600):
        mixed = rng.permutation(found.account)
        one, other = mixed[found.one], mixed[found.other]
        meets += (np.minimum(one, other) * 6 + np.maximum(one, other) == 1).sum()
    assert cosharing.expectation(found, pair)[0] == pytest.approx(meets / 600, rel=0.02)


def test_surprise_agrees_with_scipy():
    from scipy.stats import poisson

    objects, expected = np.array([1, 2, 5, 40]), np.array([0.5, 1e-3, 2.0, 1e-9])
    tails = poisson.sf(objects - 1, expected)
    found = cosharing.surprise(objects, expected)
    assert found[:3] == pytest.approx(-np.log10(tails[:3]), abs=1e-9) and found[3] == 300


def test_what_everybody_shares_at_once_is_refused(monkeypatch):
    monkeypatch.setattr(cosharing, "MOST_PAIRS", 10)
    with pytest.raises(ValueError, match="15 pairs of rows share a thing within 60 s. At most 10"):
        co_shares(range(6), ["u"] * 6, dated(range(6)))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: co_shares(["a"], [], []), "`accounts` has 1, `things` has 0, `times` has 0"),
        (lambda: co_shares(["a"], ["u"], [None]), r"`times\[0\]` is missing"),
        (lambda: co_shares(["a"], ["u"], ["2022-01-01"], window=0), "`window` is 0"),
        (lambda: co_shares(["a"], ["u"], ["2022-01-01"], least=0), "`least` is 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
