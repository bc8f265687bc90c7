"""A story's chain in all its variants: is it one, can it be solved, and who must not do well."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from course.archive.chains import ClaimChain
from course.authoring.archive import descent
from course.authoring.archive.faults import Faults
from course.authoring.archive.readers import Tally
from course.authoring.archive.variants import Rendered, Variant
from course.authoring.archive.web import Web
from course.measures.chains import LABELS, NOT_DETERMINABLE, chain_score, order_tau
from course.questions.bank.models import Bank

LEAST_KEYS = 50  # different chains a story: arrows and labels together
UNTOLD = (0.2, 0.3)  # share of arrows and labels that the pages cannot tell
MOST_LAST_PAGE = 0.4
MOST_UNKNOWN = 0.3
MOST_LISTED = 0.4  # what the order in which the documents are listed, or of their ids, may be worth
DOCUMENTS = (12, 14)
Key = dict[str, Any]


@dataclass
class ChainLine:
    """What the check measured of a chain; readers' figures are means over the variants, from 0 to 1.

    untold: arrows and labels that the pages cannot tell; last_page: who opens the last page only;
    always_unknown: who says so of everything; by_dates: who puts all pages in order and looks no further.
    """

    question: str
    documents: int
    keys: int
    drawn_keys: int
    untold: float
    last_page: float
    always_unknown: float
    by_dates: float


def question_of(story: str, chain: ClaimChain) -> str:
    """The id of the question that a chain is the key of."""
    return chain.question or f"{story}-chain"


def published(chain: ClaimChain, variant: Variant) -> dict[str, date]:
    """The day on which each document was published, as far as its page is there and says so."""
    pages = {one.id: variant.pages.get(one.url) for one in chain.documents}
    return {one: leaf.page.published for one, leaf in pages.items() if leaf and leaf.page.published}


def key_of(variant: Variant) -> Key | None:
    """The chain's key in a variant; None without a chain, or with one that is broken."""
    chain = variant.story.chain
    if chain is None:
        return None
    days = published(chain, variant)
    if set(days) != set(chain.ids) or any(chain.problems(days)):
        return None
    return chain.key(days)


def structure(story: Rendered, faults: Faults) -> None:
    """Say where a story's chain is none: documents that are no page, hops that do not fit, days."""
    tally = Tally(story, faults)
    for at, variant in enumerate(story.variants):
        chain = variant.story.chain
        if chain is None:
            continue
        for place, one in enumerate(chain.documents):
            leaf, path = variant.pages.get(one.url), ("chain", "documents", place)
            if one.url in story.broken:
                continue
            if leaf is None or leaf.page.redirect:
                tally.add(
                    path, at, f"{one.url} is no page of the story", "Every document is one, in every variant."
                )
            elif leaf.page.published is None:
                tally.add(path, at, f"{one.id} has no `published` date", "Its page needs one.")
        for where, found, remedy in chain.problems(published(chain, variant)):
            tally.add(("chain", *where), at, found, remedy)
    tally.say()


def check(
    story: Rendered, webs: Sequence[Web], faults: Faults, draw: Callable[[int], int], trainees: int
) -> ChainLine | None:
    """Measure a chain and say what must be mended; None without one. `draw` gives a trainee's variant."""
    chain = story.story.chain
    if chain is None:
        return None
    structure(story, faults)
    keys = [key_of(variant) for variant in story.variants]
    whole = [key for key in keys if key is not None]
    if len(whole) < len(keys):
        return None
    descent.check(story, webs, whole, faults)
    texts = [json.dumps([key["from"], key["labels"]], sort_keys=True) for key in whole]
    line = ChainLine(
        question=question_of(story.id, chain),
        documents=len(chain.documents),
        keys=len(set(texts)),
        drawn_keys=len({texts[draw(number)] for number in range(trainees)}),
        untold=untold(whole),
        last_page=last_page(chain, whole, webs),
        always_unknown=fmean(chain_score(_unknown(chain.ids), key).total for key in whole),
        by_dates=fmean(chain_score(_by_dates(key), key).total for key in whole),
    )
    _judge(story, line, trainees, faults)
    _listed(story, chain.ids, whole, faults)
    return line


def _judge(story: Rendered, line: ChainLine, trainees: int, faults: Faults) -> None:
    file, at = story.text.file, story.text.front.line(("chain",))
    if not DOCUMENTS[0] <= line.documents <= DOCUMENTS[1]:
        wanted = f"{DOCUMENTS[0]} to {DOCUMENTS[1]}"
        faults.note(file, at, f"the chain has {line.documents} documents.", f"Chains have {wanted}.")
    hops = story.text.front.line(("chain", "hops"))
    if min(line.keys, line.drawn_keys) < LEAST_KEYS:
        found = f"there are {line.keys} different chains, and {line.drawn_keys} among {trainees} trainees."
        faults.add(
            file, hops, found, f"At least {LEAST_KEYS}: let more hops hang on slots, or raise `variants`."
        )
    if not UNTOLD[0] <= line.untold <= UNTOLD[1]:
        found = f"{line.untold:.0%} of arrows and labels are {NOT_DETERMINABLE}, over the variants."
        faults.add(file, hops, found, f"Between {UNTOLD[0]:.0%} and {UNTOLD[1]:.0%}.")
    if line.last_page > MOST_LAST_PAGE:
        found = f"who opens the last page only scores {line.last_page:.2f}."
        faults.add(
            file, hops, found, f"At most {MOST_LAST_PAGE}: let the last page tell less, and hops vary."
        )
    if line.always_unknown >= MOST_UNKNOWN:
        found = f"who always says {NOT_DETERMINABLE} scores {line.always_unknown:.2f}."
        faults.add(
            file, hops, found, f"Below {MOST_UNKNOWN}: let the pages tell more, or list them otherwise."
        )


def untold(keys: Sequence[Key]) -> float:
    """The share of arrows and labels, over the variants, that the pages cannot tell."""
    said = [value for key in keys for part in ("from", "labels") for value in key[part].values()]
    return said.count(NOT_DETERMINABLE) / len(said)


def _unknown(ids: list[str]) -> Key:
    everything = dict.fromkeys(ids, NOT_DETERMINABLE)
    return {"order": ids, "from": everything, "labels": everything}


def _by_dates(key: Key) -> Key:
    order = key["order"]
    chained = dict(zip(order[1:], order, strict=False))
    return {"order": order, "from": chained, "labels": dict.fromkeys(order[1:], "kept")}


def last_page(chain: ClaimChain, keys: Sequence[Key], webs: Sequence[Web]) -> float:
    """The best that somebody scores who opens the last page only, as a mean over the variants.

    A generous reader: the last document, its own arrow and its label are right, the origin too where that
    page links to it, and the others are put as they are listed. The rest is one guess for all: everything
    from the first document, from the one before, or not determinable, with one label; the best of them.
    """
    guesses: list[list[float]] = []
    for source in ("first", "before", NOT_DETERMINABLE):
        for label in LABELS:
            guesses.append(
                [
                    chain_score(_guess(chain, key, web, source, label), key).total
                    for key, web in zip(keys, webs, strict=True)
                ]
            )
    return max(map(fmean, guesses))


def _guess(chain: ClaimChain, key: Key, web: Web, source: str, label: str) -> Key:
    first, last = key["order"][0], key["order"][-1]
    urls = {one.id: one.url for one in chain.documents}
    page = web.page(urls[last])
    middle = [one for one in chain.ids if one != last]
    if page and urls[first] in page.links:
        middle = [first, *(one for one in middle if one != first)]
    order = [*middle, last]
    before = dict(zip(order[1:], order, strict=False))
    sources = {"first": dict.fromkeys(order[1:], order[0]), "before": before}
    guessed = sources.get(source, dict.fromkeys(order[1:], source))
    return {
        "order": order,
        "from": {**guessed, last: key["from"][last]},
        "labels": {**dict.fromkeys(order[1:], label), last: key["labels"][last]},
    }


def worth(order: list[str], keys: Sequence[Key]) -> float:
    """What an order earns as such, as a mean over the variants."""
    return fmean(order_tau(order, key["order"]) for key in keys) if keys else 0.0


def _listed(story: Rendered, ids: list[str], keys: Sequence[Key], faults: Faults) -> None:
    at = story.text.front.line(("chain", "documents"))
    if (scored := worth(sorted(ids), keys)) > MOST_LISTED:
        found = f"the ids in alphabetical order score {scored:.2f} as an order."
        faults.add(story.text.file, at, found, f"At most {MOST_LISTED}: exchange some ids.")


def asked(story: Rendered, bank: Bank, faults: Faults) -> None:
    """Compare a chain with its question: id, kind, story, documents and the order that they are listed in."""
    chain = story.story.chain
    if chain is None:
        return
    name, file, line = question_of(story.id, chain), story.text.file, story.text.front.line(("chain",))
    question: Any = bank.find(name)
    if question is None or question.kind != "chain" or question.story != story.id:
        found = f"{bank.module} has no question {name} of kind chain with `story: {story.id}`."
        faults.add(file, line, found, f"`course archive documents {bank.module} {story.id}` prints it.")
        return
    written = {one.id: (one.text, one.site) for one in question.documents}
    for at, one in enumerate(chain.documents):
        if written.pop(one.id, None) != (one.short, one.site):
            place = story.text.front.line(("chain", "documents", at))
            found = f"{name} has no document {one.id}, “{one.short}”, of {one.site}."
            faults.add(file, place, found, "Let questions.yaml and the chain agree.")
    for one in written:
        faults.add(file, line, f"{name} has a document {one} that the chain lacks.", "Take it out of one.")
    keys = [key for variant in story.variants if (key := key_of(variant))]
    scored = worth([one.id for one in question.documents], keys)
    if scored > MOST_LISTED and not written:
        found = f"{name} lists its documents in an order that scores {scored:.2f}."
        faults.add(file, line, found, f"At most {MOST_LISTED}: list them otherwise.")
