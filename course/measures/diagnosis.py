"""A test against what is so: four counts, what follows from them, and how to get them back from a paper."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from course.measures._checks import probability, whole
from course.measures._reported import counts_within, reported

MAX_TOTAL = 2_000


class TwoByTwo(NamedTuple):
    """True positives, false negatives, false positives, true negatives.

    Each share below raises ValueError where its denominator is 0.
    """

    tp: int
    fn: int
    fp: int
    tn: int

    @property
    def sensitivity(self) -> float:
        """Positive tests among those who have it."""
        return _of(self.tp, self.tp + self.fn, "with the condition")

    @property
    def specificity(self) -> float:
        """Negative tests among those who do not have it."""
        return _of(self.tn, self.tn + self.fp, "without the condition")

    @property
    def ppv(self) -> float:
        """The positive predictive value: those who have it among positive tests."""
        return _of(self.tp, self.tp + self.fp, "with a positive test")

    @property
    def npv(self) -> float:
        """The negative predictive value: those who do not have it among negative tests."""
        return _of(self.tn, self.tn + self.fn, "with a negative test")

    @property
    def relative_risk(self) -> float:
        """The condition's risk after a positive test, over its risk after a negative one."""
        return _of(self.tp * (self.fn + self.tn), self.fn * (self.tp + self.fp), "with a missed condition")


def _of(part: int, total: int, who: str) -> float:
    if total == 0:
        raise ValueError(f"Nobody {who}: this share cannot be given. Leave it out.")
    return part / total


def two_by_two(
    total: Any,
    sensitivity: Any,
    specificity: Any,
    relative_risk: Any = None,
    decimals: Any = 0,
    ratio_decimals: Any = 0,
) -> list[TwoByTwo]:
    """Every table of `total` cases that agrees with what a paper reports, by how many have the condition.

    `sensitivity` and `specificity` are percentages (75 is 75 %) printed with so many `decimals`, and
    `relative_risk` (risk after a positive over risk after a negative test) with `ratio_decimals`. A half may
    have been rounded up or down. Empty: what was reported cannot be. Raises ValueError naming the value.

    >>> two_by_two(55, sensitivity=75, specificity=93, relative_risk=11)
    [TwoByTwo(tp=9, fn=3, fp=3, tn=40)]
    """
    n = whole("total", total, 2)
    if n > MAX_TOTAL:
        raise ValueError(f"`total` is {n:,}. At most {MAX_TOTAL:,} are searched through.")
    found = reported("sensitivity", sensitivity, decimals)
    spared = reported("specificity", specificity, decimals)
    for name, value, ends in (("sensitivity", sensitivity, found), ("specificity", specificity, spared)):
        if ends[0] > 100 or ends[1] < 0:
            raise ValueError(f"`{name}` is {value}. It lies between 0 and 100 (75 % is 75).")
    ratio = None if relative_risk is None else reported("relative_risk", relative_risk, ratio_decimals)
    return [table for table in _tables(n, found, spared) if ratio is None or _has_ratio(table, ratio)]


def _tables(
    n: int, found: tuple[Fraction, Fraction], spared: tuple[Fraction, Fraction]
) -> Iterator[TwoByTwo]:
    for ill in range(1, n):
        well = n - ill
        for tp in counts_within(found[0] * ill / 100, found[1] * ill / 100, ill):
            for tn in counts_within(spared[0] * well / 100, spared[1] * well / 100, well):
                yield TwoByTwo(tp, ill - tp, well - tn, tn)


def _has_ratio(table: TwoByTwo, ratio: tuple[Fraction, Fraction]) -> bool:
    tp, fn, fp, tn = table
    below = fn * (tp + fp)
    return below > 0 and ratio[0] <= Fraction(tp * (fn + tn), below) <= ratio[1]


class PredictiveValues(NamedTuple):
    """What a positive and a negative test are worth, as shares from 0 to 1."""

    ppv: float
    npv: float


def predictive_values(sensitivity: Any, specificity: Any, prevalence: Any) -> PredictiveValues:
    """PPV and NPV of a test where so many have the condition; all three are shares from 0 to 1.

    This is Bayes' rule. Raises ValueError that names the value, and where no test at all would be positive
    (or negative), so that there is nothing to be right about.

    >>> [round(value, 3) for value in predictive_values(0.90, 0.90, prevalence=0.01)]
    [0.083, 0.999]
    """
    sens, spec = probability("sensitivity", sensitivity), probability("specificity", specificity)
    ill = probability("prevalence", prevalence)
    hit, alarm = sens * ill, (1 - spec) * (1 - ill)
    missed, clear = (1 - sens) * ill, spec * (1 - ill)
    if hit + alarm == 0 or clear + missed == 0:
        raise ValueError(
            f"With `sensitivity` {sens:g}, `specificity` {spec:g} and `prevalence` {ill:g} every test comes"
            " out the same. Predictive values need both results."
        )
    return PredictiveValues(hit / (hit + alarm), clear / (clear + missed))
