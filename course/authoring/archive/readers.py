"""Scripted readers: the fact-checker, who must find everything, and three who must not do well."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.archive.model import Page
from course.authoring.archive.faults import Faults
from course.authoring.archive.plain import flat
from course.authoring.archive.source import StepSource
from course.authoring.archive.variants import Rendered, Variant
from course.authoring.archive.web import Web
from course.questions.credit import choices_credit, confidence_credit, order_credit

LEAST_KEYS = 20  # different sets of keys a story
MOST_LAZY = 0.5  # what a lazy reader may score, as the mean over variants
VERDICTS = ("borne-out", "not-borne-out", "cannot-tell")
_LOOK_UP = re.compile(r"(registrant|snapshots|picture|notices|links|search)\s+(\S.*)")


@dataclass
class Walk:
    """What a reader has seen: surfaces by what an answer's `at` says, addresses on offer, pages opened."""

    seen: dict[str, str] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)


class Tally:
    """Faults that hold in some variants: each is said once, with how many and one as an example."""

    def __init__(self, story: Rendered, faults: Faults) -> None:
        self._story, self._faults = story, faults
        self._found: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        self._examples: dict[tuple[int, str, str], str] = {}

    def add(
        self, path: tuple[str | int, ...], variant: int, found: str, remedy: str, example: str = ""
    ) -> None:
        """Note a fault of one variant; what differs between variants stands in `example`."""
        key = (self._story.text.front.line(path), found, remedy)
        self._found[key].append(variant)
        self._examples.setdefault(key, example)

    def say(self) -> None:
        """Turn what was noted into faults."""
        many = len(self._story.variants)
        for (line, found, remedy), variants in self._found.items():
            where = "in every variant" if len(variants) == many else f"in {len(variants)} of {many} variants"
            example = self._examples[(line, found, remedy)]
            looked = f"looked for “{_cut(example)}”, " if example else ""
            values = _short(self._story.variants[variants[0]].values)
            one = f" (one: {looked}{values})" if values or looked else ""
            self._faults.add(self._story.text.file, line, f"{found}, {where}{one}.", remedy)


def follow(story: Rendered, webs: Sequence[Web], faults: Faults) -> int:
    """Follow the trail in every variant, and look for what the answers rest on; the most pages opened."""
    tally = Tally(story, faults)
    most = 0
    for at, (variant, web) in enumerate(zip(story.variants, webs, strict=True)):
        if story.story.start in story.broken:
            continue
        start = web.page(story.story.start)
        if start is None or story.story.start not in variant.pages:
            tally.add(
                ("start",), at, f"the start {story.story.start} is no page of the story", "Write that page."
            )
            continue
        walk = Walk(offered={story.story.start})
        _open(walk, web, story.story.start)
        for place, step in enumerate(variant.story.trail):
            if step.when and step.object not in story.broken:
                _take(walk, web, step, ("trail", place), at, tally)
        pages = {url for url in walk.opened if url != start.url}
        most = max(most, len(pages))
        if len(pages) > story.story.budget:
            tally.add(
                ("budget",),
                at,
                f"the trail opens {len(pages)} pages, and the budget is {story.story.budget}",
                "Shorten the trail, or raise the budget.",
            )
        walk.offered |= story.broken
        _find(walk, variant, at, tally, story.broken)
    tally.say()
    return most


def _take(walk: Walk, web: Web, step: StepSource, path: tuple[str | int, ...], at: int, tally: Tally) -> None:
    if step.do == "search":
        results = web.search(step.query)
        walk.offered |= set(results)
        pages = [page for url in results if (page := web.page(url))]
        walk.seen[f"search {step.query}"] = flat(
            " ".join(f"{one.title} {one.url} {one.summary}" for one in pages)
        )
        if not results:
            tally.add(
                path, at, f"the search “{step.query}” finds nothing", "Use words that stand on the pages."
            )
    elif step.do == "open":
        if web.page(step.url) is None:
            tally.add(
                path, at, f"the trail opens {step.url}, where no page is", "Correct it, or write the page."
            )
        elif step.url not in walk.offered:
            tally.add(
                path,
                at,
                f"the trail opens {step.url}, and nothing before it leads there",
                "Add a link, a search or a look-up before it (a search shows ten results).",
            )
            _open(walk, web, step.url)
        else:
            _open(walk, web, step.url)
    else:
        found = web.looked_up(step.do, step.of)
        if found is None:
            tally.add(path, at, f"the look-up {step.do} of {step.of} has no such thing", "Correct `of`.")
            return
        walk.seen[f"{step.do} {step.of}"] = flat(found[0])
        walk.offered |= found[1]


def _open(walk: Walk, web: Web, url: str) -> None:
    page = web.page(url)
    if page is None:
        return
    walk.opened.append(page.url)
    walk.seen[url] = walk.seen[page.url] = surface(page, web)
    site = web.sites.get(page.site)
    walk.offered |= {*page.links, *(link.to for link in site.nav)} if site else set(page.links)


def surface(page: Page, web: Web) -> str:
    """What is to be read on a page with its frame, for comparing."""
    site = web.sites.get(page.site)
    framed = f"{site.name} {site.tagline}" if site else ""
    dates = f"{page.published or ''} {page.changed or ''}"
    return flat(f"{page.title} {page.author} {dates} {framed}\n{page.text}\n{page.source or ''}")


def _find(walk: Walk, variant: Variant, at: int, tally: Tally, broken: set[str]) -> None:
    for question, answer in variant.story.answers.items():
        for place, shown in enumerate(answer.shown):
            if not shown.when or broken & set(shown.at.split()):
                continue
            path = ("answers", question, "shown", place)
            text = walk.seen.get(_surface_name(shown.at))
            if text is None:
                tally.add(
                    path,
                    at,
                    f"{question}: the trail never comes to “{shown.at}”",
                    "Add that step, or name where a step shows it.",
                )
            elif flat(shown.text) not in text:
                tally.add(
                    path, at, f"{question}: “{shown.at}” does not show what the answer rests on",
                    "Compare `text` with the page, word by word.", example=shown.text,
                )  # fmt: skip


def _surface_name(at: str) -> str:
    match = _LOOK_UP.fullmatch(at.strip())
    return f"{match[1]} {match[2].strip()}" if match else at.strip()


def _short(values: dict[str, Any], most: int = 110) -> str:
    return _cut(", ".join(f"{name} {_brief(value)}" for name, value in values.items()), most)


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id", next(iter(value.values()), ""))
        return _brief(value) if isinstance(value, dict) else str(value)
    return str(value)


def _cut(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


# ---- those who must not do well


def key_sets(story: Rendered) -> list[str]:
    """The keys of each variant as one text: two variants with the same text ask for the same answers."""
    return [
        json.dumps(
            {name: answer.key for name, answer in variant.story.answers.items()}, sort_keys=True, default=str
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


def cynic(stories: Iterable[Rendered]) -> Cynic | None:
    """What the cynic earns by the credit rule, every story weighing the same; None without a verdict."""
    shares = [(truths.count("not-borne-out") / len(truths), 3 if "cannot-tell" in truths else 2)
              for story in stories if (truths := verdicts(story))]  # fmt: skip
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
