"""Names of people and cohorts: which can be kept with answers, and which can be a trainee's id."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 200  # characters of an id, or of a cohort
_ID = re.compile(r"\w[\w.@-]{0,127}")
_JAPANESE = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}


def is_name(name: object) -> bool:
    """Whether an id or a cohort can be kept with answers: a text on one line, not too long."""
    return isinstance(name, str) and len(name) <= MAX_NAME and name.isprintable()


def is_safe_id(name: str) -> bool:
    """Whether a trainee's id is letters, digits and . _ - @ only, and begins with a letter or digit.

    It becomes a folder's name, and a part of one that nbgrader splits at each +. Letters are of one script,
    in the form in which they are typed: two ids that look alike are then one.

    >>> is_safe_id("j.okafor@hospital.example"), is_safe_id("<img src=x>"), is_safe_id("../other")
    (True, False, False)
    >>> is_safe_id("\u0430nn"), is_safe_id("\uff41nn")  # a Cyrillic a; a full-width one
    (False, False)
    >>> is_safe_id("a+b")
    False
    """
    if _ID.fullmatch(name) is None or ".." in name or unicodedata.normalize("NFKC", name) != name:
        return False
    return name.isascii() or len(scripts(name)) <= 1


def scripts(name: str) -> set[str]:
    """The scripts of a text's letters, by the first word of their Unicode names; Japanese mixes three."""
    found = {unicodedata.name(letter, "UNNAMED").split()[0] for letter in name if letter.isalpha()}
    return {"JAPANESE"} if found <= _JAPANESE and len(found) > 1 else found
