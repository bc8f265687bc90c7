"""Rules on what answers a question without reading it: the key's length, its place, one option too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from course.authoring.lint.chance import at_least
from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module
from course.authoring.lint.strategies import STRATEGIES, VERDICTS, credits_of, length_of, strategy_credit
from course.questions.bank.models import Question

LEVEL = 0.05
LONGEST_TIMES = 1.5
# Shorter options are read at a glance; `Borne out` beside `Not borne out` says nothing by its length.
LEAST_CHARACTERS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with options, and which of them are right, by place from 0."""

    module: Module
    question: Question
    lengths: tuple[int, ...]
    texts: tuple[str, ...]
    right: frozenset[int]

    @property
    def chance(self) -> float:
        """How likely one option, drawn by lot, is right."""
        return len(self.right) / len(self.lengths)


def asked_in(modules: Iterable[Module]) -> list[Asked]:
    """Every `choice` and `choices` with a key, practice included."""
    found = []
    for module in modules:
        for question in module.bank or []:
            key = module.key(question)
            if question.kind not in ("choice", "choices") or key is None or key.answer is None:
                continue
            answer = [key.answer] if question.kind == "choice" else key.answer
            options = question.options
            right = frozenset(at for at, option in enumerate(options) if option.id in answer)
            texts = tuple(option.text for option in options)
            found.append(Asked(module, question, tuple(map(length_of, options)), texts, right))
    return found


def check_one_too_long(module: Module) -> Iterator[Finding]:
    """No option is more than 1.5 times as long as the mean of the others, if it has 24 characters or more."""
    for asked in asked_in([module]):
        for place, own in enumerate(asked.lengths):
            others = [length for at, length in enumerate(asked.lengths) if at != place]
            mean = sum(others) / len(others)
            if own >= LEAST_CHARACTERS and own > LONGEST_TIMES * mean:
                yield module.finding(
                    "option-length", asked.question.id, "options",
                    f"Option {place + 1} has {own} characters, the others {mean:.0f} on average.",
                    f"Shorten it or fill the others; at most {LONGEST_TIMES} times their mean.",
                )  # fmt: skip


def check_lengths_and_places(modules: Sequence[Module]) -> Iterator[Finding]:
    """The key is not the longest, the shortest, the first, … more often than chance allows.

    For each question chance is the share of its options that are right; over a module, and over all, the
    number of hits has a binomial distribution with these chances (see chance.at_least). A finding is P < 0.05
    for the longest and for the shortest option, and P < 0.05 divided by the number of places for a place
    (Bonferroni). Only an option that is longer (shorter) than every other by a tenth counts as such: nobody
    sees less. Options that recur in several questions, such as verdicts, are compared by place only.
    """
    asked = asked_in(modules)
    groups = [(module.id, [one for one in asked if one.module is module]) for module in modules]
    for name, group in [*groups, *([("all modules", asked)] if len(modules) > 1 else [])]:
        if group:
            yield from _lengths(name, group)
            yield from _places(name, group)


def _lengths(name: str, group: list[Asked]) -> Iterator[Finding]:
    recurring = Counter(one.texts for one in group)
    own = [one for one in group if recurring[one.texts] == 1 and max(one.lengths) >= LEAST_CHARACTERS]
    for which, pick in (("longest", _longest), ("shortest", _shortest)):
        seen = [(one, place) for one in own if (place := pick(one.lengths)) is not None]
        hits = sum(place in one.right for one, place in seen)
        chance = at_least(hits, [one.chance for one, _ in seen])
        if seen and chance < LEVEL:
            yield _telling(
                name, group, "key-length",
                f"The {which} option is right in {hits} of {len(seen)} questions where one stands out "
                f"({', '.join(one.question.id for one, place in seen if place in one.right)}); by chance "
                f"that happens with P = {chance:.3f}.",
                "Make the key as long as the others, or a wrong option longer.",
            )  # fmt: skip


def _places(name: str, group: list[Asked]) -> Iterator[Finding]:
    most = max(len(one.lengths) for one in group)
    for place in [*range(most), -1]:
        here = [one for one in group if len(one.lengths) > max(place, 0)]
        hits = sum((place % len(one.lengths)) in one.right for one in here)
        chance = at_least(hits, [one.chance for one in here])
        if chance < LEVEL / (most + 1):
            which = "last" if place == -1 else f"number {place + 1}"
            yield _telling(
                name, group, "key-place",
                f"The option that stands {which} is right in {hits} of {len(here)} questions; by chance that "
                f"happens with P = {chance:.4f}.",
                "Move some keys to other places.",
            )  # fmt: skip


def _longest(lengths: Sequence[int]) -> int | None:
    first, second = sorted(lengths, reverse=True)[:2]
    return list(lengths).index(first) if first >= 1.1 * second else None


def _shortest(lengths: Sequence[int]) -> int | None:
    first, second = sorted(lengths)[:2]
    return list(lengths).index(first) if second >= 1.1 * first else None


def check_strategies(modules: Sequence[Module]) -> Iterator[Finding]:
    """Over all questions, no strategy of strategies.STRATEGIES earns more than its chance credit.

    An odd number of verdicts cannot be halved: there one more on either side is allowed.
    """
    pairs = [(module.bank, module.key_bank) for module in modules if module.bank is not None]
    for strategy in STRATEGIES:
        earned = credits_of(pairs, strategy)
        gain = sum(credit - chance for credit, chance in earned)
        if gain > (0.5 if strategy in VERDICTS and len(earned) % 2 else 1e-9):
            credit, chance = strategy_credit(pairs, strategy)
            yield Finding(
                "source", 0, "strategies", "all modules",
                f"“{strategy}” on every question earns {credit:.3f}, chance {chance:.3f}, over "
                f"{len(earned)} questions.",
                "Move, reword or balance keys until reading pays better than a habit.",
            )  # fmt: skip


def _telling(name: str, group: list[Asked], rule: str, found: str, remedy: str) -> Finding:
    one_module = all(one.module is group[0].module for one in group)
    file = group[0].module.names["questions"] if one_module else "source"
    return Finding(file, 0, rule, name, found, remedy)
