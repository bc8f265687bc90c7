"""What a closed form of the test says about discernment: d′, criterion, AUC, calibration, forecast.

Pure computing on cards that were answered: where they come from is `form_state`, how they look `form_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from course.measures import (
    Interval,
    Outcomes,
    ReliabilityBin,
    auc,
    count_outcomes,
    criterion,
    d_prime,
    d_prime_interval,
    reliability_bins,
    wilson_interval,
)
from course.questions.cards.debrief import verdict

# The smallest change of one person's d′ between two forms of 24 cards that stands out from chance:
# 1.96·√2·0.51, the standard error being that of a simulation with mean d′ 1, SD 0.5 between persons and 0.4
# between cards.
SMALLEST_CHANGE = 1.4
NO_LEAN = 0.1  # a criterion nearer to 0 is one card more or less of 24

Lean = Literal["doubting", "believing", "neither"]


@dataclass(frozen=True, slots=True)
class CardResult:
    """One card whose form is closed: `step` is the percentage given or None, `truth` whether it is borne out.

    `counts` is False for an answer that was given to another form's card.
    """

    id: str
    step: int | None
    truth: bool
    counts: bool = True

    @property
    def state(self) -> str:
        """right, wrong or blank."""
        return verdict(self.truth, self.step if self.counts else None)


@dataclass(frozen=True, slots=True)
class FormResults:
    """Results over the cards that were answered; what cannot be computed from them is None.

    d′, its 95 % band and the criterion are in standard deviations, AUC is a share of pairs. `bins` compare
    the percentage given with how often the post was borne out. `doubted` counts steps below 50 %.
    """

    asked: int
    answered: int
    right: int
    doubted: int
    outcomes: Outcomes
    d_prime: float | None
    band: Interval | None
    criterion: float | None
    auc: float | None
    bins: list[ReliabilityBin]

    @property
    def lean(self) -> Lean:
        """Which way somebody leans when in doubt, by the criterion."""
        if self.criterion is None or abs(self.criterion) < NO_LEAN:
            return "neither"
        return "doubting" if self.criterion > 0 else "believing"

    @property
    def lean_is_clear(self) -> bool:
        """Whether doubting so many lies outside what chance does with this many cards (Wilson, 95 %)."""
        if not self.answered:
            return False
        low, high = wilson_interval(self.doubted, self.answered)
        return not low <= self.outcomes.noises / self.answered <= high


def compute(cards: Sequence[CardResult]) -> FormResults:
    """The results of one form. Cards without an answer, or with one to another card, are left out.

    >>> deck = [CardResult(str(n), 5, truth=n < 3) for n in range(6)]   # says "not borne out" to all
    >>> result = compute(deck)
    >>> result.d_prime, round(result.criterion, 2), result.doubted, result.right
    (0.0, 1.15, 6, 3)
    """
    given = [(card.step, card.truth) for card in cards if card.state != "blank"]
    steps, truth = [int(step or 0) for step, _ in given], [so for _, so in given]
    outcomes = count_outcomes([step > 50 for step in steps], truth)
    both = bool(outcomes.signals and outcomes.noises)
    stated = [step / 100 for step in steps]
    return FormResults(
        asked=len(cards),
        answered=len(given),
        right=sum(card.state == "right" for card in cards),
        doubted=sum(step < 50 for step in steps),
        outcomes=outcomes,
        d_prime=d_prime(*outcomes) if both else None,
        band=Interval(*d_prime_interval(*outcomes)[1:]) if both else None,
        criterion=criterion(*outcomes) if both else None,
        auc=auc(stated, truth) if both else None,
        bins=reliability_bins(stated, truth) if given else [],
    )
