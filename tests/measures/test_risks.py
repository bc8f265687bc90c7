"""Risks of two groups against scipy, statsmodels and Altman's and Newcombe's examples."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import contingency
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from course.measures import number_needed_to_treat, relative_risk, risk_difference

count = st.integers(2, 3000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@given(count, count, levels)
def test_the_difference_agrees_with_statsmodels(one, other, confidence):
    found = risk_difference(*one, *other, confidence)
    low, high = confint_proportions_2indep(
        *one, *other, method="newcomb", compare="diff", alpha=1 - confidence
    )
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1], abs=1e-12)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


@given(count, count, levels)
def test_the_ratio_agrees_with_scipy_and_statsmodels(one, other, confidence):
    found = relative_risk(*one, *other, confidence)
    scipys = contingency.relative_risk(*one, *other)
    ends = scipys.confidence_interval(confidence)
    assert found == (scipys.relative_risk, ends.low, ends.high)
    (k, n), (ck, cn) = one, other
    table = Table2x2([[k, n - k], [ck, cn - ck]])
    low, high = table.riskratio_confint(1 - confidence)
    assert found.value == pytest.approx(table.riskratio, rel=1e-9)
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))


def test_newcombes_own_examples():
    # Newcombe 1998, table II, method 10: 56/70 and 48/80; 9/10 and 3/10; 10/10 and 0/10.
    for counts, low, high in (
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ):
        found = risk_difference(*counts)
        assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_numbers_needed_to_treat_by_hand():
    # 30 and 60 of 2,000 are 0.015 apart: 66.7 treated for one fewer. The ends are 1 over the difference's.
    found, difference = number_needed_to_treat(30, 2000, 60, 2000), risk_difference(30, 2000, 60, 2000)
    assert found.benefit and not found.spans_none
    assert found.number == pytest.approx(1 / 0.015, rel=1e-12)
    ends = (-1 / difference.low, -1 / difference.high)
    assert (found.low, found.high) == pytest.approx(ends)
    harm = number_needed_to_treat(60, 2000, 30, 2000)
    assert harm.benefit is False and (harm.low, harm.high) == (
        pytest.approx(found.low),
        pytest.approx(found.high),
    )
    assert str(harm) == "67 to harm (interval: 41 to 171)"


def test_an_interval_that_holds_no_difference_goes_through_infinity():
    found, difference = number_needed_to_treat(28, 200, 36, 200), risk_difference(28, 200, 36, 200)
    assert difference.low < 0 < difference.high and found.spans_none
    assert (found.low, found.high) == (pytest.approx(-1 / difference.low), pytest.approx(1 / difference.high))
    assert "through ∞" in str(found)


def test_no_difference_at_all_needs_infinitely_many():
    found = number_needed_to_treat(5, 50, 5, 50)
    assert math.isinf(found.number) and found.benefit is None and found.spans_none
    assert str(found).startswith("∞ (interval: ")


@given(count, count)
def test_the_number_lies_inside_its_interval(one, other):
    found = number_needed_to_treat(*one, *other)
    if found.spans_none:
        assert found.number >= (found.high if found.benefit is False else found.low) - 1e-9
    else:
        assert found.low <= found.number <= found.high


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: risk_difference(9, 8, 1, 8), "`events` is 9, more than `total`, which is 8"),
        (lambda: risk_difference(1, 8, 9, 8), "`control_events` is 9, more than `control_total`"),
        (lambda: relative_risk(0, 8, 1, 8), "`events` is 0.*Use `risk_difference`"),
        (lambda: relative_risk(1, 8, 0, 8), "`control_events` is 0.*Use `risk_difference`"),
        (lambda: relative_risk(1, 8, 1, 8, confidence=95), "`confidence` is 95"),
        (lambda: number_needed_to_treat(1, 0, 1, 8), "`total` is 0. It cannot be below 1"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
