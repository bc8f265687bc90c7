"""How strongly a sentence ties two things together: seven named levels, read by a person.

Nothing here reads a text. A level is chosen by whoever reads the sentence; `charts.wording` draws it.

The idea of the scale, from no statement to an unhedged cause, is that of Sumner P and others, BMJ
2014;349:g7015, doi:10.1136/bmj.g7015, who coded papers, press releases and news with seven levels. Names,
words and examples are the course's own.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "Seven levels after Sumner and others, BMJ 2014;349:g7015; words and examples are the course’s own."


@dataclass(frozen=True)
class Level:
    """One level: its place from 0 to 6, its name, words that belong there, and an example."""

    place: int
    name: str
    words: tuple[str, ...]
    example: str


LEVELS = (
    Level(0, "Nothing is said", ("we studied", "we looked at"), "We looked at night lamps and sleep."),
    Level(1, "No relation", ("no difference", "not related to"), "Sleep was no different with night lamps."),
    Level(
        2,
        "They go together",
        ("associated with", "more common in", "correlated with"),
        "Night lamps were associated with shorter sleep.",
    ),
    Level(
        3,
        "It could mean either",
        ("linked to", "tied to", "predicts"),
        "Night lamps are linked to short sleep.",
    ),
    Level(
        4, "A cause, with doubt", ("may", "might", "could", "appears to"), "Night lamps may shorten sleep."
    ),
    Level(5, "A cause, sometimes", ("can", "is able to"), "Night lamps can shorten sleep."),
    Level(6, "A cause", ("causes", "prevents", "shortens", "cuts"), "A night lamp shortens sleep."),
)


def wording_level(place: int) -> Level:
    """The level at a place from 0 to 6. Raises ValueError for any other place.

    >>> wording_level(4).words[0]
    'may'
    """
    if type(place) is not int or not 0 <= place < len(LEVELS):
        raise ValueError(f"the level is {place!r}: it is a whole number from 0 to {len(LEVELS) - 1}")
    return LEVELS[place]
