"""Small worlds for detectors: with plants, with their twins, and with neither. About half a second each.

>>> from tests.corpus.worlds import ordinary, planted
>>> for world in ordinary(200): assert not my_detector(world)        # doctest: +SKIP
>>> for world in planted(50, "campaign"): members(world)             # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from course import corpus
from course.corpus import Corpus

POSTS = 20_000  # the fewest that have room for every plant and twin


def ordinary(count: int, posts: int = POSTS, text: bool = False, first: int = 0) -> Iterator[Corpus]:
    """`count` worlds without plants, each from a seed of its own; the texts are null unless asked for."""
    for number in range(first, first + count):
        yield corpus.make(posts, f"ordinary {number}", truth=True, text=text)


def planted(
    count: int, plants: str | Iterable[str], posts: int = POSTS, text: bool = False, first: int = 0
) -> Iterator[Corpus]:
    """`count` worlds with these plants (or twins), with `labels` and `notes["events"]`."""
    for number in range(first, first + count):
        yield corpus.make(posts, f"planted {number}", plants, truth=True, text=text)


def events(world: Corpus, kind: str) -> list[dict[str, Any]]:
    """The truth about the events of a kind: start, end and, if it has them, members, links, tag, notice."""
    return [event for event in world.notes["events"] if event["kind"] == kind]


def members(world: Corpus, kind: str) -> set[str]:
    """The author ids of a kind's members."""
    return {member for event in events(world, kind) for member in event["members"]}
