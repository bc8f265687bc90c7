"""Who posts: invented accounts that join over the years and differ widely in how much they post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from course.corpus.making import vocabulary
from course.corpus.making.calendar import DAY, milliseconds
from course.corpus.making.streams import Array, Stream
from course.corpus.making.weights import LEVELS, lognormal, share

SIGMA = "2.2"  # assumed: of log activity
_PER_ACCOUNT = 17  # original posts an account, on average
_FIRST_PART = 35  # of 100 accounts that are there when the corpus begins
_MONTHS = vocabulary.YEARS * 12


@dataclass(frozen=True)
class People:
    """The accounts of a corpus. They are numbered in the order in which they joined."""

    seed: str
    posts: int

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return max(400, self.posts // _PER_ACCOUNT)

    @cached_property
    def places(self) -> Array:
        """Account numbers, ascending, each as often as it is active, int32."""
        size = 1 << min(22, max(14, self.posts.bit_length()))
        stream = Stream(self.seed, "activity")
        level, fine = stream.u16(self.count) % LEVELS, stream.u16(self.count) % LEVELS
        weights = lognormal(SIGMA)[level]
        highest = level == LEVELS - 1
        weights[highest] = lognormal(SIGMA, top=True)[fine[highest]]
        return np.repeat(np.arange(self.count, dtype=np.int32), share(size, weights))

    def joined(self, year: int, month: int) -> int:
        """How many accounts there are by a month."""
        number = (year - vocabulary.FIRST_YEAR) * 12 + month - 1
        part = _FIRST_PART * (_MONTHS - 1) + (100 - _FIRST_PART) * number
        return max(1, self.count * part // (100 * (_MONTHS - 1)))

    def draw(self, stream: Stream, count: int, year: int, month: int) -> Array:
        """Authors of `count` posts of a month, as active as they are, int32."""
        bound = int(np.searchsorted(self.places, np.int32(self.joined(year, month))))
        return self.places[stream.below(count, max(bound, 1))]

    def different(self, stream: Stream, count: int, year: int, month: int) -> Array:
        """`count` different authors of a month, drawn as active as they are, int32."""
        found: list[int] = []
        for _ in range(64):
            for one in self.draw(stream, 4 * count, year, month).tolist():
                if one not in found:
                    found.append(one)
            if len(found) >= count:
                return np.array(found[:count], dtype=np.int32)
        raise ValueError(f"there are no {count} different authors by {year}-{month:02}")

    @cached_property
    def languages(self) -> Array:
        """The language each account mostly writes in, as a place in `vocabulary.LANGUAGES`, uint8."""
        bounds = np.cumsum(np.array(vocabulary.LANGUAGE_WEIGHTS, dtype=np.int64) * 65_536 // 1000)[:-1]
        drawn = Stream(self.seed, "languages").u16(self.count)
        return np.searchsorted(bounds, drawn, side="right").astype(np.uint8)

    @cached_property
    def topics(self) -> Array:
        """The field each account mostly writes about, as a place in `vocabulary.TOPICS`, uint8."""
        return (Stream(self.seed, "topics").u16(self.count) % len(vocabulary.TOPICS)).astype(np.uint8)

    def ids(self) -> list[str]:
        """An id for each account, as of a keyed hash: 16 hexadecimal digits."""
        numbers = Stream(self.seed, "author ids").words(self.count)
        while len(np.unique(numbers)) < len(numbers):  # once in a million corpora of full size
            numbers = np.arange(self.count, dtype=np.uint64) ^ numbers[0]
        digits = numbers.astype(">u8").tobytes().hex()
        return [digits[start : start + 16] for start in range(0, len(digits), 16)]

    def handles(self) -> list[str]:
        """An invented handle for each account; the number in it makes it the only one."""
        words = [f"{first}{second}_" for first in vocabulary.SYLLABLES for second in vocabulary.SYLLABLES]
        drawn = (Stream(self.seed, "handles").u16(self.count) % len(words)).tolist()
        return [words[word] + str(number * 7919 + 11) for number, word in enumerate(drawn)]

    def followers(self) -> Array:
        """Followers of each account, int64: log-normal."""
        return lognormal("1.6", 240)[Stream(self.seed, "followers").u16(self.count) % LEVELS]

    def made(self) -> Array:
        """When each account was made, milliseconds since 1970, int64: before it could first post."""
        months = np.array(
            [self.joined(year, month) for year in _years() for month in range(1, 13)], dtype=np.int64
        )
        starts = np.array(
            [milliseconds(date(year, month, 1)) for year in _years() for month in range(1, 13)],
            dtype=np.int64,
        )
        first = starts[np.searchsorted(months, np.arange(self.count), side="right")]
        return first - 1000 * Stream(self.seed, "made").below(self.count, 700 * DAY // 1000)


def _years() -> range:
    return range(vocabulary.FIRST_YEAR, vocabulary.FIRST_YEAR + vocabulary.YEARS)
