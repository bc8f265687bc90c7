"""The archive's search: SQLite FTS5 in memory, bm25 with the title weighing most, times a page's boost."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from course.archive.model import Page

WEIGHTS = (6.0, 2.5, 1.0)  # title, summary, text
MOST_WORDS = 40  # different words of a query that are looked for
MOST_CHARACTERS = 2000  # of a query that are read
_WORDS_SHOWN = 28  # of a snippet
_OPEN, _CLOSE = "\x02", "\x03"
_TOKENS = "porter unicode61 remove_diacritics 2"
_COLUMNS = "title, summary, body"


@dataclass(frozen=True)
class Hit:
    """One result; `snippet_html` is escaped, with the words that were found in `<mark>`."""

    url: str
    title: str
    site: str
    snippet_html: str
    sponsored: bool


class Index:
    """Full-text search over pages; one that only sends on is not found. Safe to use from several threads."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages = [page for page in pages if not page.redirect]
        self._turn = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(f"CREATE VIRTUAL TABLE page USING fts5({_COLUMNS}, tokenize='{_TOKENS}')")
        rows = (
            (at, page.title, _plain(page.summary), _plain(page.text)) for at, page in enumerate(self._pages)
        )
        self._base.executemany(f"INSERT INTO page(rowid, {_COLUMNS}) VALUES (?, ?, ?, ?)", rows)

    def search(self, query: str) -> list[Hit]:
        """Pages that hold any of the words, best first, the sponsored ones before all others.

        `query` is any text: what would be syntax to FTS5 is read as words or passed over. A script that is
        written without spaces is looked for as it stands.
        """
        words = words_of(query)
        if not words:
            return []
        found = self._ranked(words) or self._holding(query)
        scored = sorted((not self._paid(at, words), rank * self._pages[at].boost, at) for at, rank in found)
        best = min((rank for _, rank, _ in scored), default=0.0)
        # bm25 gives next to nothing for a word that most pages have: alone it makes no result.
        kept = [(free, at) for free, rank, at in scored if rank <= best * 0.01 or not free]
        shown = self._snippets([at for _, at in kept], words)
        return [self._hit(at, not free, shown.get(at, "")) for free, at in kept]

    def _ranked(self, words: Sequence[str]) -> list[tuple[int, float]]:
        asked = " OR ".join(f'"{word}"' for word in words)
        sql = "SELECT rowid, bm25(page, ?, ?, ?) FROM page WHERE page MATCH ?"
        with self._turn:
            return self._base.execute(sql, (*WEIGHTS, asked)).fetchall()

    def _holding(self, query: str) -> list[tuple[int, float]]:
        wanted = " ".join(query.casefold().split())[:200]
        return [
            (at, -1.0)
            for at, page in enumerate(self._pages)
            if wanted in f"{page.title}\n{page.summary}\n{page.text}".casefold()
        ]

    def _paid(self, at: int, words: Sequence[str]) -> bool:
        asked = self._pages[at].sponsored
        return bool(asked) and set(asked) <= set(words)

    def _snippets(self, places: Sequence[int], words: Sequence[str]) -> dict[int, str]:
        """For each page the passage of its text that holds most of the words, else its summary."""
        asked = " OR ".join(f'"{word}"' for word in words)
        marked = "snippet(page, {}, char(2), char(3), '…', ?)"
        sql = f"SELECT rowid, {marked.format(2)}, {marked.format(1)} FROM page WHERE page MATCH ?"
        with self._turn:
            rows = self._base.execute(sql, (_WORDS_SHOWN, _WORDS_SHOWN, asked)).fetchall()
        wanted = set(places)
        return {
            at: next((one for one in (text, summary) if _OPEN in one), summary or text)
            for at, text, summary in rows
            if at in wanted
        }

    def _hit(self, at: int, paid: bool, snippet: str) -> Hit:
        page = self._pages[at]
        text = " ".join((snippet or page.summary or page.text[:200]).split())
        html = escape(text).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
        return Hit(page.url, page.title, page.site, html, paid)


def _plain(text: str) -> str:
    """The text without the two characters that mark what was found."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def words_of(query: str) -> list[str]:
    """The different words of a query, in order, in small letters.

    >>> words_of('title:"verdazine" AND dose* NEAR(dose)')
    ['title', 'verdazine', 'and', 'dose', 'near']
    """
    found = re.findall(r"\w+", query[:MOST_CHARACTERS].lower())
    return list(dict.fromkeys(found))[:MOST_WORDS]
