"""When a count leaves its own course, and by how much."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

from course.measures._arrays import numbers, together
from course.measures._checks import level, number, whole

if TYPE_CHECKING:
    from course.measures._arrays import Array

FEW = 4  # expected counts below which chance in counting is all that can be seen
TO_SD = 1.4826  # the standard deviation of normal noise over its median absolute deviation


class Surge(NamedTuple):
    """From place `first` to `last` (both included) the counts were `ratio` times what was expected.

    `low` and `high` are the ends of the interval around that ratio.
    """

    first: int
    last: int
    ratio: float
    low: float
    high: float


class Course(NamedTuple):
    """What was expected at each place, from `low` to `high`; NaN while too little has gone before."""

    expected: Array
    low: Array
    high: Array


def expected_course(
    counts: Any, totals: Any = None, window: int = 52, gap: int = 2, threshold: float = 3.0
) -> Course:
    """What each count should have been had it gone on as before: a robust straight line on a log scale.

    The line (Theil–Sen) goes through the `window` places that end `gap` places earlier, so that a surge does
    not raise what it is compared with; the band is `threshold` standard deviations wide on each side.
    Arguments and sources are those of `surges`.

    >>> expected_course([100.0] * 60).expected[59].round(6).item()
    100.0
    """
    import numpy as np

    rates, scale = _rates(counts, totals)
    centre, sd, _ = _lines(np.log(rates), whole("window", window, 8), whole("gap", gap))
    return _band(centre, sd, scale, number("threshold", threshold, above=0))


def surges(
    counts: Any,
    totals: Any = None,
    *,
    window: int = 52,
    gap: int = 2,
    threshold: float = 3.0,
    least: int = 3,
    confidence: float = 0.95,
) -> list[Surge]:
    """Stretches of at least `least` places in a row, each above its expected course by `threshold` robust SD.

    `counts` is flat, one number per week (or day), in order and without holes; `totals`, where given, are
    what each is a part of, so that growth of the whole is no surge of the part. The SD is 1.4826 times the
    median absolute deviation of logarithms, and never below that of pure counting, which alone rules where
    there are few. One busy week, such as a congress, does
    not fire. Counts that step up once and stay are a surge too: ask what else changed then. Raises ValueError
    that names the value. Sources: Rousseeuw & Croux 1993, doi 10.1080/01621459.1993.10476408; Sen 1968, doi
    10.1080/01621459.1968.10480934.

    >>> [found] = surges([100] * 60 + [190] * 8 + [100] * 20)
    >>> found.first, found.last, round(found.ratio, 1)
    (60, 67, 1.9)
    """
    import numpy as np

    rates, scale = _rates(counts, totals)
    size = whole("window", window, 8)
    logs = np.log(rates)
    centre, sd, slope = _lines(logs, size, whole("gap", gap))
    course = _band(centre, sd, scale, number("threshold", threshold, above=0))
    above = rates * scale - 0.5 > np.nan_to_num(course.high, nan=np.inf) + 1e-9
    edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(int), [0]])))
    z = NormalDist().inv_cdf((1 + level(confidence)) / 2)
    found = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= whole("least", least, 1):
            ahead = logs[start:end] - centre[start] - slope[start] * np.arange(end - start)
            # The end of a line through n points is as unsure as a mean of n/4; one of medians π/2 worse.
            unsure = max(sd[start], 1 / math.sqrt(math.exp(centre[start]) * scale[start]))
            error = unsure * math.sqrt(1 / (end - start) + 4 * (math.pi / 2) / size)
            ends = (math.exp(ahead.mean() + part * z * error) for part in (0, -1, 1))
            found.append(Surge(start, end - 1, *ends))
    return found


def _rates(counts: Any, totals: Any) -> tuple[Array, Array]:
    """What is followed, above 0, and how many counts one unit of it stands for."""
    import numpy as np

    found = numbers("counts", counts, least=0) + 0.5  # a log has no zero
    if totals is None:
        return found, np.ones_like(found)
    whole_of = numbers("totals", totals, least=0)
    together(counts=found, totals=whole_of)
    if (found - 0.5 > whole_of).any():
        place = int(np.argmax(found - whole_of))
        raise ValueError(
            f"`counts[{place}]` is {found[place] - 0.5:g}, more than `totals[{place}]`, which is"
            f" {whole_of[place]:g}."
        )
    return found / (whole_of + 1), whole_of + 1


def _band(centre: Array, sd: Array, scale: Array, threshold: float) -> Course:
    """Counts that are expected, and `threshold` SD to each side: scatter of its own, and that of counting."""
    import numpy as np

    expected = np.maximum(np.exp(centre) * scale - 0.5, 0)
    counting = np.maximum(expected, 1)
    # Of few, logarithms scatter by counting alone: what is left over there says nothing.
    own = np.where(expected < FEW, 0, np.sqrt(np.maximum(sd**2 - 1 / counting, 0)))
    up, down = (expected * np.abs(np.expm1(sign * threshold * own)) for sign in (1, -1))
    high = expected + np.sqrt(up**2 + threshold**2 * counting)
    low = expected - np.sqrt(down**2 + threshold**2 * counting)
    return Course(expected, np.maximum(low, 0), high)


def _lines(logs: Array, window: int, gap: int) -> tuple[Array, Array, Array]:
    """For each place the line through the window before it: value there, robust SD around it, slope."""
    import numpy as np

    centre, sd, slopes = (np.full(len(logs), np.nan) for _ in range(3))
    start = window + gap
    if len(logs) <= start:
        return centre, sd, slopes
    seen = np.lib.stride_tricks.sliding_window_view(logs[: len(logs) - gap - 1], window)
    x = np.arange(window) - (window - 1) / 2
    one, other = np.triu_indices(window, 1)
    slope = np.median((seen[:, other] - seen[:, one]) / (x[other] - x[one]), axis=1)
    flat = seen - slope[:, None] * x
    level_ = np.median(flat, axis=1)
    spread = TO_SD * np.median(np.abs(flat - level_[:, None]), axis=1) * math.sqrt(window / (window - 2))
    centre[start:] = level_ + slope * (x[-1] + gap + 1)
    sd[start:] = spread
    slopes[start:] = slope
    return centre, sd, slopes
