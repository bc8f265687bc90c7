"""Estimates with bounds: what follows for a product or a quotient of which only low and high are known."""

import math
from typing import Any, NamedTuple

from course.measures._checks import number


class Bounds(NamedTuple):
    """A low and a high value, both above 0."""

    low: float
    high: float

    @property
    def estimate(self) -> float:
        """The geometric mean of both: as many times above `low` as below `high`.

        Between 10 and 1,000 the arithmetic mean is 505, nearly the high bound; the geometric mean, 100, is
        one factor of ten from each (Weinstein & Adam 2008, *Guesstimation*, Princeton University Press).
        """
        return math.sqrt(self.low) * math.sqrt(self.high)


def fermi_product(*factors: Any) -> Bounds:
    """The bounds of a product: all low values multiplied, all high values multiplied.

    Each factor is (low, high) or one number that is known; all are above 0. The true product lies between
    if every factor does. Raises ValueError that names the value.

    >>> fermi_product((20, 40), (2, 5), 10)
    Bounds(low=400.0, high=2000.0)
    """
    if not factors:
        raise ValueError("`factors` is empty. At least one (low, high) is needed.")
    pairs = [_bounds(f"factors[{place}]", factor) for place, factor in enumerate(factors)]
    return Bounds(math.prod(pair.low for pair in pairs), math.prod(pair.high for pair in pairs))


def fermi_quotient(top: Any, bottom: Any) -> Bounds:
    """The bounds of a quotient: the low top over the high bottom, and the high top over the low bottom.

    Arguments and errors are those of `fermi_product`.

    >>> fermi_quotient((400, 2000), (10, 20))
    Bounds(low=20.0, high=200.0)
    """
    above, below = _bounds("top", top), _bounds("bottom", bottom)
    return Bounds(above.low / below.high, above.high / below.low)


def _bounds(name: str, value: Any) -> Bounds:
    if not isinstance(value, (tuple, list)):
        known = number(name, value, above=0)
        return Bounds(known, known)
    if len(value) != 2:
        raise ValueError(f"`{name}` is {value!r}. Two numbers (low, high) are needed.")
    low, high = number(f"{name}.low", value[0], above=0), number(f"{name}.high", value[1], above=0)
    if low > high:
        raise ValueError(f"`{name}` runs from {low:g} to {high:g}. Put the lower number first.")
    return Bounds(low, high)
