"""Weighted κ against scikit-learn; its interval against simulated videos."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import kappa_interval, weighted_kappa

ratings = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40)
apart = ratings.filter(lambda rows: len({value for row in rows for value in row}) > 1)


@given(apart, st.sampled_from([("quadratic", "quadratic"), ("linear", "linear"), ("none", None)]))
def test_agrees_with_scikit_learn(rows, kind):
    from sklearn.metrics import cohen_kappa_score

    one, other = zip(*rows, strict=True)
    ours, theirs = kind
    found = weighted_kappa(one, other, range(1, 6), ours)
    expected = cohen_kappa_score(one, other, labels=list(range(1, 6)), weights=theirs)
    assert found == pytest.approx(expected, abs=1e-9)


@given(apart, st.randoms())
def test_bounds_sides_and_order(rows, random):
    one, other = zip(*rows, strict=True)
    found = weighted_kappa(one, other)
    assert -1 - 1e-9 <= found <= 1
    assert weighted_kappa(other, one) == pytest.approx(found, abs=1e-9)
    mixed = rows.copy()
    random.shuffle(mixed)
    assert weighted_kappa(*zip(*mixed, strict=True)) == pytest.approx(found, abs=1e-9)
    upside = [[6 - value for value in side] for side in (one, other)]
    assert weighted_kappa(*upside) == pytest.approx(found, abs=1e-9)


def test_words_have_the_order_of_the_scale():
    words = ["poor", "fair", "good"]
    one, other = ["poor", "fair", "good", "poor"], ["fair", "fair", "good", "poor"]
    numbers = [[words.index(word) for word in side] for side in (one, other)]
    assert weighted_kappa(one, other, words) == pytest.approx(weighted_kappa(*numbers, range(3)))


def test_the_interval_resamples_items():
    rng = np.random.default_rng(1)
    one, other = [1, 2, 3, 4, 5, 3, 2], [1, 2, 3, 5, 4, 3, 1]
    found = kappa_interval(one, other, rng, range(1, 6), resamples=4000)
    again = np.random.default_rng(2)
    picks = again.integers(0, 7, size=(4000, 7))
    by_hand = [
        weighted_kappa(np.array(one)[p], np.array(other)[p], range(1, 6))
        for p in picks
        if len({*np.array(one)[p], *np.array(other)[p]}) > 1
    ]
    assert [found.low, found.high] == pytest.approx(np.percentile(by_hand, [2.5, 97.5]), abs=0.03)
    assert found.low <= found.value <= found.high
    assert kappa_interval(one, other, np.random.default_rng(1), range(1, 6)) == found


def test_coverage_of_the_interval_on_forty_items():
    rng = np.random.default_rng(11)
    covered = 0
    chance = np.array([[0.3, 0.1], [0.1, 0.5]]).ravel()
    true = weighted_kappa([0] * 40 + [1] * 60, [0] * 30 + [1] * 10 + [0] * 10 + [1] * 50)
    for _ in range(200):
        cells = rng.choice(4, 40, p=chance)
        found = kappa_interval(cells // 2, cells % 2, rng, [0, 1], resamples=500)
        covered += found.low <= true <= found.high
    assert 0.88 <= covered / 200 <= 0.99


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: weighted_kappa([1, 1], [1, 1]), "give every item the same rating"),
        (lambda: weighted_kappa([1], [1]), "`one` has 1 ratings. At least two"),
        (lambda: weighted_kappa([1, 2], [1]), "`one` has 2, `other` has 1"),
        (lambda: weighted_kappa([1, 9], [1, 2], scale=[1, 2, 3]), "A rating is 9. `scale` has"),
        (lambda: weighted_kappa([1, 2], [1, 2], weights="cubic"), "`weights` is 'cubic'. One of quadratic"),
        (lambda: kappa_interval([1, 2], [1, 2], 7), "`rng` is 7. Give numpy.random.default_rng"),
        (lambda: kappa_interval([1, 2], [1, 2], np.random.default_rng(1), resamples=5), "`resamples` is 5"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
