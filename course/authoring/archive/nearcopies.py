"""Which pages repeat each other: word shingles (Broder 1997, doi:10.1109/SEQUEN.1997.666900)."""

from __future__ import annotations

import re
from itertools import combinations

from course.authoring.archive.faults import Faults
from course.authoring.archive.plain import flat
from course.authoring.archive.reading import Source
from course.authoring.archive.variants import Leaf, Rendered

SIZE = 5  # words of a shingle
RESEMBLANCE = 0.20  # shared shingles of all shingles of the two pages
CONTAINMENT = 0.50  # shared shingles of those of the shorter page
_LEAST = 30  # shingles: a shorter page is left out


def shingles(text: str) -> frozenset[int]:
    """The runs of five words of a text, each as a hash within this process."""
    words = re.findall(r"\w+", flat(text))
    return frozenset(hash(tuple(words[at : at + SIZE])) for at in range(len(words) - SIZE + 1))


def alike(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    """Resemblance |A∩B| / |A∪B| and containment |A∩B| / min(|A|, |B|)."""
    shared = len(one & other)
    return shared / max(1, len(one | other)), shared / max(1, min(len(one), len(other)))


def check(source: Source, stories: list[Rendered], faults: Faults) -> tuple[float, float]:
    """Say every pair that is near-copies and does not say so; return the largest figures of other pairs."""
    leaves = _one_each(stories)
    texts = {page.file: page for page in source.pages}
    sets = {leaf.file: shingles(leaf.page.text) for leaf in leaves}
    most = (0.0, 0.0)
    for one, other in combinations(leaves, 2):
        if min(len(sets[one.file]), len(sets[other.file])) < _LEAST or _says_so(one, other):
            continue
        resemblance, containment = alike(sets[one.file], sets[other.file])
        if resemblance < RESEMBLANCE and containment < CONTAINMENT:
            most = max(most[0], resemblance), max(most[1], containment)
            continue
        page = texts[other.file]
        faults.add(
            page.file,
            page.body_line,
            f"the page is a near-copy of {one.file}: {resemblance:.0%} of their runs of {SIZE} words are in "
            f"both (below {RESEMBLANCE:.0%}), {containment:.0%} of the shorter's (below {CONTAINMENT:.0%}).",
            f"Write it anew, or say so: copy_of: {one.page.url}",
        )
    return most


def _one_each(stories: list[Rendered]) -> list[Leaf]:
    found: dict[str, Leaf] = {}
    for story in stories:
        for variant in story.variants:
            for leaf in variant.pages.values():
                if not leaf.page.redirect:
                    found.setdefault(leaf.file, leaf)
    return [found[file] for file in sorted(found)]


def _says_so(one: Leaf, other: Leaf) -> bool:
    copied = {leaf.front.copy_of for leaf in (one, other)} - {None}
    return (
        bool(copied & {one.page.url, other.page.url})
        or len(copied) == 1
        and all(leaf.front.copy_of for leaf in (one, other))
    )
