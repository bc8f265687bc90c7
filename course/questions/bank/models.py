"""The shapes of `questions.yaml`: one class a kind of question, told apart by `kind`.

Everything here is released to trainees; answers live in `course.questions.bank.keys`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from course.questions import rotation
from course.questions.bank.base import QuestionBase, check_ids
from course.questions.bank.shapes import (
    CANNOT_BE_COMPUTED,
    EVIDENCE_STEPS,
    CardForm,
    ChartRules,
    Column,
    FormName,
    Markdown,
    Name,
    Option,
    Parameter,
    Post,
    Scalar,
    Scale,
    Shows,
    Span,
    Strict,
    Words,
)
from course.questions.bank.travels import Chain, Trail
from course.questions.rotation import Rotation

__all__ = [
    "CANNOT_BE_COMPUTED",
    "EVIDENCE_STEPS",
    "KINDS",
    "Bank",
    "Column",
    "Option",
    "Parameter",
    "Question",
    "QuestionBase",
    "Span",
]


class Choice(QuestionBase):
    """One option of several, with a confidence where the question asks for one."""

    kind: Literal["choice"]
    options: list[Option] = Field(min_length=2, max_length=12)
    confidence: bool = False

    @model_validator(mode="after")
    def _check_options(self) -> Choice:
        check_ids("options", self.options)
        if self.confidence and len(self.options) > 3:
            raise ValueError(f"`confidence` is defined for 2 or 3 options, here are {len(self.options)}")
        if self.confidence and self.variable:
            raise ValueError("a confidence is given on the card, so `variable` cannot be used with it")
        return self


class Choices(QuestionBase):
    """Any number of options, none included; no more than `at_most`, where that is given."""

    kind: Literal["choices"]
    options: list[Option] = Field(min_length=2, max_length=30)
    at_most: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _check_options(self) -> Choices:
        check_ids("options", self.options)
        if self.at_most is not None and self.at_most >= len(self.options):
            raise ValueError(f"`at_most` is {self.at_most} of {len(self.options)}: it forbids nothing")
        return self


class Order(QuestionBase):
    """Things to put in order."""

    kind: Literal["order"]
    items: list[Option] = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _check_items(self) -> Order:
        check_ids("items", self.items)
        return self


class Match(QuestionBase):
    """Things on the left to be given one thing each from the right, which may serve often or never."""

    kind: Literal["match"]
    left: list[Option] = Field(min_length=1, max_length=20)
    right: list[Option] = Field(min_length=2, max_length=20)

    @model_validator(mode="after")
    def _check_sides(self) -> Match:
        check_ids("left", self.left)
        check_ids("right", self.right)
        return self


class Rating(QuestionBase):
    """A point on an anchored scale."""

    kind: Literal["rating"]
    scale: Scale


class Number(QuestionBase):
    """A number, typed in any common notation or computed in code."""

    kind: Literal["number"]
    label: str | None = None
    unit: str | None = None
    allow: list[Literal["cannot-be-computed"]] = []
    range: list[float] | None = Field(default=None, min_length=2, max_length=2)
    decimals: int | None = Field(default=None, ge=0, le=10)

    @model_validator(mode="after")
    def _check_range(self) -> Number:
        if self.range and self.range[0] >= self.range[1]:
            raise ValueError(f"`range` is {self.range}: write the smaller number first")
        return self


class Table(QuestionBase):
    """A small table: `rows` prefill the `given` columns; without rows it is made in code."""

    kind: Literal["table"]
    columns: list[Column] = Field(min_length=1, max_length=20)
    rows: list[list[Scalar]] = Field(default=[], max_length=200)

    @property
    def given(self) -> list[Column]:
        """The columns filled in beforehand."""
        return [column for column in self.columns if column.given]

    @model_validator(mode="after")
    def _check_columns(self) -> Table:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise ValueError(f"`columns` has a name twice among {', '.join(names)}: give each its own")
        if len(self.given) == len(self.columns):
            raise ValueError("every column is `given`, so nothing is asked: leave `given` out of one")
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.given):
                raise ValueError(
                    f"row {place} of `rows` has {len(row)} values for {len(self.given)} `given` columns: "
                    "one value for each"
                )
        if not self.rows and not self.variable:
            raise ValueError("a table without `rows` can only be made in code: give `rows` or `variable`")
        return self


class Chart(QuestionBase):
    """A chart made in Altair; its Vega-Lite specification is the answer."""

    kind: Literal["chart"]
    chart: ChartRules

    @model_validator(mode="after")
    def _check_variable(self) -> Chart:
        if not self.variable:
            raise ValueError("a chart is made in code: name its notebook variable in `variable`")
        return self


class Text(QuestionBase):
    """A few sentences, graded by a person with a rubric."""

    kind: Literal["text"]
    words: Words = Words(max=200)

    @model_validator(mode="after")
    def _check_words(self) -> Text:
        if self.words.min > self.words.max:
            raise ValueError(f"`words` asks for at least {self.words.min} and at most {self.words.max}")
        if self.variable:
            raise ValueError("a text is written on its card: remove `variable`")
        return self


class Evidence(QuestionBase):
    """A post beside what it rests on; one six-step control gives verdict and confidence.

    A card of the test gives `forms` in place of `post` and `shows`: the same question with up to three cards,
    of which each trainee meets another one at each occasion (`course.questions.rotation`).
    """

    kind: Literal["evidence"]
    post: Post | None = None
    shows: Shows | None = None
    forms: dict[FormName, CardForm] = {}
    sitting: int | None = Field(default=None, ge=1, le=9)
    invented: bool = True

    @property
    def is_of_test(self) -> bool:
        """Whether the card is sealed until its form closes."""
        return self.reveal == "after-form"

    def in_form(self, name: str) -> Evidence:
        """The same question as one form asks it; as it is where it has no forms. Raises KeyError."""
        if not self.forms:
            return self
        card = self.forms[name]  # type: ignore[index]
        made = self.model_copy(
            update={"title": card.title or self.title, "post": card.post, "shows": card.shows}
        )
        made._form = name
        return made

    @model_validator(mode="after")
    def _check_card(self) -> Evidence:
        if self.variable:
            raise ValueError("an evidence card is answered on the card: remove `variable`")
        given = [name for name in ("post", "shows") if getattr(self, name) is not None]
        if self.forms and given:
            raise ValueError(f"`{given[0]}` stands beside `forms`: move it into a form, or remove `forms`")
        if not self.forms and len(given) < 2:
            lacking = " and ".join(f"`{name}`" for name in ("post", "shows") if name not in given)
            raise ValueError(f"{lacking} missing: add what the card shows, or give `forms`, a card for each")
        if self.forms and not self.is_of_test:
            raise ValueError(
                f"`reveal` is {self.reveal}, but a card with `forms` is of a test: set `reveal: after-form`"
            )
        return self


Asked = Choice | Choices | Order | Match | Rating | Number | Table | Chart | Text | Evidence
Question = Asked | Trail | Chain
AnyQuestion = Annotated[Question, Field(discriminator="kind")]
KINDS = (
    "choice",
    "choices",
    "order",
    "match",
    "rating",
    "number",
    "table",
    "chart",
    "text",
    "evidence",
    "trail",
    "chain",
)


class Bank(Strict):
    """A module's questions, in the order in which they are asked."""

    module: Name
    title: Markdown
    minutes: int = Field(gt=0, le=600)
    points: float = Field(ge=0)
    questions: list[AnyQuestion] = Field(min_length=1)

    _rotation: Rotation | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _share_draws(self) -> Bank:
        for question in self.questions:
            if question.draws_with and (other := self.find(question.draws_with)):
                question._drawn_parameters = dict(other.parameters)
        return self

    def __iter__(self) -> Iterator[Question]:  # type: ignore[override]
        return iter(self.questions)

    def find(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)

    @property
    def forms(self) -> list[str]:
        """The forms that its cards have, in order; empty for a module that is no test."""
        return sorted({name for one in self.questions if isinstance(one, Evidence) for name in one.forms})

    def own(self, cohort: str | None, trainee: str | None) -> Bank:
        """The bank as one trainee meets it: each card with `forms` in the form that is theirs."""
        if not self.forms:
            return self
        mine = rotation.form_of(self.module, self.forms, cohort, trainee, self._rotation)
        return self.in_form(mine)

    def in_form(self, form: str) -> Bank:
        """The bank with every card in this form."""
        asked = [one.in_form(form) if isinstance(one, Evidence) else one for one in self.questions]
        return self.model_copy(update={"questions": asked})

    def in_every_form(self) -> Iterator[Question]:
        """Every question, a card with `forms` once in each of them."""
        for one in self.questions:
            of_forms = isinstance(one, Evidence) and one.forms
            yield from (one.in_form(name) for name in one.forms) if of_forms else [one]  # type: ignore[union-attr]

    def number(self, question_id: str) -> int | None:
        """The place of a question among those that earn points, counted from 1; None for practice."""
        graded = [question.id for question in self.questions if question.is_graded]
        return graded.index(question_id) + 1 if question_id in graded else None
