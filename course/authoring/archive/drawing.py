"""Which values a story's variants take: drawn with the secret seed, the same on every machine.

Counter-based (a keyed BLAKE2b of story, counter and slot), so there is no state. Among a few candidates the
one is taken whose values were drawn least so far: 48 variants then hold each value of a slot about equally
often.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

Item = TypeVar("Item")
_CANDIDATES = 16
_TRIES = 20_000


class TooFew(ValueError):
    """Fewer combinations are allowed than variants are asked for."""


def number(seed: bytes, *place: str | int) -> int:
    """64 bits that belong to this place."""
    key = blake2b(seed).digest()
    return int.from_bytes(
        blake2b("\0".join(map(str, place)).encode(), key=key, digest_size=8).digest(), "big"
    )


def shuffled(items: Sequence[Item], seed: bytes, *place: str | int) -> list[Item]:
    """The items in an order that the seed draws."""
    order = sorted(range(len(items)), key=lambda at: number(seed, *place, at))
    return [items[at] for at in order]


def draw(
    slots: dict[str, list[Any]],
    count: int,
    seed: bytes,
    story: str,
    allowed: Callable[[dict[str, Any]], bool],
) -> list[dict[str, Any]]:
    """`count` different combinations of the slots' values, none that is not allowed. Raises TooFew."""
    names = list(slots)
    sizes = [len(slots[name]) for name in names]
    if math.prod(sizes) < count:
        raise TooFew(f"{math.prod(sizes)} combinations of slots")
    taken: dict[tuple[int, ...], None] = {}
    used = [[0] * size for size in sizes]
    counter = 0
    while len(taken) < count:
        found: list[tuple[int, ...]] = []
        while len(found) < _CANDIDATES and counter < _TRIES:
            place = tuple(
                number(seed, story, counter, name) % size for name, size in zip(names, sizes, strict=True)
            )
            counter += 1
            if place not in taken and allowed(_values(slots, place)):
                found.append(place)
        if not found:
            raise TooFew(f"{len(taken)} combinations that `never` allows")
        best = min(found, key=lambda place: _drawn_before(used, place))
        taken[best] = None
        for row, at in zip(used, best, strict=True):
            row[at] += 1
    return [_values(slots, place) for place in taken]


def _drawn_before(used: list[list[int]], place: tuple[int, ...]) -> int:
    """How often the values of this combination were drawn, against how often they would be by chance."""
    return sum(row[at] * len(row) for row, at in zip(used, place, strict=True))


def _values(slots: dict[str, list[Any]], place: tuple[int, ...]) -> dict[str, Any]:
    return {name: slots[name][at] for name, at in zip(slots, place, strict=True)}
