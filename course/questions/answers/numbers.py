"""Read a number as people write it, `70,3 %` or `1 178 647`; ask back when it can be read in two ways."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from course.errors import FormError, NotAnswered
from course.questions.bank.models import CANNOT_BE_COMPUTED

MAX_CHARACTERS = 80
_LARGEST = 1e18
_MINUS = "-−–‐‑﹣－"
_SPACES = "\t'’"  # and whatever Unicode calls a space: thin and no-break ones group thousands
_PATTERN = re.compile(
    r"^(?P<sign>[+-]?)(?P<body>\d[\d., ]*|[.,]\d+)(?:[eE](?P<power>[+-]?\d{1,3}))?(?P<rest>.*)$", re.S
)
_CANNOT = re.compile(
    r"(it )?(can ?not|can'?t) be (computed|calculated|determined|worked out)"
    r"( from (what is given|this|these))?|not (computable|determinable|calculable)|cannot-be-computed",
    re.I,
)
_PERCENT = ("%", "percent", "per cent", "pct", "pct.", "٪")
_POINTS = ("percentage points", "percentage point", "points", "pp", "pp.", "%-points", "% points")


def parse_number(text: str, unit: str | None = None, name: str = "Your answer") -> float:
    """The number in a text, its unit word dropped; raises FormError saying what was found and what to write.

    A comma or point that stands alone before three digits can be a decimal mark or group thousands. A point
    is read as decimal, as the course itself writes it; a comma asks back, naming both readings.

    >>> parse_number("1 178 647"), parse_number("70,3 %", "%"), parse_number("−0.5")
    (1178647.0, 70.3, -0.5)
    """
    shown = clip(text)
    if len(text) > MAX_CHARACTERS:
        raise FormError(f"{name} has {len(text):,} characters. A number is needed: write the number alone.")
    plain = _plain(text)
    if not plain:
        raise NotAnswered("Not answered yet.")
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity", "∞", "n/a", "na", "none"):
        raise FormError(f"{name} is `{shown}`, which is not a finite number. Write a number such as 12.5.")
    found = _PATTERN.match(plain)
    if not found:
        raise FormError(
            f"{name} is `{shown}`, which cannot be read as a number. Write digits alone, such as 12.5."
        )
    body, rest = found["body"], found["rest"]
    _check_rest(rest.strip(), unit, shown, name)
    number = _read_body(body.strip(), shown, name, ambiguous_group=found["power"] is None)
    value = float(f"{found['sign']}{number}e{found['power'] or 0}")
    return check_finite(value, name)


def means_cannot(value: Any) -> bool:
    """Whether a text says that the number cannot be computed.

    >>> means_cannot("Cannot be computed."), means_cannot("12")
    (True, False)
    """
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        return False
    words = " ".join(value.replace("’", "'").strip().rstrip(".").split())
    return words == CANNOT_BE_COMPUTED or _CANNOT.fullmatch(words) is not None


def _truth(value: object, name: str) -> FormError:
    return FormError(f"{name} is `{value}`, a truth value. A number is needed, such as 12.5.")


def as_number(value: Any, name: str = "Your answer") -> int | float:
    """A number from code as a builtin: numpy's scalars, decimals and fractions pass, truth values do not."""
    kind = type(value).__name__
    if isinstance(value, bool) or kind in ("bool_", "bool"):
        raise _truth(value, name)
    if (
        type(value).__module__ not in ("builtins", "decimal", "fractions")
        and getattr(value, "shape", None) == ()
        and hasattr(value, "item")
    ):
        value = value.item()
        if isinstance(value, bool):
            raise _truth(value, name)
    if isinstance(value, int):
        whole = int(value)
        if abs(whole) > _LARGEST:
            raise FormError(
                f"{name} is a number of {len(str(abs(whole))) if abs(whole) < 10**300 else 'over 300'} "
                "digits. Look for a step that multiplies too often."
            )
        return whole
    if isinstance(value, float) or kind in ("Decimal", "Fraction"):
        try:
            return check_finite(float(value), name)
        except OverflowError:
            raise FormError(
                f"{name} is larger than a computer can count. Look at the last step again."
            ) from None
    raise FormError(f"{name} is {_a(value)}. A single number is needed{_single(value)}.")


def check_finite(value: float, name: str) -> float:
    """The value itself; raises FormError for NaN, infinity and sizes that no question has."""
    if math.isnan(value):
        raise FormError(
            f"{name} is not a number (NaN). A step before it has nothing to compute with: look for an empty "
            "or missing value."
        )
    if math.isinf(value) or abs(value) > _LARGEST:
        raise FormError(
            f"{name} is too large to be a count or a rate. Check for a division by zero or a stray digit."
        )
    return value


def clip(text: str, most: int = 40) -> str:
    """A text short enough for a message, on one line."""
    text = " ".join(str(text[: most * 4]).split()).replace("`", "'")
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(text: str) -> str:
    """One kind of minus, digit and space; nothing else is folded (² must not become 2)."""
    out = []
    for char in text.strip():
        if char in _MINUS:
            out.append("-")
        elif char in _SPACES or unicodedata.category(char) == "Zs":
            out.append(" ")
        elif unicodedata.category(char) == "Nd":
            out.append(str(unicodedata.digit(char)))
        else:
            out.append({"٫": ",", "٬": " ", "，": ",", "．": "."}.get(char, char))
    plain = "".join(out).strip().removeprefix("=").removeprefix("≈").strip()
    return re.sub(r"^([+-]) +", r"\1", plain)


def _read_body(body: str, shown: str, name: str, ambiguous_group: bool) -> str:
    """Digits with marks as a plain decimal; raises FormError where they are read in two ways or none."""
    marks = [char for char in body if char in ".,"]
    if " " in body:
        whole, mark, part = _split_last(body)
        if not re.fullmatch(r"\d{1,3}( \d{3})+", whole) or not re.fullmatch(r"\d*", part):
            raise FormError(
                f"{name} is `{shown}`, which holds more than one number or a stray space. "
                "Write one number, such as 1178647."
            )
        return whole.replace(" ", "") + ("." + (part or "0") if mark else "")
    if not marks:
        return body
    if len(set(marks)) == 2:
        whole, _, part = _split_last(body)
        group = marks[0]
        if (
            marks.count(marks[-1]) == 1
            and re.fullmatch(rf"\d{{1,3}}(\{group}\d{{3}})+", whole)
            and part.isdigit()
        ):
            return whole.replace(group, "") + "." + part
    elif len(marks) > 1:
        if re.fullmatch(rf"\d{{1,3}}(\{marks[0]}\d{{3}})+", body):
            return body.replace(marks[0], "")
    elif marks == [","] and ambiguous_group and re.fullmatch(r"[1-9]\d{0,2},\d{3}", body):
        thousands, decimal = body.replace(",", ""), body.replace(",", ".")
        raise FormError(
            f"{name} is `{shown}`, which can be read as {thousands} or as {decimal}. "
            f"Write {thousands} or {decimal}, whichever you mean."
        )
    else:
        whole, _, part = _split_last(body)
        return f"{whole or '0'}.{part or '0'}"
    raise FormError(
        f"{name} is `{shown}`, where points and commas do not stand as in a number. "
        "Write it without marks for thousands, such as 1178647.5."
    )


def _split_last(body: str) -> tuple[str, str, str]:
    """Split at the last point or comma; without one, all of it is the whole part."""
    found = re.search(r"[.,](?=[^.,]*$)", body)
    return (body[: found.start()], found[0], body[found.end() :]) if found else (body, "", "")


def _check_rest(rest: str, unit: str | None, shown: str, name: str) -> None:
    """Accept the question's own unit after the number; say which one was found otherwise."""
    if not rest:
        return
    found = " ".join(rest.lower().split())
    wanted = " ".join((unit or "").lower().split())
    accepted = {wanted, wanted.rstrip("s"), f"{wanted}s", wanted.replace(",", ""), wanted.replace(",", " ")}
    if wanted in _PERCENT:
        accepted.update(_PERCENT)
    if wanted in _POINTS or "point" in wanted:
        accepted.update(_POINTS)
    if found in accepted and wanted:
        return
    if re.search(r"\d", rest):
        raise FormError(f"{name} is `{shown}`, which holds more than one number. Write the result alone.")
    if unit:
        raise FormError(
            f"{name} is `{shown}`: `{clip(rest)}` stands after the number, and the question asks for "
            f"{unit}. Write the number alone, or with {unit}."
        )
    raise FormError(f"{name} is `{shown}`: `{clip(rest)}` stands after the number. Write the number alone.")


def _a(value: Any) -> str:
    """A value's type in words."""
    kind = type(value).__name__
    words = {
        "DataFrame": "a table (DataFrame)",
        "Series": "a column of values (Series)",
        "ndarray": "an array",
        "list": "a list",
        "dict": "a dictionary",
        "str": "a text",
        "function": "a function",
        "tuple": "a tuple",
    }
    return words.get(kind, f"of the type `{kind}`")


def _single(value: Any) -> str:
    kind = type(value).__name__
    if kind == "Series":
        return ": take one value of the column, for example with `.iloc[0]`"
    if kind in ("list", "tuple", "ndarray"):
        return ": take one value of it, for example with `[0]`"
    if kind == "function":
        return ": call it with `()`"
    return ""
