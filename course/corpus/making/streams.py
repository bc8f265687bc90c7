"""Random numbers that are the same on every machine and in any order of work.

Each stage of each month has a stream of its own: Philox4x64-10 (Salmon et al. 2011,
doi:10.1145/2063384.2063405) under a key hashed from seed and place. Only its raw words are used, and only
integer arithmetic on them: numpy keeps those stable, which it does not promise for its distributions, and a
logarithm may differ in its last digit between two processors.

>>> Stream("seed", 2021, 3, "authors").below(3, 10).tolist()
[4, 6, 9]
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.random import Philox

VERSION = "1"  # part of every key: a change of what is drawn is a change of version
Array = np.ndarray[Any, np.dtype[Any]]


def digest(*parts: object) -> bytes:
    """SHA-256 of the parts, each told apart from the next by its length."""
    text = "".join(f"{len(str(part))}:{part}" for part in (VERSION, *parts))
    return hashlib.sha256(text.encode()).digest()


class Stream:
    """The words of one place, such as (seed, year, month, stage); each call goes on where the last ended."""

    def __init__(self, *place: object) -> None:
        self._bits = Philox(key=np.frombuffer(digest(*place)[:16], dtype="<u8").astype(np.uint64))

    def words(self, count: int) -> Array:
        """`count` whole words, uint64."""
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64)

    def u32(self, count: int) -> Array:
        """`count` numbers from 0 to 2³² − 1, uint32."""
        return self._cut(count, "<u4", 2)

    def u16(self, count: int) -> Array:
        """`count` numbers from 0 to 65,535, uint16."""
        return self._cut(count, "<u2", 4)

    def below(self, count: int, bound: int | Array) -> Array:
        """`count` numbers from 0 to bound − 1 (bound ≤ 2³², one or one each), int64."""
        wide = self.u32(count).astype(np.uint64)
        wide *= np.asarray(bound).astype(np.uint64)
        wide >>= np.uint64(32)
        return wide.astype(np.int64)

    def sample(self, population: int, count: int) -> Array:
        """`count` different numbers from 0 to population − 1, int64, in ascending order."""
        if count > population:
            raise ValueError(f"{count} different numbers below {population} do not exist")
        # The smallest keys win; a tie of 64-bit words is settled by the place, since the sort is stable.
        keys = self.words(population)
        return np.sort(np.argsort(keys, kind="stable")[:count]).astype(np.int64)

    def _cut(self, count: int, dtype: str, each: int) -> Array:
        words = self.words(-(-count // each))
        return words.astype("<u8", copy=False).view(dtype)[:count]
