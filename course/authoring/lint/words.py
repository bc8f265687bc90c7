"""Rules on wording: abbreviations, percent signs, exclamation marks, empty phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.authoring.lint.finding import Finding
from course.authoring.lint.glossary import known_terms
from course.authoring.lint.module import Module
from course.authoring.lint.syllables import is_known
from course.authoring.lint.texts import Piece

# Read as words by every clinician, or names of things that have no other.
KNOWN = frozenset(
    "USA UK EU UN UTC DOI ID URL PDF HTML CSV YAML JSON OK TV PIN DNA RNA HIV COVID CT MRI ECG LMS".split()
)
UNITS = frozenset("IU MB GB TB KB MHZ GHZ HZ".split())
_ABBREVIATION = re.compile(r"(?<![\w@#./-])[A-Z]{2,}(?:-?\d+|[a-z]?[A-Z]+)?(?=s?\b)(?![\w-]*[./@]\w)")
_ROMAN = re.compile(r"[IVX]+")
_SMALL = frozenset("a an and at by for from in of on or the to with".split())
_VOLUME = re.compile(r"[\w ]{0,20}\s(?:19|20)\d\d;\d")
_INITIALS = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+ [A-Z]{1,3}(?:, (?=[A-Z][a-z]+ [A-Z]{1,3}\b)|,? (?=\d{4}|et al)|\. )"
)


def check_abbreviations(module: Module) -> Iterator[Finding]:
    """An abbreviation (two capitals or more) is explained where the module first uses it.

    Explained means: words with these initials stand near it in the same block (number needed to treat for
    NNT; small words may be left out), for three letters or more also in the block before; or it stands
    beside brackets with words. Terms of docs/glossary.md, KNOWN, units and Roman numerals need nothing;
    references are not read; a word shouted in a post is none.
    """
    known = set(KNOWN | UNITS | known_terms(module.source.parents[1]))
    before = ""
    for piece in module.pieces:
        if piece.text.voice == "cite" or piece.block.kind not in ("prose", "heading", "cell"):
            continue
        plain = piece.plain
        for found in _ABBREVIATION.finditer(plain):
            name = found[0]
            if name in known or _ROMAN.fullmatch(name):
                continue
            if _is_shouted(piece, name) or _is_author(plain, found):
                continue
            known.add(name)
            if not _explained(found, plain, before):
                yield Finding(
                    piece.text.file,
                    piece.line(name),
                    "abbreviations",
                    piece.place,
                    f"{name} is used here first and not explained.",
                    "Write the words and the abbreviation in brackets, or add it to docs/glossary.md.",
                )
        before = plain


def _explained(found: re.Match[str], plain: str, before: str) -> bool:
    name = found[0]
    if re.search(rf"[^\W\d_]{{3,}} \({name}s?[),;:]|\b{name}s? \([^\W\d_]{{3,}}", plain):
        return True
    letters = [letter.lower() for letter in name if letter.isalpha()]
    reach = 20 + 12 * len(letters)
    near = [plain[max(0, found.start() - reach) : found.start()], plain[found.end() : found.end() + reach]]
    return any(_spells(letters, text) for text in [*near, *([before] if len(letters) > 2 else [])])


def _spells(letters: list[str], text: str) -> bool:
    """Whether some run of words has these initials, small words taken or left."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    return any(word[0] == letters[0] and _run(letters[1:], words[at + 1 :]) for at, word in enumerate(words))


def _run(letters: list[str], words: list[str]) -> bool:
    if not letters:
        return True
    if not words:
        return False
    if words[0][0] == letters[0] and _run(letters[1:], words[1:]):
        return True
    return words[0] in _SMALL and _run(letters, words[1:])


def _is_shouted(piece: Piece, name: str) -> bool:
    return (piece.text.voice == "shown" or piece.block.quoted) and len(name) > 2 and is_known(name)


def _is_author(plain: str, found: re.Match[str]) -> bool:
    """Part of a reference: initials after a surname (Higham PA. 2023), or a journal (JAMA 2023;330:909)."""
    if _VOLUME.match(plain, found.end()):
        return True
    around = plain[max(0, found.start() - 40) : found.end() + 30]
    return any(found[0] in match[0] for match in _INITIALS.finditer(around))


_TIGHT_PERCENT = re.compile(r"\d%")
_EXCLAMATION = re.compile(r"\w!+(?=[\s\"”’)]|$)")
EMPTY = (
    "in today's digital age", "in the digital age", "it is important to note", "it is worth noting",
    "it should be noted", "needless to say", "let's dive", "let us dive", "dive into", "delve",
    "in this module we will", "in this section we will", "as we all know", "at the end of the day",
    "last but not least", "ever-changing", "fast-paced world", "well done", "great job", "good job",
    "congratulations", "plays a crucial role", "plays a vital role",
)  # fmt: skip
_NOT_JUST = re.compile(r"\bnot (?:just|only|merely|simply) [^.;:?]{2,60}?,? but\b", re.IGNORECASE)


def check_percent(module: Module) -> Iterator[Finding]:
    """A percent sign stands apart from its number: 70 %, everywhere but in code and references."""
    for piece in _spoken(module, ("prose", "heading", "cell")):
        for found in _TIGHT_PERCENT.finditer(piece.plain):
            around = piece.plain[max(0, found.start() - 5) : found.end()].strip()
            yield _wording("percent", piece, around, f"“{around}” has no space.", "Write 70 %, with a space.")


def check_voice(module: Module) -> Iterator[Finding]:
    """No exclamation mark, no empty phrase, no *not just … but* where the course itself speaks."""
    for piece in _spoken(module, ("prose", "heading")):
        if not piece.own_voice:
            continue
        plain = re.sub(r"“[^”]*”", "“”", piece.plain)  # quoted speech may be loud
        for found in _EXCLAMATION.finditer(plain):
            words = plain[max(0, found.start() - 25) : found.end()]
            yield _wording("voice", piece, words, f"An exclamation mark: “…{words}”.", "Use a full stop.")
        low = plain.lower().replace("’", "'")
        for phrase in EMPTY:
            if re.search(rf"\b{re.escape(phrase)}", low):
                yield _wording("voice", piece, phrase, f"“{phrase}” says nothing.", "Leave it out.")
        for found in _NOT_JUST.finditer(plain):
            remedy = "Say the second thing; drop the first."
            yield _wording("voice", piece, found[0], f"“{found[0]}”.", remedy)


def _spoken(module: Module, kinds: tuple[str, ...]) -> Iterator[Piece]:
    return (piece for piece in module.pieces if piece.block.kind in kinds and piece.text.voice != "cite")


def _wording(rule: str, piece: Piece, words: str, found: str, remedy: str) -> Finding:
    return Finding(piece.text.file, piece.line(words), rule, piece.place, found, remedy)
