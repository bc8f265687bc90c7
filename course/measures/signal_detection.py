"""Telling true from false, apart from the habit of believing or doubting.

A *signal* is a case that is true (a post that its evidence bears out), a *hit* is believing it, a *false
alarm* is believing a case that is false. d′ says how well the two kinds are told apart; the criterion says
which way somebody leans when in doubt.
"""

from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

from course.measures._checks import finite, level, part_of, same_length, truths
from course.measures.proportions import Estimate


class Outcomes(NamedTuple):
    """Hits among true cases and false alarms among false ones; unpacks into `d_prime` and `criterion`."""

    hits: int
    signals: int
    false_alarms: int
    noises: int


def count_outcomes(believed: Iterable[Any], truth: Iterable[Any]) -> Outcomes:
    """Count hits and false alarms from what was believed and what is so.

    Both are flat sequences of true/false (or 1/0), one of each per case. Raises ValueError naming the value.

    >>> count_outcomes([True, False, True], [True, True, False])
    Outcomes(hits=1, signals=2, false_alarms=1, noises=1)
    """
    said, so = truths("believed", believed), truths("truth", truth)
    same_length("believed", said, "truth", so)
    hits = sum(b for b, t in zip(said, so, strict=True) if t)
    signals = sum(so)
    return Outcomes(hits, signals, sum(said) - hits, len(so) - signals)


def d_prime(hits: Any, signals: Any, false_alarms: Any, noises: Any) -> float:
    """d′, in standard deviations: 0 is no discernment, 1 is fair, below 0 is worse than tossing a coin.

    Counts are whole numbers: `hits` of `signals` true cases, `false_alarms` of `noises` false ones, at least
    one of each kind. The log-linear correction (add ½ to both counts, 1 to both totals, always) keeps d′
    finite when a rate is 0 or 1. With as many true as false cases, whoever gives one answer to everything has
    exactly 0; with unequal numbers the correction leaves them a little beside it. Raises ValueError naming
    the value. Source: Hautus 1995, doi 10.3758/BF03203619.

    >>> round(d_prime(hits=3, signals=4, false_alarms=1, noises=4), 3)
    1.049
    >>> d_prime(hits=4, signals=4, false_alarms=4, noises=4)
    0.0
    """
    z_hit, z_false = _z_rates(hits, signals, false_alarms, noises)
    return z_hit - z_false


def d_prime_interval(
    hits: Any, signals: Any, false_alarms: Any, noises: Any, confidence: float = 0.95
) -> Estimate:
    """d′ with its interval: the range of discernment that these answers are compatible with.

    Counts and errors are those of `d_prime`. The variance is Gourevitch & Galanter's 1967, doi
    10.1007/BF02289654, taken at the log-linear rates (Hautus 1995). With 12 true and 12 false cases a 95 %
    band holds the true d′ in 95.9 to 97.9 % of forms where d′ is 0 to 3 and the criterion within ½ of 0; with
    a criterion of 1 and d′ from 2 up, in 94.0 to 95.0 % (computed over all outcomes). It takes all cases of a
    kind to be equally hard, and says nothing about other cases than these.

    >>> [round(end, 2) for end in d_prime_interval(9, 12, 4, 12)]
    [1.01, -0.04, 2.06]
    """
    z_hit, z_false = _z_rates(hits, signals, false_alarms, noises)
    normal = NormalDist()

    def variance(z: float, cases: int) -> float:
        rate = normal.cdf(z)
        return rate * (1 - rate) / (cases * normal.pdf(z) ** 2)

    spread = variance(z_hit, int(signals)) + variance(z_false, int(noises))
    half = normal.inv_cdf((1 + level(confidence)) / 2) * sqrt(spread)
    return Estimate(z_hit - z_false, z_hit - z_false - half, z_hit - z_false + half)


def criterion(hits: Any, signals: Any, false_alarms: Any, noises: Any) -> float:
    """The criterion c, in standard deviations: above 0 leans to doubting, below 0 to believing, 0 to neither.

    Counts, correction, errors and source are those of `d_prime`.

    >>> round(criterion(hits=0, signals=4, false_alarms=0, noises=4), 3)
    1.282
    """
    z_hit, z_false = _z_rates(hits, signals, false_alarms, noises)
    return 0.0 - (z_hit + z_false) / 2  # `0.0 -` because a criterion of -0.0 reads like a lean


def auc(scores: Iterable[Any], truth: Iterable[Any]) -> float:
    """The chance that a true case gets a higher score than a false one, ties counting ½: 0.5 is chance.

    `scores` are finite numbers (a stated probability, for one), `truth` true/false, both flat and of one
    length, with at least one case of each kind. This is the area under the ROC curve and Mann–Whitney's U
    over the number of pairs. Raises ValueError that names the value. Source: Hanley & McNeil 1982,
    doi 10.1148/radiology.143.1.7063747.

    >>> auc([0.95, 0.60, 0.60, 0.05], [True, True, False, False])
    0.875
    """
    values, so = finite("scores", scores), truths("truth", truth)
    same_length("scores", values, "truth", so)
    n_true = sum(so)
    n_false = len(so) - n_true
    if not n_true or not n_false:
        raise ValueError(f"`truth` has {n_true} true and {n_false} false cases. Each kind is needed.")
    # Twice the midranks, so that all sums stay whole numbers and the result does not depend on the order.
    twice_rank_sum = sum(rank for rank, is_true in zip(_twice_midranks(values), so, strict=True) if is_true)
    return (twice_rank_sum - n_true * (n_true + 1)) / (2 * n_true * n_false)


def _z_rates(hits: Any, signals: Any, false_alarms: Any, noises: Any) -> tuple[float, float]:
    h, s = part_of("hits", hits, "signals", signals)
    f, n = part_of("false_alarms", false_alarms, "noises", noises)
    z = NormalDist().inv_cdf
    return z((h + 0.5) / (s + 1)), z((f + 0.5) / (n + 1))


def _twice_midranks(values: list[float]) -> list[int]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = start + 1 + end
        start = end
    return ranks
