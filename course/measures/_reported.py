"""A number as a paper prints it: exact, with the decimals that it was rounded to."""

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from course.measures._checks import whole

MAX_DECIMALS = 6


def reported(name: str, value: Any, decimals: Any) -> tuple[Fraction, Fraction]:
    """The lowest and the highest exact value that rounds to `value`, a half going either way.

    `value` is text or a number, `decimals` how many were printed (None: as many as the text has).
    """
    try:
        printed = Decimal(str(value).strip())
    except InvalidOperation:
        printed = Decimal("NaN")
    if isinstance(value, bool) or not printed.is_finite():
        raise ValueError(f"`{name}` is {value!r}. A number as it was printed is needed, such as 17.5.")
    shown = max(0, -int(printed.as_tuple().exponent))
    if decimals is None:
        if not isinstance(value, str):
            raise ValueError(
                f"`decimals` is missing, and {value!r} does not show how many were printed."
                f" Give `decimals`, or `{name}` as text: '17.50'."
            )
        places = whole("decimals", shown)
    else:
        places = whole("decimals", decimals)
    # 17.0 as a number may have been printed as 17: only decimals that say something count.
    if max(0, -int(printed.normalize().as_tuple().exponent)) > places:
        raise ValueError(f"`{name}` is {value}, with more than the {places} `decimals` that were printed.")
    if places > MAX_DECIMALS:
        raise ValueError(f"`decimals` is {places}. At most {MAX_DECIMALS} are read.")
    half = Fraction(1, 2 * 10**places)
    return Fraction(printed) - half, Fraction(printed) + half


def counts_within(low: Fraction, high: Fraction, most: int) -> range:
    """The whole numbers from 0 to `most` between both ends, ends included."""
    return range(max(0, math.ceil(low)), min(most, math.floor(high)) + 1)
