"""2×2 tables: rebuilt from what a paper prints, and what follows from them."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.measures import TwoByTwo, predictive_values, two_by_two


def printed(part, total, rule):
    """A percentage as a paper prints it, by long division rather than by our fractions."""
    return int((Decimal(100 * part) / Decimal(total)).quantize(Decimal(1), rule))


def by_trying_all(n, sensitivity, specificity):
    rules = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)
    return [
        TwoByTwo(tp, ill - tp, n - ill - tn, tn)
        for ill in range(1, n)
        for tp in range(ill + 1)
        for tn in range(n - ill + 1)
        if any(printed(tp, ill, rule) == sensitivity for rule in rules)
        and any(printed(tn, n - ill, rule) == specificity for rule in rules)
    ]


def test_the_published_example_has_one_table():
    (table,) = two_by_two(55, sensitivity=75, specificity=93, relative_risk=11)
    assert table == (9, 3, 3, 40)
    assert table.relative_risk == 10.75
    assert (table.ppv, table.npv) == (9 / 12, 40 / 43)
    assert len(two_by_two(55, sensitivity=75, specificity=93)) > 1  # the ratio decides


@pytest.mark.parametrize("reported", [(55, 75, 93), (12, 50, 67), (30, 88, 12), (9, 100, 0)])
def test_all_tables_are_found_and_no_others(reported):
    assert two_by_two(*reported) == by_trying_all(*reported)


@settings(max_examples=40)
@given(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)))
def test_a_table_is_among_those_that_its_own_numbers_fit(counts):
    table = TwoByTwo(*counts)
    shown = (round(100 * table.sensitivity, 1), round(100 * table.specificity, 1))
    assert table in two_by_two(sum(table), *shown, decimals=1)


def test_halves_may_go_either_way():
    # 1 of 8 is 12.5 %: printed as 12 (half to even) or as 13 (half up).
    for percent in (12, 13):
        assert any(table[:2] == (1, 7) for table in two_by_two(16, percent, 100))


def test_numbers_that_cannot_be_give_no_table():
    assert two_by_two(4, sensitivity=90, specificity=90) == []


def test_predictive_values_by_hand_and_against_a_table():
    # Of 1,000, 10 have it: 9 found; of 990 others 99 alarms. 9 of 108, 891 of 892.
    found = predictive_values(0.9, 0.9, 0.01)
    assert (found.ppv, found.npv) == (pytest.approx(9 / 108, abs=1e-12), pytest.approx(891 / 892, abs=1e-12))
    table = TwoByTwo(9, 3, 3, 40)
    assert predictive_values(table.sensitivity, table.specificity, 12 / 55) == (
        pytest.approx(table.ppv, abs=1e-12),
        pytest.approx(table.npv, abs=1e-12),
    )


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: two_by_two(1, 75, 93), "`total` is 1. It cannot be below 2"),
        (lambda: two_by_two(5_000, 75, 93), "`total` is 5,000. At most 2,000"),
        (lambda: two_by_two(55, 175, 93), "`sensitivity` is 175. It lies between 0 and 100"),
        (lambda: two_by_two(55, 75, 92.7), "`specificity` is 92.7, with more than the 0 `decimals`"),
        (lambda: predictive_values(90, 0.9, 0.1), r"`sensitivity` is 90. .*80 % is 0.8"),
        (lambda: predictive_values(1, 0.5, 1), "every test comes out the same"),
        (lambda: TwoByTwo(0, 3, 0, 4).ppv, "Nobody with a positive test"),
        (lambda: TwoByTwo(3, 0, 1, 4).relative_risk, "Nobody with a missed condition"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
