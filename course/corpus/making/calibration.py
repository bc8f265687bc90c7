"""How many original posts a year has: three published numbers, and nine years that are assumed.

Published (Ayers et al. 2023, doi:10.1001/jama.2023.12465, abstract): 4,397,691 original #MedEd posts from
2012 to 2022, 692,095 of them in 2021 and 1,178,647 in 2022, rising each year. Assumed: the other nine years,
which together make the rest, as a geometric series that runs back from 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.corpus.making.weights import share

PUBLISHED = {2021: 692_095, 2022: 1_178_647}
WHOLE = 4_397_691
ASSUMED = {
    2012: 105_846,
    2013: 130_402,
    2014: 160_655,
    2015: 197_926,
    2016: 243_845,
    2017: 300_417,
    2018: 370_113,
    2019: 455_979,
    2020: 561_766,
}


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year (UTC): its original posts, and whether its number was published or is assumed."""

    year: int
    posts: int
    published: bool


def years(posts: int = WHOLE) -> tuple[Year, ...]:
    """The eleven years of a corpus of `posts` originals, by largest remainders: they sum to it exactly.

    >>> sum(one.posts for one in years(60_000))
    60000
    """
    full = {**ASSUMED, **PUBLISHED}
    scaled = share(posts, list(full.values()))
    return tuple(Year(year, int(count), year in PUBLISHED) for year, count in zip(full, scaled, strict=True))
