"""What must hold of cards with forms: in a bank, and between a bank and its key."""

from __future__ import annotations

from collections.abc import Sequence

from course.questions import rotation
from course.questions.bank.explain import Fault
from course.questions.bank.keys import Key, KeyOfForms
from course.questions.bank.models import Bank, Evidence, Question


def forms_of(question: Question) -> list[str]:
    """The forms of a question, in order; empty for one that is the same for everybody."""
    return sorted(question.forms) if isinstance(question, Evidence) else []


def form_faults(bank: Bank, question: Question) -> list[Fault]:
    """A card that lacks a form which others have; forms in a module whose id names no occasion."""
    mine = forms_of(question)
    if not mine:
        return []
    faults = []
    if rotation.occasion(bank.module) is None:
        said = f"{bank.module!r} names no occasion: a test's id begins with t1-, t2- or t3-"
        faults.append(Fault(question.id, "forms", said))
    lacking = [form for form in bank.forms if form not in mine]
    if lacking:
        said = f"it has {_and(mine)}, and other cards have {_and(lacking)} too: give each the same forms"
        faults.append(Fault(question.id, "forms", said))
    return faults


def form_key_faults(question: Question, key: Key | KeyOfForms) -> list[Fault]:
    """A key without the forms that its question has, or with others."""
    mine = forms_of(question)
    if not mine:
        said = "the question has no forms: give `answer`, `rationale` and `evidence` without `forms`"
        return [Fault(question.id, "forms", said)]
    if not isinstance(key, KeyOfForms):
        said = f"the question has {_and(mine)}: give `forms` with answer, rationale and evidence for each"
        return [Fault(question.id, "forms", said)]
    lacking = [form for form in mine if form not in key.forms]
    extra = [form for form in key.forms if form not in mine]
    faults = []
    if lacking:
        said = f"{_and(lacking)} has no key: add answer, rationale and evidence"
        faults.append(Fault(question.id, "forms", said))
    if extra:
        faults.append(Fault(question.id, "forms", f"the question has no {_and(extra)}: remove it"))
    return faults


def _and(forms: Sequence[str]) -> str:
    return f"form {forms[0]}" if len(forms) == 1 else f"forms {', '.join(forms[:-1])} and {forms[-1]}"
