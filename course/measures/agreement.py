"""Whether two raters agree more than chance would have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from course.measures._arrays import codes, generator, together
from course.measures._checks import level, whole
from course.measures.proportions import Estimate

if TYPE_CHECKING:
    from course.measures._arrays import Array

Weights = Literal["quadratic", "linear", "none"]


def weighted_kappa(
    one: Any, other: Any, scale: Sequence[Any] | None = None, weights: Weights = "quadratic"
) -> float:
    """Cohen's κ with weights: 1 is full agreement, 0 what chance gives, below 0 less than that.

    `one` and `other` are flat, one rating of each rater per item. `scale` lists the possible ratings from
    lowest to highest (default: those that occur, sorted); a step on it counts as one, whatever the values.
    Quadratic weights forgive near misses. Raises ValueError that names the value, and where both raters gave
    one and the same rating throughout, so that nothing can be said. Source: Cohen 1968, doi
    10.1037/h0026256; quadratic weights: Fleiss & Cohen 1973, doi 10.1177/001316447303300309.

    >>> round(weighted_kappa([1, 2, 3, 4], [1, 2, 4, 4]), 3)
    0.917
    """
    table = _table(one, other, scale)
    (found,) = _kappas(table[None], _disagreements(len(table), weights))
    if found != found:
        raise ValueError("`one` and `other` give every item the same rating. κ needs at least two.")
    return float(found)


def kappa_interval(
    one: Any,
    other: Any,
    rng: Any,
    scale: Sequence[Any] | None = None,
    weights: Weights = "quadratic",
    confidence: float = 0.95,
    resamples: int = 4000,
) -> Estimate:
    """Weighted κ with a percentile interval that resamples items, as other items might have been rated.

    Arguments, errors and source are those of `weighted_kappa`; `rng` is a numpy Generator. It does not say
    what other raters would have said. Resamples without two different ratings have no κ and are left out.
    With few items the interval is wide, and rather too narrow than too wide. Source: Efron 1979, doi
    10.1214/aos/1176344552.

    >>> import numpy as np
    >>> found = kappa_interval([1, 2, 3, 4] * 5, [1, 2, 4, 4] * 5, np.random.default_rng(1))
    >>> found.low < found.value < found.high <= 1
    True
    """
    import numpy as np

    chance = generator("rng", rng)
    value = weighted_kappa(one, other, scale, weights)
    table = _table(one, other, scale)
    n = int(table.sum())
    # Items drawn with replacement are counts in the cells of the table, drawn from a multinomial.
    drawn = chance.multinomial(n, table.ravel() / n, size=whole("resamples", resamples, 100))
    found = _kappas(drawn.reshape(-1, *table.shape), _disagreements(len(table), weights))
    tail = 50 * (1 - level(confidence))
    low, high = np.nanpercentile(found, [tail, 100 - tail])
    return Estimate(value, float(low), float(high))


def _table(one: Any, other: Any, scale: Sequence[Any] | None) -> Array:
    """How often each pair of ratings occurs, as a square of counts."""
    import numpy as np

    together(one=one, other=other)
    both = [*one, *other]
    if len(both) < 4:
        raise ValueError(f"`one` has {len(both) // 2} ratings. At least two items are needed.")
    if scale is None:
        found, names = codes("ratings", both)
        size = len(names)
    else:
        size, steps = len(scale), {value: place for place, value in enumerate(scale)}
        if strange := [value for value in both if value not in steps]:
            raise ValueError(f"A rating is {strange[0]!r}. `scale` has {list(scale)!r}.")
        found = np.array([steps[value] for value in both])
    n = len(both) // 2
    return np.bincount(found[:n] * size + found[n:], minlength=size * size).reshape(size, size)


def _disagreements(size: int, weights: str) -> Array:
    import numpy as np

    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    powers = {"quadratic": apart**2, "linear": apart, "none": (apart > 0).astype(float)}
    if weights not in powers:
        raise ValueError(f"`weights` is {weights!r}. One of {', '.join(powers)} is needed.")
    return powers[weights]


def _kappas(tables: Array, apart: Array) -> Array:
    """κ of each table (…, k, k): 1 minus seen over expected disagreement, NaN where none is expected."""
    import numpy as np

    n = tables.sum(axis=(1, 2))
    seen = (tables * apart).sum(axis=(1, 2))
    expected = np.einsum("ri,ij,rj->r", tables.sum(axis=2), apart, tables.sum(axis=1)) / n
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - seen / expected, np.nan)
