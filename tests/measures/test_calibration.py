"""Brier score and reliability bins: by hand, and against what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import brier_score, reliability_bins, wilson_interval

STEPS = [0.05, 0.20, 0.40, 0.60, 0.80, 0.95]
cases = st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), min_size=1, max_size=60)


def test_brier_by_hand():
    assert brier_score([0.8, 0.4], [True, False]) == pytest.approx((0.04 + 0.16) / 2, abs=1e-12)
    assert brier_score([1, 0], [1, 0]) == 0
    assert brier_score([0, 1], [1, 0]) == 1
    assert brier_score([0.5] * 7, [1, 0, 0, 1, 1, 1, 0]) == 0.25


@given(cases)
def test_brier_agrees_with_numpy(pairs):
    stated, so = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert brier_score(stated, so) == pytest.approx(float(np.mean((stated - so) ** 2)), abs=1e-9)


@given(st.integers(1, 20), st.integers(0, 20), st.sampled_from(STEPS))
def test_brier_pays_honesty_best(n, true, other):
    """Over n cases of which `true` came true, no constant forecast beats that share."""
    true = min(true, n)
    so = [place < true for place in range(n)]
    assert brier_score([true / n] * n, so) <= brier_score([other] * n, so) + 1e-12


def test_reliability_bins_by_hand():
    stated = [0.05, 0.05, 0.20, 0.40, 0.95, 0.80, 0.95]
    so = [False, False, True, False, True, True, False]
    low, middle, high = reliability_bins(stated, so)
    assert (low.n, low.true, low.share) == (3, 1, pytest.approx(1 / 3))
    assert low.mean_stated == pytest.approx(0.10)
    assert low.interval == wilson_interval(1, 3)
    assert (middle.n, middle.true, middle.share, middle.mean_stated) == (1, 0, 0.0, pytest.approx(0.40))
    assert (high.n, high.true, high.mean_stated) == (3, 2, pytest.approx(0.90))


def test_an_empty_bin_says_nothing():
    empty = reliability_bins([0.95], [True])[0]
    assert (empty.n, empty.true, empty.mean_stated, empty.share, empty.interval) == (0, 0, None, None, None)


def test_an_edge_belongs_to_the_bin_above_and_one_to_the_last():
    bins = reliability_bins([0.0, 0.5, 1.0], [0, 1, 1], edges=[0, 0.5, 1])
    assert [b.n for b in bins] == [1, 2]


@given(cases)
def test_bins_lose_nobody(pairs):
    stated, so = zip(*pairs, strict=True)
    bins = reliability_bins(stated, so)
    assert sum(b.n for b in bins) == len(pairs)
    assert sum(b.true for b in bins) == sum(so)
    for b in bins:
        if b.n:
            assert b.low <= b.mean_stated <= b.high
            assert b.interval.low <= b.share <= b.interval.high


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: brier_score([80], [1]), r"`probabilities\[0\]` is 80. A prob.*80 % is 0.8"),
        (lambda: brier_score([-0.1], [1]), r"`probabilities\[0\]` is -0.1"),
        (lambda: brier_score([], []), r"`probabilities` is empty. At least one case"),
        (lambda: brier_score([0.2, 0.3], [1]), r"`probabilities` has 2 values and `truth` has 1"),
        (lambda: brier_score([0.2], [None]), r"`truth\[0\]` is None"),
        (lambda: reliability_bins([0.2], [1], edges=[0, 0.5]), r"`edges` is \[0, 0.5\]. Numbers that rise"),
        (lambda: reliability_bins([0.2], [1], edges=[]), r"`edges` is \[\]"),
        (lambda: reliability_bins([0.2], [1], edges=[0, 0.5, 0.5, 1]), r"`edges` is \[0, 0.5, 0.5, 1\]"),
        (lambda: reliability_bins([0.2], [1], edges=[0, 0.7, 0.6, 1]), r"`edges` is \[0, 0.7, 0.6, 1\]"),
        (lambda: reliability_bins([0.2], [1], confidence=95), r"`confidence` is 95. .*95 % is 0.95"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
