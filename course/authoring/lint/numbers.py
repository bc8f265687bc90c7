"""The rule on numbers: one that says something about the world shows where it comes from.

What counts as a number: digits that are a percentage, a decimal, a year, a share (12 of 412), a multiple
(3 times) or a whole number from 13 on. Times of day, dates, durations, doses and units, counts of the
course's own things (points, cards, …) and places in a list (table 2, ward 4, bay 4) are none.

Where it may come from:

* a citation in the same paragraph: a link, a DOI, an author with a year;
* a computation in the same paragraph: an expression with =, ÷, × or −, or words that say that it is assumed,
  simulated, invented or an example;
* what is shown: for a question's reasons and hints, the numbers of its card; for prose, those of the
  questions, tables, cited and invented paragraphs of the same section (for notes and rubrics, of the module);
  and whatever is one step from two of these (see arithmetic.follows);
* for a reason: evidence in the key that is more than *constructed*, or an answer that is computed.

What it cannot see: whether the citation bears the number out; numbers in words (*five studies*), in tables,
pictures and code; facts in a paragraph with a clock time, an @handle or the word *invented*, which is read as
a scene; prompts, options, posts and papers, which are exercises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from course.authoring.lint.arithmetic import follows, value
from course.authoring.lint.finding import Finding
from course.authoring.lint.module import Module
from course.authoring.lint.texts import Piece
from course.questions.keys import Key
from course.questions.models import Question

LEAST_WHOLE = 13
NUMBER = re.compile(
    r"(?<![\w@#/.:′-])[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w:])|"
    r"(?<![\w@#/.:,′-])[-−]?\d+(?:\.\d+)?(?![\w:]|[.,]\d)"
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
    r"version|part|form|question|item|phase|grade|type|stage|class|chapter|section|python|vitamin|covid|wcag|iso)"
    r"(?: (?:and|to|or|against))?|[pP])\s*$"
)
_AFTER = re.compile(
    r"^\s*(?:-\s*)?(?:minutes?|min|hours?|h|seconds?|s|days?|weeks?|months?|years?|nights?|words?|points?|cards?|"
    r"questions?|posts?|steps?|stops?|pages?|hints?|options?|modules?|sittings?|levels?|samples?|characters?|"
    r"pixels?|px|kb|mb|mg|g|kg|µg|mcg|ml|l|mmol|mmhg|km|m|cm|mm|°c)\b(?!/)", re.IGNORECASE,
)  # fmt: skip
_SHARE = re.compile(r"^\s*(?:of|in|out of)\s+(?:every\s+)?\d|^\s*(?:times|fold|-fold)\b|^\s*%|^\s*percent")
_SHARED = re.compile(r"\d[\d,]*\s*(?:of|in|out of)\s+(?:every )?$")
_REMEDY = (
    "Cite it in this paragraph (link, DOI or author and year), show the computation, say that it is assumed, "
    "or excuse it with a reason."
)


def check_numbers(module: Module) -> Iterator[Finding]:
    """Numbers about the world have a citation, a computation or evidence at hand; see the docstring above."""
    yield from _in_questions(module)
    yield from _in_prose(module)


def facts(plain: str) -> list[tuple[str, float]]:
    """The numbers of a text that state something, as written and as values.

    >>> facts("At 03:10 in bay 4: 12 of 412 fell, 2.9 %, within 90 days.")
    [('12', 12.0), ('412', 412.0), ('2.9', 2.9)]
    """
    found = []
    for match in NUMBER.finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :]
        said = value(match[0])
        share = bool(_SHARE.match(after) or _SHARED.search(before))
        if not share and (_BEFORE.search(before.lower()) or _AFTER.match(after) or _is_date(before, after)):
            continue
        if share or "." in match[0] or abs(said) >= LEAST_WHOLE:
            found.append((match[0], said))
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


def _in_questions(module: Module) -> Iterator[Finding]:
    """What is said about a question, against what its card shows."""
    shown: dict[str, list[Piece]] = {}
    said: dict[str, list[Piece]] = {}
    for piece in module.pieces:
        if piece.text.question and piece.text.voice != "cite":
            on_card = piece.text.voice == "shown" or piece.text.name in ("prompt", "title")
            (shown if on_card else said).setdefault(piece.text.question, []).append(piece)
    for name, pieces in said.items():
        question = module.bank.find(name) if module.bank else None
        if question is None or _has_evidence(question, module.key(question)):
            continue
        known = _numbers_of(module, name, shown)
        for piece in pieces:
            yield from _unfounded(piece, known)


def _has_evidence(question: Question, key: Key | None) -> bool:
    """Whether numbers of a reason have something behind them: a source that was read, or a computation."""
    if question.kind in ("number", "table", "chart") or (key is not None and key.reference):
        return True
    sources = question.practice.evidence if question.practice else []
    return bool(sources) or any(one.state != "constructed" for one in (key.evidence if key else []))


def _numbers_of(module: Module, name: str, shown: dict[str, list[Piece]]) -> list[float]:
    """The numbers on a card, in its parameters, and on the card whose draw it shares."""
    question = module.bank.find(name) if module.bank else None
    known = [number for piece in shown.get(name, []) for number in all_numbers(piece.plain)]
    for parameter in question.drawn_parameters.values() if question else []:
        known += all_numbers(str(parameter.choice))
    return known


def _in_prose(module: Module) -> Iterator[Finding]:
    """What prose says, against what its section shows, cites or invents."""
    asked: dict[str, list[Piece]] = {}
    for piece in module.pieces:
        if piece.text.question and piece.text.voice != "cite" and not piece.text.file.endswith("key.yaml"):
            asked.setdefault(piece.text.question, []).append(piece)
    sections: dict[tuple[str, str], list[Piece]] = {}
    for piece in module.pieces:
        if not piece.text.question:
            sections.setdefault((piece.text.file, piece.section), []).append(piece)
    everything = [number for pieces in asked.values() for number in _all(pieces)]
    for (file, _), pieces in sections.items():
        # Notes and rubrics speak of any question of their module, a notebook's section of its own.
        of_cards = _asked_in(pieces, asked) if file.endswith("notebook.md") else everything
        known = [*of_cards, *_all(piece for piece in pieces if _is_source(piece))]
        for piece in pieces:
            if piece.is_prose and not piece.block.quoted and not _is_source(piece):
                yield from _unfounded(piece, known)


def _asked_in(pieces: list[Piece], asked: dict[str, list[Piece]]) -> list[float]:
    names = {piece.plain for piece in pieces if piece.block.kind == "question"}
    decks = tuple(f"{piece.plain}-" for piece in pieces if piece.block.kind == "deck")
    return [
        number
        for name, pieces_of in asked.items()
        if name in names or name.startswith(decks)
        for number in _all(pieces_of)
    ]


def _is_source(piece: Piece) -> bool:
    """Whether a piece gives numbers that its section may use: a table, a cited fact, an invented scene."""
    if piece.block.kind == "cell" or is_cited(piece) or is_worked_out(piece):
        return True
    return bool(_SCENE.search(piece.plain))


def _all(pieces: Iterable[Piece]) -> list[float]:
    return [number for piece in pieces for number in all_numbers(piece.plain)]


def _unfounded(piece: Piece, known: list[float]) -> Iterator[Finding]:
    if is_cited(piece) or is_worked_out(piece):
        return
    for written, said in facts(piece.plain):
        if not follows(written, said, known):
            at = piece.plain.find(written)
            around = piece.plain[max(0, at - 25) : at + len(written) + 25]
            yield Finding(
                piece.text.file, piece.line(around.partition(" ")[2]), "numbers", piece.place,
                f"{written} has no source here: “…{around}…”.", _REMEDY,
            )  # fmt: skip
