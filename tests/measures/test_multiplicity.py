"""Holm's adjustment against statsmodels, and what it promises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.measures import holm

many = st.lists(st.floats(0, 1), min_size=1, max_size=20)


# statsmodels takes 20 ms a call, and a second beside other tests: a quarter of the usual examples.
@settings(max_examples=25)
@given(many)
def test_agrees_with_statsmodels(values):
    from statsmodels.stats.multitest import multipletests

    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1].tolist(), abs=1e-9)


@given(many, st.randoms())
def test_never_smaller_and_in_the_order_given(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    adjusted = holm(values)
    assert all(values[n] <= adjusted[n] <= 1 for n in order)
    assert holm([values[n] for n in order]) == [adjusted[n] for n in order]


def test_nothing_and_nonsense():
    assert holm([]) == []
    with pytest.raises(ValueError, match=r"`p_values\[1\]` is 1.5"):
        holm([0.1, 1.5])
