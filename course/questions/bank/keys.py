"""The shapes of `key.yaml`, which never leaves `faculty/`: answers, tolerances, rationale, rubrics."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from course.questions.bank.models import Question, QuestionBase
from course.questions.bank.shapes import (
    EXACT,
    FormName,
    Markdown,
    Mistake,
    Name,
    Strict,
    Tolerance,
    Tolerances,
    Variable,
)


class Citation(Strict):
    """What a key rests on, when somebody looked, and how far they looked."""

    cite: Markdown
    url: str | None = None
    looked_at: date
    state: Literal["abstract", "text", "recomputed", "constructed"]


LEVELS = ("Basic", "Emerging", "Proficient")


class Rubric(Strict):
    """What each level of a written answer looks like, and what it earns."""

    levels: dict[str, Markdown]
    points: dict[str, float]
    criteria: list[Markdown] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_levels(self) -> Rubric:
        for field, found in (("levels", self.levels), ("points", self.points)):
            if list(found) != list(LEVELS):
                raise ValueError(
                    f"`{field}` has {', '.join(found) or 'nothing'}: name {', '.join(LEVELS)} in this order"
                )
        earned = list(self.points.values())
        if earned != sorted(earned) or earned[0] < 0:
            raise ValueError("`points` must not fall from Basic to Proficient, nor lie below 0")
        return self


class Key(Strict):
    """The key of one question: an answer, or the name of the function that computes it, and why."""

    answer: Any = None
    reference: Variable | None = None
    rationale: Markdown
    options: dict[str, Markdown] = {}
    evidence: list[Citation] = Field(min_length=1)
    tolerance: Tolerances | None = None
    mistakes: list[Mistake] = []
    by: list[str] = []
    rubric: Rubric | None = None

    def tolerance_for(self, column: str | None = None) -> Tolerance:
        """The tolerance of a number, or of one column of a table; exact where none was given."""
        if isinstance(self.tolerance, dict):
            return self.tolerance.get(column or "", EXACT)
        return self.tolerance or EXACT


class PracticeKey(Key):
    """A key made from a released `practice` block, for which evidence is not required."""

    evidence: list[Citation] = []


class FormKey(Strict):
    """What is true of one form's card, and why; the rationale begins with the fact."""

    answer: bool
    rationale: Markdown
    evidence: list[Citation] = Field(min_length=1)


class KeyOfForms(Strict):
    """The keys of a question with `forms`: one for each form."""

    forms: dict[FormName, FormKey] = Field(min_length=1)

    def in_form(self, name: str | None) -> Key | None:
        """The key of one form, as if the question had no other."""
        found = self.forms.get(name)  # type: ignore[call-overload]
        return Key(answer=found.answer, rationale=found.rationale, evidence=found.evidence) if found else None


def _key_tag(value: Any) -> str:
    of_forms = isinstance(value, KeyOfForms) or (isinstance(value, dict) and "forms" in value)
    return "(forms)" if of_forms else "(one)"


# Told apart by `forms`, so that a fault is named once and not once for each kind of key.
AnyKey = Annotated[
    Annotated[Key, Tag("(one)")] | Annotated[KeyOfForms, Tag("(forms)")], Discriminator(_key_tag)
]


class KeyBank(Strict):
    """All keys of a module."""

    module: Name
    keys: dict[Name, AnyKey]

    def find(self, question_id: str, form: str | None = None) -> Key | None:
        """The key with this id, in this form where it has forms, or None."""
        found = self.keys.get(question_id)
        return found.in_form(form) if isinstance(found, KeyOfForms) else found


def practice_key(question: Question | QuestionBase) -> Key | None:
    """The key of a practice question, made from what it releases; None for any other question."""
    practice = question.practice
    if practice is None:
        return None
    return PracticeKey(
        answer=practice.answer,
        rationale=practice.why,
        options=practice.options,
        tolerance=practice.tolerance,
        mistakes=practice.mistakes,
    )


def key_of(question: Question | QuestionBase, keys: KeyBank | None) -> Key | None:
    """The key by which a question is judged: what it releases for practice, else what the key bank holds."""
    return practice_key(question) or (keys.find(question.id, question.form) if keys else None)
