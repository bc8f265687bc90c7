"""Whether the answer in a key has the shape that its kind of question needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from course.measures.chains import LABELS, NOT_DETERMINABLE
from course.questions.bank.explain import short
from course.questions.bank.keys import Key
from course.questions.bank.models import CANNOT_BE_COMPUTED, Question


def answer_faults(question: Question, key: Key) -> list[tuple[str, str]]:
    """Whether a key's answer has the shape that its question needs."""
    found = SHAPES[question.kind](question, key.answer)
    return [("answer", f"found {short(key.answer)}: {found}")] if found else []


def _one_of(question: Any, answer: Any) -> str:
    ids = [option.id for option in question.options]
    return "" if answer in ids else f"name one of {', '.join(ids)}"


def _some_of(question: Any, answer: Any) -> str:
    ids = [option.id for option in question.options]
    good = (
        isinstance(answer, list)
        and set(map(str, answer)) <= set(ids)
        and len(set(map(str, answer))) == len(answer)
    )
    if good and question.at_most is not None and len(answer) > question.at_most:
        return f"{len(answer)} are right and `at_most` is {question.at_most}: nobody could earn every point"
    return "" if good else f"list some of {', '.join(ids)}, each once, or [] for none"


def _all_of(question: Any, answer: Any) -> str:
    ids = [item.id for item in question.items]
    good = isinstance(answer, list) and sorted(map(str, answer)) == sorted(ids)
    return "" if good else f"list all of {', '.join(ids)} in the right order"


def _pairs(question: Any, answer: Any) -> str:
    left, right = [o.id for o in question.left], [o.id for o in question.right]
    good = (
        isinstance(answer, dict)
        and answer
        and set(answer) <= set(left)
        and set(map(str, answer.values())) <= set(right)
    )
    return "" if good else f"give pairs of {', '.join(left)} with {', '.join(right)}"


def _inside_scale(question: Any, answer: Any) -> str:
    scale = question.scale
    good = (
        isinstance(answer, dict)
        and set(answer) == {"from", "to"}
        and all(type(n) is int for n in answer.values())
        and scale.low <= answer["from"] <= answer["to"] <= scale.high
    )
    return "" if good else f"give {{from: , to: }} inside {scale.low} to {scale.high}"


def _number(question: Any, answer: Any) -> str:
    if answer == CANNOT_BE_COMPUTED:
        return "" if question.allow else "add `allow: [cannot-be-computed]` to the question"
    if type(answer) not in (int, float) or not math.isfinite(answer):
        return "give a number, without quotes and unit"
    if question.range and not question.range[0] <= answer <= question.range[1]:
        return f"it lies outside the question's own range {question.range}"
    return ""


def _table(question: Any, answer: Any) -> str:
    wanted = [column.name for column in question.columns]
    if not isinstance(answer, dict) or not {"columns", "rows"} <= set(answer) <= {"columns", "rows", "by"}:
        return "give `columns` and `rows`"
    if answer["columns"] != wanted:
        return f"its columns must be {', '.join(wanted)}"
    if (
        not isinstance(answer["rows"], list)
        or not answer["rows"]
        or any(len(row) != len(wanted) for row in answer["rows"])
    ):
        return f"each row needs {len(wanted)} values"
    return ""


def _chart(question: Any, answer: Any) -> str:
    if not isinstance(answer, dict) or not {"mark", "encodings"} <= set(answer) <= {
        "mark",
        "encodings",
        "data",
    }:
        return "give `mark`, `encodings` and, where it counts, `data`"
    data = answer.get("data")
    if data is not None and (
        not isinstance(data, dict) or not {"columns", "rows"} <= set(data) <= {"columns", "rows", "by"}
    ):
        return "`data` needs `columns` and `rows`"
    return (
        "" if isinstance(answer["encodings"], dict) and answer["encodings"] else "`encodings` names x, y, …"
    )


def _verdict(question: Any, answer: Any) -> str:
    return "" if isinstance(answer, bool) else "write `true` (borne out) or `false`, without quotes"


def _chain(question: Any, answer: Any) -> str:
    ids = [one.id for one in question.documents]
    if not isinstance(answer, dict) or not {"order", "from", "labels"} <= set(answer):
        return "give `order`, `from` and `labels`"
    order, sources, labels = (answer[part] for part in ("order", "from", "labels"))
    if not isinstance(order, list) or sorted(map(str, order)) != sorted(ids):
        return f"`order` lists all of {', '.join(ids)}, the first one first"
    for part, found in (("from", sources), ("labels", labels)):
        if not isinstance(found, dict) or set(found) != set(order[1:]):
            return f"`{part}` has one entry for each of {', '.join(order[1:])}"
    for at, one in enumerate(order[1:], 1):
        if sources[one] not in (*order[:at], NOT_DETERMINABLE):
            return f"{one} comes from {sources[one]}, which is no earlier document"
        if labels[one] not in LABELS:
            return f"the label of {one} is {labels[one]}: write one of {', '.join(LABELS)}"
    return ""


SHAPES: dict[str, Callable[[Any, Any], str]] = {
    "choice": _one_of,
    "choices": _some_of,
    "order": _all_of,
    "match": _pairs,
    "rating": _inside_scale,
    "number": _number,
    "table": _table,
    "chart": _chart,
    "evidence": _verdict,
    "chain": _chain,
    "text": lambda question, answer: "",
}
