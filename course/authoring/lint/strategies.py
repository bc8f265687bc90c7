"""What somebody earns who answers without reading: the same place, length or verdict on every question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from math import comb, factorial
from typing import Any

from course.questions.bank.keys import KeyBank, key_of
from course.questions.bank.models import EVIDENCE_STEPS, Bank, Option, Question
from course.questions.cards.markdown import to_text
from course.questions.scoring.credit import (
    choices_credit,
    confidence_credit,
    evidence_credit,
    order_credit,
    pairs_credit,
    rating_credit,
)

BanksAndKeys = Iterable[tuple[Bank, KeyBank | None]]
STEPS = tuple(f"step-{step}" for step in EVIDENCE_STEPS)
VERDICTS = ("false", "true", *STEPS)
STRATEGIES = ("first", "last", "longest", "shortest", "all", *VERDICTS)
_NO = frozenset(["no", "false", "not-borne-out"])
_YES = frozenset(["yes", "true", "borne-out"])


def strategy_credit(banks_and_keys: BanksAndKeys, strategy: str) -> tuple[float, float]:
    """The mean credit of a strategy over the questions that it can answer, and the mean chance credit.

    banks_and_keys: pairs of a bank and its keys (None: practice only); strategy: one of STRATEGIES. Both
    means run from 0 to 1, each question weighing the same, practice and ungraded ones included; (0, 0)
    where the strategy answers nothing. Raises ValueError for another strategy.

    * first, last, longest, shortest: that option of a `choice` (with confidence: at 1/options, as a coin
      would say) or of `choices` (that one only); the same right-hand option for every pair of a `match`;
      first, last: the lowest or highest step of a `rating`, an `order` as it is listed or turned round.
    * all: every option of `choices`.
    * false, true, step-5 … step-95: on every verdict the surest step, or that one. A verdict is an `evidence`
      card, or a `choice` of two options whose ids say so (yes, true, borne-out; no, false, not-borne-out),
      which with a confidence is counted like a card: the option gives the side, the step the confidence.

    Chance credit is what the same form of answer earns on average when what it is pinned to is drawn by lot:
    one option (or, for `all`, that many options) at random, one right-hand option, one step of the scale, a
    random order, and for a verdict a card that is borne out or not with even odds. The credit rules are those
    of course.questions.scoring.credit.

    >>> strategy_credit([], "first")
    (0.0, 0.0)
    """
    earned = credits_of(banks_and_keys, strategy)
    if not earned:
        return 0.0, 0.0
    return sum(one for one, _ in earned) / len(earned), sum(chance for _, chance in earned) / len(earned)


def credits_of(banks_and_keys: BanksAndKeys, strategy: str) -> list[tuple[float, float]]:
    """Credit and chance credit of a strategy, question by question; see strategy_credit."""
    if strategy not in STRATEGIES:
        raise ValueError(f"the strategy is {strategy!r}. Use one of {', '.join(STRATEGIES)}.")
    pairs = (
        _credit(question, _answer(question, keys), strategy)
        for bank, keys in banks_and_keys
        for question in bank.in_every_form()
    )
    return [pair for pair in pairs if pair is not None]


def length_of(option: Option) -> int:
    """How long an option looks: the characters of its plain text."""
    return len(to_text(option.text))


def _answer(question: Question, keys: KeyBank | None) -> Any:
    """The key's answer; None for a question without one, or with one that is computed per trainee."""
    key = key_of(question, keys)
    return None if key is None or question.kind == "text" else key.answer


def _credit(question: Any, answer: Any, strategy: str) -> tuple[float, float] | None:
    rule = _RULES.get(question.kind)
    return rule(question, answer, strategy) if rule is not None and answer is not None else None


def _pick(options: Sequence[Option], strategy: str) -> Option | None:
    if strategy in ("longest", "shortest"):
        lengths = [length_of(option) for option in options]
        return options[lengths.index(max(lengths) if strategy == "longest" else min(lengths))]
    return {"first": options[0], "last": options[-1]}.get(strategy)


def _choice(question: Any, answer: str, strategy: str) -> tuple[float, float] | None:
    options = question.options
    if strategy in VERDICTS:
        ids = {option.id for option in options}
        if len(options) != 2 or not ids & _YES or not ids & _NO:
            return None
        if question.confidence:
            return _evidence(question, answer in _YES, strategy)
        return float((answer in _YES) == (_step(strategy) > 50)), 0.5
    chosen = _pick(options, strategy)
    if chosen is None:
        return None

    def credit(option: Option) -> float:
        right = option.id == answer
        count = len(options)
        return confidence_credit(right, 1 / count, count) if question.confidence else float(right)

    return credit(chosen), sum(map(credit, options)) / len(options)


def _choices(question: Any, answer: list[str], strategy: str) -> tuple[float, float] | None:
    ids = [option.id for option in question.options]
    if strategy == "all":
        return (choices_credit(ids, answer, ids),) * 2
    chosen = _pick(question.options, strategy)
    if chosen is None:
        return None
    return (
        choices_credit([chosen.id], answer, ids),
        sum(choices_credit([one], answer, ids) for one in ids) / len(ids),
    )


def _match(question: Any, answer: dict[str, str], strategy: str) -> tuple[float, float] | None:
    chosen = _pick(question.right, strategy)
    if chosen is None:
        return None

    def credit(option: Option) -> float:
        return pairs_credit({one.id: option.id for one in question.left}, answer)

    return credit(chosen), sum(map(credit, question.right)) / len(question.right)


def _rating(question: Any, answer: dict[str, int], strategy: str) -> tuple[float, float] | None:
    scale = question.scale
    step = {"first": scale.low, "last": scale.high}.get(strategy)
    if step is None:
        return None

    def credit(given: int) -> float:
        return rating_credit(given, answer["from"], answer["to"])

    return credit(step), sum(map(credit, range(scale.low, scale.high + 1))) / (scale.high - scale.low + 1)


def _order(question: Any, answer: list[str], strategy: str) -> tuple[float, float] | None:
    listed = [item.id for item in question.items]
    given = {"first": listed, "last": listed[::-1]}.get(strategy)
    return (order_credit(given, answer), _order_chance(len(listed))) if given else None


def _order_chance(n: int) -> float:
    """The mean of max(0, τ) over all orders of n things, from the number of orders with each count of turns.

    Source of the counts (Mahonian numbers): MacMahon PA, Am J Math 1913;35:281–322, doi:10.2307/2370312.
    """
    ways = [1]
    for k in range(2, n + 1):
        sums = [0, *accumulate(ways + [0] * (k - 1))]
        ways = [sums[t + 1] - sums[max(0, t + 1 - k)] for t in range(len(ways) + k - 1)]
    return sum(count * max(0.0, 1 - 2 * t / comb(n, 2)) for t, count in enumerate(ways)) / factorial(n)


def _evidence(question: Any, answer: bool, strategy: str) -> tuple[float, float] | None:
    if strategy not in VERDICTS:
        return None
    step = _step(strategy)
    return evidence_credit(answer, step), (evidence_credit(True, step) + evidence_credit(False, step)) / 2


def _step(strategy: str) -> int:
    sure = {"false": min(EVIDENCE_STEPS), "true": max(EVIDENCE_STEPS)}
    return sure.get(strategy) or int(strategy.removeprefix("step-"))


_RULES: dict[str, Callable[[Any, Any, str], tuple[float, float] | None]] = {
    "choice": _choice,
    "choices": _choices,
    "match": _match,
    "rating": _rating,
    "order": _order,
    "evidence": _evidence,
}
