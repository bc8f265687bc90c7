"""What can be planted in a corpus, and the benign twin of each: seven phenomena of a hashtag, by name.

Each planner takes the ground, a stream of random numbers, the event's number and its name (which ends in
`-twin` for the look-alike), and says which rows to put over ordinary ones. A plant's posts are ordinary in
all that its mechanism does not fix: tags, languages, wording, how often they are repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

import numpy as np

from course.corpus.errors import CorpusError
from course.corpus.making import calendar, text, vocabulary
from course.corpus.making.calendar import DAY, HOUR, Swell
from course.corpus.making.echoes import QUOTE, REPOST
from course.corpus.making.ground import Event, Ground, Notice, Planner, Planted
from course.corpus.making.month import Place, link_domains, link_near
from course.corpus.making.overlay import KEEP, Overlay, overlay
from course.corpus.making.streams import Array, Stream
from course.corpus.schema import STATUSES

PLANTS = ("campaign", "bots", "misquote", "surge", "hijack", "retraction", "dashboard")
TWIN = "-twin"
TWINS = tuple(name + TWIN for name in PLANTS)
_DELETED = STATUSES.index("deleted")


def named(plants: str | Iterable[str]) -> tuple[str, ...]:
    """The plants that were asked for, in a fixed order: a name, several, or `all` (twins included).

    Raises CorpusError for a name that is none.
    """
    asked = {plants} if isinstance(plants, str) else set(plants)
    known = (*PLANTS, *TWINS)
    if "all" in asked:
        return known
    if unknown := sorted(asked - set(known) - {"none", ""}):
        raise CorpusError(
            f"There is no plant {', '.join(unknown)}. There are: {', '.join(known)}, all, none."
        )
    return tuple(name for name in known if name in asked)


def swells(ground: Ground, kinds: Iterable[str]) -> dict[str, Swell]:
    """Stretches of days on which more is posted, of plants that are such; a year keeps its number."""
    return {kind: _swell(ground, kind) for kind in kinds if kind in _SWELLS}


def _swell(ground: Ground, kind: str) -> Swell:
    least, most, factor, more = _SWELLS[kind]
    stream = Stream(ground.seed, "swell", kind)
    length = least + int(stream.below(1, most - least + 1)[0])
    while True:
        start = _day(int(ground.time(ground.window(stream, 0))))
        if start >= _COMPARABLE and (date(2023, 1, 1) - start).days > length:
            return Swell(start, length, factor + int(stream.below(1, more)[0]))


# What swells earlier has no year before it to be compared with.
_COMPARABLE = date(2013, 3, 1)
# Days at least and at most, thousandths at least and how many more.
_SWELLS = {
    "surge": (56, 77, 1500, 501),
    "surge-twin": (3, 4, 2500, 1001),
    "dashboard-twin": (180, 200, 1350, 101),
}


def swelled(swell: Swell, number: int, kind: str) -> Planted:
    """The event of a swell: no single post is planted, more are posted."""
    start = calendar.milliseconds(swell.start)
    facts = {"days": swell.days, "factor": swell.thousandths / 1000}
    return Planted(Event(number, kind, start, start + swell.days * DAY, facts))


def campaign(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """25 accounts share the same 12 links, four in five of them each time, within a minute.

    Twin: 40 accounts share one link at the end of an embargo; 25 at an event share three, within an hour.
    """
    width = max(1500, ground.posts // 100)
    start = ground.window(stream, width)
    members = _members(ground, stream, 25, start)
    bursts = [(members, 60_000)] * 12
    if kind.endswith(TWIN):
        release = _members(ground, stream, 40, start)
        bursts = [(release, 60_000), *[(members, HOUR)] * 3]
    # What an event shares, it shares on one day; a campaign goes on.
    ranks = start + np.sort(stream.below(len(bursts), width))
    if kind.endswith(TWIN):
        ranks[2:] = ranks[1]
    parts, links = [], []
    for (people, within), moment in zip(bursts, _moments(ground, stream, ranks).tolist(), strict=True):
        joins = people[stream.u16(len(people)) < 52_429] if not kind.endswith(TWIN) else people
        links.append(link_near(ground.place(moment), moment - int(stream.below(1, DAY)[0])))
        parts.append(overlay(number, moment + stream.below(len(joins), within), author=joins, link=links[-1]))
    facts = {"members": members.tolist(), "links": links, "within_s": 60}
    return Planted(_event(number, kind, parts, facts), posts=parts)


def bots(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """40 accounts, each posting at a gap of its own that hardly varies, day and night.

    Twin: three journal accounts that post at noon, every working day, to the minute.
    """
    width = max(3000, ground.posts // 50)
    start = ground.window(stream, width)
    accounts, each = (3, 43) if kind.endswith(TWIN) else (40, 15)
    first = ground.time(start + stream.below(accounts, width))
    members = _members(ground, stream, accounts, start)
    parts = []
    for account, begin in zip(members.tolist(), first.tolist(), strict=True):
        if kind.endswith(TWIN):
            noons = begin // DAY * DAY + 12 * HOUR + np.arange(each * 7 // 5 + 2) * DAY
            times = noons[(noons // DAY + 3) % 7 < 5][:each] + stream.below(each, 40_000)
        else:
            gap = 27 * HOUR + int(stream.below(1, 10 * HOUR)[0])
            times = begin + np.arange(each) * gap + stream.below(each, 480_000)
        parts.append(overlay(number, times, author=account))
    return Planted(_event(number, kind, parts, {"members": members.tolist()}), posts=parts)


def misquote(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """A preprint found no difference; a quote says it cures and is passed on; a late correction is not.

    Twin: a cascade of the same size whose quote is accurate.
    """
    size = max(12, ground.posts // 2000)
    place = ground.place(int(ground.time(ground.window(stream, 0))))
    root_time = place.begin + int(stream.below(1, 8 * DAY)[0])
    link = _paper(place, stream)
    people = ground.places[(place.year, place.month)].people.different(stream, 3, place.year, place.month)
    root = overlay(
        number,
        np.array([root_time]),
        author=people[0],
        link=link,
        wording=_said(stream, 1, text.NONE),
        mark=0,
    )
    told = text.NONE if kind.endswith(TWIN) else text.CURE
    quote_time = root_time + 6 * HOUR + int(stream.below(1, 42 * HOUR)[0])
    right_time = quote_time + 9 * DAY + int(stream.below(1, 3 * DAY)[0])
    quotes = [(quote_time, people[1], told, size)]
    quotes += [] if kind.endswith(TWIN) else [(right_time, people[2], text.CORRECTION, size // 12)]
    parts: list[Overlay] = []
    mark = 0
    for time, author, claim, passed in quotes:
        parts.append(_echo(number, np.array([time]), author, QUOTE, _said(stream, 1, claim), mark, KEEP))
        last = min(place.end - time - 1, 6 * DAY)
        # Twice drawn and multiplied: most within the first hours.
        after = stream.below(passed, last) * stream.below(passed, 1 << 20) >> 20
        who = place.people.draw(stream, passed, place.year, place.month)
        sort = np.where(stream.u16(passed) < 13_000, QUOTE, REPOST)
        marks = mark + 1 + np.arange(passed)
        parts.append(_echo(number, time + 1 + after, who, sort, _said(stream, passed, claim), marks, mark))
        mark += passed + 1
    facts = {"root": 0, "quote": 0, "correction": None if kind.endswith(TWIN) else size + 1, "link": link}
    return Planted(_event(number, kind, [root, *parts], facts), posts=[root], echoes=parts)


def hijack(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """An off-topic tag rises from 0.1 to 12 % of posts within 48 hours and stays, from thirty accounts.

    Twin: a new tag of the community's own rises as fast, from everybody.
    """
    width = max(750, ground.posts // 400)
    start = ground.window(stream, width)
    onset = int(ground.time(start))
    ranks = start + np.sort(stream.below(width * 12 // 100, width))
    times = _moments(ground, stream, ranks)
    times = times[times >= onset]
    rising = stream.below(len(times), 48 * HOUR) < times - onset
    times = times[rising]
    if kind.endswith(TWIN):
        tag = vocabulary.FIRST_YOUNG + int(stream.below(1, len(vocabulary.YOUNG))[0])
        author: Array | int = KEEP
    else:
        tag = vocabulary.FIRST_STRAY + int(stream.below(1, len(vocabulary.STRAY))[0])
        members = _members(ground, stream, 30, start)
        author = members[stream.below(len(times), len(members))]
    parts = [overlay(number, times, author=author, tag=tag)]
    facts = {"tag": vocabulary.HEAD[tag], "onset": onset, "share": 0.12}
    return Planted(_event(number, kind, parts, facts), posts=parts)


def retraction(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """A paper is shared on as if nothing had happened after it was retracted; the first post is gone.

    Twin: the paper was corrected, or doubted and then reinstated, and is rightly shared on.
    """
    width, count = max(1500, ground.posts // 100), max(60, ground.posts // 2000)
    start = ground.window(stream, width)
    times = np.sort(_moments(ground, stream, start + stream.below(count, width)))
    link = _paper(ground.place(int(times[0])), stream)
    notice = _day(int(times[count // 2]))
    status, wording = np.full(count, KEEP), np.full(count, KEEP)
    wording[0] = _said(stream, 1, text.CURE)[0]
    says = ["retraction"]
    if kind.endswith(TWIN):
        says = [["correction"], ["expression of concern", "reinstatement"]][int(stream.below(1, 2)[0])]
    else:
        status[0] = _DELETED
    parts = [overlay(number, times, link=link, status=status, wording=wording, mark=np.arange(count))]
    notices = [
        Notice(link, say, date.fromordinal(notice.toordinal() + 9 * place)) for place, say in enumerate(says)
    ]
    facts = {"link": link, "notice": notice.isoformat(), "root": 0}
    return Planted(_event(number, kind, parts, facts), posts=parts, notices=notices)


def dashboard(ground: Ground, stream: Stream, number: int, kind: str) -> Planted:
    """A dashboard counts a post once for each of its tags, and pages of a collection overlap for a while."""
    width = ground.posts // 10
    start = ground.window(stream, width)
    begin, end = int(ground.time(start)), int(ground.time(start + width))
    return Planted(
        Event(number, kind, begin, end, {"counts": "rows of posts joined with tags"}), twice=(begin, end)
    )


PLANNERS: dict[str, Planner] = {
    "campaign": campaign,
    "bots": bots,
    "misquote": misquote,
    "hijack": hijack,
    "retraction": retraction,
    "dashboard": dashboard,
}


def ordinary_notices(ground: Ground) -> list[Notice]:
    """Notices about a dozen papers, so that having one says nothing: corrections, doubts, retractions."""
    stream = Stream(ground.seed, "notices")
    kinds = ("correction", "correction", "expression of concern", "retraction")
    found = []
    for _ in range(12):
        time = int(ground.time(ground.window(stream, 0)))
        later = _day(time + (20 + int(stream.below(1, 200)[0])) * DAY)
        kind = kinds[int(stream.below(1, len(kinds))[0])]
        with suppress(ValueError):  # a month without a paper, in a small corpus
            found.append(Notice(_paper(ground.place(time), stream), kind, later))
    return found


def _paper(place: Place, stream: Stream) -> int:
    """A link of the month that is a DOI."""
    papers = np.flatnonzero(link_domains(place) == 0)
    if not len(papers):
        raise ValueError("this month has no paper")
    return place.first_link + int(papers[int(stream.below(1, len(papers))[0])])


def _said(stream: Stream, count: int, claim: int) -> Array:
    return np.array([text.said_as(int(one), claim) for one in stream.u32(count)], dtype=np.int64)


def _echo(
    number: int,
    times: Array,
    author: Array | int,
    kind: Array | int,
    wording: Array,
    mark: Array | int,
    parent: int,
) -> Overlay:
    return overlay(number, times, author=author, kind=kind, wording=wording, mark=mark, parent=parent, root=0)


def _members(ground: Ground, stream: Stream, count: int, rank: int) -> Array:
    place = ground.place(int(ground.time(rank)))
    there = place.people.joined(place.year, place.month)
    return stream.sample(there, min(count, there)).astype(np.int32)


def _moments(ground: Ground, stream: Stream, ranks: Array) -> Array:
    """Times on the days of these ranks, at the hours at which people post."""
    days = ground.time(ranks) // DAY * DAY
    return days + calendar.hours(stream, len(ranks)) * HOUR + stream.below(len(ranks), HOUR)


def _day(time: int) -> date:
    return datetime.fromtimestamp(time // 1000, UTC).date()


def _event(number: int, kind: str, parts: list[Overlay], facts: Mapping[str, object]) -> Event:
    times = np.concatenate([part.time for part in parts])
    return Event(number, kind, int(times.min()), int(times.max()), facts)
