"""How much a count grew, how large a part is, and how long doubling takes."""

import math
from typing import Any

from course.measures._checks import number


def growth_factor(before: Any, after: Any) -> float:
    """How many times as many: `after` over `before`; `before` is above 0, `after` at least 0.

    Raises ValueError that names the value.

    >>> growth_factor(692_095, 1_178_647) > 1.7
    True
    """
    start, end = number("before", before, above=0), number("after", after)
    if end < 0:
        raise ValueError(f"`after` is {end:g}. It cannot be below 0.")
    return end / start


def relative_change(before: Any, after: Any) -> float:
    """The change as a share of what there was: 0.703 is +70.3 %, −0.5 is half as many.

    Arguments and errors are those of `growth_factor`.

    >>> round(100 * relative_change(692_095, 1_178_647), 1)
    70.3
    """
    return growth_factor(before, after) - 1


def share(part: Any, whole: Any) -> float:
    """How large `part` is of `whole`, from 0 to 1; `whole` is above 0. Raises ValueError naming the value.

    >>> round(100 * share(1_178_647, 4_397_691), 1)
    26.8
    """
    some, everything = number("part", part), number("whole", whole, above=0)
    if not 0 <= some <= everything:
        raise ValueError(f"`part` is {some:g}. It lies between 0 and `whole`, which is {everything:g}.")
    return some / everything


def average_growth(first: Any, last: Any, years: Any) -> float:
    """The change per year that, the same every year, leads from `first` to `last` in `years` steps.

    This is the geometric mean of the yearly factors minus 1 (0.10 is +10 % a year). `first`, `last` and
    `years` are above 0; from 2019 to 2022 there are 3 steps. Raises ValueError that names the value.

    >>> round(average_growth(100, 800, 3), 9)   # doubled three times
    1.0
    """
    start, end = number("first", first, above=0), number("last", last, above=0)
    return math.expm1(math.log(end / start) / number("years", years, above=0))


def doubling_time(rate: Any) -> float:
    """After how many periods a thing that grows by `rate` a period (0.10 is +10 %) has doubled.

    `rate` is above 0: what does not grow never doubles. Raises ValueError that names the value.

    >>> round(doubling_time(0.10), 2)
    7.27
    """
    return math.log(2) / math.log1p(number("rate", rate, above=0))
