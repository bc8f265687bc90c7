"""d′, criterion and AUC against scipy, numbers worked out by hand, and what must always hold."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, norm

from course.measures import Outcomes, auc, count_outcomes, criterion, d_prime

CELLS = [(4, 4, 0, 4), (3, 4, 1, 4), (11, 12, 5, 12), (7, 9, 2, 15), (0, 1, 0, 1), (900, 999, 3, 7)]


@pytest.mark.parametrize(("hits", "signals", "false_alarms", "noises"), CELLS)
def test_d_prime_and_criterion_agree_with_scipy(hits, signals, false_alarms, noises):
    z_hit = norm.ppf((hits + 0.5) / (signals + 1))
    z_false = norm.ppf((false_alarms + 0.5) / (noises + 1))
    assert d_prime(hits, signals, false_alarms, noises) == pytest.approx(z_hit - z_false, abs=1e-9)
    assert criterion(hits, signals, false_alarms, noises) == pytest.approx(-(z_hit + z_false) / 2, abs=1e-9)


def test_d_prime_by_hand():
    # 3 of 4 and 1 of 4 become 3.5/5 = .7 and 1.5/5 = .3; a normal table gives z(.7) = 0.5244.
    assert d_prime(3, 4, 1, 4) == pytest.approx(2 * 0.5244, abs=1e-4)
    assert criterion(3, 4, 1, 4) == pytest.approx(0.0, abs=1e-12)
    # Everything right: 4.5/5 = .9 and .5/5 = .1; z(.9) = 1.2816.
    assert d_prime(4, 4, 0, 4) == pytest.approx(2 * 1.2816, abs=1e-4)


@given(st.integers(1, 500))
def test_one_answer_to_everything_is_no_discernment_at_all(half):
    assert d_prime(0, half, 0, half) == 0.0  # the Cynic: exactly, not nearly
    assert d_prime(half, half, half, half) == 0.0  # the Believer
    assert criterion(0, half, 0, half) > 0 > criterion(half, half, half, half)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_d_prime_rises_with_hits_and_falls_with_false_alarms(signals, noises, data):
    hits = data.draw(st.integers(0, signals - 1))
    false_alarms = data.draw(st.integers(0, noises - 1))
    here = d_prime(hits, signals, false_alarms, noises)
    assert math.isfinite(here)
    assert d_prime(hits + 1, signals, false_alarms, noises) > here
    assert d_prime(hits, signals, false_alarms + 1, noises) < here


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_swapping_true_and_false_keeps_d_prime_and_turns_the_criterion(signals, noises, data):
    hits, false_alarms = data.draw(st.integers(0, signals)), data.draw(st.integers(0, noises))
    swapped = (noises - false_alarms, noises, signals - hits, signals)
    assert d_prime(*swapped) == pytest.approx(d_prime(hits, signals, false_alarms, noises), abs=1e-9)
    assert criterion(*swapped) == pytest.approx(-criterion(hits, signals, false_alarms, noises), abs=1e-9)


def test_unequal_numbers_leave_a_one_answer_strategist_a_little_beside_zero():
    # The docstring says so: (2.5/3) against (6.5/7).
    assert d_prime(2, 2, 6, 6) == pytest.approx(norm.ppf(2.5 / 3) - norm.ppf(6.5 / 7), abs=1e-9)
    assert -0.6 < d_prime(2, 2, 6, 6) < 0


def test_a_criterion_of_nothing_is_not_minus_nothing():
    assert math.copysign(1, criterion(1, 2, 1, 2)) == 1


def test_count_outcomes_by_hand():
    believed, truth = [1, 1, 0, 0, 1], [True, False, True, False, True]
    assert count_outcomes(believed, truth) == Outcomes(hits=2, signals=3, false_alarms=1, noises=2)
    assert count_outcomes(np.array(believed), np.array(truth)) == Outcomes(2, 3, 1, 2)
    assert d_prime(*count_outcomes(believed, truth)) == d_prime(2, 3, 1, 2)


def test_auc_by_hand():
    # Pairs (true, false): (.8, .2) won, (.8, .5) won, (.5, .2) won, (.5, .5) tied: 3.5 of 4.
    assert auc([0.8, 0.5, 0.2, 0.5], [1, 1, 0, 0]) == 0.875
    assert auc([1, 2, 3], [True, True, False]) == 0.0
    assert auc([7, 7, 7], [True, False, False]) == 0.5


scored = st.lists(st.tuples(st.sampled_from([5, 20, 40, 60, 80, 95]), st.booleans()), min_size=2).filter(
    lambda pairs: len({so for _, so in pairs}) == 2
)


@given(scored)
def test_auc_agrees_with_mann_whitney(pairs):
    true = [score for score, so in pairs if so]
    false = [score for score, so in pairs if not so]
    u = mannwhitneyu(true, false, method="exact").statistic  # U itself is the same whatever the method
    scores, so = zip(*pairs, strict=True)
    assert auc(scores, so) == pytest.approx(u / (len(true) * len(false)), abs=1e-9)


@given(scored)
def test_auc_is_the_share_of_pairs_won(pairs):
    won = [Fraction(1) if a > b else Fraction(a == b, 2) for a, x in pairs if x for b, y in pairs if not y]
    scores, so = zip(*pairs, strict=True)
    assert auc(scores, so) == pytest.approx(float(sum(won) / len(won)), abs=1e-12)
    assert auc([-s for s in scores], so) == pytest.approx(1 - auc(scores, so), abs=1e-12)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: d_prime(5, 4, 0, 4), r"`hits` is 5, more than `signals`, which is 4"),
        (lambda: d_prime(0, 0, 0, 4), r"`signals` is 0. It cannot be below 1"),
        (lambda: criterion(1, 4, -1, 4), r"`false_alarms` is -1. It cannot be below 0"),
        (lambda: d_prime(1.5, 4, 0, 4), r"`hits` is 1.5. A whole number is needed"),
        (lambda: d_prime("3", 4, 0, 4), r"`hits` is '3'. A whole number is needed"),
        (lambda: auc([0.2, float("nan")], [1, 0]), r"`scores\[1\]` is nan. A finite number is needed"),
        (lambda: auc([0.2, "0.4"], [1, 0]), r"`scores\[1\]` is '0.4'. A number is needed"),
        (lambda: auc([0.2, None], [1, 0]), r"`scores\[1\]` is None. A number is needed"),
        (lambda: auc([0.2, 0.4], [1, 2]), r"`truth\[1\]` is 2. True or false"),
        (lambda: auc([0.2, 0.4], [1, "false"]), r"`truth\[1\]` is 'false'. True or false"),
        (lambda: auc([0.2, 0.4], [1, 1]), r"2 true and 0 false cases. Each kind is needed"),
        (lambda: auc([0.2], [1, 0]), r"`scores` has 1 values and `truth` has 2"),
        (lambda: auc(0.2, [1, 0]), r"`scores` is 0.2. A sequence of values is needed"),
        (lambda: auc("0.2", [1, 0]), r"`scores` is the text '0.2'. A sequence"),
        (lambda: auc(np.zeros((2, 2)), [1, 0]), r"`scores` has 2 dimensions. One is needed"),
        (lambda: count_outcomes([1, [0, 1]], [1, 0]), r"`believed\[1\]` is \[0, 1\]. True or false"),
        (lambda: count_outcomes([1, None], [1, 0]), r"`believed\[1\]` is None. True or false"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
