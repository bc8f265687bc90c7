"""How unevenly something is spread over those who have it: posts over accounts, uses over tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from course.measures._arrays import numbers

if TYPE_CHECKING:
    from course.measures._arrays import Array


class Lorenz(NamedTuple):
    """Points of a Lorenz curve, least first: share of members, and share of the whole that they hold."""

    members: Array
    held: Array


def gini(values: Any) -> float:
    """The Gini coefficient: 0 if all have the same, (n − 1)/n if one of n has everything.

    `values` is flat, one number of at least 0 per member, with a sum above 0. Members with nothing count
    only if they are given: among accounts that posted there are none. Raises ValueError naming the value.
    Source: Dixon, Weiner, Mitchell-Olds & Woodley 1987, doi 10.2307/1939238, without their factor n/(n − 1).

    >>> gini([5, 5, 5, 5]), gini([0, 0, 0, 8])
    (0.0, 0.75)
    """
    import numpy as np

    found = np.sort(_held(values))
    n = len(found)
    ranks = np.arange(1, n + 1)
    # Ranks around their middle: large numbers that would cancel are never formed.
    return float(max(0.0, ((2 * ranks - n - 1) * found).sum() / (n * found.sum())))


def lorenz(values: Any) -> Lorenz:
    """The Lorenz curve from (0, 0) to (1, 1), one point for each member after the first.

    `values` and errors are those of `gini`. Twice the area between this curve and the diagonal is the Gini
    coefficient. Source: Lorenz 1905, doi 10.2307/2276207.

    >>> lorenz([1, 3]).held.tolist()
    [0.0, 0.25, 1.0]
    """
    import numpy as np

    found = np.sort(_held(values))
    held = np.concatenate([[0.0], np.cumsum(found)])
    return Lorenz(np.linspace(0, 1, len(found) + 1), held / held[-1])


def top_share(values: Any, top: float) -> float:
    """The share of the whole that the largest hold, from 0 to 1.

    `top` is how many of them (a whole number from 1), or which part of the members (between 0 and 1: 0.1 is
    the top tenth, read off the Lorenz curve where that is no whole number). `values` and errors are those of
    `gini`.

    >>> top_share([1, 1, 2, 6], top=1), top_share([1, 1, 2, 6], top=0.5)
    (0.6, 0.8)
    """
    import numpy as np

    found = _held(values)
    n = len(found)
    whole = not isinstance(top, bool) and float(top) == int(top) and 1 <= top <= n
    if isinstance(top, bool) or not (whole or 0 < top < 1):
        raise ValueError(f"`top` is {top!r}. A whole number from 1 to {n}, or a part below 1, is needed.")
    falling = np.concatenate([[0.0], np.cumsum(np.sort(found)[::-1])])
    return float(min(1.0, np.interp(top if whole else top * n, np.arange(n + 1), falling) / falling[-1]))


def _held(values: Any) -> Array:
    found = numbers("values", values, least=0)
    if not len(found) or not found.sum() > 0:
        raise ValueError("`values` has nothing to share out. At least one number above 0 is needed.")
    return found
