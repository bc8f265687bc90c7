"""The Wilson interval against scipy, a published example and its own properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from course.measures import wilson_interval

counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_wilson_agrees_with_scipy(count, confidence):
    k, n = count
    expected = binomtest(k, n).proportion_ci(confidence_level=confidence, method="wilson")
    low, high = wilson_interval(k, n, confidence)
    assert low == pytest.approx(expected.low, abs=1e-9)
    assert high == pytest.approx(expected.high, abs=1e-9)


def test_wilson_by_hand():
    # 5 of 10, z = 1.96: centre .5, half width 1.96 * sqrt(.025 + .09604 / 10) / 1.38416 / ... = .2634.
    low, high = wilson_interval(5, 10)
    assert (low, high) == (pytest.approx(0.2366, abs=5e-5), pytest.approx(0.7634, abs=5e-5))
    # None of 10: from exactly 0 to z² / (n + z²) = 3.8416 / 13.8416.
    assert wilson_interval(0, 10) == (0.0, pytest.approx(0.2775, abs=5e-5))


@given(counts)
def test_wilson_holds_the_share_and_mirrors(count):
    k, n = count
    low, high = wilson_interval(k, n)
    assert 0 <= low <= k / n <= high <= 1 and low < high
    other = wilson_interval(n - k, n)
    assert (1 - other.high, 1 - other.low) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: wilson_interval(9, 8), r"`successes` is 9, more than `trials`, which is 8"),
        (lambda: wilson_interval(0, 0), r"`trials` is 0. It cannot be below 1"),
        (lambda: wilson_interval(-1, 8), r"`successes` is -1"),
        (lambda: wilson_interval(0.5, 8), r"`successes` is 0.5. A whole number"),
        (lambda: wilson_interval(5, 8, confidence=95), r"`confidence` is 95. .*95 % is 0.95"),
        (lambda: wilson_interval(5, 8, confidence=float("nan")), r"`confidence` is nan"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
