"""Numbers and short lines as the charts write them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from fractions import Fraction

_PARTS = {2: "half", 3: "a third of", 4: "a quarter of", 5: "a fifth of", 10: "a tenth of"}
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 10: "ten times"}


def count(value: float) -> str:
    """A count with its thousands marked: `1,178,647`; a decimal only where there is one.

    >>> count(1178647), count(14.5), count(15.0)
    ('1,178,647', '14.5', '15')
    """
    rounded = float(round(value, 1))
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage: `10.5 %`."""
    return f"{minus(f'{100 * share:.{digits}f}')} %"


def decimal(value: float, digits: int = 2) -> str:
    """A number with a fixed number of decimals, a true minus sign, and no minus before zero."""
    return minus(f"{value:.{digits}f}")


def minus(text: str) -> str:
    """The text of a number with a minus sign in place of a hyphen; `-0.0` loses it."""
    if text.startswith("-") and not text.strip("-0."):
        return text[1:]
    return text.replace("-", "−")


def ratio(one: Fraction, other: Fraction) -> str:
    """How one risk relates to another, in words; `other` is above 0.

    >>> ratio(Fraction(1, 50), Fraction(1, 25)), ratio(Fraction(9, 100), Fraction(5, 100))
    ('half the risk', '1.80 times the risk')
    """
    if one == other:
        return "the same risk"
    times = one / other
    if times.denominator == 1 and times.numerator in _TIMES:
        return f"{_TIMES[times.numerator]} the risk"
    if times.numerator == 1 and times.denominator in _PARTS:
        return f"{_PARTS[times.denominator]} the risk"
    return f"{float(times):.2f} times the risk"


def listed(parts: Iterable[str]) -> str:
    """Some words as a list in a sentence: `2019, 2020 and 2021`."""
    found = list(parts)
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + f" and {found[-1]}"


def capital(text: str) -> str:
    """A text with a capital first letter, the others as they are: `MedEd posts` keeps its own."""
    return text[:1].upper() + text[1:]


def lines(text: str, width: float, size: float = 13) -> list[str]:
    """A text in lines that fit `width` pixels of bold type; counted in letters, so the same everywhere."""
    return textwrap.wrap(text, max(12, int(width / (0.54 * size)))) or [""]
