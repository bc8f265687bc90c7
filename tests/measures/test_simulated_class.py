"""What a class shows: its mean d′ within the interval, doubt as criterion only; one person shows little."""

from random import Random
from statistics import fmean

import numpy as np
import pytest
from scipy.stats import binom, norm
from statsmodels.stats.weightstats import DescrStatsW

from course.measures import criterion, d_prime, d_prime_interval, mean_interval, smallest_change
from tests.simulated import judge, simulated_class

SEED = 20_261_123


def d_primes(people):
    return [d_prime(*one.outcomes) for one in people]


def test_a_class_with_mean_1_is_recovered_within_its_interval():
    found = mean_interval(d_primes(simulated_class(SEED)))
    assert found.low <= 1 <= found.high
    assert found.low > 0.5 and found.high - found.low < 0.7  # and the interval says something


def test_the_class_interval_holds_the_mean_as_often_as_it_says():
    # 300 classes of 34: 95 % ± 2.5 % by chance alone; d′ from 12 + 12 cards is about 0.03 too small besides.
    held = [
        found.low <= 1 <= found.high
        for found in (mean_interval(d_primes(simulated_class(SEED + n))) for n in range(300))
    ]
    assert 0.92 <= fmean(held) <= 0.98


def test_a_blanket_sceptic_is_all_criterion():
    believer, sceptic = (12, 12, 12, 12), (0, 12, 0, 12)
    assert d_prime(*sceptic) == d_prime(*believer) == 0.0
    assert criterion(*sceptic) == -criterion(*believer) > 1.5


def test_a_class_that_grows_sceptical_moves_its_criterion_and_not_its_discernment():
    random = Random(SEED)
    before = [judge(random, 1, 0) for _ in range(400)]
    after = [judge(random, 1, 0.5) for _ in range(400)]
    leans = [fmean(criterion(*one.outcomes) for one in people) for people in (before, after)]
    assert leans[1] - leans[0] == pytest.approx(0.5, abs=0.08)
    gained = mean_interval([b - a for a, b in zip(d_primes(before), d_primes(after), strict=True)])
    assert gained.low <= 0 <= gained.high


def coverage(d, lean, cases):
    """How often the 95 % band holds `d`, over all outcomes with their exact probabilities."""
    hits = binom.pmf(np.arange(cases + 1), cases, norm.cdf(d / 2 - lean))
    alarms = binom.pmf(np.arange(cases + 1), cases, norm.cdf(-d / 2 - lean))
    held = 0.0
    for h in range(cases + 1):
        for f in range(cases + 1):
            band = d_prime_interval(h, cases, f, cases)
            if band.low <= d <= band.high:
                held += hits[h] * alarms[f]
    return held


def test_the_band_of_one_form_holds_the_truth_as_often_as_its_docstring_says():
    usual = [coverage(d, lean, 12) for d in (0, 0.5, 1, 1.5, 2, 2.5, 3) for lean in (0, 0.5)]
    assert (round(min(usual), 3), round(max(usual), 3)) == (0.959, 0.979)
    leaning = [coverage(d, 1, 12) for d in (2, 2.5, 3)]
    assert (round(min(leaning), 3), round(max(leaning), 3)) == (0.940, 0.950)


def test_and_so_it_does_in_a_simulation():
    random = Random(SEED)
    bands = [d_prime_interval(*judge(random, 1, 0.2).outcomes) for _ in range(2000)]
    assert fmean(band.low <= 1 <= band.high for band in bands) == pytest.approx(0.97, abs=0.015)


def test_the_band_by_hand():
    # 9 of 12 and 4 of 12: rates 9.5/13 and 4.5/13; rate (1 − rate) / (12 φ(z)²) for each, summed.
    rates = [9.5 / 13, 4.5 / 13]
    z = norm.ppf(rates)
    variances = [r * (1 - r) / (12 * norm.pdf(x) ** 2) for r, x in zip(rates, z, strict=True)]
    half = 1.959963984540054 * sum(variances) ** 0.5
    found = d_prime_interval(9, 12, 4, 12)
    assert found.value == d_prime(9, 12, 4, 12)
    assert (found.low, found.high) == (
        pytest.approx(z[0] - z[1] - half, abs=1e-9),
        pytest.approx(z[0] - z[1] + half, abs=1e-9),
    )


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_the_mean_agrees_with_statsmodels(confidence):
    values = d_primes(simulated_class(SEED, people=12))
    low, high = DescrStatsW(values).tconfint_mean(alpha=1 - confidence)
    assert mean_interval(values, confidence) == (
        pytest.approx(fmean(values), abs=1e-12),
        pytest.approx(low, abs=1e-9),
        pytest.approx(high, abs=1e-9),
    )


def test_one_person_must_change_by_1_4_to_show_it():
    assert smallest_change() == pytest.approx(1.959963984540054 * 2**0.5 * 0.51, abs=1e-9)
    assert round(smallest_change(), 1) == 1.4


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: mean_interval([1.0]), "`values` has 1. At least two"),
        (lambda: smallest_change(0), "`sem` is 0. A number above 0"),
        (lambda: d_prime_interval(13, 12, 4, 12), "`hits` is 13, more than `signals`, which is 12"),
        (lambda: d_prime_interval(9, 12, 4, 12, confidence=1), "`confidence` is 1"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
