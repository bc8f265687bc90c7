"""Shares and distributions in whole numbers, so that every machine gets the same.

Logarithms and exponentials are taken in decimal arithmetic, which is specified to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from functools import cache

import numpy as np

from course.corpus.making.streams import Array

_EXACT = Context(prec=18)
LEVELS = 4096


def share(total: int, weights: Sequence[int] | Array) -> Array:
    """`total` things divided in proportion to the weights, int64: largest remainders, so the sum is exact.

    Ties go to the earlier place. Raises ValueError for weights that are negative or all zero.

    >>> share(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    wide = np.asarray(weights, dtype=np.int64)
    whole = int(wide.sum(dtype=np.int64)) if wide.size else 0
    if whole <= 0 or int(wide.min()) < 0:
        raise ValueError("weights must not be negative, and one must be positive")
    if int(wide.max()) > (1 << 62) // max(total, 1):
        raise ValueError("these weights are too large for 64 bits")
    product = wide * total
    parts = product // whole
    rest = product - parts * whole
    missing = total - int(parts.sum())
    parts[np.argsort(-rest, kind="stable")[:missing]] += 1
    return parts


def slots(size: int, weights: Sequence[int] | Array) -> Array:
    """A table of `size` places in which each index stands as its weight says: to draw, pick a place."""
    counts = share(size, weights)
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def zipf(count: int, head: int = 1) -> list[int]:
    """Weights of ranks 1 … count that fall as 1 / (rank + head − 1) (Zipf 1949)."""
    return [(1 << 32) // (rank + head) for rank in range(count)]


@cache
def lognormal(sigma: str, scale: int = 1 << 12, top: bool = False) -> Array:
    """Weights of `LEVELS` equally likely levels of a log-normal with median `scale`, int64.

    `top` gives the levels within the uppermost of these levels instead, for a tail that does not end there.
    """
    values = []
    with localcontext(_EXACT):
        for level in range(LEVELS):
            p = Decimal(2 * level + 1) / (2 * LEVELS)
            if top:
                p = 1 - (1 - p) / LEVELS
            values.append(int((Decimal(sigma) * normal_quantile(p)).exp() * scale))
    found = np.array(values, dtype=np.int64)
    found.setflags(write=False)  # it is kept and given out again
    return found


@cache
def normal_quantile(p: Decimal) -> Decimal:
    """The standard normal quantile to 7 digits (PPND7 of Wichura 1988, doi:10.2307/2347330), 0 < p < 1."""
    with localcontext(_EXACT):
        q = p - Decimal("0.5")
        if abs(q) <= Decimal("0.425"):
            return q * _ratio(_CENTRE, Decimal("0.180625") - q * q)
        r = (-(p if q < 0 else 1 - p).ln()).sqrt()
        value = _ratio(_MIDDLE, r - Decimal("1.6")) if r <= 5 else _ratio(_FAR, r - 5)
        return -value if q < 0 else value


_Ratio = tuple[tuple[str, ...], tuple[str, ...]]
_CENTRE: _Ratio = (
    ("3.3871327179", "50.434271938", "159.29113202", "59.109374720"),
    ("1", "17.895169469", "78.757757664", "67.187563600"),
)
_MIDDLE: _Ratio = (
    ("1.4234372777", "2.7568153900", "1.3067284816", "0.17023821103"),
    ("1", "0.73700164250", "0.12021132975"),
)
_FAR: _Ratio = (
    ("6.6579051150", "3.0812263860", "0.42868294337", "0.017337203997"),
    ("1", "0.24197894225", "0.012258202635"),
)


def _ratio(coefficients: _Ratio, r: Decimal) -> Decimal:
    above, below = (_polynomial(part, r) for part in coefficients)
    return above / below


def _polynomial(coefficients: tuple[str, ...], r: Decimal) -> Decimal:
    value = Decimal(0)
    for one in reversed(coefficients):
        value = value * r + Decimal(one)
    return value
