"""Answers that earn every point, made from key and reference: for tests, the demo and faculty's own check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from course.questions import draws
from course.questions.answers import chains
from course.questions.bank.keys import Key, KeyBank, key_of
from course.questions.bank.loading import References
from course.questions.bank.models import EVIDENCE_STEPS, Bank
from course.questions.scoring.scorers import answer_of


def right_answers(
    bank: Bank,
    keys: KeyBank,
    trainee: str | None,
    cohort: str | None = None,
    reference: References | None = None,
) -> dict[str, Any]:
    """A value, as saved, that earns every point of each question (a text gets words for a grader)."""
    return {
        question.id: _best_value(
            question, key_of(question, keys), draws.draw(question, cohort, trainee), reference
        )
        for question in bank.own(cohort, trainee)
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
    if question.kind == "chain":
        return {part: answer[part] for part in chains.PARTS}
    if question.kind == "rating":
        return answer["from"]
    if question.kind == "table":
        return {"columns": answer["columns"], "rows": answer["rows"]}
    return chart_from_key(answer) if question.kind == "chart" else answer


def _any_value(question: Any) -> Any:
    """Some well-formed value, for a question that earns its points by being answered."""
    first: dict[str, Callable[[], Any]] = {
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
        "chain": lambda: _any_chain([one.id for one in question.documents]),
        "number": lambda: question.range[0] if question.range else 1,
    }
    return first[question.kind]() if question.kind in first else None


def _any_chain(ids: list[str]) -> dict[str, Any]:
    after = ids[1:]
    return {"order": ids, "from": dict.fromkeys(after, ids[0]), "labels": dict.fromkeys(after, "kept")}


def chart_from_key(answer: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite specification that agrees with a key in every part."""

    def first(value: Any) -> Any:
        return value[0] if isinstance(value, list) else value

    encoding = {
        channel: {name: first(given) for name, given in wanted.items()}
        if isinstance(wanted, dict)
        else {"field": wanted}
        for channel, wanted in answer["encodings"].items()
        if wanted is not None
    }
    data = answer.get("data") or {"columns": [], "rows": []}
    rows = [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]
    return {"mark": first(answer["mark"]), "encoding": encoding, "data": {"values": rows}}
