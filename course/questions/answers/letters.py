"""Texts that can be written: JSON can name half of a surrogate pair, and no file or page can hold it."""

import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
SIGN = "\ufffd"  # Unicode's own for what could not be read


def whole(text: str) -> str:
    """The text with a sign in the place of each half of a pair.

    >>> whole("a\\ud800b") == "a\\ufffdb"
    True
    """
    return _HALF.sub(SIGN, text)


def whole_within(value: Any) -> Any:
    """The same for every text in plain data, names included; other values stay as they are."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole_within(name): whole_within(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [whole_within(inner) for inner in value]
    return value
