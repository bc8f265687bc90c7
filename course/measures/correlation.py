"""Whether what ranks high on one thing ranks high on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course.measures._arrays import generator, numbers, together
from course.measures._checks import level, whole
from course.measures.proportions import Estimate

if TYPE_CHECKING:
    from course.measures._arrays import Array

CELLS = 4_000_000  # values held at once while resampling


def spearman(x: Any, y: Any) -> float:
    """Spearman's rank correlation, from −1 to 1; ties share their mean rank.

    `x` and `y` are flat, of one length, at least three pairs of finite numbers, and neither is constant.
    Raises ValueError that names the value. Source: Spearman 1904, doi 10.2307/1412159.

    >>> spearman([1, 2, 3, 4], [1, 10, 100, 90])
    0.8
    """
    one, other = _pairs(x, y)
    return round(float(_rank_correlations(one[None], other[None])[0]), 15)


def spearman_interval(x: Any, y: Any, rng: Any, confidence: float = 0.95, resamples: int = 2000) -> Estimate:
    """Spearman's rank correlation with a percentile interval that resamples pairs.

    `x`, `y` and errors are those of `spearman`; `rng` is a numpy Generator. Resamples in which one side is
    constant have no correlation and are left out. Source: Efron 1979, doi 10.1214/aos/1176344552.

    >>> import numpy as np
    >>> found = spearman_interval(range(20), [n * n for n in range(20)], np.random.default_rng(1))
    >>> found.value, found.high
    (1.0, 1.0)
    """
    import numpy as np

    one, other = _pairs(x, y)
    chance = generator("rng", rng)
    left, n = whole("resamples", resamples, 100), len(one)
    found = []
    while left > 0:
        size = min(left, max(1, CELLS // n))
        drawn = chance.integers(0, n, size=(size, n))
        found.append(_rank_correlations(one[drawn], other[drawn]))
        left -= size
    tail = 50 * (1 - level(confidence))
    low, high = np.nanpercentile(np.concatenate(found), [tail, 100 - tail])
    return Estimate(spearman(x, y), float(low), float(high))


def _pairs(x: Any, y: Any) -> tuple[Array, Array]:
    one, other = numbers("x", x), numbers("y", y)
    together(x=one, y=other)
    if len(one) < 3:
        raise ValueError(f"`x` has {len(one)} values. At least three pairs are needed.")
    for name, values in (("x", one), ("y", other)):
        if (values == values[0]).all():
            raise ValueError(f"`{name}` is {values[0]:g} throughout. What does not vary cannot be ranked.")
    return one, other


def _rank_correlations(x: Array, y: Array) -> Array:
    """One correlation of midranks for each row; NaN where a row is constant."""
    import numpy as np
    from scipy.stats import rankdata

    one, other = (rankdata(side, axis=1) - (side.shape[1] + 1) / 2 for side in (x, y))
    with np.errstate(invalid="ignore", divide="ignore"):
        size = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
        correlations: Array = (one * other).sum(axis=1) / size
        return correlations
