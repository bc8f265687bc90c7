"""A share with the uncertainty that its denominator leaves."""

from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

from course.measures._checks import level, part_of


class Interval(NamedTuple):
    """Both ends of an interval, as shares from 0 to 1."""

    low: float
    high: float


class Estimate(NamedTuple):
    """A value with both ends of the interval around it."""

    value: float
    low: float
    high: float


def wilson_interval(successes: Any, trials: Any, confidence: float = 0.95) -> Interval:
    """The Wilson score interval of a share, which stays inside 0 to 1 and never has width zero.

    `successes` of `trials` are whole numbers, `trials` at least 1; `confidence` lies between 0 and 1.
    Raises ValueError that names the value. Source: Wilson 1927, doi 10.1080/01621459.1927.10502953
    (no continuity correction).

    >>> low, high = wilson_interval(5, 8)
    >>> round(low, 3), round(high, 3)
    (0.306, 0.863)
    """
    k, n = part_of("successes", successes, "trials", trials)
    z = NormalDist().inv_cdf((1 + level(confidence)) / 2)
    share, weight = k / n, z * z / n
    centre = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    # At 0 and n of n one end is exactly 0 or 1; rounding would leave it 1e-17 away, or outside.
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)
