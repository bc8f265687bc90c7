"""Exact chances agree with scipy, which lint does without because its import takes a second."""

import random

import pytest

from course.authoring.lint.chance import at_least, rank_sum, two_by_two


@pytest.mark.parametrize(("hits", "n", "p"), [(0, 5, 0.25), (3, 12, 0.25), (7, 9, 1 / 3), (12, 12, 0.5)])
def test_equal_chances_are_the_binomial(hits: int, n: int, p: float) -> None:
    from scipy.stats import binomtest

    expected = binomtest(hits, n, p, alternative="greater").pvalue
    assert at_least(hits, [p] * n) == pytest.approx(expected, abs=1e-12)


def test_unequal_chances_by_counting_every_outcome() -> None:
    chances = [0.25, 0.5, 1 / 3, 0.2]
    total = 0.0
    for outcome in range(16):
        bits = [bool(outcome >> at & 1) for at in range(4)]
        if sum(bits) >= 2:
            weight = 1.0
            for bit, p in zip(bits, chances, strict=True):
                weight *= p if bit else 1 - p
            total += weight
    assert at_least(2, chances) == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize(("a", "m", "b", "n"), [(5, 12, 0, 12), (9, 12, 2, 12), (3, 4, 3, 4), (0, 6, 6, 9)])
def test_two_by_two_is_fishers_exact_test(a: int, m: int, b: int, n: int) -> None:
    from scipy.stats import fisher_exact

    expected = fisher_exact([[a, m - a], [b, n - b]]).pvalue
    assert two_by_two(a, m, b, n) == pytest.approx(expected, abs=1e-12)


def test_rank_sum_is_mann_and_whitneys_test() -> None:
    from scipy.stats import mannwhitneyu

    draw = random.Random(5)
    for _ in range(20):
        values = draw.sample(range(1000), 14)
        first, second = values[:6], values[6:]
        expected = mannwhitneyu(first, second, method="exact").pvalue
        assert rank_sum(first, second) == pytest.approx(expected, abs=1e-9)


def test_rank_sum_with_ties_by_trying_every_split() -> None:
    from itertools import combinations

    values = [3, 3, 4, 5, 5, 5, 9]
    ranks = {3: 1.5, 4: 3.0, 5: 5.0, 9: 7.0}
    first = [3, 5, 9]
    off = abs(sum(ranks[one] for one in first) - 12)
    splits = list(combinations([ranks[one] for one in values], 3))
    expected = sum(abs(sum(split) - 12) >= off for split in splits) / len(splits)
    assert rank_sum(first, [3, 4, 5, 5]) == pytest.approx(expected, abs=1e-12)
