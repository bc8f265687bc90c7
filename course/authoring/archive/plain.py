"""What a page says without its markup: for search, for finding in a page, for the checks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "p h2 h3 h4 h5 h6 li ul ol blockquote table thead tbody tr pre hr div article header footer figure "
    "figcaption br dl dt dd".split()
)
_CELLS = frozenset(("td", "th"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " ").replace("\t", " "))


def text_of(html: str) -> str:
    """The text of sanitised HTML, one line a block; cells of a table are parted by tabs.

    >>> text_of("<p>Four <em>of</em> 12.</p><table><tr><td>a</td><td>b</td></tr></table>")
    'Four of 12.\\na\\tb'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (
        "\t".join(" ".join(cell.split()) for cell in line.strip(" \t").split("\t"))
        for line in "".join(reader.parts).split("\n")
    )
    return "\n".join(line for line in lines if line)


def flat(text: str) -> str:
    """A text for comparing: one space between words, no difference of case or of kinds of space and dash.

    >>> flat("4\\u202fmg  a Day\\n– now")
    '4 mg a day - now'
    """
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"[\u2018\u2019]", "'", re.sub(r"[\u201c\u201d]", '"', text))
    return " ".join(text.replace("**", "").split()).casefold()
