"""Markdown as the blocks a reader meets: plain text, headings, links, pictures, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CODE = "code"  # what stands in plain text for `code`: a word that no rule takes for a number or a name
_OPTION = re.compile(r"^:(question|deck):\s*(\S+)", re.MULTILINE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A link's words and where it goes; `bare` if its words are its address."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's description and its address."""

    alt: str
    source: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text.

    kind: "prose" (a paragraph or list item), "heading", "cell" (of a table), "question" or "deck" (a code
    cell that asks; `plain` is its id), "code", "comment", "html". first and last: lines from 0, last
    excluded, of the text that was parsed. level: of a heading. quoted: stands in a block quote.
    """

    kind: str
    first: int
    last: int
    plain: str
    level: int = 0
    quoted: bool = False
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = field(default=())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


@cache
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order. A parameter such as {{ n }} reads as a number."""
    return tuple(_blocks(_parser().parse(_without_templates(text))))


def _without_templates(text: str) -> str:
    """Parameters replaced on the spot, and their line breaks kept, so that line numbers stay right.

    Branches of {% if %} that end as sentences are read as sentences, one after the other.
    """

    def put(found: re.Match[str]) -> str:
        ended = found[0].startswith("{%") and text[max(found.start() - 1, 0)] in ".?!"
        return ("0" if found[0].startswith("{{") else " " if ended else "") + "\n" * found[0].count("\n")

    return _TEMPLATE.sub(put, text) if "{" in text else text


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    quotes, inside, lines = 0, "prose", (0, 0)
    level = 0
    for token in tokens:
        if token.map:
            lines = (token.map[0], token.map[1])
        if token.type == "blockquote_open":
            quotes += 1
        elif token.type == "blockquote_close":
            quotes -= 1
        elif token.type in ("heading_open", "heading_close"):
            inside, level = ("heading", int(token.tag[1])) if token.nesting == 1 else ("prose", 0)
        elif token.type in ("th_open", "td_open"):
            inside = "cell"
        elif token.type == "table_close":
            inside = "prose"
        elif token.type == "fence":
            yield _code(token, lines)
        elif token.type == "code_block":
            yield Block("code", *lines, token.content)
        elif token.type == "html_block":
            kind = "comment" if token.content.lstrip().startswith("<!--") else "html"
            yield Block(kind, *lines, token.content)
        elif token.type == "inline" and token.content.strip("+ ") != "":
            yield _inline(token, inside, lines, level, quotes > 0)


def _code(token: Token, lines: tuple[int, int]) -> Block:
    asked = _OPTION.search(token.content) if token.info.startswith("{code-cell}") else None
    return Block(asked[1], *lines, asked[2]) if asked else Block("code", *lines, token.content)


def _inline(token: Token, kind: str, lines: tuple[int, int], level: int, quoted: bool) -> Block:
    plain, links, pictures = [], [], []
    opened: list[tuple[int, str]] = []
    for child in token.children or []:
        if child.type in ("text", "text_special"):
            plain.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            plain.append(" ")
        elif child.type == "code_inline":
            plain.append(CODE)
        elif child.type == "image":
            pictures.append(Picture(child.content, _address(child, "src")))
        elif child.type == "link_open":
            opened.append((len(plain), _address(child, "href")))
        elif child.type == "link_close":
            since, target = opened.pop()
            links.append(Link("".join(plain[since:]).strip(), target))
        elif child.type == "html_inline" and child.content.startswith("<img"):
            pictures.append(_raw_picture(child.content))
    words = " ".join("".join(plain).split())
    return Block(kind, *lines, words, level, quoted, tuple(links), tuple(pictures))


def _address(token: Any, name: str) -> str:
    return str(token.attrs.get(name, ""))


def _raw_picture(tag: str) -> Picture:
    found = {name: re.search(rf"\b{name}\s*=\s*[\"']([^\"']*)", tag) for name in ("alt", "src")}
    return Picture(*(match[1] if match else "" for match in found.values()))


_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|vs|Dr|Prof|Mr|Ms|Mrs|No|Fig|al|approx|St|cf|etc)|\b[A-Z])\.$")
_END = re.compile(r"[.!?…][\"”’'»)\]]*(?=\s+[\"“‘'«(\[]*[A-Z0-9ÀÁÂÄÅÈÉÊÍÓÖØÚÜ@#]|\s*$)")


def sentences(plain: str) -> list[str]:
    """A block's plain text, cut after each full stop, question or exclamation mark that ends a sentence.

    >>> sentences("Dr. Mei saw 1.5 mg. “Why?” she asked. He left.")
    ['Dr. Mei saw 1.5 mg.', '“Why?” she asked.', 'He left.']
    """
    found, start = [], 0
    for end in _END.finditer(plain):
        if _NOT_AN_END.search(plain[start : end.start() + 1]):
            continue
        found.append(plain[start : end.end()].strip())
        start = end.end()
    rest = plain[start:].strip()
    return [*found, rest] if rest else found
