"""Comparing cascades of the same size: larger ones are deeper, whatever they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course.measures._arrays import generator, numbers, together
from course.measures._checks import level, number, whole
from course.measures.proportions import Estimate

if TYPE_CHECKING:
    from course.measures._arrays import Array


def match_sizes(sizes: Any, controls: Any, rng: Any, within: float = 0.1) -> tuple[Array, Array]:
    """Pairs of a case and a control whose sizes differ by at most the share `within`, each used once.

    `sizes` and `controls` are flat numbers above 0; `rng` is a numpy Generator that breaks ties. Given are
    the places of matched cases, and beside them those of their controls; cases without a control are left
    out, so say how many. Raises ValueError that names the value. Why: Juul & Ugander 2021, doi
    10.1073/pnas.2100786118.

    >>> import numpy as np
    >>> [side.tolist() for side in match_sizes([10, 500], [11, 10, 3], np.random.default_rng(1))]
    [[0], [1]]
    """
    import numpy as np

    chance = generator("rng", rng)
    cases, pool = (_sizes(*one) for one in (("sizes", sizes), ("controls", controls)))
    share = number("within", within)
    if share < 0:
        raise ValueError(f"`within` is {share:g}. It cannot be below 0.")
    most = np.log1p(share) + 1e-12
    order = chance.permutation(len(pool))
    order = order[np.argsort(pool[order], kind="stable")]
    free, ranked = np.ones(len(pool), dtype=bool), pool[order]
    found: dict[int, int] = {}
    # The largest cases choose first: they have the fewest controls.
    shuffled = chance.permutation(len(cases))
    for case in shuffled[np.argsort(-cases[shuffled], kind="stable")].tolist():
        low, high = np.searchsorted(ranked, [cases[case] - most, cases[case] + most], side="left")
        near = np.flatnonzero(free[low:high]) + low
        if len(near):
            best = near[np.argmin(np.abs(ranked[near] - cases[case]))]
            free[best] = False
            found[case] = int(order[best])
    kept = sorted(found)
    return np.array(kept, dtype=np.int64), np.array([found[case] for case in kept], dtype=np.int64)


def matched_difference(
    cases: Any, controls: Any, rng: Any, confidence: float = 0.95, resamples: int = 4000
) -> Estimate:
    """The mean difference of matched pairs (case minus control) with an interval that resamples pairs.

    `cases` and `controls` are flat and side by side, such as the depths of matched cascades; `rng` is a numpy
    Generator. Raises ValueError that names the value. Source: Efron 1979, doi 10.1214/aos/1176344552.

    >>> import numpy as np
    >>> matched_difference([3, 4, 5], [2, 3, 4], np.random.default_rng(1)).value
    1.0
    """
    import numpy as np

    one, other = numbers("cases", cases), numbers("controls", controls)
    together(cases=one, controls=other)
    if len(one) < 2:
        raise ValueError(f"`cases` has {len(one)} values. At least two pairs are needed.")
    apart = one - other
    chance = generator("rng", rng)
    size = whole("resamples", resamples, 100)
    means = np.array([apart[chance.integers(0, len(apart), len(apart))].mean() for _ in range(size)])
    tail = 50 * (1 - level(confidence))
    low, high = np.percentile(means, [tail, 100 - tail])
    return Estimate(float(apart.mean()), float(low), float(high))


def _sizes(name: str, values: Any) -> Array:
    import numpy as np

    found = numbers(name, values)
    if (found <= 0).any():
        raise ValueError(f"`{name}` holds {found.min():g}. Sizes are above 0.")
    return np.log(found)
