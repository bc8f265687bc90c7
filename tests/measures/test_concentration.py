"""Gini, Lorenz and top shares: by hand, against their definitions, and by their own laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import gini, lorenz, top_share

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=60).filter(any)


def test_by_hand():
    assert gini([1, 1, 2, 6]) == pytest.approx(0.4, abs=1e-12)
    assert lorenz([6, 1, 2, 1]).members.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert lorenz([6, 1, 2, 1]).held.tolist() == pytest.approx([0, 0.1, 0.2, 0.4, 1])
    assert top_share([1, 1, 2, 6], 2) == pytest.approx(0.8)
    assert top_share([1, 1, 2, 6], 0.25) == pytest.approx(0.6)
    assert top_share([1, 1, 2, 6], 0.125) == pytest.approx(0.3)  # half of the largest member


@given(counts)
def test_gini_is_the_mean_difference_and_the_area(values):
    found = np.array(values, dtype=float)
    # Its definition: the mean absolute difference of all pairs over twice the mean.
    pairs = np.abs(found[:, None] - found[None, :]).mean() / (2 * found.mean())
    members, held = lorenz(values)
    area = 1 - 2 * float(((held[1:] + held[:-1]) / 2 * np.diff(members)).sum())
    assert gini(values) == pytest.approx(pairs, abs=1e-9) == pytest.approx(area, abs=1e-9)


def test_gini_agrees_with_scikit_learn():
    from sklearn.metrics import auc

    values = np.random.default_rng(5).lognormal(0, 2, 5_000)
    members, held = lorenz(values)
    assert gini(values) == pytest.approx(1 - 2 * auc(members, held), abs=1e-9)


@given(counts, st.floats(0.01, 1000), st.randoms())
def test_bounds_order_and_scale(values, times, random):
    found = gini(values)
    assert 0 <= found <= (len(values) - 1) / len(values) + 1e-12
    mixed = [times * value for value in values]
    random.shuffle(mixed)
    assert gini(mixed) == pytest.approx(found, abs=1e-9)
    assert gini(values * 3) == pytest.approx(found, abs=1e-9)  # three times the same people
    assert top_share(mixed, len(mixed)) == pytest.approx(1)


@given(counts, st.floats(0.001, 0.999))
def test_the_top_holds_at_least_its_part(values, top):
    assert top - 1e-9 <= top_share(values, top) <= 1
    held = lorenz(values).held
    assert (np.diff(held) >= -1e-12).all() and held[0] == 0 and held[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gini([]), "`values` has nothing to share out"),
        (lambda: gini([0, 0]), "`values` has nothing to share out"),
        (lambda: gini([3, -1]), r"`values\[1\]` is -1. It cannot be below 0"),
        (lambda: gini([3, float("nan")]), r"`values\[1\]` is nan. A finite"),
        (lambda: gini("many"), "A finite number|Numbers are needed|dimensions"),
        (lambda: lorenz([[1, 2]]), "`values` has 2 dimensions"),
        (lambda: top_share([1, 2], 3), "`top` is 3. A whole number from 1 to 2"),
        (lambda: top_share([1, 2], 0), "`top` is 0. A whole"),
        (lambda: top_share([1, 2], True), "`top` is True"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
