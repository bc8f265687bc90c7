"""The densest stretch: against scipy, stretch by stretch, and on dense stretches that were put in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from course.measures import densest_stretch

marks = st.sets(st.integers(0, 59), min_size=2, max_size=25)


def ratio(marked, total, first, last):
    """Two shares against one, from scipy's probabilities: the ways to choose places cancel out."""
    inside = sum(first <= one <= last for one in marked)
    places, rest = last - first + 1, total - (last - first + 1)
    outside, common = len(marked) - inside, len(marked) / total
    apart = binom.logpmf(inside, places, inside / places) + binom.logpmf(
        outside, rest, outside / max(rest, 1)
    )
    return apart - binom.logpmf(inside, places, common) - binom.logpmf(outside, rest, common)


@given(marks, st.randoms())
def test_agrees_with_scipy_and_no_stretch_is_better(marked, random):
    given_ = list(marked)
    random.shuffle(given_)
    found = densest_stretch(given_, 60, least=2)
    ranked = sorted(marked)
    every = [
        (ratio(ranked, 60, a, b), (place + 2) / (b - a + 1), a, b)
        for step, a in enumerate(ranked)
        for place, b in enumerate(ranked[step + 1 :])
        if (place + 2) * (60 - (b - a + 1)) > (len(ranked) - place - 2) * (b - a + 1)
    ]
    if not every:
        assert found is None
        return
    assert found.ratio == pytest.approx(max(every)[0], abs=1e-9)
    assert found.ratio == pytest.approx(ratio(ranked, 60, found.first, found.last), abs=1e-9)
    assert found.hits == sum(found.first <= one <= found.last for one in marked)
    assert found.share > found.elsewhere


def test_finds_what_was_put_in():
    rng = np.random.default_rng(1)
    for _ in range(30):
        marked = np.flatnonzero(rng.random(5_000) < np.where(np.arange(5_000) // 500 == 4, 0.12, 0.002))
        found = densest_stretch(marked, 5_000, least=20)
        assert abs(found.first - 2_000) < 80 and abs(found.last - 2_499) < 80 and found.ratio > 30


def test_chance_alone_stays_below_what_is_asked():
    rng = np.random.default_rng(2)
    found = [densest_stretch(rng.choice(5_000, 60, replace=False), 5_000, least=5) for _ in range(200)]
    assert max(one.ratio for one in found if one) < 20


def test_nothing_and_everything_have_no_denser_stretch():
    assert densest_stretch([], 10) is None and densest_stretch(range(10), 10) is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: densest_stretch([1, 1], 5), "different places below `total`, which is 5"),
        (lambda: densest_stretch([5], 5), "different places"),
        (lambda: densest_stretch([-1], 5), "cannot be below 0"),
        (lambda: densest_stretch(range(3_001), 9_999), "3,001 places. At most 3,000"),
        (lambda: densest_stretch([1], 0), "`total` is 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
