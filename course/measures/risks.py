"""Two groups and how often something happened in each: differences, ratios, and numbers needed to treat.

All counts are whole numbers: `events` of `total` in the group of interest, then the same for its control.
"""

import math
from dataclasses import dataclass
from typing import Any

from course.measures._checks import level, part_of
from course.measures.proportions import Estimate, wilson_interval


def risk_difference(
    events: Any, total: Any, control_events: Any, control_total: Any, confidence: float = 0.95
) -> Estimate:
    """The risk minus the control's risk, with Newcombe's score interval: −0.015 is 15 fewer in 1,000.

    Raises ValueError that names the value. Source: Newcombe 1998, doi
    10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I (method 10, no continuity correction).

    >>> [round(1000 * end, 1) for end in risk_difference(30, 2000, 60, 2000)]
    [-15.0, -24.5, -5.8]
    """
    k, n, ck, cn = _counts(events, total, control_events, control_total)
    one, other = wilson_interval(k, n, confidence), wilson_interval(ck, cn, confidence)
    here, there = k / n, ck / cn
    difference = here - there
    down = math.hypot(here - one.low, other.high - there)
    up = math.hypot(one.high - here, there - other.low)
    return Estimate(difference, difference - down, difference + up)


def relative_risk(
    events: Any, total: Any, control_events: Any, control_total: Any, confidence: float = 0.95
) -> Estimate:
    """The risk over the control's risk, with the interval from its logarithm: 0.5 is half the risk.

    Raises ValueError that names the value, and where nobody had an event in one of the groups: the logarithm
    has no interval there. Source: Katz and others 1978, doi 10.2307/2530610, as scipy computes it.

    >>> [round(end, 2) for end in relative_risk(30, 2000, 60, 2000)]
    [0.5, 0.32, 0.77]
    """
    from scipy.stats.contingency import relative_risk as ratio

    k, n, ck, cn = _counts(events, total, control_events, control_total)
    for name, count in (("events", k), ("control_events", ck)):
        if count == 0:
            raise ValueError(
                f"`{name}` is 0, and a ratio with it has no interval. Use `risk_difference` instead."
            )
    found = ratio(k, n, ck, cn)
    ends = found.confidence_interval(level(confidence))
    return Estimate(float(found.relative_risk), float(ends.low), float(ends.high))


@dataclass(frozen=True, slots=True)
class NeededToTreat:
    """How many must be treated for one event fewer (`benefit`) or, if not `benefit`, for one more.

    `number` is infinite where both risks are equal, `benefit` then None. Where `spans_none` is false, the
    interval runs from `low` to `high`, both of the same kind. Where it is true, the data fit benefit and
    harm: the interval runs from `low` for benefit through infinity (no effect) to `high` for harm. It is
    never a range "from `high` to `low`", and zero is not in it.
    """

    number: float
    benefit: bool | None
    low: float
    high: float
    spans_none: bool

    def __str__(self) -> str:
        kind = {True: "to benefit ", False: "to harm ", None: ""}[self.benefit]
        start = f"{_whole(self.number)} {kind}".strip()
        if self.spans_none:
            ends = f"{_whole(self.low)} to benefit, through ∞, to {_whole(self.high)} to harm"
            return f"{start} (interval: {ends})"
        return f"{start} (interval: {_whole(self.low)} to {_whole(self.high)})"


def number_needed_to_treat(
    events: Any, total: Any, control_events: Any, control_total: Any, confidence: float = 0.95
) -> NeededToTreat:
    """1 over the risk difference, for an event that nobody wants, with an interval from that difference.

    Where the interval of the difference includes 0, so does no finite range of numbers needed to treat: see
    `NeededToTreat` for how it is then given. Raises ValueError that names the value. Source: Altman 1998,
    doi 10.1136/bmj.317.7168.1309; the difference is that of `risk_difference`.

    >>> print(number_needed_to_treat(30, 2000, 60, 2000))
    67 to benefit (interval: 41 to 171)
    >>> print(number_needed_to_treat(28, 200, 36, 200))
    25 to benefit (interval: 9 to benefit, through ∞, to 31 to harm)
    """
    difference = risk_difference(events, total, control_events, control_total, confidence)
    saved, least, most = -difference.value, -difference.high, -difference.low
    benefit = None if saved == 0 else saved > 0
    if least <= 0 <= most:
        return NeededToTreat(_over(saved), benefit, _over(most), _over(least), True)
    low, high = sorted((_over(least), _over(most)))
    return NeededToTreat(_over(saved), benefit, low, high, False)


def _over(difference: float) -> float:
    return math.inf if difference == 0 else abs(1 / difference)


def _whole(number: float) -> str:
    return "∞" if math.isinf(number) else f"{number:,.0f}"


def _counts(events: Any, total: Any, control_events: Any, control_total: Any) -> tuple[int, int, int, int]:
    one = part_of("events", events, "total", total)
    return (*one, *part_of("control_events", control_events, "control_total", control_total))
