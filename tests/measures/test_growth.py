"""Growth, shares and doubling, by hand and by their own laws."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import average_growth, doubling_time, growth_factor, relative_change, share

positive = st.floats(1, 1e5)


def test_by_hand():
    assert growth_factor(50, 75) == 1.5
    assert relative_change(50, 75) == 0.5 and relative_change(80, 20) == -0.75
    assert share(9, 12) == 0.75 and share(0, 3) == 0
    # The published counts of #MedEd posts: +70.3 %, and 26.8 % and 42.5 % of 4,397,691 in 2022 and 2021–22.
    assert round(100 * relative_change(692_095, 1_178_647), 1) == 70.3
    assert round(100 * share(1_178_647, 4_397_691), 1) == 26.8
    assert round(100 * share(692_095 + 1_178_647, 4_397_691), 1) == 42.5
    assert average_growth(100, 121, 2) == pytest.approx(0.1, abs=1e-12)
    assert doubling_time(1) == 1 and doubling_time(math.sqrt(2) - 1) == pytest.approx(2, abs=1e-12)


@given(positive, positive, st.integers(1, 40))
def test_average_growth_leads_from_first_to_last(first, last, years):
    assert first * (1 + average_growth(first, last, years)) ** years == pytest.approx(last, rel=1e-9)


@given(st.floats(1e-4, 20))
def test_after_the_doubling_time_there_is_twice_as_much(rate):
    assert (1 + rate) ** doubling_time(rate) == pytest.approx(2, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: growth_factor(0, 5), "`before` is 0. A number above 0"),
        (lambda: relative_change(5, -1), "`after` is -1. It cannot be below 0"),
        (lambda: share(5, 4), "`part` is 5. It lies between 0 and `whole`, which is 4"),
        (lambda: share("5", 4), "`part` is '5'. A number is needed"),
        (lambda: average_growth(1, 2, 0), "`years` is 0. A number above 0"),
        (lambda: doubling_time(-0.1), "`rate` is -0.1. A number above 0"),
        (lambda: doubling_time(math.inf), "`rate` is inf. A finite number"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
