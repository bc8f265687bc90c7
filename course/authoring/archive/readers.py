"""The fact-checker: follows a story's trail in every variant and must find what each answer rests on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from course.archive.model import Page
from course.authoring.archive.faults import Faults
from course.authoring.archive.plain import flat
from course.authoring.archive.source import StepSource
from course.authoring.archive.variants import Rendered, Variant
from course.authoring.archive.web import Web

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
            text = walk.seen.get(surface_name(shown.at))
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


def surface_name(at: str) -> str:
    """An answer's `at` as a walk knows it: an address, or a look-up and its object."""
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
