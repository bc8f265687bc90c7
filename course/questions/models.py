"""The shapes of `questions.yaml`: one class a kind of question, told apart by `kind`.

Everything here is released to trainees; answers live in `course.questions.keys`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from course.questions.shapes import (
    CANNOT_BE_COMPUTED,
    EVIDENCE_STEPS,
    ChartRules,
    Column,
    Markdown,
    Name,
    Option,
    Parameter,
    Post,
    Practice,
    Scalar,
    Scale,
    Shows,
    Span,
    Strict,
    Variable,
    Words,
)

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


class QuestionBase(Strict):
    """What every kind of question has."""

    id: Name
    title: str | None = None
    prompt: Markdown
    concept: Name
    points: float = Field(ge=0, le=100)
    reveal: Literal["at-once", "with-feedback", "after-form"] = "with-feedback"
    credit: Literal["answer", "completion"] = "answer"
    track: Literal["core", "full"] | None = None
    hints: list[Markdown] = Field(default=[], max_length=3)
    parameters: dict[Variable, Parameter] = {}
    draws_with: Name | None = None
    variable: Variable | None = None
    practice: Practice | None = None
    _drawn_parameters: dict[str, Parameter] = PrivateAttr(default_factory=dict)

    def model_post_init(self, context: Any, /) -> None:
        self._drawn_parameters = dict(self.parameters)

    @property
    def is_practice(self) -> bool:
        """Whether the result is shown at once, for no points."""
        return self.reveal == "at-once"

    @property
    def is_graded(self) -> bool:
        """Whether the question earns points."""
        return self.points > 0

    @property
    def is_code(self) -> bool:
        """Whether the answer is made in code and handed to `check` as a variable."""
        return self.variable is not None

    @property
    def draw_name(self) -> str:
        """The id under which parameters are drawn: one's own, or that of the question shared with."""
        return self.draws_with or self.id

    @property
    def drawn_parameters(self) -> dict[str, Parameter]:
        """The parameters that apply here, those of `draws_with` included."""
        return self._drawn_parameters

    @model_validator(mode="after")
    def _check_reveal(self) -> QuestionBase:
        if self.is_practice and self.practice is None:
            raise ValueError("`reveal: at-once` needs a `practice` block with `answer` and `why`")
        if self.is_practice and self.points:
            raise ValueError(
                f"`reveal: at-once` is for practice, but points are {self.points:g}: set `points: 0`"
            )
        if self.practice is not None and not self.is_practice:
            raise ValueError(
                "a `practice` block releases the answer: set `reveal: at-once` or move it to key.yaml"
            )
        if self.parameters and self.draws_with:
            raise ValueError("give `parameters` or `draws_with`, not both")
        return self


def _check_ids(field: str, options: list[Option]) -> None:
    ids = [option.id for option in options]
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"`{field}` has the id {name!r} {ids.count(name)} times: give each its own")


class Choice(QuestionBase):
    """One option of several, with a confidence where the question asks for one."""

    kind: Literal["choice"]
    options: list[Option] = Field(min_length=2, max_length=12)
    confidence: bool = False

    @model_validator(mode="after")
    def _check_options(self) -> Choice:
        _check_ids("options", self.options)
        if self.confidence and len(self.options) > 3:
            raise ValueError(f"`confidence` is defined for 2 or 3 options, here are {len(self.options)}")
        if self.confidence and self.variable:
            raise ValueError("a confidence is given on the card, so `variable` cannot be used with it")
        return self


class Choices(QuestionBase):
    """Any number of options, none included."""

    kind: Literal["choices"]
    options: list[Option] = Field(min_length=2, max_length=20)

    @model_validator(mode="after")
    def _check_options(self) -> Choices:
        _check_ids("options", self.options)
        return self


class Order(QuestionBase):
    """Things to put in order."""

    kind: Literal["order"]
    items: list[Option] = Field(min_length=2, max_length=12)

    @model_validator(mode="after")
    def _check_items(self) -> Order:
        _check_ids("items", self.items)
        return self


class Match(QuestionBase):
    """Things on the left to be given one thing each from the right, which may serve often or never."""

    kind: Literal["match"]
    left: list[Option] = Field(min_length=1, max_length=20)
    right: list[Option] = Field(min_length=2, max_length=20)

    @model_validator(mode="after")
    def _check_sides(self) -> Match:
        _check_ids("left", self.left)
        _check_ids("right", self.right)
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
    """A post beside what it rests on; one six-step control gives verdict and confidence."""

    kind: Literal["evidence"]
    post: Post
    shows: Shows
    invented: bool = True

    @model_validator(mode="after")
    def _check_variable(self) -> Evidence:
        if self.variable:
            raise ValueError("an evidence card is answered on the card: remove `variable`")
        return self


Question = Choice | Choices | Order | Match | Rating | Number | Table | Chart | Text | Evidence
AnyQuestion = Annotated[Question, Field(discriminator="kind")]
KINDS = ("choice", "choices", "order", "match", "rating", "number", "table", "chart", "text", "evidence")


class Bank(Strict):
    """A module's questions, in the order in which they are asked."""

    module: Name
    title: Markdown
    minutes: int = Field(gt=0, le=600)
    points: float = Field(ge=0)
    questions: list[AnyQuestion] = Field(min_length=1)

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

    def number(self, question_id: str) -> int | None:
        """The place of a question among those that earn points, counted from 1; None for practice."""
        graded = [question.id for question in self.questions if question.is_graded]
        return graded.index(question_id) + 1 if question_id in graded else None
