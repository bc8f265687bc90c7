"""GRIM: whether a reported percentage or mean can come from so many whole answers.

Source: Brown & Heathers 2017, doi 10.1177/1948550616673876. A value that no count can give was mistyped,
rounded twice, or has another denominator than it says; it does not show intent. With n above 100 nearly
every whole percentage is possible, so that the test says nothing.
"""

from typing import Any

from course.measures._checks import whole
from course.measures._reported import counts_within, reported

MAX_N = 1_000_000


def grim_counts(percent: Any, n: Any, decimals: Any = None) -> list[int]:
    """Every k of `n` that gives the reported `percent`; empty if none does.

    `percent` runs from 0 to 100, as text ("17.5") or as a number with the `decimals` that were printed. A
    half may have been rounded up or down: papers do both. Raises ValueError that names the value.

    >>> grim_counts("10.5", 38), grim_counts(10, 38, decimals=0)
    ([4], [])
    """
    trials = _trials(n)
    low, high = reported("percent", percent, decimals)
    if low > 100 or high < 0:
        raise ValueError(f"`percent` is {percent}. It lies between 0 and 100.")
    return list(counts_within(low * trials / 100, high * trials / 100, trials))


def grim_totals(mean: Any, n: Any, decimals: Any = None, items: Any = 1) -> list[int]:
    """Every sum of whole answers that gives the reported `mean` of `n` people; empty if none does.

    Answers are whole numbers from 0 up. `items` is how many of them each person's own score averages (1 for
    a single question). `mean`, `decimals`, rounding and errors are as in `grim_counts`.

    >>> grim_totals("5.19", 28), grim_totals("5.18", 28)   # Brown & Heathers' own example
    ([], [145])
    """
    grains = _trials(n) * whole("items", items, 1)
    low, high = reported("mean", mean, decimals)
    if high < 0:
        raise ValueError(f"`mean` is {mean}. Answers below 0 are not read.")
    return list(counts_within(low * grains, high * grains, int(high * grains) + 1))


def _trials(n: Any) -> int:
    trials = whole("n", n, 1)
    if trials > MAX_N:
        raise ValueError(f"`n` is {trials:,}. At most {MAX_N:,} are read.")
    return trials
