"""Rules on structure: pictures and their descriptions, the order of headings, the words of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from course.authoring.lint.finding import Finding
from course.authoring.lint.markdown import Picture, blocks
from course.authoring.lint.module import Module
from course.authoring.lint.texts import Piece, Text, pieces_of
from course.errors import BankError
from course.questions import draws
from course.questions.cards.markdown import fill

_FILE_NAME = re.compile(r"[\w\-. ]+\.(png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_EMPTY_WORDS = frozenset("picture image figure chart graph photo screenshot diagram plot table".split())
_VAGUE = frozenset(
    ["here", "click here", "click", "this", "this link", "link", "more", "read more", "this page", "page",
     "see here", "website", "this website", "source", "the link"]
)  # fmt: skip
_DRAWS = 24


def check_pictures(module: Module) -> Iterator[Finding]:
    """Every picture exists, and has a description that is more than its file name or its kind."""
    for piece in module.pieces:
        for picture in _pictures(module, piece):
            yield from _picture_faults(module, piece, picture)


def _pictures(module: Module, piece: Piece) -> list[Picture]:
    """A block's pictures; where a parameter names them, those of a few drawn trainees."""
    text = piece.text
    if "{{" not in text.words and "{%" not in text.words:
        return list(piece.block.pictures)
    if "![" not in text.words:
        return []
    question = module.bank.find(text.question) if module.bank and text.question else None
    if question is None or piece.block is not blocks(text.words)[0]:
        return []
    found: dict[Picture, None] = {}
    for trial in range(_DRAWS):
        try:
            words = fill(text.words, draws.draw(question, "lint", f"trainee-{trial}"))
        except BankError:
            return []
        found.update((picture, None) for block in blocks(words) for picture in block.pictures)
    return list(found)


def _picture_faults(module: Module, piece: Piece, picture: Picture) -> Iterator[Finding]:
    alt = picture.alt.strip()
    describe = "Say in words what it shows, so that whoever cannot see it can answer."
    if not alt:
        found = f"The picture {picture.source} has no alt text."
        yield _at(piece, "alt-text", picture.source, found, describe)
    elif _FILE_NAME.fullmatch(alt) or alt.lower() in (Path(picture.source).stem.lower(), *_EMPTY_WORDS):
        yield _at(piece, "alt-text", alt, f"The alt text “{alt}” describes nothing.", describe)
    if "://" not in picture.source and not picture.source.startswith(("data:", "attachment:")):
        folder = _folder(module, piece.text)
        if not (folder / picture.source).is_file():
            yield _at(
                piece, "alt-text", picture.source,
                f"The picture {picture.source} is not in {folder.name}/.",
                "Correct the path; it begins at the module's folder in source/.",
            )  # fmt: skip


def _folder(module: Module, text: Text) -> Path:
    """Where a text's pictures lie: source/<module>/ for what is released, else beside the file."""
    if text.question or text is module.notebook:
        return module.source
    faculty = module.names["notebook"].removesuffix("notebook.md")
    return (module.faculty / text.file.removeprefix(faculty)).parent


def check_headings(module: Module) -> Iterator[Finding]:
    """One h1, at the top of each Markdown file; no level left out; no heading inside a question's text."""
    for text in [module.notebook, *module.notes]:
        if text is not None:
            yield from _order(text)
    for piece in module.pieces:
        if piece.text.question and piece.block.kind == "heading":
            yield _at(
                piece, "headings", piece.plain, f"A heading inside a card: “{piece.plain}”.",
                "Use bold words; the card's title is its heading.",
            )  # fmt: skip


def _order(text: Text) -> Iterator[Finding]:
    pieces = list(pieces_of(text))
    headings = [piece for piece in pieces if piece.block.kind == "heading"]
    content = [piece for piece in pieces if piece.block.kind != "comment"]
    if content and content[0].block.level != 1:
        yield _at(content[0], "headings", "", "The file does not begin with its h1.", "Begin with `# Title`.")
    above = 0
    for place, piece in enumerate(headings):
        level = piece.block.level
        if level == 1 and place > 0:
            yield _at(piece, "headings", "", f"A second h1: “{piece.plain}”.", "Use `##`; a file has one h1.")
        elif place > 0 and level > above + 1:
            yield _at(
                piece, "headings", "", f"“{piece.plain}” is h{level} under an h{above}.",
                f"Use h{above + 1}; readers of headings lose their way when a level is left out.",
            )  # fmt: skip
        above = level


def check_links(module: Module) -> Iterator[Finding]:
    """Links say where they lead: no *here*, no bare address, and not the same words for two addresses."""
    targets: dict[str, str] = {}
    for piece in module.pieces:
        if piece.text.voice == "cite":
            continue
        for link in piece.block.links:
            words = " ".join(link.words.lower().split())
            if not words or words.strip(".") in _VAGUE:
                yield _at(
                    piece, "links", link.words, f"The link to {link.target} reads “{link.words}”.",
                    "Name what it leads to; links are also read out of their sentence.",
                )  # fmt: skip
            elif targets.setdefault(words, link.target) != link.target:
                yield _at(
                    piece, "links", link.words,
                    f"“{link.words}” leads to {link.target} here and to {targets[words]} before.",
                    "Give each its own words.",
                )  # fmt: skip
        for found in re.finditer(r"https?://\S+", piece.plain):
            yield _at(
                piece, "links", found[0], f"A bare address: {found[0][:60]}.",
                "Make it a link with words: [what it is](address).",
            )  # fmt: skip


def _at(piece: Piece, rule: str, words: str, found: str, remedy: str) -> Finding:
    return Finding(piece.text.file, piece.line(words), rule, piece.place, found, remedy)
