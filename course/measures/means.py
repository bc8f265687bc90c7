"""A mean with its interval, and what one person's two measurements can show."""

import math
from collections.abc import Iterable
from statistics import NormalDist, fmean, stdev
from typing import Any

from course.measures._checks import finite, level, number
from course.measures.proportions import Estimate

# One trainee's d′ from one form of 24 items, simulated. It assumes a mean of 1, persons that differ by SD 0.5
# and items by SD 0.4; reliability is then 0.43.
SEM_24_ITEMS = 0.51


def mean_interval(values: Iterable[Any], confidence: float = 0.95) -> Estimate:
    """The mean of at least two numbers with Student's t interval.

    Raises ValueError that names the value. Source: Student 1908, doi 10.1093/biomet/6.1.1.

    >>> [round(end, 2) for end in mean_interval([0.4, 0.9, 1.1, 1.6])]
    [1.0, 0.21, 1.79]
    """
    from scipy.special import stdtrit

    found = finite("values", values)
    if len(found) < 2:
        raise ValueError(f"`values` has {len(found)}. At least two are needed for an interval.")
    mean, error = fmean(found), stdev(found) / math.sqrt(len(found))
    half = float(stdtrit(len(found) - 1, (1 + level(confidence)) / 2)) * error
    return Estimate(mean, mean - half, mean + half)


def smallest_change(sem: Any = SEM_24_ITEMS, confidence: float = 0.95) -> float:
    """The smallest difference between one person's two forms that is more than chance: z · √2 · SEM.

    `sem` is the standard error of measurement of one form, above 0, in the measure's own unit. Raises
    ValueError that names the value. Source: Jacobson & Truax 1991, doi 10.1037/0022-006X.59.1.12.

    >>> round(smallest_change(), 1)
    1.4
    """
    z = NormalDist().inv_cdf((1 + level(confidence)) / 2)
    return z * math.sqrt(2) * number("sem", sem, above=0)
