"""How a year's posts spread over its days and hours: growth, weekdays, congresses, noise, the chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import isqrt

import numpy as np

from course.corpus.making import calibration, vocabulary
from course.corpus.making.streams import Array, Stream
from course.corpus.making.weights import LEVELS, lognormal, share, slots

DAY, HOUR = 86_400_000, 3_600_000  # milliseconds
PLAIN, CHAT = 0, 1  # contexts of a post; CONGRESS + n is the n-th congress of its year
CONGRESS = 2
_CHAT_SHARE = 11_800  # of 65,536 posts on a Friday (UTC): Thursday 9 pm Eastern is Friday in UTC
_WEEKDAY = (100, 106, 108, 110, 102, 64, 62)  # Monday first
_NOISE = "0.14"  # of a day, so that days vary more than chance alone (Poisson) would make them
# Weights of the 24 hours in UTC. Europe wakes at 6, North America from 11 on and is busy until 3.
_WORKDAY = (
    62,
    56,
    46,
    34,
    22,
    20,
    28,
    42,
    54,
    60,
    64,
    72,
    84,
    94,
    100,
    102,
    104,
    102,
    98,
    96,
    94,
    90,
    82,
    72,
)
_WEEKEND = (66, 60, 50, 38, 26, 20, 22, 30, 42, 54, 62, 70, 78, 86, 90, 92, 92, 90, 90, 90, 88, 84, 78, 72)
_CONGRESS_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Swell:
    """Days on which more is posted, in thousandths of what would be: from `start`, `days` long."""

    start: date
    days: int
    thousandths: int

    def factor(self, day: date) -> int:
        """Thousandths on this day."""
        return self.thousandths if 0 <= (day - self.start).days < self.days else 1000


def milliseconds(day: date) -> int:
    """Milliseconds since 1970 at which a day begins in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def days(seed: str, year: int, total: int, swells: tuple[Swell, ...] = ()) -> Array:
    """Original posts on each day of a year, int64, with the sum `total` whatever the seed and swells."""
    first = date(year, 1, 1)
    count = (date(year + 1, 1, 1) - first).days
    noise = lognormal(_NOISE)[Stream(seed, year, "noise").u16(count) % LEVELS]
    burst = congress_factors(seed, year)
    weights = []
    for number, trend in enumerate(_trend(year, count)):
        day = first + timedelta(days=number)
        weight = trend * _WEEKDAY[day.weekday()] * int(noise[number]) // 4096 * burst.get(day, 1000)
        for swell in swells:
            weight = weight * swell.factor(day) // 1000
        weights.append(weight)
    widest = max(weights)
    return share(total, [weight * (1 << 36) // widest for weight in weights])


def _trend(year: int, count: int) -> list[int]:
    """What each day weighs: continuous over New Year, since a jump there would look planted."""
    full = {**calibration.ASSUMED, **calibration.PUBLISHED}
    here = full[year]
    # Beyond the ends, one more year at the ratio of the assumed ones.
    before, after = full.get(year - 1, here * 1000 // 1232), full.get(year + 1, here * 1232 // 1000)
    start, end = isqrt(before * here), isqrt(here * after)
    bend = 6 * (here - (start + end) // 2)
    return [
        start + (end - start) * day // count + bend * day * (count - day) // count**2 for day in range(count)
    ]


def congresses(seed: str, year: int) -> list[date]:
    """The first days of the year's invented congresses, in the order of `vocabulary.CONGRESSES`."""
    offsets = Stream(seed, year, "congresses").below(len(vocabulary.CONGRESSES), 40)
    spread = 360 // len(vocabulary.CONGRESSES)
    return [
        date(year, 1, 8) + timedelta(days=number * spread + int(offset))
        for number, offset in enumerate(offsets)
    ]


def congress_factors(seed: str, year: int) -> Mapping[date, int]:
    """Thousandths for the days of congresses."""
    sizes = Stream(seed, year, "congress sizes").below(len(vocabulary.CONGRESSES), 700)
    return {
        start + timedelta(days=number): 1400 + int(size)
        for start, size in zip(congresses(seed, year), sizes, strict=True)
        for number in range(_CONGRESS_LENGTH)
    }


def chat_start(day: date) -> int:
    """The hour (UTC) of a Friday at which it is Thursday 9 pm in the US Eastern zone.

    Daylight saving time since 2007: from the second Sunday in March to the first in November.
    """
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=(6 - march.weekday()) % 7)
    ends = november + timedelta(days=(6 - november.weekday()) % 7)
    return 1 if begins < day <= ends else 2


def times(stream: Stream, seed: str, first: date, counts: Array) -> tuple[Array, Array]:
    """When the posts of successive days were made: milliseconds since 1970 (not sorted), and contexts."""
    total = int(counts.sum())
    day = np.repeat(np.arange(len(counts)), counts)
    weekday = (first.weekday() + day) % 7
    hour = _hours()[(weekday >= 5).astype(np.int64), stream.u16(total) >> 4].astype(np.int64)
    context = np.full(total, PLAIN, dtype=np.uint8)
    start = np.array(
        [chat_start(first + timedelta(days=number)) for number in range(len(counts))], dtype=np.int64
    )
    chat = (weekday == 4) & (stream.u16(total) < _CHAT_SHARE)
    hour[chat] = start[day[chat]]
    context[chat] = CHAT
    _mark_congresses(stream, seed, first, day, context)
    return milliseconds(first) + day * DAY + hour * HOUR + stream.below(total, HOUR), context


def _mark_congresses(stream: Stream, seed: str, first: date, day: Array, context: Array) -> None:
    chance = stream.u16(len(day))
    for number, start in enumerate(congresses(seed, first.year)):
        begin = (start - first).days
        there = (day >= begin) & (day < begin + _CONGRESS_LENGTH) & (chance < 26_000) & (context == PLAIN)
        context[there] = CONGRESS + number


def hours(stream: Stream, count: int) -> Array:
    """Hours (UTC) of posts on working days, int64."""
    return _hours()[0, stream.u16(count) >> 4].astype(np.int64)


@cache
def _hours() -> Array:
    return np.stack([slots(4096, _WORKDAY), slots(4096, _WEEKEND)])
