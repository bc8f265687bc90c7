"""One judge a kind of question: the share earned, one line of why not all of it, and lines part by part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from course.errors import BankError
from course.questions import draws
from course.questions.answers import answer_checks, chains, specs, tables
from course.questions.bank.keys import Key
from course.questions.bank.loading import References
from course.questions.bank.models import CANNOT_BE_COMPUTED, Question
from course.questions.cards.cardspec import points_text
from course.questions.scoring import compare, credit, slips

Judged = tuple[float, str, list[str]]
OTHER_VERDICT = "Your verdict differs from the key"


def answer_of(question: Question, key: Key, drawn: draws.Drawn, reference: References | None) -> Any:
    """The key's answer, computed from the trainee's parameters where it names a reference function."""
    if key.reference is None:
        return key.answer
    return _call(question, key.reference, drawn, reference)


def told(question: Question, key: Key, drawn: draws.Drawn, reference: References | None) -> draws.Drawn:
    """What a key's texts may speak of: the trainee's parameters and, as `right`, the answer that is theirs.

    A reason that holds in one variant alone asks for it: {% if right == "act" %} … {% endif %}.
    """
    return {**drawn, "right": answer_of(question, key, drawn, reference)}


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
    earned = f"{sure:.0%} sure earns {points_text(share, 3)}"
    if right:
        return f"Your verdict agrees with the key. {earned}; surer would earn more."
    return f"{OTHER_VERDICT}. {earned}; less sure would cost less."


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
    found = answer_checks.number_value(question, value)
    if CANNOT_BE_COMPUTED in (found, expected):
        if found == expected:
            return 1.0, "", []
        said = (
            "It cannot be computed from what is given."
            if expected == CANNOT_BE_COMPUTED
            else "It can be computed from what is given."
        )
        return 0.0, _known_mistake(question, key, found, drawn, reference) or said, []
    tolerance = key.tolerance_for()
    if tolerance.covers(float(found), float(expected)):
        return 1.0, "", []
    said = _known_mistake(question, key, found, drawn, reference)
    if not said:
        said = f"Not this number. {slips.slip(question, float(found), float(expected), tolerance)}".strip()
    return 0.0, said, [f"Asked for: {slips.in_words(question, expected, tolerance)}."]


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


def _judge_chain(question: Any, key: Key, expected: Any, value: Any, *_: Any) -> Judged:
    return chains.judge(question, value, expected)


def _part(name: str) -> str:
    return {"mark": "Mark", "data": "Data"}.get(name, f"Encoding {name}")


JUDGES: dict[str, Callable[..., Judged]] = {
    "choice": _judge_choice,
    "choices": _judge_choices,
    "order": _judge_order,
    "match": _judge_match,
    "rating": _judge_rating,
    "number": _judge_number,
    "table": _judge_table,
    "chart": _judge_chart,
    "evidence": _judge_evidence,
    "chain": _judge_chain,
}
