"""What must hold between questions, and between a question and its key."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from course.questions import draws
from course.questions.bank.explain import Fault, short
from course.questions.bank.formcheck import form_faults, form_key_faults, forms_of
from course.questions.bank.keys import LEVELS, Key, KeyBank, KeyOfForms, practice_key
from course.questions.bank.keyshapes import SHAPES, answer_faults
from course.questions.bank.models import Bank, Question

_TRIALS = 12


def bank_faults(bank: Bank) -> list[Fault]:
    """Points that do not add up, draws shared with nobody, unknown names in texts, bad practice answers."""
    faults: list[Fault] = []
    total = math.fsum(question.points for question in bank)
    if abs(total - bank.points) > 1e-9:
        faults.append(
            Fault(
                None,
                "points",
                f"found {bank.points:g}, but the questions' points add up to {total:g}: "
                "change one or the other",
            )
        )
    for question in bank:
        faults += _draw_faults(bank, question)
        faults += form_faults(bank, question)
        faults += [Fault(question.id, field, message) for field, message in _template_faults(question)]
        key = practice_key(question)
        if key is not None:
            faults += [
                Fault(question.id, f"practice.{field}", said)
                for field, said in [*answer_faults(question, key), *_name_faults(question, key)]
            ]
    return faults


def _draw_faults(bank: Bank, question: Question) -> list[Fault]:
    if not question.draws_with:
        return []
    other = bank.find(question.draws_with)
    if other is None:
        return [
            Fault(
                question.id,
                "draws_with",
                f"there is no question {question.draws_with!r}: name one of this module",
            )
        ]
    if not other.parameters:
        return [
            Fault(
                question.id, "draws_with", f"question {other.id!r} has no `parameters`: name the one that has"
            )
        ]
    return []


def _template_faults(question: Question) -> list[tuple[str, str]]:
    """Names between {{ }} that are no parameter, in anything a trainee is shown."""
    shown = question.model_dump(by_alias=True, exclude={"parameters", "practice"})
    return _unknown_names(shown, set(question.drawn_parameters))


def _unknown_names(shown: Any, known: set[str]) -> list[tuple[str, str]]:
    """Where texts ask for a name that is not known, or are no template."""
    faults = []
    for field, text in _texts(shown):
        if "{{" not in text and "{%" not in text:
            continue
        from jinja2 import TemplateSyntaxError, meta
        from jinja2.sandbox import SandboxedEnvironment

        try:
            names = meta.find_undeclared_variables(SandboxedEnvironment().parse(text))
        except TemplateSyntaxError as error:
            faults.append((field, f"the template cannot be read ({error.message}): check its braces"))
            continue
        for name in sorted(names - known):
            faults.append(
                (
                    field,
                    f"`{{{{ {name} }}}}` is no parameter of this question: declare it or correct its name",
                )
            )
    return faults


def _texts(value: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [found for name, part in value.items() for found in _texts(part, f"{path}.{name}".strip("."))]
    if isinstance(value, list):
        return [found for place, part in enumerate(value, 1) for found in _texts(part, f"{path}.{place}")]
    return []


def key_faults(bank: Bank, keys: KeyBank, references: Mapping[str, Callable[..., Any]] | None) -> list[Fault]:
    """Keys for no question, questions without a key, answers of a wrong shape, functions not there.

    references: the functions of `reference.py`, each of which is tried; None leaves them alone.
    """
    faults: list[Fault] = []
    if keys.module != bank.module:
        faults.append(
            Fault(
                None,
                "module",
                f"found {keys.module!r}, but questions.yaml is of {bank.module!r}: "
                "use the key of the same module",
            )
        )
    for name in keys.keys:
        if bank.find(name) is None:
            faults.append(
                Fault(name, "keys", "questions.yaml has no such question: remove the key or correct its id")
            )
    for question in bank:
        found = keys.keys.get(question.id)
        if isinstance(found, KeyOfForms) or (found is not None and forms_of(question)):
            faults += form_key_faults(question, found)
            continue
        key = keys.find(question.id)
        if key is None:
            if needs_key(question):
                faults.append(
                    Fault(question.id, "keys", "it has no key: add one with answer, rationale and evidence")
                )
            continue
        faults += [
            Fault(question.id, field, said) for field, said in _one_key_faults(question, key, references)
        ]
    return faults


def needs_key(question: Question) -> bool:
    """Whether a question cannot be judged without a key: practice releases its own, completion needs none.

    A card of a test earns its points by being answered, but its results need the truth.
    """
    is_card = question.kind == "evidence" and question.is_of_test
    return not question.is_practice and (question.credit == "answer" or is_card)


def _one_key_faults(
    question: Question, key: Key, references: Mapping[str, Any] | None
) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    named = [
        ("reference", key.reference),
        *[(f"mistakes.{n}.reference", m.reference) for n, m in enumerate(key.mistakes, 1)],
    ]
    for field, name in named:
        if name and references is not None and name not in references:
            faults.append((field, f"reference.py has no function {name!r}: add it or correct the name"))
    if question.kind == "text":
        if key.rubric is None:
            faults.append(("rubric", f"a text is graded by a rubric: add `rubric` with {', '.join(LEVELS)}"))
        elif abs(max(key.rubric.points.values()) - question.points) > 1e-9:
            faults.append(
                (
                    "rubric.points",
                    f"Proficient earns {max(key.rubric.points.values()):g}, the question has "
                    f"{question.points:g} points: let them agree",
                )
            )
        return faults
    if question.is_practice:
        if key.answer is not None and key.answer != (question.practice.answer if question.practice else None):
            faults.append(
                ("answer", "it differs from the released `practice.answer`: keep the answer in one place")
            )
        return faults
    if question.credit == "completion" and key.answer is None and key.reference is None:
        return faults
    faults += _name_faults(question, key)
    # What `judges.told` gives to them.
    said = {"rationale": key.rationale, "options": key.options}
    faults += _unknown_names(said, {*question.drawn_parameters, "right"})
    if (key.answer is None) == (key.reference is None):
        faults.append(("answer", "give either `answer` or `reference`"))
    elif key.reference is None:
        faults += answer_faults(question, key)
    elif references is not None and key.reference in references:
        faults += _trial_faults(question, key.reference, references[key.reference])
    return faults


def _name_faults(question: Question, key: Key) -> list[tuple[str, str]]:
    """Options, columns and tolerances of the key that the question does not have."""
    parts = ("options", "items", "left", "right", "documents")
    ids = [one.id for part in parts for one in getattr(question, part, [])]
    columns = [column.name for column in question.columns] if question.kind == "table" else []
    by = key.by or (
        key.answer.get("by") if question.kind == "table" and isinstance(key.answer, dict) else None
    )
    tolerances = list(key.tolerance) if isinstance(key.tolerance, dict) else []
    named = [("options", key.options, ids), ("by", by or [], columns), ("tolerance", tolerances, columns)]
    return [
        (field, f"the question has no {name!r}: name one of {', '.join(known) or 'none'}")
        for field, names, known in named
        for name in names
        if name not in known
    ]


def _trial_faults(question: Question, name: str, function: Callable[..., Any]) -> list[tuple[str, str]]:
    """Call a reference function for a few made-up trainees: a fault is cheaper here than while grading."""
    for trial in range(_TRIALS):
        drawn = draws.draw(question, "trial", f"trainee-{trial}")
        try:
            found = SHAPES[question.kind](question, function(**drawn))
        except Exception as error:
            found = f"{type(error).__name__}: {error}"
        if found:
            given = ", ".join(f"{parameter}={short(value)}" for parameter, value in drawn.items())
            return [("reference", f"`{name}({given})` does not work: {found}")]
    return []
