"""The credit rules shown to trainees: each a share of a question's points, from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from course.questions.bank.models import EVIDENCE_STEPS


def confidence_credit(right: bool, confidence: float, options: int = 2) -> float:
    """Half for the verdict, half for the confidence in it: ½k + ½·(quadratic score); unanswered earns 0.

    `right` is k, `confidence` c is the stated probability of being right, from 1/options to 1. With two
    options the score is 1 − (c − k)²; with three, where the rest of the probability is shared by the other
    two, it is 1 − ¾(1 − c)² when right and ¾(1 − c²) when wrong. Both are proper: stating what one believes
    earns most on average. Never clipped. Source of the quadratic rule: Brier GW, Monthly Weather Review
    1950;78:1–3, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    >>> confidence_credit(True, 0.75), confidence_credit(False, 1.0)
    (0.96875, 0.0)
    """
    if options not in (2, 3):
        raise ValueError(f"the confidence rule is defined for 2 or 3 options, not {options}")
    if not 1 / options - 1e-9 <= confidence <= 1:
        raise ValueError(f"confidence is {confidence!r}: it lies between 1/{options} and 1")
    if options == 2:
        score = 1 - (confidence - right) ** 2
    elif right:
        score = 1 - 0.75 * (1 - confidence) ** 2
    else:
        score = 0.75 * (1 - confidence**2)
    return 0.5 * right + 0.5 * score


_BEST_STEP = max(EVIDENCE_STEPS) / 100


def evidence_credit(borne_out: bool, percent: int) -> float:
    """Credit of an evidence card: one of six steps gives the probability (%) that the post is borne out.

    The two-option rule with c = max(p, 1 − p), divided by what the surest step earns when right (0.99875). No
    step says 100 %, because nothing on a card deserves it; without the division nobody could earn a whole
    point. Dividing by a constant keeps the rule proper, keeps unanswered at 0 and clips nothing: wrong at the
    surest step is 0.0488.

    >>> evidence_credit(False, 5), round(evidence_credit(True, 60), 4), round(evidence_credit(True, 5), 4)
    (1.0, 0.9212, 0.0488)
    """
    if percent not in EVIDENCE_STEPS:
        raise ValueError(f"{percent!r} is not one of the steps {EVIDENCE_STEPS}")
    p = percent / 100
    said = p > 0.5
    return confidence_credit(said == borne_out, max(p, 1 - p)) / confidence_credit(True, _BEST_STEP)


def choices_credit(chosen: Collection[str], right: Collection[str], options: Collection[str]) -> float:
    """Share of right options chosen minus share of wrong ones chosen (TPR − FPR, Youden's J), at least 0.

    Choosing everything earns 0, as does choosing nothing. Where no option is right, only staying silent earns
    (the first share counts as 1); where all are, the second share counts as 0. Source: Youden WJ, Cancer
    1950;3:32–35, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3.

    >>> choices_credit(["a", "b"], ["a"], ["a", "b", "c"])
    0.5
    """
    chosen, right = set(chosen), set(right)
    wrong = set(options) - right
    hit = len(chosen & right) / len(right) if right else 1.0
    false = len(chosen & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, hit - false)


def order_credit(given: Sequence[str], right: Sequence[str]) -> float:
    """Kendall's τ between two orders of the same things, at least 0: 1 − 2·(turned pairs)/(all pairs).

    Source: Kendall MG, Biometrika 1938;30:81–93, doi:10.1093/biomet/30.1-2.81.

    >>> order_credit("abcd", "abdc")
    0.6666666666666667
    """
    if sorted(given) != sorted(right) or len(set(right)) < len(right):
        raise ValueError("both orders name the same things, each once")
    place = {name: at for at, name in enumerate(right)}
    n = len(given)
    if n < 2:
        return 1.0
    turned = sum(place[given[i]] > place[given[j]] for i in range(n) for j in range(i + 1, n))
    return max(0.0, 1 - 4 * turned / (n * (n - 1)))


def pairs_credit(given: Mapping[str, str], right: Mapping[str, str]) -> float:
    """F1 over pairs: twice the right pairs, divided by the pairs given plus the pairs of the key.

    Source: van Rijsbergen CJ, Information Retrieval, 2nd ed., Butterworths 1979, chapter 7.

    >>> pairs_credit({"x": "1"}, {"x": "1", "y": "2"})
    0.6666666666666666
    """
    total = len(given) + len(right)
    return 2 * len(set(given.items()) & set(right.items())) / total if total else 0.0


def rating_credit(given: int, low: int, high: int) -> float:
    """1 inside the reference range, ends included, and 0 outside."""
    return float(low <= given <= high)


def columns_credit(matches: Mapping[str, bool]) -> float:
    """Share of graded columns whose cells all agree with the key."""
    return sum(matches.values()) / len(matches) if matches else 0.0


def parts_credit(parts: Mapping[str, Any]) -> float:
    """Equal shares for the parts of a chart: its mark, each encoding asked for, and its data."""
    return sum(bool(part) for part in parts.values()) / len(parts) if parts else 0.0
