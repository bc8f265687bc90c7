"""Rules on how hard a text is to read: Flesch's reading ease, and the length of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.authoring.lint.finding import Finding
from course.authoring.lint.markdown import sentences
from course.authoring.lint.module import Module
from course.authoring.lint.syllables import WORD, is_known, syllables
from course.authoring.lint.texts import Piece

# Flesch called 60 to 70 "standard" and 50 to 60 "fairly difficult". The passages of Orientation measure
# 81 to 97; the floor leaves 20 points for modules that need more of the clinical and statistical words.
LEAST_EASE = 60
LEAST_WORDS = 100
LONGEST_SENTENCE = 30
LONGEST_MEAN = 18
_FIELDS = frozenset("prompt hints practice why options rationale mistakes rubric levels criteria".split())


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that are read as one: a section of Markdown, or all hints, reasons, … of a YAML file."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def sentences(self) -> list[str]:
        """Its sentences; the end of a paragraph or list item ends one, too."""
        return [one for piece in self.pieces for one in sentences(piece.plain) if WORD.search(one)]


def length(sentence: str) -> int:
    """Words of a sentence, numbers included; what has neither letter nor digit is no word.

    >>> length("12 of 412 – in ten days.")
    6
    """
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())


def reading_ease(said: list[str]) -> float:
    """Flesch's reading ease of some sentences: 206.835 − 1.015·(words a sentence) − 84.6·(syllables a word).

    100 is very easy, 0 very hard. Source: Flesch R, J Appl Psychol 1948;32:221–233, doi:10.1037/h0057532.
    Invented drugs, names and places must not decide: a word that is capitalised inside a sentence, or that
    no dictionary has, counts with its syllables once and is left out of the mean when it comes back.
    Numbers count as words of a sentence and have no syllables here.

    >>> round(reading_ease(["The cat sat on the mat."]), 1)
    116.1
    """
    met: set[str] = set()
    counted = total = 0
    for sentence in said:
        for place, word in enumerate(WORD.findall(sentence)):
            special = (place > 0 and word[0].isupper() and len(word) > 1) or not is_known(word)
            if special and word.lower() in met:
                continue
            met.update({word.lower()} if special else ())
            counted, total = counted + 1, total + syllables(word)
    if not counted:
        return 100.0
    return 206.835 - 1.015 * sum(map(length, said)) / len(said) - 84.6 * total / counted


def passages(module: Module) -> list[Passage]:
    """What is read as one: each section (h1 or h2) of a Markdown file; for YAML, each field of the bank.

    Single questions are too short for a mean. Posts, papers and sample answers are somebody else's words,
    and references are no sentences: neither is measured.
    """
    groups: dict[tuple[str, str], list[Piece]] = {}
    for piece in module.pieces:
        if piece.is_prose and piece.own_voice:
            fields = [part for part in piece.text.name.split(".") if part in _FIELDS]
            if piece.text.question and not fields:
                continue  # titles and labels are no sentences
            group = ".".join(fields) if piece.text.question else piece.section
            groups.setdefault((piece.text.file, group), []).append(piece)
    return [Passage(name, tuple(pieces)) for (_, name), pieces in groups.items()]


def check_reading_ease(module: Module) -> Iterator[Finding]:
    """Reading ease of every passage of at least 100 words: not under 60 (Flesch 1948)."""
    for passage in passages(module):
        said = passage.sentences
        if sum(map(length, said)) < LEAST_WORDS:
            continue
        ease = reading_ease(said)
        if ease < LEAST_EASE:
            hardest = min(passage.pieces, key=lambda piece: _ease_of(piece))
            yield Finding(
                hardest.text.file,
                hardest.line(),
                "reading-ease",
                passage.name or hardest.place,
                f"{len(said)} sentences read with ease {ease:.0f} (Flesch); the hardest is here: "
                f"“{hardest.plain[:60]}…”.",
                f"Bring it to {LEAST_EASE} or more: shorter sentences first, then plainer words.",
            )


def _ease_of(piece: Piece) -> float:
    said = sentences(piece.plain)
    return reading_ease(said) if sum(map(length, said)) >= 12 else 200.0


def check_sentences(module: Module) -> Iterator[Finding]:
    """No sentence over 30 words, quotations, posts and options included; no passage with a mean over 18.

    For the limit a semicolon ends a sentence, since a reader may rest there; for the mean it does not.
    """
    for piece in module.pieces:
        if not piece.is_prose or piece.text.voice == "cite":
            continue
        for sentence in (part for one in sentences(piece.plain) for part in one.split("; ")):
            if length(sentence) > LONGEST_SENTENCE:
                yield Finding(
                    piece.text.file,
                    piece.line(sentence),
                    "sentence-length",
                    piece.place,
                    f"{length(sentence)} words in one sentence: “{sentence[:60]}…”.",
                    f"Make two of it; {LONGEST_SENTENCE} is the most, 12 to 18 the rule.",
                )
    for passage in passages(module):
        lengths = [length(sentence) for sentence in passage.sentences]
        if sum(lengths) >= LEAST_WORDS and sum(lengths) / len(lengths) > LONGEST_MEAN:
            first = passage.pieces[0]
            yield Finding(
                first.text.file,
                first.line(),
                "sentence-length",
                passage.name or first.place,
                f"{len(lengths)} sentences have {sum(lengths) / len(lengths):.1f} words on average.",
                f"Shorten some; the mean of a passage is at most {LONGEST_MEAN}.",
            )
