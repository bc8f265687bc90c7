"""What an answer earns and why: one line for every point not given, and never the key itself.

Values come from a stranger's `answers.json`: they are bounded and typed before anything is done with them, and
nothing of them is ever run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from course.questions import compare, credit, draws, forms, specs, tables
from course.questions.answers import MAX_LARGE_VALUE, MAX_VALUE, Answers, Entry, check_size
from course.questions.errors import BankError, CourseError, FormError, NotAnswered, Unfinished
from course.questions.keys import Key, KeyBank, key_of
from course.questions.loading import References
from course.questions.models import CANNOT_BE_COMPUTED, EVIDENCE_STEPS, Bank, Question

State = Literal["right", "partly", "wrong", "blank", "waiting", "invalid", "recorded"]
__all__ = [
    "MAX_LARGE_VALUE",
    "MAX_VALUE",
    "Result",
    "answer_of",
    "right_answers",
    "score",
    "score_all",
    "score_entry",
]


@dataclass(frozen=True)
class Result:
    """What a question earned. `reason` says in one line why points were not given; `lines` goes part by part."""

    question: str
    points: float
    max_points: float
    fraction: float
    state: State
    reason: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def needs_faculty(self) -> bool:
        """Whether a person has to look before points can be given."""
        return self.state == "waiting"


Judged = tuple[float, str, list[str]]


def score(
    question: Question,
    key: Key | None,
    value: Any,
    drawn: draws.Drawn | None = None,
    reference: References | None = None,
) -> Result:
    """Judge one answer. `drawn` are the trainee's parameters, `reference` the functions of `reference.py`.

    Blank earns 0 without waiting; a text waits for a person; a wrong form earns 0 and says why. Raises BankError only
    for a key that cannot be used, never for an answer.
    """
    drawn = drawn or {}
    try:
        check_size(value, question.kind in ("chart", "table"))
        value = _checked(question, value, drawn)
    except NotAnswered:
        return _result(question, 0.0, "blank", "Not answered.")
    except CourseError as error:
        return _result(question, 0.0, "invalid", " ".join(str(error).split()))
    if question.kind == "text":
        return _result(question, 0.0, "waiting", "A grader reads this answer.")
    if question.credit == "completion":
        return _result(question, 1.0, "recorded", "")
    if key is None:
        raise BankError(
            f"key.yaml, question '{question.id}': it has no key. Add one with answer and evidence."
        )
    expected = answer_of(question, key, drawn, reference)
    share, reason, lines = _JUDGES[question.kind](question, key, expected, value, drawn, reference)
    state: State = "right" if share >= 1 - 1e-9 else "partly" if share > 0 else "wrong"
    if question.kind == "evidence" or (question.kind == "choice" and question.confidence):
        # Credit there depends on confidence; right and wrong are about the verdict.
        state = "wrong" if reason.startswith(_OTHER_VERDICT) else "right"
    return _result(question, share, state, reason, lines)


def score_entry(
    question: Question,
    key: Key | None,
    entry: Entry | None,
    cohort: str | None,
    trainee: str | None,
    reference: References | None = None,
) -> Result:
    """Judge what is saved for a trainee, whose numbers are drawn anew; an answer for other numbers waits for faculty."""
    entry = entry or Entry()
    mine = draws.drawn_for(question, cohort, trainee)
    result = score(question, key, entry.value, draws.draw(question, cohort, trainee), reference)
    if mine is None or entry.drawn_for in (None, mine) or result.state in ("blank", "waiting", "recorded"):
        return result
    other = score(question, key, entry.value, draws.draw_as(question, entry.drawn_for), reference)
    lines = [
        f"With this trainee's numbers: {result.points:g} of {result.max_points:g}.",
        f"With the numbers of {entry.drawn_for[:60]!r}: {other.points:g} of {other.max_points:g}.",
    ]
    waiting = "The answer was given for another person's numbers. A grader decides."
    return replace(result, points=0.0, fraction=0.0, state="waiting", reason=waiting, lines=lines)


def score_all(
    bank: Bank,
    keys: KeyBank,
    answers: Answers | None,
    trainee: str | None,
    cohort: str | None = None,
    reference: References | None = None,
) -> dict[str, Result]:
    """The result of every question by id, practice included; without `answers` all are blank."""
    found = answers.answers if answers else {}
    return {
        question.id: score_entry(
            question, key_of(question, keys), found.get(question.id), cohort, trainee, reference
        )
        for question in bank
    }


def right_answers(
    bank: Bank,
    keys: KeyBank,
    trainee: str | None,
    cohort: str | None = None,
    reference: References | None = None,
) -> dict[str, Any]:
    """A value for every question that earns all its points (a text gets words for a grader), as `answers.json` has it."""
    return {
        question.id: _best_value(
            question, key_of(question, keys), draws.draw(question, cohort, trainee), reference
        )
        for question in bank
    }


def answer_of(question: Question, key: Key, drawn: draws.Drawn, reference: References | None) -> Any:
    """The key's answer, computed by its reference function from the trainee's parameters where it names one."""
    if key.reference is None:
        return key.answer
    return _call(question, key.reference, drawn, reference)


def _call(question: Question, name: str, drawn: draws.Drawn, reference: References | None) -> Any:
    function: Callable[..., Any] | None = (reference or {}).get(name)
    if function is None:
        raise BankError(f"reference.py, question '{question.id}': there is no function {name!r}. Add it.")
    try:
        return function(**drawn)
    except Exception as error:
        raise BankError(
            f"reference.py, question '{question.id}', function '{name}': {type(error).__name__}: {error}. "
            f"It was called with {', '.join(drawn) or 'nothing'}."
        ) from error


def _checked(question: Question, value: Any, drawn: draws.Drawn) -> Any:
    """The value in right form. A table with empty cells is still compared; a text of any length is still read."""
    try:
        return forms.check_form(question, value, drawn)
    except FormError as error:
        half_filled = question.kind == "table" and isinstance(error, Unfinished)
        if half_filled or (question.kind == "text" and isinstance(value, str)):
            return value
        raise


def _result(
    question: Question, share: float, state: State, reason: str, lines: list[str] | None = None
) -> Result:
    share = min(1.0, max(0.0, float(share)))
    if share > 1 - 1e-9:
        share = 1.0
    return Result(
        question.id,
        round(share * question.points, 4),
        float(question.points),
        share,
        state,
        reason,
        lines or [],
    )


_OTHER_VERDICT = "Your verdict differs from the key"


def _judge_choice(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    if not question.confidence:
        return (1.0, "", []) if value == expected else (0.0, "Another option fits better.", [])
    right = value["choice"] == expected
    share = credit.confidence_credit(right, value["confidence"], len(question.options))
    return share, _confidence_reason(right, value["confidence"], share), []


def _judge_evidence(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    right = (value > 50) is bool(expected)
    share = credit.evidence_credit(bool(expected), value)
    return share, _confidence_reason(right, max(value, 100 - value) / 100, share), []


def _confidence_reason(right: bool, sure: float, share: float) -> str:
    if right and share > 1 - 1e-9:
        return ""
    if right:
        return f"Your verdict agrees with the key. At {sure:.0%} sure that earns {share:.3f}; surer would earn more."
    return f"{_OTHER_VERDICT}. At {sure:.0%} sure that earns {share:.3f}; less sure would cost less."


def _judge_choices(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    ids = [option.id for option in question.options]
    share = credit.choices_credit(value, expected, ids)
    missed, extra = len(set(expected) - set(value)), len(set(value) - set(expected))
    said = [
        f"{missed} that {_fit(missed)} not chosen" if missed else "",
        f"{extra} chosen that {_not(extra)}" if extra else "",
    ]
    return share, f"{'; '.join(part for part in said if part)}." if missed or extra else "", []


def _fit(count: int) -> str:
    return "fits was" if count == 1 else "fit were"


def _not(count: int) -> str:
    return "does not fit" if count == 1 else "do not fit"


def _judge_order(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    share = credit.order_credit(value, expected)
    place = {name: at for at, name in enumerate(expected)}
    n = len(value)
    turned = sum(place[value[i]] > place[value[j]] for i in range(n) for j in range(i + 1, n))
    return share, f"{turned} of {n * (n - 1) // 2} pairs stand the other way round." if turned else "", []


def _judge_match(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    share = credit.pairs_credit(value, expected)
    right = len(set(value.items()) & set(expected.items()))
    if share > 1 - 1e-9:
        return share, "", []
    return share, f"{right} of {len(expected)} pairs agree with the key; {len(value)} were given.", []


def _judge_rating(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    share = credit.rating_credit(value, expected["from"], expected["to"])
    return share, "" if share else "Your rating lies outside the reference range.", []


def _judge_number(
    question: Any, key: Key, expected: Any, value: Any, drawn: draws.Drawn, reference: References | None
) -> Judged:
    found = forms.number_value(question, value)
    if CANNOT_BE_COMPUTED in (found, expected):
        if found == expected:
            return 1.0, "", []
        said = (
            "It cannot be computed from what is given."
            if expected == CANNOT_BE_COMPUTED
            else "It can be computed from what is given."
        )
        return 0.0, _known_mistake(question, key, found, drawn, reference) or said, []
    if key.tolerance_for().covers(float(found), float(expected)):
        return 1.0, "", []
    said = "Your number lies outside the tolerance of the key."
    return 0.0, _known_mistake(question, key, found, drawn, reference) or said, []


def _known_mistake(
    question: Any, key: Key, found: Any, drawn: draws.Drawn, reference: References | None
) -> str:
    for mistake in key.mistakes:
        known = (
            mistake.answer
            if mistake.reference is None
            else _call(question, mistake.reference, drawn, reference)
        )
        tolerance = mistake.tolerance or key.tolerance_for()
        same = (
            known == found
            if isinstance(known, str) or isinstance(found, str)
            else tolerance.covers(float(found), float(known or 0))
        )
        if same:
            return " ".join(mistake.say.split())
    return ""


def _judge_table(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    matches = compare.column_matches(question, key, expected, tables.lenient_table(question, value))
    lines = [f"Column {name}: {'agrees' if same else 'differs'}." for name, same in matches.items()]
    wrong = [name for name, same in matches.items() if not same]
    reason = (
        f"{len(wrong)} of {len(matches)} columns {'differs' if len(wrong) == 1 else 'differ'} from the key: "
        f"{', '.join(wrong)}."
        if wrong
        else ""
    )
    return credit.columns_credit(matches), reason, lines


def _judge_chart(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    parts = compare.chart_parts(expected, specs.to_spec(value))
    lines = [f"{_part(name)}: {'agrees' if same else 'differs'}." for name, same in parts.items()]
    wrong = [_part(name).lower() for name, same in parts.items() if not same]
    return credit.parts_credit(parts), f"Differs from the key: {', '.join(wrong)}." if wrong else "", lines


def _part(name: str) -> str:
    return {"mark": "Mark", "data": "Data"}.get(name, f"Encoding {name}")


_JUDGES: dict[str, Callable[..., Judged]] = {
    "choice": _judge_choice,
    "choices": _judge_choices,
    "order": _judge_order,
    "match": _judge_match,
    "rating": _judge_rating,
    "number": _judge_number,
    "table": _judge_table,
    "chart": _judge_chart,
    "evidence": _judge_evidence,
}


def _best_value(question: Any, key: Key | None, drawn: draws.Drawn, reference: References | None) -> Any:
    if question.kind == "text":
        return "Twelve of 412 in ten days is the count; the post leaves out who was asked."
    if key is None or (key.answer is None and key.reference is None):
        return _any_value(question)
    answer = answer_of(question, key, drawn, reference)
    if question.kind == "choice" and question.confidence:
        return {"choice": answer, "confidence": 1.0}
    if question.kind == "evidence":
        return max(EVIDENCE_STEPS) if answer else min(EVIDENCE_STEPS)
    if question.kind == "rating":
        return answer["from"]
    if question.kind == "table":
        return {"columns": answer["columns"], "rows": answer["rows"]}
    return specs.from_key(answer) if question.kind == "chart" else answer


def _any_value(question: Any) -> Any:
    """Some well-formed value, for a question that earns its points by being answered."""
    first = {
        "choice": lambda: (
            {"choice": question.options[0].id, "confidence": 1.0}
            if question.confidence
            else question.options[0].id
        ),
        "choices": list,
        "order": lambda: [item.id for item in question.items],
        "match": lambda: {item.id: question.right[0].id for item in question.left},
        "rating": lambda: question.scale.low,
        "evidence": lambda: EVIDENCE_STEPS[0],
        "number": lambda: question.range[0] if question.range else 1,
    }
    return first[question.kind]() if question.kind in first else None
