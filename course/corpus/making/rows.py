"""From posts to the rows of a collection: when collected, what twice, what was edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from course.corpus.making.calendar import DAY, HOUR, milliseconds
from course.corpus.making.echoes import Echoes
from course.corpus.making.ground import Ground
from course.corpus.making.month import EPOCH, Originals, Place, link_domains
from course.corpus.making.overlay import KEEP
from course.corpus.making.streams import Array, Stream
from course.corpus.schema import STATUSES

PAGE = 100  # rows that a collection gets at once
_OVERLAP, _OVERLAP_MUCH = 2_600, 45_000  # pages of 65,536 that repeat the end of the page before
_EDITS_FROM = date(2022, 10, 3)
_EDITED = 400  # posts of 65,536
Columns = Mapping[str, Array]


def post_rows(place: Place, posts: Originals, twice: Sequence[tuple[int, int]]) -> dict[str, Array]:
    """Columns of the posts table, and `take`: which original each row is."""
    edited = _edited(place, posts)
    again = _collected_again(place, posts, twice)
    take = np.sort(np.concatenate([np.arange(len(posts)), again]))
    ids, created = posts.id[take], posts.created[take]
    version, status = np.zeros(len(take), dtype=np.int64), posts.status[take]
    repeated = np.concatenate([[False], take[1:] == take[:-1]]) if len(take) else np.zeros(0, dtype=bool)
    if len(edited):
        later = _edit_times(place, posts, edited)
        take = np.concatenate([take, edited])
        ids = np.concatenate([ids, later])
        created = np.concatenate([created, (later >> 22) + EPOCH])
        version = np.concatenate([version, posts.id[edited]])
        status = np.concatenate([status, np.full(len(edited), STATUSES.index("edited"), dtype=status.dtype)])
        repeated = np.concatenate([repeated, np.zeros(len(edited), dtype=bool)])
        order = np.argsort(ids, kind="stable")
        take, ids, created, version = take[order], ids[order], created[order], version[order]
        status, repeated = status[order], repeated[order]
    likes = posts.likes[take]
    return {
        "take": take,
        "id": ids,
        "created_at": created,
        "collected_at": _collected(place, len(take), repeated),
        "author": posts.author[take],
        "lang": posts.lang[take],
        "status": status,
        "version_of": version,
        "likes": likes + repeated * (likes >> 4),
        "replies": posts.replies[take],
        "reposts": posts.reposts[take],
        "quotes": posts.quotes[take],
        "views": posts.views[take],
        "topic": posts.topic[take],
        "wording": posts.wording[take],
    }


def echo_rows(place: Place, posts: Originals, echoes: Echoes) -> dict[str, Array]:
    """Columns of the echoes table."""
    return {
        "id": echoes.id,
        "created_at": echoes.created,
        "collected_at": _collected(place, len(echoes), np.zeros(len(echoes), dtype=bool)),
        "author": echoes.author,
        "lang": echoes.lang,
        "status": echoes.status,
        "kind": echoes.kind,
        "root_id": posts.id[echoes.root],
        "parent_id": echoes.parent,
        "likes": echoes.likes,
        "replies": echoes.replies,
        "reposts": echoes.reposts,
        "quotes": echoes.quotes,
        "wording": echoes.wording,
    }


def tag_rows(posts: Originals, take: Array) -> dict[str, Array]:
    """Columns of the tags table: a row for each tag of each row of posts."""
    tags = posts.tags[take]
    there = tags >= 0
    return {"post": np.repeat(np.arange(len(take), dtype=np.int32), there.sum(axis=1)), "tag": tags[there]}


def url_rows(ground: Ground, place: Place, posts: Originals, take: Array) -> dict[str, Array]:
    """Columns of the urls table: a row for each link of each row of posts."""
    links = posts.links[take]
    there = links >= 0
    url = links[there]
    local = url - place.first_link
    inside = (local >= 0) & (local < place.links)
    domain = link_domains(place)[np.where(inside, local, 0)]
    for row in np.flatnonzero(~inside):  # a plant may share a link of an earlier month
        owner = ground.owner(int(url[row]))
        domain[row] = link_domains(owner)[int(url[row]) - owner.first_link]
    post = np.repeat(np.arange(len(take), dtype=np.int32), there.sum(axis=1))
    return {"post": post, "url": url, "domain": domain.astype(np.int16)}


def _collected(place: Place, count: int, repeated: Array) -> Array:
    """A collection goes page by page after the month has ended; what it gets twice, it gets hours later."""
    start = place.end + DAY + DAY // 2
    return start + np.arange(count, dtype=np.int64) // PAGE * 7_000 + repeated * (5 * HOUR)


def _collected_again(place: Place, posts: Originals, twice: Sequence[tuple[int, int]]) -> Array:
    """Originals that stand on two pages."""
    pages = np.arange(1, len(posts) // PAGE + 1)
    stream = place.stream("pages")
    chance, length = stream.u16(len(pages)), 10 + stream.below(len(pages), 60)
    bound = np.full(len(pages), _OVERLAP)
    last = posts.created[pages * PAGE - 1]
    for begin, end in twice:
        bound[(last >= begin) & (last < end)] = _OVERLAP_MUCH
    there = chance < bound
    ends, counts = pages[there] * PAGE, length[there]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(ends - counts, counts) + within


def _edited(place: Place, posts: Originals) -> Array:
    if place.end <= milliseconds(_EDITS_FROM):
        return np.empty(0, dtype=np.int64)
    late = (posts.created >= milliseconds(_EDITS_FROM)) & (posts.created < place.end - HOUR)
    chosen = place.stream("edits").u16(len(posts)) < _EDITED
    return np.flatnonzero(late & chosen & (posts.event == KEEP))


def _edit_times(place: Place, posts: Originals, edited: Array) -> Array:
    """Ids of the edited versions, two to thirty minutes after the first."""
    stream: Stream = place.stream("edit times")
    later = posts.created[edited] + 120_000 + stream.below(len(edited), 28 * 60_000)
    return ((later - EPOCH) << 22) | (stream.u32(len(edited)) >> 10).astype(np.int64)
