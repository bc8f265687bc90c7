"""Surges: onset and size on made-up weeks, quiet weeks that stay quiet, a congress that does not fire."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import expected_course, surges


def weeks(rng, size=260, noise=0.06, growth=0.004, level=400):
    """Counts that grow by 0.4 % a week (23 % a year), with weekly log-normal noise."""
    return rng.poisson(level * np.exp(growth * np.arange(size) + rng.normal(0, noise, size)))


def test_a_surge_is_found_where_it_begins_with_its_size():
    rng = np.random.default_rng(1)
    onsets, ratios, held = [], [], 0
    for _ in range(60):
        counts = weeks(rng).astype(float)
        counts[150:160] *= 1.7
        found = [one for one in surges(counts) if abs(one.first - 150) <= 1]
        onsets += [one.first for one in found]
        ratios += [one.ratio for one in found]
        held += sum(one.low <= 1.7 <= one.high for one in found)
    assert len(onsets) >= 57  # recall at least 0.95
    assert np.mean(ratios) == pytest.approx(1.7, abs=0.06) and held / len(onsets) >= 0.85


def test_quiet_weeks_and_congresses_do_not_fire():
    rng = np.random.default_rng(2)
    quiet = [weeks(rng) for _ in range(200)]
    assert sum(bool(surges(one)) for one in quiet) == 0
    for one in quiet[:50]:
        one[[100, 152, 204]] *= 3  # a congress week every year
        assert surges(one) == []


def test_growth_of_the_whole_is_no_surge_of_the_part():
    rng = np.random.default_rng(3)
    totals = weeks(rng, level=20_000) * np.where(np.arange(260) >= 200, 2, 1)
    part = rng.binomial(totals, 0.05)
    assert surges(part) and surges(part, totals) == []
    course = expected_course(part, totals)
    assert course.expected[230] == pytest.approx(part[230], rel=0.15)
    assert course.low[230] < course.expected[230] < course.high[230]


@given(st.integers(0, 10**6), st.integers(2, 20))
def test_scale_and_what_comes_later_change_nothing(seed, times):
    rng = np.random.default_rng(seed)
    counts = weeks(rng, 120, level=3_000)
    counts[80:90] = counts[80:90] * 2
    found = surges(counts)
    assert [one[:2] for one in surges(counts * times)] == [one[:2] for one in found]
    longer = surges(np.concatenate([counts, weeks(rng, 30, level=3_000)]))
    assert [one.first for one in longer][: len(found)] == [one.first for one in found]


def test_the_band_is_that_of_counting_where_nothing_else_varies():
    course = expected_course([400.0] * 60, threshold=2.0)
    assert np.isnan(course.expected[:54]).all()
    assert course.expected[59] == pytest.approx(400)
    assert course.high[59] == pytest.approx(400 + 2 * 20) and course.low[59] == pytest.approx(400 - 2 * 20)
    few = expected_course([0.0] * 60)
    assert (few.expected[59], few.low[59], few.high[59]) == (0, 0, 3)
    assert surges([0] * 60 + [3] * 5) == [] and surges([0] * 60 + [4] * 5)[0].first == 60


def test_too_few_weeks_say_nothing():
    assert surges([5] * 20) == [] and surges([]) == []


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: surges([1, -2]), r"`counts\[1\]` is -2"),
        (lambda: surges([1, 2], [3]), "`counts` has 2, `totals` has 1"),
        (lambda: surges([1, 2], window=3), "`window` is 3"),
        (lambda: surges([1, 2], threshold=0), "`threshold` is 0"),
        (lambda: surges([1, 2], [3, 1]), r"`counts\[1\]` is 2, more than `totals\[1\]`, which is 1"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_a_hijack_is_found_within_a_day():
    # Six-hour bins: the share of posts with an off-topic tag goes from 0.1 to 12 % within 48 hours.
    rng = np.random.default_rng(5)
    found = 0
    for _ in range(40):
        totals = rng.poisson(300, 240) + 1
        share = np.full(240, 0.001)
        share[160:] = np.minimum(0.12, 0.001 * 120 ** (np.arange(80) / 8))
        calm = rng.binomial(totals, 0.001)
        assert surges(calm, totals, window=56) == []
        hits = surges(rng.binomial(totals, share), totals, window=56)
        found += bool(hits) and 160 <= hits[0].first <= 166
    assert found >= 38
