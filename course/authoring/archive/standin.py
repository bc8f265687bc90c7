"""A small search of the same form as the runtime's, for as long as that is not there."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from course.archive.model import Page


@dataclass(frozen=True)
class Hit:
    """One result."""

    url: str
    title: str
    site: str
    snippet_html: str
    sponsored: bool


class Index:
    """Full-text search over pages: bm25 with the title weighing more, times the page's boost."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = [page for page in pages if not page.redirect]
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE page USING fts5(title, text, tokenize='porter unicode61')")
        rows = ((at, page.title, f"{page.summary}\n{page.text}") for at, page in enumerate(self._pages))
        self._base.executemany("INSERT INTO page(rowid, title, text) VALUES (?, ?, ?)", rows)

    def search(self, query: str) -> list[Hit]:
        """Pages that hold any of the words, best first, the sponsored ones before all others."""
        words = re.findall(r"\w+", query.lower())
        if not words:
            return []
        asked = " OR ".join(f'"{word}"' for word in words)
        rows = self._base.execute(
            "SELECT rowid, bm25(page, 4.0, 1.0) FROM page WHERE page MATCH ?", (asked,)
        ).fetchall()
        scored = sorted((self._order(at, rank, set(words)), at) for at, rank in rows)
        return [
            Hit(page.url, page.title, page.site, "", order[0] == 0)
            for order, at in scored
            for page in [self._pages[at]]
        ]

    def _order(self, at: int, rank: float, words: set[str]) -> tuple[int, float]:
        page = self._pages[at]
        paid = bool(page.sponsored) and set(page.sponsored) <= words
        return (0 if paid else 1, rank * page.boost)
