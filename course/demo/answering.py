"""What a made-up trainee answers: rightly as often as their ability says, else wrongly but in the right form.

Right values come from the faculty's keys and texts from its rubric samples, so nothing of either is kept
here. Answers made in code stay open.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course.demo.people import Person
from course.questions.answers.answer_checks import check_form
from course.questions.answers.store import AnswerFile
from course.questions.bank.keys import KeyBank
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.bank.models import EVIDENCE_STEPS, Bank
from course.questions.draws import drawn_for
from course.questions.scoring.score import right_answers

_SAMPLE = re.compile(r"^> (.+(?:\n> .+)*)", re.MULTILINE)


def answer_module(folder: Path, secret: Path, person: Person, trainee: str, cohort: str) -> None:
    """Write a person's answers.json into a fetched module, with numbers drawn for the id `trainee`."""
    if person.ability is None:
        return
    bank = load_bank(folder)
    right = right_answers(bank, load_keys(secret, bank), trainee, cohort, load_reference(secret))
    file = AnswerFile(folder, bank.module, trainee)
    known = _known(bank, person)
    for question in bank.own(cohort, trainee):
        if question.is_code:
            continue
        if question.kind == "text":
            value = _text(secret, question.id, person.text)
        elif question.id in known:
            value = right[question.id]
        else:
            value = _wrong(question, right[question.id])
        if value is not None:
            mark = drawn_for(question, cohort, trainee)
            file.record(question.id, check_form(question, value), drawn_for=mark)


def text_points(bank: Bank, keys: KeyBank, person: Person) -> dict[str, tuple[float, str]]:
    """What a grader gives for a person's texts: points and a comment by question, from the rubric."""
    found = {}
    for question in bank.questions:
        key = keys.find(question.id)
        if question.kind == "text" and person.text and key is not None and key.rubric is not None:
            comment = f"{person.text}: {key.rubric.levels[person.text]}"
            found[question.id] = (float(key.rubric.points[person.text]), comment)
    return found


def spoil(notebook: Path) -> None:
    """Put scripts into a notebook's cells and outputs, as somebody might who wants a grader's session."""
    script = "<script>document.title = 'mine'</script><img src=x onerror=\"document.title='mine'\">"
    source = f"from IPython.display import HTML, display\ndisplay(HTML({script!r}))"
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": script}}
    code = {"cell_type": "code", "id": "hostile-code", "metadata": {}, "execution_count": 1}
    text = {"cell_type": "markdown", "id": "hostile-text", "metadata": {}, "source": f"My notes {script}"}
    found = json.loads(notebook.read_text(encoding="utf-8"))
    found["cells"] += [{**code, "source": source, "outputs": [shown]}, text]
    notebook.write_text(json.dumps(found), encoding="utf-8")


def _known(bank: Bank, person: Person) -> set[str]:
    """The questions that a person answers rightly: a share of them, in an order that is theirs alone."""
    ids = [question.id for question in bank.questions]
    ids.sort(key=lambda question: hashlib.sha256(f"{person.id}|{question}".encode()).digest())
    return set(ids[: round((person.ability or 0) * len(ids))])


def _text(secret: Path, question: str, level: str | None) -> str | None:
    """The faculty's first sample for a level, without its quotation marks."""
    file = secret / "rubric" / f"{question}.md"
    if level is None or not file.is_file():
        return None
    _, _, rest = file.read_text(encoding="utf-8").partition(f"\n## {level}")
    found = _SAMPLE.search(rest)
    return found.group(1).replace("\n> ", " ").strip("“”") if found else None


def _wrong(question: Any, right: Any) -> Any:
    """A well-formed answer that is not the right one; None where there is no simple one."""
    make = _WRONG.get(question.kind)
    return make(question, right) if make else None


def _other_option(question: Any, right: Any) -> Any:
    chosen = right["choice"] if question.confidence else right
    other = next(option.id for option in question.options if option.id != chosen)
    return {"choice": other, "confidence": 0.75} if question.confidence else other


def _other_options(question: Any, right: list[str]) -> list[str]:
    rest = [option.id for option in question.options if option.id not in right]
    return [*right[:1], *rest[:1]]


def _other_rating(question: Any, right: int) -> int:
    low, high = question.scale.low, question.scale.high
    return int(low if abs(right - low) > abs(high - right) else high)


def _other_pairs(question: Any, right: dict[str, str]) -> dict[str, str]:
    wrong = next(option.id for option in question.right if option.id != next(iter(right.values())))
    return {**right, next(iter(right)): wrong}


def _other_number(question: Any, right: Any) -> str:
    low, high = question.range or (0, 1_000_000)
    if isinstance(right, str):
        return f"{low:g}"
    return f"{right + 1:g}" if right + 1 <= high else f"{right - 1:g}"


def _other_chain(question: Any, right: dict[str, Any]) -> dict[str, Any]:
    """Every document taken from the first one, and said to have kept everything."""
    first, *rest = right["order"]
    return {**right, "from": dict.fromkeys(rest, first), "labels": dict.fromkeys(rest, "kept")}


_WRONG: dict[str, Callable[[Any, Any], Any]] = {
    "choice": _other_option,
    "choices": _other_options,
    "order": lambda question, right: right[1:] + right[:1],
    "match": _other_pairs,
    "rating": _other_rating,
    "number": _other_number,
    "chain": _other_chain,
    "evidence": lambda question, right: EVIDENCE_STEPS[1] if right > 50 else EVIDENCE_STEPS[-2],
}
