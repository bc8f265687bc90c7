"""Two states of a text as one, with what was taken out and what was put in marked."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from html import escape

ALIKE = 0.5  # two lines this much alike are one line that was changed, and are compared word by word


def marked(old: str, new: str) -> str:
    """HTML of both in one, a `<p>` a line: what only `old` has in `<del>`, what only `new` has in `<ins>`.

    >>> marked("Take 8 mg at once.", "Take 4 mg at once.")
    '<p>Take <del>8</del> <ins>4</ins> mg at once.</p>'
    """
    olds, news = _lines(old), _lines(new)
    out: list[str] = []
    for what, a1, a2, b1, b2 in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        out += map(escape, olds[a1:a2]) if what == "equal" else _changed(olds[a1:a2], news[b1:b2])
    return "".join(f"<p>{line}</p>" for line in out)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _changed(olds: list[str], news: list[str]) -> Iterator[str]:
    """A block of lines that differ: each old line beside the next new one that is like it, the rest whole."""
    at = 0
    for line in olds:
        like = next((place for place in range(at, len(news)) if _alike(line, news[place])), None)
        if like is None:
            yield f"<del>{escape(line)}</del>"
            continue
        yield from (f"<ins>{escape(come)}</ins>" for come in news[at:like])
        yield _words(line, news[like])
        at = like + 1
    yield from (f"<ins>{escape(come)}</ins>" for come in news[at:])


def _alike(one: str, other: str) -> bool:
    match = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _words(old: str, new: str) -> str:
    olds, news = old.split(), new.split()
    out: list[str] = []
    for what, a1, a2, b1, b2 in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if what == "equal":
            out.append(escape(" ".join(olds[a1:a2])))
            continue
        for tag, words in (("del", olds[a1:a2]), ("ins", news[b1:b2])):
            if words:
                out.append(f"<{tag}>{escape(' '.join(words))}</{tag}>")
    return " ".join(out)
