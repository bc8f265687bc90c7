"""The words of a post: plain text, hashtags, and the form in which tags are counted."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html.parser import HTMLParser
from unicodedata import category, combining, is_normalized, normalize

from course.corpus.errors import Reject

# Tabs and line ends stay; every other control character becomes visible instead of vanishing.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_REPEAT = re.compile(r"RT @\w+:? ")
# Markup is what looks like a tag from its < to its >, within bytes that a link may have. Any other < is a
# sign. Otherwise the parser looks for the end of each tag in all of the text.
_COMMENT = re.compile(r"<!--[^<>]*-->")
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,4000}>)")
# More marks on one letter than any script has (Unicode Standard Annex #15, section 13).
_MARKS = 30
_JOINER = "\u034f"
_SHORT = 1_000
_HASH = re.compile(r"[#＃](?=[\w·])")
_JOINERS = frozenset("_·・\u200c\u200d")
MAX_HTML = 200_000


def plain(text: str) -> str:
    """Text in NFC with Unix line ends; control characters become U+FFFD, so that none is lost unseen."""
    if not text.isascii():
        text = stream_safe(text)
        if not is_normalized("NFC", text):
            text = normalize("NFC", text)
    # What is printable but for its line ends holds no control characters; most texts leave here.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("\ufffd", text)


def stream_safe(text: str) -> str:
    """The text with a joiner (U+034F) after each 30 marks on one letter, if it is long.

    That is the Stream-Safe Text Format (Unicode Standard Annex #15, section 13). To normalise a text, the
    marks of each letter are put in order one by one, which takes hours for a million of them on one.
    """
    if len(text) <= _SHORT or text.isascii():
        return text
    if not _perhaps_too_many_marks().search(text):
        return text
    parts, run = [], 0
    for letter in text:
        if not combining(letter):
            run = 0
        elif run == _MARKS:
            parts.append(_JOINER)
            run = 1
        else:
            run += 1
        parts.append(letter)
    return "".join(parts)


@cache
def _perhaps_too_many_marks() -> re.Pattern[str]:
    """So many marks in a row; all characters beyond U+FFFF count as marks, so that it is a table and fast."""
    low = "".join(chr(code) for code in range(0x300, 0x10000) if combining(chr(code)))
    return re.compile(f"[{low}\U00010000-\U0010ffff]{{{_MARKS + 1}}}")


@lru_cache(maxsize=65_536)
def fold(tag: str) -> str:
    """The form that tags are counted by: NFKC, case-folded, NFKC again (Unicode Standard, section 3.13).

    >>> fold("ＭｅｄＥｄ") == fold("MedEd") == "meded"
    True
    """
    return normalize("NFKC", normalize("NFKC", stream_safe(tag)).casefold())


def raw_tag(tag: str) -> str:
    """A tag as written, without its # and blanks around it; empty if nothing is left."""
    return plain(tag).strip().lstrip("#＃").strip()


def tags_in(text: str) -> list[str]:
    """The hashtags in a text, as written, without #: letters, marks, digits and _, at least one letter.

    >>> tags_in("Ward round #MedEd, #원호 &#39; #2024 x#no (#Café)")
    ['MedEd', '원호', 'Café']
    """
    found = []
    for match in _HASH.finditer(text):
        start = match.end()
        before = text[match.start() - 1] if match.start() else " "
        if before == "&" or before == "/" or _tagged(before):
            continue
        end = start
        while end < len(text) and _tagged(text[end]):
            end += 1
        tag = text[start:end]
        # A tag at the cut of a shortened text may be half of one.
        if text[end : end + 1] != "…" and any(one.isalpha() for one in tag):
            found.append(tag)
    return found


def _tagged(one: str) -> bool:
    return one.isalnum() or one in _JOINERS or (one > "\u02ff" and category(one)[0] == "M")


def cut(text: str) -> bool:
    """Whether a text ends where the platform cut it."""
    return text.endswith(("…", "… "))


def without_prefix(text: str) -> str:
    """The text of a repost without the "RT @name: " that X puts before it."""
    match = _REPEAT.match(text)
    return text[match.end() :] if match else text


def from_html(content: str) -> tuple[str, list[str]]:
    """Mastodon's HTML as plain text, and the links in it that are neither mentions nor hashtags."""
    if len(content) > MAX_HTML:
        raise Reject(f"content has {len(content)} characters; at most {MAX_HTML} are read")
    reader = _Html()
    reader.feed(_with_whole_tags(content))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip(), reader.links


def _with_whole_tags(content: str) -> str:
    """HTML in which each < begins a tag that ends soon; without comments."""
    if "<!--" in content:
        content = _COMMENT.sub("", content)
    return _NO_TAG.sub("&lt;", content)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "p" and self.parts:
            self.parts.append("\n\n")
        elif tag == "a":
            named = dict(attrs)
            classes = (named.get("class") or "").split()
            if named.get("href") and "mention" not in classes and "hashtag" not in classes:
                self.links.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
