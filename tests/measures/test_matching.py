"""Matched sizes: each control once, sizes close, and a difference that is only size goes away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import match_sizes, matched_difference

sizes = st.lists(st.integers(1, 1_000), max_size=40)


@given(sizes, sizes, st.floats(0, 1), st.integers(0, 99))
def test_pairs_are_close_and_each_control_serves_once(cases, controls, within, seed):
    one, other = match_sizes(cases, controls, np.random.default_rng(seed), within)
    assert len(set(one.tolist())) == len(one) and len(set(other.tolist())) == len(other) == len(one)
    for a, b in zip(one, other, strict=True):
        low, high = sorted([cases[a], controls[b]])
        assert high / low <= 1 + within + 1e-9
    if within == 0 and cases and set(cases) & set(controls):
        assert len(one) > 0


def test_deeper_because_larger_is_not_deeper_at_the_same_size():
    rng = np.random.default_rng(8)
    size_a, size_b = rng.lognormal(4, 1, 400), rng.lognormal(3, 1, 1_200)
    depth_a, depth_b = (2 * np.log(s) + rng.normal(0, 0.5, len(s)) for s in (size_a, size_b))
    assert depth_a.mean() - depth_b.mean() > 1.5
    one, other = match_sizes(size_a, size_b, rng, 0.1)
    found = matched_difference(depth_a[one], depth_b[other], rng)
    assert len(one) > 250 and found.low < 0.05 and found.high > -0.05 and abs(found.value) < 0.1


def test_the_interval_is_scipys():
    from scipy.stats import bootstrap

    rng = np.random.default_rng(2)
    apart = rng.exponential(1, 60)
    found = matched_difference(apart, np.zeros(60), rng)
    other = np.random.default_rng(3)
    theirs = bootstrap((apart,), np.mean, method="percentile", rng=other).confidence_interval
    assert [found.low, found.high] == pytest.approx([theirs.low, theirs.high], abs=0.03)
    assert found.value == pytest.approx(apart.mean(), abs=1e-9)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: match_sizes([0], [1], np.random.default_rng(1)), "`sizes` holds 0. Sizes are above 0"),
        (lambda: match_sizes([1], [-1], np.random.default_rng(1)), "`controls` holds -1"),
        (lambda: match_sizes([1], [1], np.random.default_rng(1), -0.1), "`within` is -0.1"),
        (lambda: match_sizes([1], [1], 3), "`rng` is 3"),
        (lambda: matched_difference([1], [2], np.random.default_rng(1)), "`cases` has 1 values"),
        (lambda: matched_difference([1, 2], [2], np.random.default_rng(1)), "`cases` has 2, `controls`"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
