"""What every measure asks of its input; each error names the argument, the place and the value found."""

import math
from collections.abc import Iterable
from operator import index
from typing import Any


def whole(name: str, value: Any, least: int = 0) -> int:
    """`value` as a whole number of at least `least`."""
    try:
        number = index(value)
    except TypeError:
        raise ValueError(f"`{name}` is {value!r}. A whole number is needed.") from None
    if number < least:
        raise ValueError(f"`{name}` is {number}. It cannot be below {least}.")
    return number


def part_of(name: str, part: Any, total_name: str, total: Any) -> tuple[int, int]:
    """Two counts of which the first cannot exceed the second, which is at least 1."""
    whole_total, whole_part = whole(total_name, total, 1), whole(name, part)
    if whole_part > whole_total:
        raise ValueError(f"`{name}` is {whole_part}, more than `{total_name}`, which is {whole_total}.")
    return whole_part, whole_total


def number(name: str, value: Any, above: float | None = None) -> float:
    """One finite number, as a builtin float; above `above` where that is given."""
    try:
        if isinstance(value, (str, bytes)) or getattr(value, "ndim", False):
            raise TypeError
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"`{name}` is {value!r}. A number is needed.") from None
    if not math.isfinite(found):
        raise ValueError(f"`{name}` is {found}. A finite number is needed.")
    if above is not None and found <= above:
        raise ValueError(f"`{name}` is {found:g}. A number above {above:g} is needed.")
    return found


def level(confidence: Any) -> float:
    """A confidence level between 0 and 1."""
    found = number("confidence", confidence)
    if not 0 < found < 1:
        raise ValueError(f"`confidence` is {found:g}. It lies between 0 and 1 (95 % is 0.95).")
    return found


def finite(name: str, values: Iterable[Any]) -> list[float]:
    """A flat sequence of finite numbers, as builtin floats."""
    return [number(f"{name}[{place}]", value) for place, value in enumerate(_flat(name, values))]


def shares(name: str, values: Iterable[Any]) -> list[float]:
    """A flat sequence of numbers from 0 to 1, as builtin floats."""
    return [probability(f"{name}[{place}]", value) for place, value in enumerate(_flat(name, values))]


def probability(name: str, value: Any) -> float:
    """One number from 0 to 1, as a builtin float."""
    found = number(name, value)
    if not 0 <= found <= 1:
        raise ValueError(f"`{name}` is {found:g}. A probability from 0 to 1 is needed (80 % is 0.8).")
    return found


def truths(name: str, values: Iterable[Any]) -> list[bool]:
    """A flat sequence of true/false or 1/0, as builtin bools."""
    found = []
    for place, value in enumerate(_flat(name, values)):
        # `"false"` is not false, and NaN is not an answer: only what equals 0 or 1 will do.
        if isinstance(value, str) or not _is_binary(value):
            raise ValueError(f"`{name}[{place}]` is {value!r}. True or false, or 1 or 0, is needed.")
        found.append(bool(value))
    return found


def same_length(one_name: str, one: list[Any], other_name: str, other: list[Any]) -> None:
    """Refuse sequences that cannot be read side by side."""
    if len(one) != len(other):
        raise ValueError(
            f"`{one_name}` has {len(one)} values and `{other_name}` has {len(other)}."
            " One of each per case is needed."
        )


def _flat(name: str, values: Any) -> Iterable[Any]:
    if isinstance(values, (str, bytes)):
        raise ValueError(f"`{name}` is the text {values!r}. A sequence of values is needed.")
    if getattr(values, "ndim", 1) != 1:
        raise ValueError(f"`{name}` has {values.ndim} dimensions. One is needed.")
    try:
        each: Iterable[Any] = iter(values)
        return each
    except TypeError:
        raise ValueError(f"`{name}` is {values!r}. A sequence of values is needed.") from None


def _is_binary(value: Any) -> bool:
    try:
        return bool(value == 0) or bool(value == 1)
    except (TypeError, ValueError):
        return False
