"""Texts as a spreadsheet may hold them: shown, never worked out.

A spreadsheet takes a cell for a formula by how it begins, and a formula may ask other programs and other
places (OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection). It is generous about
the beginning: blanks before it are passed over, a full-width ＝ counts where people type one (issue 1088 of
OWASP/www-community). It is generous about cells, too: which character divides them is a matter of the
country, so that `Ann;=1+1` in a file with commas is a name here and a formula there. So a sign counts at the
start of a text and behind each character that may divide cells, after whatever cannot be seen.
"""

from __future__ import annotations

import re
import unicodedata

# What divides cells or lines in one program or another, and is left in a text.
DIVIDERS = ",;|"
# ー is a sound of Katakana, which a Japanese keyboard gives for a minus; NFKC leaves the last three alone.
_SIGNS = frozenset("=+-@ー➕➖˗")
# Letters and marks that Unicode counts as such and nobody sees: fillers of Hangul, an empty Braille cell. And
# what stands here for half a character, which a program may leave out.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffd")
_DASHES_AND_SUMS = frozenset({"Pd", "Sm"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before it, where one is needed.

    Line ends, tabs and other control characters become a blank. Doing it twice changes nothing more.

    >>> harmless("=1+1"), harmless("O'Neill"), harmless("Ann; ＝1+1"), harmless("Mary-Ann")
    ("'=1+1", "O'Neill", "Ann;' ＝1+1", 'Mary-Ann')
    """
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    cells = re.split(f"([{DIVIDERS}])", text)
    cells[::2] = [f"'{cell}" if is_formula(cell) else cell for cell in cells[::2]]
    return "".join(cells)


def is_formula(cell: str) -> bool:
    """Whether the first character of a cell that can be seen is a sign by which a formula begins.

    Characters that look like one count: whatever becomes one in NFKC, dashes, signs of mathematics.
    """
    seen = next((letter for letter in cell if not _is_passed_over(letter)), "")
    begins = unicodedata.normalize("NFKC", seen)[:1]
    categories = map(unicodedata.category, seen + begins)
    return begins in _SIGNS or not _DASHES_AND_SUMS.isdisjoint(categories)


def _is_passed_over(letter: str) -> bool:
    """Blanks, control and format characters, marks without a letter, fillers; and quotes around a cell."""
    return letter == '"' or letter in _BLANK_LETTERS or unicodedata.category(letter)[0] in "ZCM"
