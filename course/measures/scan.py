"""Where on a line of posts something is densest."""

from __future__ import annotations

from typing import Any, NamedTuple

from course.measures._arrays import numbers
from course.measures._checks import whole

MOST = 3_000  # marked places: every stretch between two of them is tried


class Stretch(NamedTuple):
    """From place `first` to `last` (both included) `hits` of `places` were marked, a share of `share`.

    `elsewhere` is the share of the rest, `ratio` the logarithm of the likelihood ratio of two shares to one.
    """

    first: int
    last: int
    hits: int
    places: int
    share: float
    elsewhere: float
    ratio: float


def densest_stretch(marked: Any, total: int, least: int = 5) -> Stretch | None:
    """The stretch in which marked places stand so dense that one common share explains it least.

    `marked` holds different places from 0 to `total` − 1, such as those of the posts with a tag among all
    posts in the order of time; at most 3,000. A stretch begins and ends with a marked place and holds at
    least `least`, and is denser than the rest; None if there is none. The chance that a given stretch reaches
    a ratio of x with a share that was known before is at most e^−x (Chernoff), so that with a million
    stretches tried, x should be well above 14. Raises ValueError that names the value. Source: Kulldorff
    1997, doi 10.1080/03610929708831995 (Bernoulli model, one dimension).

    >>> found = densest_stretch([3, 50, 51, 52, 53, 54, 97], total=100)
    >>> found.first, found.last, found.hits, round(found.ratio, 1)
    (50, 54, 5, 15.7)
    """
    import numpy as np

    size, few = whole("total", total, 1), whole("least", least, 1)
    places = np.sort(numbers("marked", marked, least=0)).astype(np.int64)
    if len(places) > MOST:
        raise ValueError(f"`marked` has {len(places):,} places. At most {MOST:,} are tried.")
    if len(places) and (places[-1] >= size or (np.diff(places) == 0).any()):
        raise ValueError(f"`marked` needs different places below `total`, which is {size}.")
    count = len(places)
    if count < few:
        return None
    first, last = np.triu_indices(count, few - 1)
    hits, length = last - first + 1, places[last] - places[first] + 1
    inside, outside = hits / length, (count - hits) / np.maximum(size - length, 1)
    ratio = _fit(hits, length) + _fit(count - hits, size - length) - _fit(np.array([count]), np.array([size]))
    ratio = np.where(hits * size > count * length, ratio, -np.inf)  # denser than the rest, in whole numbers
    best = int(np.argmax(ratio))
    if not np.isfinite(ratio[best]):
        return None
    return Stretch(
        int(places[first[best]]),
        int(places[last[best]]),
        int(hits[best]),
        int(length[best]),
        float(inside[best]),
        float(outside[best]),
        float(ratio[best]),
    )


def _fit(hits: Any, length: Any) -> Any:
    """The log-likelihood of so many hits at the share that fits them best."""
    import numpy as np
    from scipy.special import xlog1py, xlogy

    share = hits / np.maximum(length, 1)
    return xlogy(hits, share) + xlog1py(length - hits, -share)
