"""A module's texts with their places: what people wrote in Markdown and YAML, and on which line it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from course import yamltext
from course.authoring.lint.markdown import Block, blocks

_ONE = r"[^.]+"
# What a trainee or a grader reads, by its path in a question or key; ids, units and the like are no text.
_QUESTION = re.compile(
    rf"title|prompt|label|hints\.{_ONE}|(options|items|left|right)\.{_ONE}\.text|post\.text|"
    rf"shows\.(label|text)|scale\.anchors\.{_ONE}|"
    rf"practice\.(why|options\.{_ONE}|mistakes\.{_ONE}\.say|evidence\.{_ONE}\.cite)"
)
_KEY = re.compile(
    rf"rationale|options\.{_ONE}|mistakes\.{_ONE}\.say|rubric\.levels\.{_ONE}|rubric\.criteria\.{_ONE}|"
    rf"evidence\.{_ONE}\.cite"
)
_FORM = re.compile(r"^forms\.[A-Z]\.")
_SHOWN = ("options.", "items.", "left.", "right.", "post.", "shows.", "parameters.")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: a Markdown file, or one string of a YAML file.

    question and name: its place in YAML, both empty for a file. voice: "course" for what the course says,
    "shown" for what it shows as somebody else's (posts, papers, options), "cite" for references.
    line: of its first words, from 1. raw: the file's lines that hold it, beginning at `line`.
    """

    file: str
    line: int
    question: str
    name: str
    words: str
    voice: str
    raw: str

    @property
    def place(self) -> str:
        """The question and field, such as `who-discerns.rationale`."""
        return f"{self.question}.{self.name}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of one text, with the headings that it stands under."""

    text: Text
    block: Block
    section: str = ""
    heading: str = ""

    @property
    def plain(self) -> str:
        """The block's words without markup."""
        return self.block.plain

    @property
    def place(self) -> str:
        """Where this is, as findings and excuses name it."""
        return self.text.place if self.text.question else self.heading or self.text.file.rpartition("/")[2]

    @property
    def is_prose(self) -> bool:
        """Whether it is sentences: no heading, table or code."""
        return self.block.kind == "prose"

    @property
    def own_voice(self) -> bool:
        """Whether the course itself speaks: no post, paper, option, quotation or reference."""
        return self.text.voice == "course" and not self.block.quoted

    def line(self, words: str = "") -> int:
        """The line on which some words of the block stand, or else the line where the block begins."""
        if self.text.question:
            return self.text.line + _offset(self.text.raw, words or self.plain)
        lines = self.text.raw.splitlines()[self.block.first : self.block.last]
        return self.text.line + self.block.first + _offset("\n".join(lines), words)


def _offset(raw: str, words: str) -> int:
    """How many lines into `raw` the words begin; line breaks and markup between words do not matter."""
    wanted = [re.escape(word) for word in re.findall(r"\w+", words)[:8]]
    found = re.search(r"\W+".join(wanted), raw) if wanted else None
    return raw.count("\n", 0, found.start()) if found else 0


def pieces_of(text: Text) -> Iterator[Piece]:
    """The blocks of a text under their headings; a section runs from one h1 or h2 to the next."""
    section = heading = ""
    for block in blocks(text.words):
        if block.kind == "heading":
            heading = block.plain
            section = heading if block.level <= 2 else section
        yield Piece(text, block, section, heading)


def markdown_file(path: Path, name: str) -> Text:
    """A Markdown file as one text; name: its path as findings show it."""
    words = path.read_text(encoding="utf-8")
    return Text(name, 1, "", "", words, "course", words)


def question_texts(path: Path, name: str) -> Iterator[Text]:
    """The texts of a questions.yaml, question by question."""
    raw = path.read_text(encoding="utf-8")
    for node in _items(_get(yamltext.compose(raw), "questions")):
        ident = _value(_get(node, "id"))
        for path_in, scalar in _fields(node):
            if _QUESTION.fullmatch(path_in) or _is_drawn_text(path_in, scalar):
                yield _text(name, raw, ident, path_in, scalar)


def key_texts(path: Path, name: str) -> Iterator[Text]:
    """The texts of a key.yaml, key by key."""
    raw = path.read_text(encoding="utf-8")
    for ident, node in _entries(_get(yamltext.compose(raw), "keys")):
        for path_in, scalar in _fields(node):
            if _KEY.fullmatch(path_in):
                yield _text(name, raw, ident, path_in, scalar)


def lines_of(path: Path, group: str) -> dict[str, int]:
    """The line of each question or key by its id; group: "questions" or "keys"."""
    node = _get(yamltext.compose(path.read_text(encoding="utf-8")), group)
    if isinstance(node, yaml.MappingNode):
        return {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return {_value(_get(one, "id")): one.start_mark.line + 1 for one in _items(node)}


def _text(file: str, raw: str, question: str, path: str, node: Any) -> Text:
    name = path.removesuffix(".text") if path.split(".")[0] in ("options", "items", "left", "right") else path
    first = node.start_mark.line + (1 if node.style in ("|", ">") else 0)
    held = "\n".join(raw.splitlines()[first : max(node.end_mark.line, first) + 1])
    in_key = file.endswith("key.yaml")
    shown = path.startswith(_SHOWN) and not in_key
    voice = "cite" if path.endswith(".cite") else "shown" if shown else "course"
    return Text(file, first + 1, question, name, node.value, voice, held)


def _is_drawn_text(path: str, node: Any) -> bool:
    """A text among a question's parameters: sentences that are drawn, not a number or a word."""
    return path.startswith("parameters.") and len(node.value.split()) >= 4


def _fields(node: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a question or key; those in a form under their own names, as rules know them."""
    return ((_FORM.sub("", path), scalar) for path, scalar in _scalars(node))


def _scalars(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for name, value in _entries(node):
            yield from _scalars(value, f"{path}.{name}".strip("."))
    elif node is not None:
        for place, value in enumerate(_items(node), 1):
            # Options are known by their ids, wherever they stand.
            ident = _value(_get(value, "id")) if isinstance(value, yaml.MappingNode) else ""
            yield from _scalars(value, f"{path}.{ident or place}")


def _entries(node: Any) -> list[tuple[str, Any]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _items(node: Any) -> list[Any]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _get(node: Any, name: str) -> Any:
    return next((value for key, value in _entries(node) if key == name), None)


def _value(node: Any) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""
