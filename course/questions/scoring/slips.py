"""What a wrong number may come from: the few slips that arithmetic itself shows, whatever the question."""

from __future__ import annotations

import math

from course.questions.bank.models import Number
from course.questions.bank.shapes import Tolerance

PERCENT = ("%", "percent", "per cent", "percentage points")
_NEAR = 3  # tolerances away: rounded too early, rather than worked out in another way


def slip(question: Number, number: float, expected: float, tolerance: Tolerance) -> str:
    """The likely slip in one or two sentences, without the right number; "" where none fits.

    >>> from course.questions.bank.models import Number
    >>> asked = Number(id="q", kind="number", prompt="?", points=1, concept="c", unit="%")
    >>> slip(asked, 0.25, 25.0, Tolerance(absolute=0.1))
    'This looks like a proportion. The question asks for a percentage: multiply by 100.'
    """
    for expected_slip, said in _slips(question, expected):
        if expected_slip is not None and tolerance.covers(number, expected_slip):
            return said
    allowed = tolerance.allowed(expected)
    if allowed and abs(number - expected) <= _NEAR * allowed:
        return "It is close: a step may have been rounded too early. Round at the end only."
    return ""


def _slips(question: Number, expected: float) -> list[tuple[float | None, str]]:
    """The number that each slip would give, and what to say to it."""
    percent = (question.unit or "").strip() in PERCENT
    asks = "a percentage" if question.unit in PERCENT[:3] else "percentage points"
    found: list[tuple[float | None, str]] = []
    if percent:
        found += [
            (expected / 100, f"This looks like a proportion. The question asks for {asks}: multiply by 100."),
            (100 - expected, "This is what is left up to 100 %. The question asks for the other part."),
        ]
    elif not question.unit and 0 < abs(expected) < 1:
        said = "This looks like a percentage. The question asks for a proportion: divide by 100."
        found += [
            (expected * 100, said),
            (1 - expected, "This is what is left up to 1. The question asks for the other part."),
        ]
    if expected:
        found += [
            (-expected, "The size is right and the sign is not. Check which number is taken from which."),
            (1 / expected, "This is the other way round: one divided by the number that is asked for."),
        ]
        for factor, words in ((10, "10"), (100, "100"), (1_000, "1,000"), (1_000_000, "1,000,000")):
            found += [
                (expected * factor, f"This is {words} times too large. Check unit and decimal point."),
                (expected / factor, f"This is {words} times too small. Check unit and decimal point."),
            ]
    return found


def in_words(question: Number, expected: float | str, tolerance: Tolerance) -> str:
    """A right number as a person writes it: with its unit, and as many digits as its tolerance asks for.

    >>> from course.questions.bank.models import Number
    >>> asked = Number(id="q", kind="number", prompt="?", points=1, concept="c", unit="%", decimals=1)
    >>> in_words(asked, 0.2, Tolerance(absolute=0.05)), in_words(asked, 12.0, Tolerance(absolute=0.05))
    ('0.2 %', '12 %')
    """
    if isinstance(expected, str):
        return expected
    digits = question.decimals if question.decimals is not None else _digits(expected, tolerance)
    text = f"{expected:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {question.unit}" if question.unit else text


def _digits(expected: float, tolerance: Tolerance) -> int:
    allowed = tolerance.allowed(expected)
    if not allowed:
        return 0 if float(expected).is_integer() else 4
    return min(6, max(0, math.ceil(-math.log10(allowed))))
