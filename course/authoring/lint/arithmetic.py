"""Whether numbers follow from others in steps that a reader can do on a calculator."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

# Beyond this many numbers some pair gives nearly anything; then only numbers that are shown count.
MOST_FOR_PAIRS = 40
LEAST_ROUNDED = 10
ABOUT = 0.05  # how far *about 170* may be from what it stands for, as a share
_SCALES = (1, 100, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as a text states it: as written, its value, whether *about* or the like stands before it."""

    written: str
    value: float
    about: bool = False

    @property
    def slack(self) -> float:
        """How far the exact value may lie from it: half of the last digit written, or 5 % for *about*."""
        half = 0.5 * 10.0 ** -len(self.written.partition(".")[2]) + 1e-9
        return max(half, ABOUT * abs(self.value)) if self.about else half

    @property
    def is_year(self) -> bool:
        """Whether it can only be a year, which no arithmetic gives."""
        return len(self.written) == 4 and self.written.isdigit() and 1900 <= self.value < 2100


def value(written: str) -> float:
    """A number as written in these texts: commas part thousands, a minus may be typographic.

    >>> value("1,500"), value("−0.4")
    (1500.0, -0.4)
    """
    return float(written.replace(",", "").replace("−", "-"))


def without_source(stated: Iterable[Stated], known: Iterable[float]) -> list[Stated]:
    """Those of a paragraph's numbers that no chain of steps leads to from the known ones.

    A number is reached if it is known, or rounds to one that is, or is one step from one or two numbers that
    are known or were reached before it. Steps: see `_alone` and `_together`. A year must be known.

    >>> said = [Stated("75", 75.0), Stated("15", 15.0), Stated("42", 42.0)]
    >>> [one.written for one in without_source(said, [120, 150, 200, 60])]
    ['42']
    """
    pool = frozenset([*known, 100.0])
    open_ones = list(stated)
    while True:
        reached = [one for one in open_ones if _follows(one, pool)]
        if not reached:
            return open_ones
        open_ones = [one for one in open_ones if one not in reached]
        pool |= {one.value for one in reached}


def _follows(one: Stated, pool: frozenset[float]) -> bool:
    if one.is_year:
        return one.value in pool
    results = _one_step_from(pool)
    at = bisect_left(results, one.value - one.slack)
    if at < len(results) and results[at] <= one.value + one.slack:
        return True
    # 88.1 where 88 is shown: the same number, written with more digits.
    return "." in one.written and abs(one.value) >= LEAST_ROUNDED and float(round(one.value)) in pool


@lru_cache(maxsize=512)
def _one_step_from(pool: frozenset[float]) -> tuple[float, ...]:
    found = {*pool, *(result for a in pool for result in _alone(a))}
    if len(pool) <= MOST_FOR_PAIRS:
        found.update(result for a, b in permutations(pool, 2) for result in _together(a, b))
    return tuple(sorted(found))


def _alone(a: float) -> Iterator[float]:
    """What is left of the whole, and a proportion in per cent."""
    yield from (1 - a, 100 - a, 100 * a)


def _together(a: float, b: float) -> Iterator[float]:
    """Difference, sum, a % of b, a / b at each scale, change in per cent, b grown by a %."""
    yield from (a - b, a + b, a * b / 100)
    if b:
        yield from (a / b * scale for scale in _SCALES)
        yield 100 * (a - b) / b
        yield 100 * (b - a) / b
    if 0 < a <= 100:
        yield from (b * (1 + a / 100) ** times for times in (1, 2, 3))
