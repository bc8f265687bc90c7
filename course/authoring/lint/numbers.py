"""The rule on numbers: one that says something about the world shows where it comes from.

What counts as a number: digits that are a percentage, a decimal, a year, a share (12 of 412), a multiple
(3 times) or a whole number from 13 on. Times of day, dates, durations, doses and units, counts of the
course's own things (points, cards, … below 100), places in a list (table 2, ward 4, bay 4), 100 and 1,000 as
a scale, and whatever is said in “quotation marks” are none.

Where it may come from:

* a citation in the same paragraph: a link, a DOI, an author with a year;
* a computation in the same paragraph: an expression with =, ÷, × or −, or words that say that it is assumed,
  simulated, invented or an example;
* what is shown: for a question's reasons and hints, the numbers of its card, alt texts included; for prose,
  those of the questions, tables, cited and invented paragraphs under the same heading (for a rubric, of its
  question); and whatever follows from these by a chain of simple steps (see arithmetic.without_source);
* for a year, a decimal or a number of three digits and more, and for any number in notes and rubrics: a card
  or cited paragraph anywhere in the module;
* for a reason: evidence in the key that is more than *constructed*, or an answer that is computed.

What it cannot see: whether the citation bears the number out; numbers in words (*five studies*), in tables,
pictures and code; facts in a paragraph with a clock time, an @handle or the word *invented*, which is read as
a scene; prompts, options, posts and papers, which are exercises. And chance: beside a card of Orientation,
one in three whole numbers from 13 to 98 is some result of the card's numbers, and one in twelve such as 37.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from course.authoring.lint.arithmetic import Stated, value, without_source
from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module
from course.authoring.lint.texts import Piece
from course.questions.bank.keys import Key
from course.questions.bank.models import Question

LEAST_WHOLE = 13
NUMBER = re.compile(
    r"(?<![\w@#/.:′-])[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w:])|"
    r"(?<![\w@#/.:,′-])[-−]?\d+(?:\.\d+)?(?![\w:]|[.,]\d|/\w)"
)
_CITED = re.compile(
    r"doi[ .:]|10\.\d{4,}/|"
    r"\b[A-ZÀ-Ý][\w’'-]+(?: et al\.?| and [A-ZÀ-Ý][\w’'-]+| [A-Z]{1,3})?,? \(?(?:19|20)\d\d\b"
)
_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|In|Since|Until|By|From|Before|After|During|Of|The"
)
_NO_AUTHOR = re.compile(rf"^(?:{_MONTH})\b")
_COMPUTED = re.compile(
    r"\d[\d.,]*\s*%?\s*[=÷×*/+−–-]\s*[\d.(]|[=÷×]\s*[\d(]|"
    r"\b(?:assum|simulat|invent|made[- ]up|suppose|imagin|for example|constructed)", re.IGNORECASE,
)  # fmt: skip
_SCENE = re.compile(r"\b\d{1,2}:\d\d\b|(?<!\w)@\w|\b(?:invented|made[- ]up|suppose|imagine)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:\b(?:stop|cards?|tables?|figures?|step|level|module|ward|bay|bed|room|line|row|column|hint|page|number|no\.|"
    r"version|part|form|other|question|item|phase|grade|type|stage|class|chapter|section|vitamin|wcag|iso)"
    r"(?: (?:and|to|or|against))?|[pP])\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:-\s*)?(?:minutes?|min|hours?|h|seconds?|s|days?|weeks?|months?|years?|nights?|"
    r"pixels?|px|kb|mb|mg|g|kg|µg|mcg|ml|l|mmol|mmhg|km|m|cm|mm|°c)\b(?!/)", re.IGNORECASE,
)  # fmt: skip
_OWN = re.compile(
    r"^\s*(?:-\s*)?(?:words?|points?|cards?|questions?|posts?|steps?|stops?|pages?|hints?|options?|modules?|"
    r"sittings?|levels?|samples?|characters?)\b"
)
MOST_OWN = 100  # from here on posts and pages are not the course's
_SHARE = re.compile(r"^\s*(?:of|in|out of)\s+(?:every\s+)?\d|^\s*(?:times|fold|-fold)\b|^\s*%|^\s*percent")
_SHARED = re.compile(r"\d[\d,]*\s*(?:of|in|out of)\s+(?:every )?$")
_ABOUT = re.compile(r"(?i)\b(?:about|around|roughly|nearly|almost|some|over|than|least|most)\s+(?:1 in )?$")
_QUOTED = re.compile(r"“[^”]*”")
_REMEDY = (
    "Cite it in this paragraph (link, DOI or author and year), show the computation, say that it is assumed, "
    "or excuse it with a reason."
)


def check_numbers(module: Module) -> Iterator[Finding]:
    """Numbers about the world have a citation, a computation or evidence at hand; see the docstring above."""
    cards = _by_question(module)
    anywhere = {number for pieces in cards.values() for number in _all(pieces)}
    anywhere |= set(_all(piece for piece in module.pieces if not piece.text.question and _is_source(piece)))
    shown = frozenset(number for number in anywhere if number != int(number) or number >= 100)
    yield from _in_questions(module, cards, shown)
    # Notes and rubrics speak of any card of their module, and of the module itself.
    anywhere |= _of_the_module(module)
    yield from _in_prose(module, cards, {"notebook": shown, "notes": frozenset(anywhere)})


def facts(plain: str) -> list[Stated]:
    """The numbers of a text that state something.

    >>> [one.written for one in facts("At 03:10 in bay 4: 12 of 412 fell, 2.9 %, within 90 days.")]
    ['12', '412', '2.9']
    """
    found = []
    for match in NUMBER.finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :]
        said = value(match[0])
        share = bool(_SHARE.match(after) or _SHARED.search(before))
        own = abs(said) < MOST_OWN and "." not in match[0] and bool(_OWN.match(after))
        place = _BEFORE.search(before.lower()) or _AFTER.match(after) or _is_date(before, after)
        if not share and (own or place):
            continue
        if said in (100, 1_000, 10_000, 100_000):
            continue
        if share or "." in match[0] or abs(said) >= LEAST_WHOLE:
            found.append(Stated(match[0], said, bool(_ABOUT.search(before))))
    return found


def _is_date(before: str, after: str) -> bool:
    """A day beside its month; a year alone is a fact like any other."""
    month = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
    return bool(re.match(rf"\s+{month}\b", after) or re.search(rf"\b{month}\s+$", before))


def all_numbers(plain: str) -> list[float]:
    """Every number of a text, whatever it counts."""
    return [value(match[0]) for match in NUMBER.finditer(plain)]


def is_cited(piece: Piece) -> bool:
    """Whether a paragraph links to something, has a DOI, or names an author with a year."""
    if any("://" in link.target for link in piece.block.links):
        return True
    return any(not _NO_AUTHOR.match(match[0]) for match in _CITED.finditer(piece.plain))


def is_worked_out(piece: Piece) -> bool:
    """Whether a paragraph computes, or says that its numbers are assumed, simulated or invented."""
    return bool(_COMPUTED.search(piece.plain))


def _by_question(module: Module) -> dict[str, list[Piece]]:
    """What each card shows, without reasons and hints."""
    cards: dict[str, list[Piece]] = {}
    for piece in module.pieces:
        on_card = piece.text.voice == "shown" or piece.text.name in ("prompt", "title")
        if piece.text.question and on_card:
            cards.setdefault(piece.text.question, []).append(piece)
    return cards


def _in_questions(
    module: Module, cards: dict[str, list[Piece]], shown: frozenset[float]
) -> Iterator[Finding]:
    """What is said about a question, against what its card shows."""
    for piece in module.pieces:
        name = piece.text.question
        if not name or piece.text.voice != "course" or piece.text.name in ("prompt", "title"):
            continue
        question = module.bank.find(name) if module.bank else None
        if question is not None and not _has_evidence(question, module.key(question)):
            drawn = [str(parameter.choice) for parameter in question.drawn_parameters.values()]
            parameters = [number for text in drawn for number in all_numbers(text)]
            yield from _unfounded(piece, [*_all(cards.get(name, [])), *parameters], shown)


def _has_evidence(question: Question, key: Key | None) -> bool:
    """Whether numbers of a reason have something behind them: a source that was read, or a computation."""
    if question.kind in ("number", "table", "chart") or (key is not None and key.reference):
        return True
    sources = question.practice.evidence if question.practice else []
    return bool(sources) or any(one.state != "constructed" for one in (key.evidence if key else []))


def _of_the_module(module: Module) -> frozenset[float]:
    if module.bank is None:
        return frozenset()
    return frozenset([len(module.bank.questions), module.bank.points, module.bank.minutes])


def _in_prose(
    module: Module, cards: dict[str, list[Piece]], shown: dict[str, frozenset[float]]
) -> Iterator[Finding]:
    """What prose says, against what is shown, cited or invented under its heading."""
    under: dict[tuple[str, str], list[Piece]] = {}
    for piece in module.pieces:
        if not piece.text.question:
            under.setdefault((piece.text.file, piece.heading), []).append(piece)
    for (file, _), pieces in under.items():
        here = [cards[name] for name in _asked(file, pieces, cards)]
        known = [number for of_card in here for number in _all(of_card)]
        known += _all(piece for piece in pieces if _is_source(piece))
        for piece in pieces:
            if piece.is_prose and not piece.block.quoted and not _is_source(piece):
                which = "notebook" if piece.text is module.notebook else "notes"
                yield from _unfounded(piece, known, shown[which])


def _asked(file: str, pieces: list[Piece], cards: dict[str, list[Piece]]) -> list[str]:
    """The questions that some pieces are about: asked among them, or the one whose rubric this is."""
    names = {piece.plain for piece in pieces if piece.block.kind == "question"}
    names.add(file.rpartition("/")[2].removesuffix(".md"))
    decks = tuple(f"{piece.plain}-" for piece in pieces if piece.block.kind == "deck")
    return [name for name in cards if name in names or name.startswith(decks)]


def _is_source(piece: Piece) -> bool:
    """Whether a piece gives numbers that its section may use: a table, a cited fact, an invented scene."""
    if piece.block.kind == "cell" or piece.block.quoted or is_cited(piece) or is_worked_out(piece):
        return True
    return bool(_SCENE.search(piece.plain))


def _all(pieces: Iterable[Piece]) -> list[float]:
    """Every number that some pieces show, in words or in the description of a picture."""
    return [
        number
        for piece in pieces
        for text in (piece.plain, *(picture.alt for picture in piece.block.pictures))
        for number in all_numbers(text)
    ]


def _unfounded(piece: Piece, known: list[float], shown: frozenset[float]) -> Iterator[Finding]:
    """The numbers of a paragraph that have no source; small counts in it are taken as they stand."""
    if is_cited(piece) or is_worked_out(piece):
        return
    plain = _QUOTED.sub("“”", piece.plain)
    stated = [one for one in facts(plain) if one.value not in shown]
    small = [number for number in all_numbers(plain) if abs(number) < LEAST_WHOLE]
    in_shares = {one.value for one in stated}
    left = without_source(stated, [*known, *(number for number in small if number not in in_shares)])
    if left:
        at = plain.find(left[0].written)
        around = plain[max(0, at - 25) : at + len(left[0].written) + 25]
        written = ", ".join(dict.fromkeys(one.written for one in left))
        yield Finding(
            piece.text.file, piece.line(around.partition(" ")[2]), "numbers", piece.place,
            f"Without a source here: {written} (“…{around}…”).", _REMEDY,
        )  # fmt: skip
