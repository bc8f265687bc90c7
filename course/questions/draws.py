"""Numbers of one's own: parameters drawn from a hash of cohort, trainee, question and parameter.

No random module and no global state: the same ids give the same draw on every machine, and the grader repeats
it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from course.questions.bank.models import Evidence, Parameter, Question, QuestionBase, Span

Drawn = dict[str, Any]
_FORM = re.compile(r", form ([ABC])\Z")


def draw(question: Question | QuestionBase, cohort: str | None, trainee: str | None) -> Drawn:
    """One value a parameter, for this trainee of this cohort; empty for a question without parameters."""
    return {
        name: pick(parameter, cohort, trainee, question.draw_name, name)
        for name, parameter in question.drawn_parameters.items()
    }


def drawn_for(question: Question | QuestionBase, cohort: str | None, trainee: str | None) -> str | None:
    """Whose numbers, or which form's card, an answer was given for, as a mark kept with it; None without.

    `autumn/ada`, or `autumn/ada, form B` for a card with forms.
    """
    if not question.drawn_parameters and question.form is None:
        return None
    whose = f"{cohort}/{trainee or ''}" if cohort else trainee or ""
    return whose if question.form is None else f"{whose}, form {question.form}"


def is_for(question: Question | QuestionBase, mark: str, mine: str) -> bool:
    """Whether an answer with this mark was given for what `mine` stands for.

    A card with forms is the same for all who have its form, so there the form decides; the mark is compared
    and never chooses what is shown or judged.
    """
    if mark == mine:
        return True
    return not question.drawn_parameters and question.form is not None and form_in(mark) == question.form


def form_in(mark: str) -> str | None:
    """The form that a mark names."""
    found = _FORM.search(mark)
    return found[1] if found else None


def draw_as(question: Question | QuestionBase, mark: str) -> Drawn:
    """The draw that a mark made by `drawn_for` stands for; used to show faculty the other score."""
    cohort, slash, trainee = _FORM.sub("", mark).rpartition("/")
    return draw(question, cohort if slash else None, trainee)


def asked_as(question: Question, mark: str) -> Question:
    """The card that a mark stands for: the question in the form that it names, where it has that form."""
    form = form_in(mark)
    if isinstance(question, Evidence) and form in question.forms:
        return question.in_form(form)
    return question


def pick(parameter: Parameter, cohort: str | None, trainee: str | None, question: str, name: str) -> Any:
    """The value of one parameter: sha256 of `cohort|trainee|question|parameter`, modulo their count.

    A world is drawn without the question and the parameter's name: one person, one world. What is drawn for
    an archive's story stands for its variant, however many the build made (`course.archive.variant_of`).
    """
    if parameter.archive is not None:
        return archive_draw(cohort, trainee, parameter.archive)
    if parameter.world is not None:
        question = name = "world"
    place = _place(cohort, trainee, question, name)
    values: Sequence[Any] | None = parameter.choice or parameter.world
    if values is not None:
        return values[place % len(values)]
    if parameter.integer is not None:
        return int(_step(parameter.integer, place))
    assert parameter.decimal is not None  # the model lets exactly one through
    return float(_step(parameter.decimal, place))


def archive_draw(cohort: str | None, trainee: str | None, story: str) -> int:
    """What is drawn for a story of the archive: a whole number below 2³², the same for all its questions."""
    return _place(cohort, trainee, "archive", story) % 2**32


def _place(cohort: str | None, trainee: str | None, question: str, name: str) -> int:
    text = f"{cohort or ''}|{trainee or ''}|{question}|{name}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def _step(span: Span, place: int) -> Decimal:
    """The place-th value of a span, in decimal arithmetic, so that 0.1 + 2 × 0.1 is 0.3 everywhere."""
    low, high, step = (Decimal(str(number)) for number in (span.low, span.high, span.step))
    count = int((high - low) / step) + 1
    return low + (place % count) * step
