"""The original posts of one month: when, by whom, about what, with which tags and links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np

from course.corpus.making import calendar, vocabulary
from course.corpus.making.overlay import KEEP, Overlay
from course.corpus.making.people import People
from course.corpus.making.streams import Array, Stream
from course.corpus.making.weights import slots

EPOCH = 1_288_834_974_657  # milliseconds since 1970 at which X's time-ordered ids begin
COLUMNS = 8  # of the tags of a post: #MedEd, chat or congress, and up to six others
_TAGS_BESIDE = (225, 320, 238, 125, 56, 26, 10)  # posts in a thousand with 0, 1, … 6 tags beside #MedEd
_LINK_SHARE, _SECOND_LINK = 30_000, 2_000  # of 65,536
_UNRESOLVED = 5_200  # links of 65,536 that nobody could expand
_REACH = 1_600  # the most reposts a post gets, apart from what a plant adds
_VIEWS_FROM = date(2022, 12, 15)  # the platform told views from then on


@dataclass(frozen=True)
class Place:
    """A month of a corpus: everything that its posts are drawn from. `first_link` numbers its links."""

    seed: str
    year: int
    month: int
    days: Array
    people: People
    first_link: int
    tail_tags: int

    @property
    def count(self) -> int:
        """Original posts of the month."""
        return int(self.days.sum())

    @property
    def links(self) -> int:
        """How many different addresses are first linked in this month."""
        return links_of(self.count)

    @property
    def begin(self) -> int:
        """Milliseconds since 1970 at which the month begins."""
        return calendar.milliseconds(date(self.year, self.month, 1))

    @property
    def end(self) -> int:
        """Milliseconds since 1970 at which the next month begins."""
        return self.begin + len(self.days) * calendar.DAY

    @cached_property
    def order(self) -> Array:
        """Numbers of the month's links by when they come out, so that a number says nothing of that."""
        return np.argsort(self.stream("link order").words(self.links), kind="stable") + self.first_link

    def stream(self, stage: str) -> Stream:
        """The random numbers of one stage."""
        return Stream(self.seed, self.year, self.month, stage)


@dataclass
class Originals:
    """One row a post, in the order of ids. Times in milliseconds since 1970; `event` is KEEP if not planted.

    `tags` has `COLUMNS` columns, `links` two: numbers, or KEEP where there is none.
    """

    id: Array
    created: Array
    author: Array
    lang: Array
    topic: Array
    status: Array
    wording: Array
    likes: Array
    replies: Array
    reposts: Array
    quotes: Array
    views: Array
    tags: Array
    links: Array
    event: Array
    mark: Array

    def __len__(self) -> int:
        return len(self.id)


def links_of(posts: int) -> int:
    """How many different addresses a month of so many posts brings."""
    return max(16, posts // 4)


def originals(place: Place, planted: Overlay) -> Originals:
    """The original posts of a month, planted rows in the place of as many others."""
    ids, context, over = _when(place, planted)
    created = (ids >> 22) + EPOCH
    author = _laid(
        place.people.draw(place.stream("authors"), len(ids), place.year, place.month), planted.author, over
    )
    lang = place.people.languages[author]
    topic = _topics(place, author)
    reach = metrics(place, "reach", len(ids))
    return Originals(
        id=ids,
        created=created,
        author=author,
        lang=lang,
        topic=topic,
        status=_laid(_statuses(place, len(ids)), planted.status, over),
        wording=_laid(place.stream("wording").u32(len(ids)), planted.wording, over),
        **reach,
        views=_views(place, created, reach["likes"]),
        tags=_tags(place, topic, context, planted, over),
        links=_links(place, planted, over),
        event=_laid(np.full(len(ids), KEEP, dtype=np.int32), planted.event, over),
        mark=_laid(np.full(len(ids), KEEP, dtype=np.int32), planted.mark, over),
    )


def identify(stream: Stream, times: Array) -> Array:
    """Ids that order as the times do, to the millisecond, and are all different, int64; not sorted."""
    ids = ((times - EPOCH) << 22) | (stream.u32(len(times)) >> 10).astype(np.int64)
    while twice := _again(ids):
        ids[twice] ^= (stream.u32(len(twice)) >> 10).astype(np.int64)
    return ids


def _again(ids: Array) -> list[int]:
    """The places of ids that have stood before: as good as never any."""
    ordered = np.sort(ids)
    if not (ordered[1:] == ordered[:-1]).any():
        return []
    first = np.unique(ids, return_index=True)[1]
    return sorted(set(range(len(ids))) - set(first.tolist()))


def metrics(place: Place, stage: str, count: int) -> dict[str, Array]:
    """Likes, replies, reposts and quotes of `count` posts, int32: a third was never repeated."""
    stream = place.stream(stage)
    reposts = _reach()[stream.u16(count) >> 4]
    likes = reposts * 3 + (_reach()[stream.u16(count) >> 4] >> 1)
    return {
        "likes": likes,
        "replies": _reach()[stream.u16(count) >> 4] >> 3,
        "reposts": reposts,
        "quotes": reposts >> 3,
    }


def _when(place: Place, planted: Overlay) -> tuple[Array, Array, Array]:
    """Ids in order, contexts, and which planted row lies over each post (KEEP: none)."""
    first = date(place.year, place.month, 1)
    times, context = calendar.times(place.stream("times"), place.seed, first, place.days)
    over = np.full(len(times), KEEP, dtype=np.int64)
    if len(planted):
        rows = place.stream("replaced").sample(len(times), len(planted))
        times[rows] = planted.time
        over[rows] = np.arange(len(planted))
    ids = identify(place.stream("ids"), times)
    order = np.argsort(ids)
    return ids[order], context[order], over[order]


def _laid(ordinary: Array, planted: Array, over: Array) -> Array:
    """A column with the planted values over the ordinary ones, where a plant gives any."""
    rows = np.flatnonzero(over >= 0)
    values = planted[over[rows]]
    given = values != KEEP
    ordinary[rows[given]] = values[given].astype(ordinary.dtype)
    return ordinary


def _topics(place: Place, author: Array) -> Array:
    """Seven posts in ten are about the author's own field."""
    drawn = place.stream("topics").u16(len(author))
    return np.where((drawn >> 8) < 180, place.people.topics[author], drawn % 16).astype(np.uint8)


def _statuses(place: Place, count: int) -> Array:
    """Places in schema.STATUSES: live, and a few deleted (2 %), withheld and unknown."""
    drawn = place.stream("status").u16(count)
    status = np.zeros(count, dtype=np.uint8)
    status[drawn < 1_750] = 4
    status[drawn < 1_420] = 3
    status[drawn < 1_310] = 2
    return status


def _views(place: Place, created: Array, likes: Array) -> Array:
    views = np.full(len(created), KEEP, dtype=np.int32)
    if place.end > calendar.milliseconds(_VIEWS_FROM) > place.begin:
        told = created >= calendar.milliseconds(_VIEWS_FROM)
        views[told] = likes[told] * 40 + (place.stream("views").u16(int(told.sum())) >> 6)
    return views


@cache
def _reach() -> Array:
    """2¹² places with a number of reposts: 33 % zero, then falling as 1 / rank; about 0.4 % above 100."""
    nothing = 4096 * 33 // 100
    rest = [_REACH // rank + 1 for rank in range(1, 4097 - nothing)]
    return np.array([0] * nothing + rest, dtype=np.int32)


@cache
def _beside() -> Array:
    return slots(1 << 10, _TAGS_BESIDE)


def _tags(place: Place, topic: Array, context: Array, planted: Overlay, over: Array) -> Array:
    count, stream = len(topic), place.stream("tags")
    found = np.full((count, COLUMNS), KEEP, dtype=np.int32)
    found[:, 0] = vocabulary.OWN_TAG
    special = np.flatnonzero(context)
    number = context[special].astype(np.int64) - calendar.CONGRESS
    found[special, 1] = np.where(
        number < 0, vocabulary.CHAT_TAG, vocabulary.congress_tag(place.year, 0) + number
    )
    beside = _beside()[stream.u16(count) >> 6]
    row = np.repeat(np.arange(count, dtype=np.int64), beside)
    column = np.arange(len(row)) - np.repeat(np.cumsum(beside) - beside, beside) + 2
    drawn = vocabulary.tag_table().ravel()[(topic[row].astype(np.int64) << 12) | (stream.u16(len(row)) >> 4)]
    tail = np.flatnonzero(drawn == vocabulary.TAIL)
    drawn[tail] += stream.below(len(tail), place.tail_tags).astype(np.int32)
    found[row, column] = drawn
    found[:, 2] = _laid(found[:, 2].copy(), planted.tag, over)
    for later in range(3, COLUMNS):
        there = np.flatnonzero(found[:, later] >= 0)
        again = (found[there, 2:later] == found[there, later, None]).any(axis=1)
        found[there[again], later] = KEEP
    return written(stream, found)


def written(stream: Stream, tags: Array) -> Array:
    """Tags as numbers of writings: four for each of the head, one for each of the tail; KEEP stays."""
    flat = tags.ravel()
    there = np.flatnonzero(flat >= 0)
    values, how = flat[there], stream.u16(len(there))
    style = (how > 45_000).astype(np.int32) + (how > 60_000) + (how > 65_100)
    head = vocabulary.TAIL
    flat[there] = np.where(
        values < head, values * vocabulary.WRITINGS + style, values + head * (vocabulary.WRITINGS - 1)
    )
    return tags


def _links(place: Place, planted: Overlay, over: Array) -> Array:
    """Two columns of links: most share what came out lately, and what others share."""
    count, stream = len(over), place.stream("links")
    found = np.full((count, 2), KEEP, dtype=np.int32)
    chance = stream.u16(count)
    for column, bound in enumerate((_LINK_SHARE, _SECOND_LINK)):
        rows = np.flatnonzero(chance < bound)
        found[rows, column] = shared(place, stream, rows, count)
    found[:, 0] = _laid(found[:, 0].copy(), planted.link, over)
    found[found[:, 0] == found[:, 1], 1] = KEEP
    return found


def shared(place: Place, stream: Stream, rows: Array, count: int) -> Array:
    """The link of each of these rows (places in the month's order), int32."""
    newest = rows * place.links // max(count, 1)
    lag = _lags()[stream.u16(len(rows)) >> 4] % (newest + 1)
    shift = _collapse()[stream.u16(len(rows)) & 15]
    return place.order[((newest - lag) >> shift) << shift].astype(np.int32)


def link_near(place: Place, time: int) -> int:
    """A link of the month that comes out about this time, as its number."""
    newest = min(max((time - place.begin) * place.links // (place.end - place.begin), 0), place.links - 1)
    return int(place.order[newest])


@cache
def _lags() -> Array:
    return np.array([4096 // rank for rank in range(1, 4097)], dtype=np.int64) - 1


@cache
def _collapse() -> Array:
    """A link is replaced by the first of its block of 1, 8, 64 or 512: so that few links are shared often."""
    return np.array([0] * 8 + [3] * 4 + [6] * 3 + [9], dtype=np.int64)


def link_domains(place: Place) -> Array:
    """The domain of each link of the month, as a place in `vocabulary.domains()`, int32."""
    stream = place.stream("domains")
    found = vocabulary.domain_table()[stream.u16(place.links) >> 2]
    found[stream.u16(place.links) < _UNRESOLVED] = len(vocabulary.domains()) - 1
    return found
