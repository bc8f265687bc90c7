"""Whether stated probabilities mean what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from course.measures._checks import finite, same_length, shares, truths
from course.measures.proportions import Interval, wilson_interval

THIRDS = (0.0, 1 / 3, 2 / 3, 1.0)  # three bins: a trainee has too few answers for more


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The cases whose stated probability lies in [low, high); in the last bin `high` belongs to it.

    `mean_stated`, `share` (of cases that came true) and `interval` (Wilson) are None where `n` is 0.
    """

    low: float
    high: float
    n: int
    true: int
    mean_stated: float | None
    share: float | None
    interval: Interval | None


def brier_score(probabilities: Iterable[Any], truth: Iterable[Any]) -> float:
    """The mean squared distance between stated probability and what came true: 0 is best, 1 worst.

    Always saying 50 % gives 0.25. `probabilities` from 0 to 1 and `truth` (true/false) are flat and of one
    length, at least one case. Raises ValueError that names the value. Source: Brier 1950,
    doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2, in its usual form for two outcomes (half of his sum).

    >>> round(brier_score([0.80, 0.40], [True, False]), 2)
    0.1
    """
    stated, so = _pairs(probabilities, truth)
    return sum((p - t) ** 2 for p, t in zip(stated, so, strict=True)) / len(stated)


def reliability_bins(
    probabilities: Iterable[Any],
    truth: Iterable[Any],
    edges: Sequence[float] = THIRDS,
    confidence: float = 0.95,
) -> list[ReliabilityBin]:
    """Per bin of stated probability: how many cases, how many came true, and the interval around that share.

    `probabilities` and `truth` as in `brier_score`; `edges` rise from 0 to 1. One bin for each pair of
    neighbouring edges is given, empty ones too. Raises ValueError that names the value. Intervals: Wilson
    1927, doi 10.1080/01621459.1927.10502953.

    >>> [(b.n, b.true) for b in reliability_bins([0.05, 0.20, 0.60, 0.95], [False, True, False, True])]
    [(2, 1), (1, 0), (1, 1)]
    """
    stated, so = _pairs(probabilities, truth)
    cuts = finite("edges", edges)
    if cuts[:1] != [0] or cuts[-1] != 1 or sorted(set(cuts)) != cuts:
        raise ValueError(f"`edges` is {list(edges)!r}. Numbers that rise from 0 to 1 are needed.")
    return [_bin(low, high, stated, so, confidence) for low, high in pairwise(cuts)]


def _bin(low: float, high: float, stated: list[float], so: list[bool], confidence: float) -> ReliabilityBin:
    inside = [(p, t) for p, t in zip(stated, so, strict=True) if low <= p < high or p == high == 1]
    n, true = len(inside), sum(t for _, t in inside)
    if not n:
        return ReliabilityBin(low, high, 0, 0, None, None, None)
    mean = sum(p for p, _ in inside) / n
    return ReliabilityBin(low, high, n, true, mean, true / n, wilson_interval(true, n, confidence))


def _pairs(probabilities: Iterable[Any], truth: Iterable[Any]) -> tuple[list[float], list[bool]]:
    stated, so = shares("probabilities", probabilities), truths("truth", truth)
    same_length("probabilities", stated, "truth", so)
    if not stated:
        raise ValueError("`probabilities` is empty. At least one case is needed.")
    return stated, so
