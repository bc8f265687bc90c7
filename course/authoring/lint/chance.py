"""Exact chances of small counts, in plain Python: lint must start fast, and scipy.stats takes a second."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


def at_least(hits: int, chances: Sequence[float]) -> float:
    """P(X ≥ hits) of independent tries that succeed with these chances each, by exact convolution.

    The Poisson binomial distribution; with equal chances the binomial one. Source: Wang YH, Statistica
    Sinica 1993;3:295–312.

    >>> round(at_least(2, [0.5, 0.5]), 3), round(at_least(1, [0.5, 0.25]), 3)
    (0.25, 0.625)
    """
    spread = [1.0]
    for p in chances:
        spread = [
            (spread[k] * (1 - p) if k < len(spread) else 0.0) + (spread[k - 1] * p if k else 0.0)
            for k in range(len(spread) + 1)
        ]
    return min(1.0, sum(spread[max(0, hits) :]))


def two_by_two(a: int, of_first: int, b: int, of_second: int) -> float:
    """Two-sided P of Fisher's exact test: a of of_first against b of of_second.

    Sums every table with the same margins that is no likelier than the one found. Source: Fisher RA, J R
    Stat Soc 1922;85:87–94, doi:10.2307/2340521.

    >>> round(two_by_two(5, 5, 0, 5), 4)
    0.0079
    """
    both, total = a + b, of_first + of_second

    def weight(k: int) -> int:
        return comb(of_first, k) * comb(of_second, both - k)

    found = weight(a)
    tables = range(max(0, both - of_second), min(both, of_first) + 1)
    return sum(weight(k) for k in tables if weight(k) <= found) / comb(total, both)


def rank_sum(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided P of Wilcoxon's rank-sum test, exact also with ties, by counting subsets of the ranks.

    Source: Mann HB, Whitney DR, Ann Math Stat 1947;18:50–60, doi:10.1214/aoms/1177730491; mid-ranks for ties.

    >>> round(rank_sum([1, 2, 3, 4], [5, 6, 7, 8]), 4)
    0.0286
    """
    values = sorted([*first, *second])
    doubled = {one: values.index(one) + len(values) - values[::-1].index(one) + 1 for one in set(values)}
    ways: list[dict[int, int]] = [{0: 1}, *({} for _ in first)]
    for one in values:
        for size in range(len(first), 0, -1):
            for total, count in ways[size - 1].items():
                ways[size][total + doubled[one]] = ways[size].get(total + doubled[one], 0) + count
    middle = len(first) * (len(values) + 1)
    off = abs(sum(doubled[one] for one in first) - middle)
    extreme = sum(count for total, count in ways[len(first)].items() if abs(total - middle) >= off)
    return extreme / comb(len(values), len(first))
