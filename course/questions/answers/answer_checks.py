"""Is an answer's form right? Never whether the answer is: nothing here knows a key.

`check_form` takes what a card sent, what code computed, or what a stranger's `answers.json` holds, and
returns the value as it is kept. What cannot be used raises FormError: what was found, what is needed, what to
do next.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any
from unicodedata import category

from course.errors import FormError, NotAnswered, Unfinished
from course.questions.answers import chains, specs, tables, trails
from course.questions.answers.data import MAX_DEPTH, depth
from course.questions.answers.numbers import as_number, clip, means_cannot, parse_number
from course.questions.bank.models import CANNOT_BE_COMPUTED, EVIDENCE_STEPS, Number, Question
from course.questions.draws import Drawn

MAX_TEXT = 20_000
_NO_WIDTH = ("Cc", "Cf", "Mn", "Me")  # controls, zero-width signs, marks without a letter to stand on
_NO_INK = "\u115f\u1160\u2800\u3164\uffa0"  # fillers that are letters or signs by their category


def check_form(question: Question, value: Any, drawn: Drawn | None = None) -> Any:
    """The answer as plain JSON data, or NotAnswered, FormError, Unfinished (a part is still missing).

    `drawn` are the trainee's parameters; no form depends on them so far.
    """
    if value is None or value is Ellipsis or (isinstance(value, str) and is_blank(value)):
        raise NotAnswered("Not answered yet.")
    if depth(value) > MAX_DEPTH:
        raise FormError(
            f"{display_name(question)} is nested more than {MAX_DEPTH} deep. Give it in a simpler form."
        )
    return _FORMS[question.kind](question, value)


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: blanks, and characters that have no width or no ink."""
    return all(letter.isspace() or letter in _NO_INK or category(letter) in _NO_WIDTH for letter in text)


def display_name(question: Question) -> str:
    """How messages call the answer: by its variable where it has one."""
    return f"`{question.variable}`" if question.variable else "Your answer"


def number_value(question: Number, value: Any) -> float | str:
    """A number answer ready to compare: a float, or `cannot-be-computed`; raises as `check_form` does."""
    name = display_name(question)
    if means_cannot(value):
        if CANNOT_BE_COMPUTED not in question.allow:
            raise FormError(f"{name} says that it cannot be computed. Here it can: write a number.")
        return CANNOT_BE_COMPUTED
    number = parse_number(value, question.unit, name) if isinstance(value, str) else as_number(value, name)
    _check_range(question, float(number), name)
    return float(number)


def _number(question: Number, value: Any) -> Any:
    number = number_value(question, value)
    if number == CANNOT_BE_COMPUTED:
        return number
    # What was typed is kept as it was typed, so that the card shows it again; the grader reads it anew.
    return value.strip() if isinstance(value, str) else as_number(value, display_name(question))


def _check_range(question: Number, number: float, name: str) -> None:
    """Advice from the question's public range and unit alone, so that it can never give a key away."""
    if not question.range or question.range[0] <= number <= question.range[1]:
        return
    low, high = question.range
    percent = (question.unit or "").strip() in ("%", "percent", "per cent")
    said = f"{name} is {number:.10g}. "
    if percent and low <= 100 * number <= high:
        raise FormError(
            f"{said}The question asks for a percentage between {low:g} and {high:g}. "
            "If this is a proportion, multiply by 100."
        )
    if not question.unit and (low, high) == (0, 1) and 1 < number <= 100:
        raise FormError(
            f"{said}The question asks for a proportion between 0 and 1. "
            "If this is a percentage, divide by 100."
        )
    unit = f" {question.unit}" if question.unit else ""
    raise FormError(
        f"{said}The question asks for a number between {low:g} and {high:g}{unit}. "
        "Look at the unit and at the last step again."
    )


def _ids(options: Any) -> list[str]:
    return [option.id for option in options]


def _choice(question: Any, value: Any) -> Any:
    ids = _ids(question.options)
    if not question.confidence:
        if not isinstance(value, str) or value not in ids:
            raise FormError(_unknown("Your choice", value, ids))
        return value
    least = 1 / len(ids)
    if isinstance(value, str) and value in ids:
        raise Unfinished("Now say how sure you are.")
    if not isinstance(value, dict) or set(value) != {"choice", "confidence"}:
        raise FormError("A choice and how sure you are belong together here. Give both on the card.")
    if not isinstance(value["choice"], str) or value["choice"] not in ids:
        raise FormError(_unknown("Your choice", value["choice"], ids))
    if value["confidence"] is None:
        raise Unfinished("Now say how sure you are.")
    sure = as_number(value["confidence"], "Your confidence")
    if not least - 0.01 <= sure <= 1:  # a slider in whole per cent reaches 33 %, a hair below one third
        raise FormError(
            f"Your confidence is {sure:.4g}. It lies between {least:.2f} (a guess) and 1 (certain)."
        )
    return {"choice": value["choice"], "confidence": float(min(1.0, max(least, sure)))}


def _choices(question: Any, value: Any) -> list[str]:
    ids = _ids(question.options)
    found = _strings(value, "Your choices")
    for one in found:
        if one not in ids:
            raise FormError(_unknown("One of your choices", one, ids))
    if len(set(found)) < len(found):
        raise FormError("One option is chosen twice. Choose each at most once.")
    if question.at_most is not None and len(found) > question.at_most:
        over = len(found) - question.at_most
        raise FormError(
            f"You chose {len(found)}, at most {question.at_most} are asked for. Take {over} back."
        )
    return [name for name in ids if name in found]


def _order(question: Any, value: Any) -> list[str]:
    ids = _ids(question.items)
    found = _strings(value, "Your order")
    for one in found:
        if one not in ids:
            raise FormError(_unknown("One item of your order", one, ids))
    if len(set(found)) < len(found):
        raise FormError("Your order names one item twice. Name each once.")
    if len(found) < len(ids):
        raise Unfinished(f"Your order has {len(found)} of {len(ids)} items. Place all of them.")
    return found


def _match(question: Any, value: Any) -> dict[str, str]:
    left, right = _ids(question.left), _ids(question.right)
    if not isinstance(value, dict):
        raise FormError("Your answer is no set of pairs. Choose one label for each line on the card.")
    for name, label in value.items():
        if name not in left:
            raise FormError(_unknown("A line of your answer", name, left))
        if label is not None and (not isinstance(label, str) or label not in right):
            raise FormError(_unknown("A label of your answer", label, right))
    pairs = {name: value[name] for name in left if value.get(name) is not None}
    if not pairs:
        raise NotAnswered("Not answered yet.")
    return pairs


def _rating(question: Any, value: Any) -> int:
    low, high = question.scale.low, question.scale.high
    number = as_number(value, display_name(question))
    if number != int(number) or not low <= number <= high:
        raise FormError(f"Your rating is {number:.6g}. It is a whole number from {low} to {high}.")
    return int(number)


def _text(question: Any, value: Any) -> str:
    if not isinstance(value, str):
        raise FormError("Your answer is no text. Write it in the box on the card.")
    if len(value) > MAX_TEXT:
        raise FormError(
            f"Your text has {len(value):,} characters, at most {MAX_TEXT:,} are read. Shorten it."
        )
    count = len(value.split())
    if count > question.words.max:
        raise FormError(
            f"Your text has {count} words, at most {question.words.max} are asked for. "
            f"Take out {count - question.words.max}."
        )
    if count < question.words.min:
        raise Unfinished(f"Your text has {count} words, at least {question.words.min} are asked for.")
    return value


def _evidence(question: Any, value: Any) -> int:
    steps = ", ".join(f"{step} %" for step in EVIDENCE_STEPS)
    number = as_number(value, "Your answer")
    if number not in EVIDENCE_STEPS:
        raise FormError(f"Your answer is {number:.6g}. Choose one of the six steps: {steps}.")
    return int(number)


def _strings(value: Any, name: str) -> list[str]:
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        raise FormError(f"{name} cannot be read as a list. Choose on the card.")
    if len(value) > 100:
        raise FormError(f"{name} has {len(value)} entries, more than the question has options.")
    return list(value)


def _unknown(what: str, value: Any, ids: list[str]) -> str:
    found = clip(value if isinstance(value, str) else _written(value))
    return f"{what} is `{found}`, which is not one of {', '.join(ids)}. Choose one of these."


def _written(value: Any) -> str:
    try:
        return repr(value)[:100]
    except Exception:  # a whole number of 5000 digits, or whatever a class of somebody's own does
        return f"something of the type {type(value).__name__}"


def _trail(question: Any, value: Any) -> dict[str, Any]:
    found = trails.read(value)
    if not found.steps:
        raise NotAnswered("Nothing has been opened yet.")
    return found.model_dump()


_FORMS: dict[str, Callable[[Any, Any], Any]] = {
    "choice": _choice,
    "choices": _choices,
    "order": _order,
    "match": _match,
    "rating": _rating,
    "number": _number,
    "table": tables.table_form,
    "chart": specs.chart_form,
    "text": _text,
    "evidence": _evidence,
    "trail": _trail,
    "chain": chains.whole_form,
}


def storable(question: Question, value: Any) -> Any:
    """What a card sent, as data fit to be kept although its form may not be right yet; raises FormError.

    Nothing that somebody typed is thrown away for being unfinished; only what no card can send is refused.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise FormError("Your answer is not a finite number.")
    accepted: dict[str, tuple[type, ...]] = {
        "choice": (str, dict),
        "choices": (list,),
        "order": (list,),
        "match": (dict,),
        "rating": (int, float),
        "number": (str, int, float),
        "table": (dict,),
        "chart": (dict,),
        "text": (str,),
        "evidence": (int, float),
        "trail": (dict,),
        "chain": (dict,),
    }
    if isinstance(value, bool) or not isinstance(value, accepted[question.kind]):
        raise FormError(
            f"Your answer is of the type `{type(value).__name__}`, which this question does not take. "
            "Answer on the card."
        )
    return (
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str)
        else value
    )
