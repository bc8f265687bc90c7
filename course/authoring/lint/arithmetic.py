"""Whether a number follows from others in one step that a reader can do on a calculator."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

# Beyond this many numbers some pair gives nearly anything; then only numbers that are shown count.
MOST_FOR_PAIRS = 16
_SCALES = (1, 10, 100, 1_000, 10_000, 100_000)


def value(written: str) -> float:
    """A number as written in these texts: commas part thousands, a minus may be typographic.

    >>> value("1,500"), value("−0.4")
    (1500.0, -0.4)
    """
    return float(written.replace(",", "").replace("−", "-"))


def follows(written: str, said: float, known: list[float]) -> bool:
    """Whether a number is among the known ones, or one step from one or two of them, to the digits written.

    Steps: a − b, a + b, a·b, a/b times 1, 10, … 100,000 (shares, percentages, rates), (a − b)/b as a
    percentage, 1 − a and 100 − a.

    >>> follows("2.9", 2.9, [412, 12]), follows("60", 60, [12, 48]), follows("35", 35, [12, 48])
    (True, True, False)
    """
    half = 0.5 * 10 ** -len(written.partition(".")[2]) + 1e-9
    distinct = list(dict.fromkeys(known))
    if any(abs(said - one) <= 1e-9 for one in distinct):
        return True
    if any(abs(said - one) <= half for number in distinct for one in _alone(number)):
        return True
    if len(distinct) > MOST_FOR_PAIRS:
        return False
    return any(abs(said - one) <= half for a, b in permutations(distinct, 2) for one in _together(a, b))


def _alone(a: float) -> Iterator[float]:
    yield from (1 - a, 100 - a, 100 * a)


def _together(a: float, b: float) -> Iterator[float]:
    yield from (a - b, a + b, a * b)
    if b:
        yield from (a / b * scale for scale in _SCALES)
        yield 100 * (a - b) / b
        yield 100 * (b - a) / b
