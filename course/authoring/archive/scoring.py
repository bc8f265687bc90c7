"""Three readers who must not do well: at the start, at the first result, and who believes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from course.authoring.archive import chaining
from course.authoring.archive.asked import options_of
from course.authoring.archive.faults import Faults
from course.authoring.archive.plain import flat
from course.authoring.archive.readers import surface
from course.authoring.archive.variants import Rendered
from course.authoring.archive.web import Web
from course.questions.bank.models import Bank
from course.questions.scoring.credit import choices_credit, confidence_credit, order_credit

LEAST_KEYS = 20  # different sets of keys a story
MOST_LAZY = 0.5  # what a lazy reader may score, as the mean over variants
VERDICTS = ("borne-out", "not-borne-out", "cannot-tell")
LAZY = ("first_page", "first_result")


def first_results(story: Rendered, webs: Sequence[Web]) -> dict[str, int]:
    """What stands first for the words that a trainee would type: addresses, and in how many variants."""
    return dict(Counter(found[0] for web in webs if (found := web.search(story.story.search))).most_common())


def honest(story: Rendered, webs: Sequence[Web], faults: Faults) -> None:
    """Note where a lazy reader sees all that an answer rests on, and is said to answer something else."""
    seen: Counter[tuple[str, str]] = Counter()
    for variant, web in zip(story.variants, webs, strict=True):
        results = web.search(story.story.search)
        opened = {"first_page": story.story.start, "first_result": results[0] if results else ""}
        for reader, url in opened.items():
            page = web.page(url)
            text = surface(page, web) if page else ""
            for name, answer in variant.story.answers.items():
                shown = [flat(one.text) for one in answer.shown if one.when]
                knows = bool(shown) and all(one in text for one in shown)
                if knows and fraction(answer.key, getattr(answer, reader)) < 1:
                    seen[(name, reader)] += 1
    for (name, reader), count in sorted(seen.items()):
        line = story.text.front.line(("answers", name, reader))
        where = f"in {count} of {len(story.variants)} variants"
        found = f"{name}: the {reader.replace('_', ' ')} shows what the answer rests on, {where}."
        faults.note(story.text.file, line, found, f"Is `{reader}` what its reader would answer?")


def key_sets(story: Rendered) -> list[str]:
    """The keys of each variant as one text: two variants with the same text ask for the same answers."""
    return [
        json.dumps(
            {
                "answers": {name: answer.key for name, answer in variant.story.answers.items()},
                "chain": chaining.key_of(variant),
            },
            sort_keys=True,
            default=str,
        )
        for variant in story.variants
    ]


def lazy(story: Rendered, reader: str) -> float:
    """The mean score over variants and questions of `first_page` or `first_result`; no answer earns 0."""
    options = {name: _options(story, name) for name in story.story.answers}
    total = [
        fraction(answer.key, getattr(answer, reader), options[name])
        for variant in story.variants
        for name, answer in variant.story.answers.items()
    ]
    return sum(total) / len(total)


def fraction(key: Any, given: Any, options: Iterable[str] = ()) -> float:
    """What an answer earns, from 0 to 1: by the credit rules for lists, else all or nothing.

    >>> fraction("a", "a"), fraction(4, "4"), fraction(["a", "b"], ["b", "a"])
    (1.0, 1.0, 0.0)
    """
    if given is None or isinstance(key, list) != isinstance(given, list):
        return 0.0
    if isinstance(key, list):
        if len(key) > 1 and sorted(map(str, key)) == sorted(map(str, given)) and not options:
            return order_credit([str(one) for one in given], [str(one) for one in key])
        chosen, right = {str(one) for one in given}, {str(one) for one in key}
        return choices_credit(chosen, right, {*options, *chosen, *right})
    if isinstance(key, dict) and isinstance(given, dict):
        return sum(fraction(value, given.get(name)) for name, value in key.items()) / max(1, len(key))
    try:
        return float(abs(float(key) - float(given)) < 1e-9)
    except (TypeError, ValueError):
        return float(str(key).strip() == str(given).strip())


def _options(story: Rendered, question: str) -> set[str]:
    """Every option in this question's lists; none where all variants hold the same ones, in an order."""
    keys = [variant.story.answers[question].key for variant in story.variants]
    lists = [{str(one) for one in key} for key in keys if isinstance(key, list)]
    return set().union(*lists) if len({frozenset(one) for one in lists}) > 1 else set()


def verdicts(story: Rendered) -> list[str]:
    """The right verdict of each variant; empty where the story asks for none."""
    name = story.story.verdict
    return [str(variant.story.answers[name].key) for variant in story.variants] if name else []


def _count(story: Rendered, truths: list[str], bank: Bank | None) -> int:
    """How many verdicts the question offers: two or three, by the questions or else by the keys."""
    offered = len(options_of(bank, story.story.verdict or ""))
    return offered if offered in (2, 3) else 3 if "cannot-tell" in truths else 2


@dataclass(frozen=True)
class Cynic:
    """Who says “not borne out” to everything. sure: earns at full confidence; best: at the best one."""

    questions: int
    right: float
    sure: float
    best: float
    honest: float

    @property
    def does_well(self) -> bool:
        """Whether more is earned than by honestly tossing a coin."""
        return self.sure > self.honest + 1e-9


def cynic(stories: Iterable[Rendered], bank: Bank | None = None) -> Cynic | None:
    """What the cynic earns by the credit rule, every story weighing the same; None without a verdict."""
    shares = [
        (truths.count("not-borne-out") / len(truths), _count(story, truths, bank))
        for story in stories
        if (truths := verdicts(story))
    ]
    if not shares:
        return None

    def earned(confidence: float) -> float:
        return sum(
            share * confidence_credit(True, confidence, options)
            + (1 - share) * confidence_credit(False, confidence, options)
            for share, options in shares
        ) / len(shares)

    honest = sum(
        (confidence_credit(True, 1 / 2, options) + confidence_credit(False, 1 / 2, options)) / 2
        for _, options in shares
    ) / len(shares)
    right = sum(share for share, _ in shares) / len(shares)
    best = max(earned(step / 100) for step in range(50, 101))
    return Cynic(len(shares), right, earned(1.0), best, honest)
