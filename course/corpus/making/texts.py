"""The texts of stored rows: rendered when somebody reads them, from whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from course.corpus.making import names
from course.corpus.making.text import text
from course.corpus.schema import KINDS, STATUSES
from course.corpus.storage.layout import LANGUAGES, Array

Columns = Mapping[str, Array]
_SILENT = (STATUSES.index("deleted"), STATUSES.index("withheld"))
_REPOST = KINDS.index("repost")


def post_texts(posts: Columns, tags: Columns, urls: Columns, written: Sequence[str]) -> list[str | None]:
    """The text of each row of posts, None if deleted or withheld; `written` spells the tags."""
    said = _posts(posts, tags_of(posts, tags, written), urls)
    silent = np.isin(posts["status"], _SILENT).tolist()
    return [None if gone else one for one, gone in zip(said, silent, strict=True)]


def echo_texts(
    echoes: Columns, posts: Columns, tags: Columns, written: Sequence[str], texts: Sequence[str | None]
) -> list[str | None]:
    """The text of each echo; a repost says what it repeats, None if that is gone; others keep its tags."""
    tag_of = tags_of(posts, tags, written)
    roots = np.searchsorted(posts["id"], echoes["root_id"])
    columns = [echoes[name].tolist() for name in ("id", "wording", "lang", "kind", "parent_id")]
    said: dict[int, str | None] = {}
    for one, wording, lang, kind, parent, root, topic in zip(
        *columns, roots.tolist(), posts["topic"][roots].tolist(), strict=True
    ):
        if kind == _REPOST:  # of the original, or of a reply or quote that came before
            said[one] = said.get(parent, texts[root])
        else:
            said[one] = text(wording, LANGUAGES[lang], topic, tag_of[root], [])
    return list(said.values())


def tags_of(posts: Columns, tags: Columns, written: Sequence[str]) -> list[list[str]]:
    """The tags of each row of posts as they are written."""
    return list(_grouped(len(posts["id"]), tags["post"], [written[tag] for tag in tags["tag"].tolist()]))


def _posts(posts: Columns, tag_of: Sequence[list[str]], urls: Columns) -> Iterator[str]:
    link_of = _grouped(len(posts["id"]), urls["post"], names.short_links(urls["url"]))
    columns = (posts["wording"].tolist(), posts["lang"].tolist(), posts["topic"].tolist())
    for wording, lang, topic, has, leads in zip(*columns, tag_of, link_of, strict=True):
        yield text(wording, LANGUAGES[lang], topic, has, leads)


def _grouped(count: int, row: Array, values: list[str]) -> Iterator[list[str]]:
    ends = np.searchsorted(row, np.arange(count), side="right").tolist()
    start = 0
    for end in ends:
        yield values[start:end]
        start = end
