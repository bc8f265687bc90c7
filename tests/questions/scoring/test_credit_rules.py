"""The credit rules, against numbers written by hand and properties that the rules promise."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from course.questions.bank.models import EVIDENCE_STEPS
from course.questions.scoring import credit

# syllabus: right/wrong at c
TABLE = [(0.5, 0.875, 0.375), (0.75, 0.96875, 0.21875), (0.9, 0.995, 0.095), (1.0, 1.0, 0.0)]


@pytest.mark.parametrize("confidence, right, wrong", TABLE)
def test_the_published_table(confidence, right, wrong):
    assert credit.confidence_credit(True, confidence) == pytest.approx(right)
    assert credit.confidence_credit(False, confidence) == pytest.approx(wrong)


@pytest.mark.parametrize(
    "confidence, right, wrong", [(1 / 3, 5 / 6, 1 / 3), (0.6, 0.94, 0.24), (1.0, 1.0, 0.0)]
)
def test_three_options(confidence, right, wrong):
    assert credit.confidence_credit(True, confidence, 3) == pytest.approx(right)
    assert credit.confidence_credit(False, confidence, 3) == pytest.approx(wrong)


def test_tossing_a_coin_earns_five_eighths():
    assert (credit.confidence_credit(True, 0.5) + credit.confidence_credit(False, 0.5)) / 2 == 0.625


def expected(belief: float, confidence: float, options: int) -> float:
    right, wrong = (credit.confidence_credit(k, confidence, options) for k in (True, False))
    return belief * right + (1 - belief) * wrong


@given(st.sampled_from([2, 3]), st.floats(0, 1), st.floats(0, 1))
def test_saying_what_one_believes_pays_best(options, one, other):
    least = 1 / options
    belief, stated = least + one * (1 - least), least + other * (1 - least)
    honest, other_credit = expected(belief, belief, options), expected(belief, stated, options)
    assert honest >= other_credit - 1e-12
    if abs(belief - stated) > 1e-3:
        assert honest > other_credit


@given(st.sampled_from([2, 3]), st.floats(0, 1))
def test_credit_is_never_outside_zero_to_one(options, where):
    confidence = 1 / options + where * (1 - 1 / options)
    for right in (True, False):
        assert 0 <= credit.confidence_credit(right, confidence, options) <= 1


@given(st.floats(0.34, 1), st.floats(0, 1))
def test_the_likeliest_option_is_the_one_to_name(belief, confidence):
    confidence = 0.5 + confidence / 2
    if belief > 0.5:
        assert expected(belief, confidence, 2) > expected(1 - belief, confidence, 2)


@pytest.mark.parametrize("confidence, options", [(0.4, 2), (1.1, 2), (0.3, 3), (0.5, 4), (0.5, 1)])
def test_outside_the_rule(confidence, options):
    with pytest.raises(ValueError, match="confidence"):
        credit.confidence_credit(True, confidence, options)


EVIDENCE = {
    95: (1.0, 0.0488),
    80: (0.9812, 0.1802),
    60: (0.9212, 0.3204),
    40: (0.3204, 0.9212),
    20: (0.1802, 0.9812),
    5: (0.0488, 1.0),
}


@pytest.mark.parametrize("step", EVIDENCE_STEPS)
def test_evidence_steps(step):
    true, false = EVIDENCE[step]
    assert credit.evidence_credit(True, step) == pytest.approx(true, abs=5e-5)
    assert credit.evidence_credit(False, step) == pytest.approx(false, abs=5e-5)


def test_the_surest_right_step_earns_exactly_one_and_nothing_is_negative():
    assert credit.evidence_credit(True, 95) == 1.0 == credit.evidence_credit(False, 5)
    assert all(
        0 < credit.evidence_credit(truth, step) <= 1 for truth in (True, False) for step in EVIDENCE_STEPS
    )


@given(st.sampled_from(EVIDENCE_STEPS))
def test_the_step_that_one_believes_pays_best(believed):
    def on_average(step):
        p = believed / 100
        return p * credit.evidence_credit(True, step) + (1 - p) * credit.evidence_credit(False, step)

    assert all(on_average(believed) > on_average(step) for step in EVIDENCE_STEPS if step != believed)


@pytest.mark.parametrize("step", [0, 50, 100])
def test_no_other_step(step):
    with pytest.raises(ValueError, match="steps"):
        credit.evidence_credit(True, step)


@pytest.mark.parametrize(
    "chosen, right, share",
    [
        ("ac", "ac", 1.0),
        ("a", "ac", 0.5),
        ("abcd", "ac", 0.0),
        ("", "ac", 0.0),
        ("bd", "ac", 0.0),
        ("ab", "ac", 0.0),
        ("acb", "ac", 0.5),
        ("", "", 1.0),
        ("a", "", 0.75),
        ("abcd", "", 0.0),
        ("abcd", "abcd", 1.0),
        ("ab", "abcd", 0.5),
    ],
)
def test_choices(chosen, right, share):
    assert credit.choices_credit(chosen, right, "abcd") == pytest.approx(share)


@pytest.mark.parametrize("right", list(permutations("abcd"))[:3])
def test_orders_agree_with_scipy(right):
    for given_order in permutations("abcd"):
        ranks = [right.index(name) for name in given_order]
        tau = kendalltau(range(4), ranks).statistic
        assert credit.order_credit(given_order, right) == pytest.approx(max(0.0, tau))


def test_orders_by_hand():
    assert credit.order_credit("abcd", "abcd") == 1
    assert credit.order_credit("bacd", "abcd") == pytest.approx(2 / 3)
    assert credit.order_credit("dcba", "abcd") == 0
    with pytest.raises(ValueError, match="same things"):
        credit.order_credit("abc", "abd")


@pytest.mark.parametrize(
    "pairs, share",
    [
        ({"x": "1", "y": "2"}, 1),
        ({"x": "1"}, 2 / 3),
        ({"x": "1", "y": "1"}, 0.5),
        ({"x": "2", "y": "1"}, 0),
        ({}, 0),
    ],
)
def test_pairs(pairs, share):
    assert credit.pairs_credit(pairs, {"x": "1", "y": "2"}) == pytest.approx(share)


def test_shares_of_columns_parts_and_ratings():
    assert credit.columns_credit({"a": True, "b": False}) == 0.5
    assert credit.columns_credit({}) == 0
    assert credit.parts_credit({"mark": True, "x": True, "y": False, "data": False}) == 0.5
    assert [credit.rating_credit(n, 3, 4) for n in (2, 3, 4, 5)] == [0, 1, 1, 0]
