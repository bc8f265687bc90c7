"""Whether the pages show where each document has the claim from: a link, a name, or shared wording.

Shared wording is a run of words that only the two have among the document and all earlier ones (Broder 1997,
doi:10.1109/SEQUEN.1997.666900, for comparing texts by their runs of words).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from course.archive.chains import Hop
from course.archive.model import Page
from course.authoring.archive.faults import Faults
from course.authoring.archive.plain import flat
from course.authoring.archive.readers import Tally
from course.authoring.archive.variants import Rendered
from course.authoring.archive.web import Web

SIZE = 4  # words of a shared run


def check(story: Rendered, webs: Sequence[Web], keys: Sequence[dict[str, Any]], faults: Faults) -> None:
    """Say every arrow that no page shows, and note where an untellable one has a link that may tell."""
    tally = Tally(story, faults)
    for at, (variant, web, key) in enumerate(zip(story.variants, webs, keys, strict=True)):
        chain = variant.story.chain
        assert chain is not None
        pages = {one.id: page for one in chain.documents if (page := web.page(one.url))}
        for place, hop in enumerate(chain.hops):
            earlier = key["order"][: key["order"].index(hop.doc)]
            if hop.is_told:
                if said := _unshown(hop, pages, earlier, web):
                    tally.add(("chain", "hops", place), at, *said)
            else:
                _note_links(story, place, hop, pages, earlier, faults)
    tally.say()


def _unshown(hop: Hop, pages: dict[str, Page], earlier: list[str], web: Web) -> tuple[str, str] | None:
    """What is wrong and what to do, where nothing shows the descent; None where something does."""
    here, there = pages[hop.doc], pages[hop.source]
    others = [pages[one] for one in earlier if one != hop.source]
    if hop.evidence:
        return _evidence(hop, here, there, others, web)
    if there.url in here.links or _is_named(here, there, others, web) or _shared(here, there, others):
        return None
    found = f"{hop.doc} shows nothing of coming from {hop.source}: no link, no name, no wording of its own"
    return found, "Let the page show it, or write the words that do as `evidence`."


def _evidence(hop: Hop, here: Page, there: Page, others: list[Page], web: Web) -> tuple[str, str] | None:
    words = flat(hop.evidence)
    if words not in _text(here):
        return f"{hop.doc} does not have the words of its `evidence`", "Compare them with the page."
    if _name(there, web) in words:
        return None
    if words not in _text(there):
        return (
            f"{hop.source} does not have the words of {hop.doc}’s `evidence`",
            "Compare them with the page.",
        )
    if any(words in _text(page) for page in others):
        found = f"the words of {hop.doc}’s `evidence` stand in another earlier document, too"
        return found, f"Give words that only {hop.source} has."
    return None


def _is_named(here: Page, there: Page, others: list[Page], web: Web) -> bool:
    """Whether the page names the site of the earlier one, and that of no other earlier document."""
    name, text = _name(there, web), _text(here)
    rest = {_name(page, web) for page in others}
    return name in text and name not in rest and not any(one in text for one in rest)


def _name(page: Page, web: Web) -> str:
    site = web.sites.get(page.site)
    return flat(site.name if site else page.site)


def _shared(here: Page, there: Page, others: list[Page]) -> bool:
    return bool(
        (_runs(_text(here)) & _runs(_text(there))).difference(*(_runs(_text(page)) for page in others))
    )


def _text(page: Page) -> str:
    """Everything that a page says or said: title, text, earlier states."""
    return flat("\n".join([page.title, page.text, *(one.text for one in page.snapshots)]))


@cache
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return frozenset(tuple(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1))


def _note_links(
    story: Rendered,
    place: int,
    hop: Hop,
    pages: dict[str, Page],
    earlier: list[str],
    faults: Faults,
) -> None:
    linked = [one for one in earlier if pages[one].url in pages[hop.doc].links]
    if linked:
        line = story.text.front.line(("chain", "hops", place))
        found = f"{hop.doc} is not determinable in some variant, and links to {', '.join(linked)}."
        faults.note(story.text.file, line, found, "Does that link not tell where the claim came from?")
