"""Results of a form: a table worked by hand, a simulated class, and a sceptic who is no discerner."""

import random
from math import comb
from statistics import NormalDist, mean, stdev

import pytest
from scipy.stats import t as student

from course.learning.test_report import words
from course.learning.test_report.forecast import Forecast
from course.learning.test_report.results import CardResult, compute

TRUTH = [True] * 12 + [False] * 12
SCEPTIC = [5] * 24
BELIEVER = [95] * 24
# Twelve true: nine believed (4 at 95, 3 at 80, 2 at 60), three doubted (2 at 40, 1 at 20).
# Twelve false: three believed (1 at 80, 2 at 60), nine doubted (2 at 40, 3 at 20, 4 at 5).
DISCERNING = [95] * 4 + [80] * 3 + [60] * 2 + [40] * 2 + [20]
DISCERNING += [80] + [60] * 2 + [40] * 2 + [20] * 3 + [5] * 4


def deck(steps, truth=TRUTH):
    return [CardResult(f"card-{n}", *one) for n, one in enumerate(zip(steps, truth, strict=True), 1)]


# Worked by hand. z(12.5/13) = 1.7688; z(9.5/13) = 0.61514; log-linear rates as in Hautus 1995.
# AUC of the discerning: of 144 pairs, for each true card the false cards below it plus half of those equal:
# 95: 12 each (4 × 12 = 48); 80: 11 + ½ (3 × 11.5 = 34.5); 60: 9 + ½·2 (2 × 10 = 20);
# 40: 7 + ½·2 (2 × 8 = 16); 20: 4 + ½·3 (5.5). Sum 124 of 144 = 0.8611.
TABLE = {
    "sceptic": (SCEPTIC, 12, 24, 0.0, 1.7688, 0.5, "doubting", [(24, 12), (0, 0), (0, 0)]),
    "believer": (BELIEVER, 12, 0, 0.0, -1.7688, 0.5, "believing", [(0, 0), (0, 0), (24, 12)]),
    "discerning": (DISCERNING, 18, 12, 1.2303, 0.0, 0.8611, "neither", [(8, 1), (8, 4), (8, 7)]),
}


@pytest.mark.parametrize("who", TABLE)
def test_the_hand_computed_table(who):
    steps, right, doubted, d_prime, criterion, auc, lean, bins = TABLE[who]
    found = compute(deck(steps))
    assert (found.asked, found.answered, found.right, found.doubted) == (24, 24, right, doubted)
    assert found.d_prime == pytest.approx(d_prime, abs=5e-5)
    assert found.criterion == pytest.approx(criterion, abs=5e-5)
    assert found.auc == pytest.approx(auc, abs=5e-5)
    assert found.lean == lean
    assert [(one.n, one.true) for one in found.bins] == bins


def test_the_band_by_hand():
    """Rates 9.5/13 and 3.5/13 have the same variance: 0.7308·0.2692/(12·0.3302²) = 0.15037, twice."""
    low, high = compute(deck(DISCERNING)).band
    assert (high - low) / 2 == pytest.approx(1.959964 * (2 * 0.15037) ** 0.5, abs=5e-4)
    assert (low + high) / 2 == pytest.approx(1.2303, abs=5e-5)


def test_a_blanket_sceptic_is_a_criterion_and_no_d_prime():
    found = compute(deck(SCEPTIC))
    assert found.d_prime == 0 and found.lean_is_clear
    said = " ".join(words.lean(found))
    assert "You doubted 24 of 24 posts; 12 of the 24 are not borne out. You lean to doubting" in said
    assert "criterion 1.77" in said and "d′ stays at 0" in said
    for word in ("well done", "good", "great", "unfortunately", "poor", "should"):
        assert word not in said.lower()
    other = " ".join(words.lean(compute(deck(BELIEVER))))
    assert "You doubted 0 of 24 posts" in other and "You lean to believing (criterion −1.77" in other
    assert len(other.split()) == len(said.split()), "neither habit is told more than the other"


def test_a_small_lean_is_said_with_its_chance():
    steps = [95] * 8 + [5] * 4 + [95] + [5] * 11  # doubted 15 of 24
    said = " ".join(words.lean(compute(deck(steps))))
    assert said.startswith("You doubted 15 of 24 posts; 12 of the 24 are not borne out. You lean to doubting")
    assert said.endswith("With 24 cards, a lean of this size can be chance.")


def test_unanswered_and_foreign_answers_are_left_out():
    cards = deck([95, 5, None, 5], [True, True, False, False]) + [CardResult("x", 95, True, counts=False)]
    found = compute(cards)
    assert (found.asked, found.answered, found.right) == (5, 3, 2)
    assert found.outcomes == (1, 2, 0, 1)


@pytest.mark.parametrize("steps", [[None] * 24, [95, 5] + [None] * 22])
def test_too_few_cards_are_said_and_not_computed(steps):
    found = compute(deck(steps))
    assert (found.d_prime, found.band, found.criterion, found.auc) == (None, None, None, None)
    assert words.lean(found) == [] and words.ranking(found) == ""
    said = words.too_few(found)
    assert said == (
        "All 2 cards that you answered are borne out. d′ needs some of both kinds."
        if found.answered
        else "No card of this form was answered, so there is nothing to compute."
    )


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (Forecast(20, 24), "You expected 20 of 24 right and got 18: predicted minus actual is 2."),
        (Forecast(18, 24), "predicted minus actual is 0."),
        (Forecast(12, 24), "predicted minus actual is −6."),
        (Forecast(5, 6), "You expected 5 of 6 right. This form has 24 cards, so the two are not compared."),
        (Forecast(why="It was not asked."), "There is no forecast to compare with. It was not asked."),
    ],
)
def test_predicted_minus_actual(forecast, said):
    assert words.forecast(compute(deck(DISCERNING)), forecast).endswith(said)


# ---- a class of made-up persons, each with a d′ and a criterion of their own


def simulate(chance, d_prime, criterion, truth=TRUTH):
    """One person's steps: evidence is normal around ±d′/2, and six steps are cut around the criterion."""
    cuts = [criterion + shift for shift in (-1.2, -0.5, 0.0, 0.5, 1.2)]
    steps = (5, 20, 40, 60, 80, 95)
    made = []
    for so in truth:
        felt = chance.gauss(d_prime / 2 if so else -d_prime / 2, 1)
        made.append(steps[sum(felt > cut for cut in cuts)])
    return made


def expected(d_prime, criterion):
    """The mean of the corrected d′ over 12 and 12 cards, exactly: the binomial sum on both sides."""
    normal = NormalDist()

    def side(rate):
        return sum(
            comb(12, k) * rate**k * (1 - rate) ** (12 - k) * normal.inv_cdf((k + 0.5) / 13) for k in range(13)
        )

    hit, false = 1 - normal.cdf(criterion - d_prime / 2), 1 - normal.cdf(criterion + d_prime / 2)
    return side(hit) - side(false)


def test_a_simulated_class_recovers_its_d_prime():
    """Mean d′ 1, SD 0.5, 24 cards: the t interval holds the class's d′, a band its person's own."""
    chance = random.Random(20261125)
    persons = [(chance.gauss(1, 0.5), chance.gauss(0, 0.4)) for _ in range(400)]
    found = [compute(deck(simulate(chance, *one))) for one in persons]
    true = [d for d, _ in persons]
    covered = [low <= d <= high for d, (low, high) in zip(true, (one.band for one in found), strict=True)]
    assert 0.93 <= mean(covered) <= 0.99

    gaps = [one.d_prime - expected(*person) for one, person in zip(found, persons, strict=True)]
    half = student.ppf(0.975, len(gaps) - 1) * stdev(gaps) / len(gaps) ** 0.5
    assert abs(mean(gaps)) <= half, "no more than chance beside what the correction gives"

    class_ = [one.d_prime for one in found[:34]]  # the class size of the course's own power computation
    half = student.ppf(0.975, 33) * stdev(class_) / 34**0.5
    assert abs(mean(class_) - 1) <= half


def test_a_simulated_class_of_blanket_sceptics_shows_as_criterion():
    chance = random.Random(7)
    found = [compute(deck(simulate(chance, 1.0, 4.5))) for _ in range(60)]
    assert mean(one.criterion for one in found) > 1.5
    assert abs(mean(one.d_prime for one in found)) < 0.1
    assert all(one.lean == "doubting" for one in found)
