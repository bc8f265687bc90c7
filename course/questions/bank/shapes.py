"""The small shapes that questions and keys are made of."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]
Markdown = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

CANNOT_BE_COMPUTED = "cannot-be-computed"
EVIDENCE_STEPS = (5, 20, 40, 60, 80, 95)


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ValueError(
        f"found {str(value)[:40]}: write text (a date too) in quotes, or a number, or true or false"
    )


def _plain_or_named(value: Any) -> Any:
    return (
        {str(name): _plain(part) for name, part in value.items()}
        if isinstance(value, dict)
        else _plain(value)
    )


def _number_or_words(value: Any) -> Any:
    if value is None or value == CANNOT_BE_COMPUTED:
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    raise ValueError(f"found {str(value)[:40]}: write a number, or {CANNOT_BE_COMPUTED}")


# Validated by functions rather than as unions, so that a fault is told once and not once for each member.
Scalar = Annotated[Any, AfterValidator(_plain)]
Drawable = Annotated[Any, AfterValidator(_plain_or_named)]
NumberOrWords = Annotated[Any, AfterValidator(_number_or_words)]


class Strict(BaseModel):
    """A record that refuses fields it does not know and types that are merely similar."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)


class Span(Strict):
    """Equally spaced values `from`, `from + step`, … up to `to`."""

    low: float = Field(alias="from")
    high: float = Field(alias="to")
    step: float = Field(default=1, gt=0)

    @model_validator(mode="after")
    def _check_order(self) -> Span:
        if self.high < self.low:
            raise ValueError(f"`from` is {self.low:g} and `to` is {self.high:g}: let `from` be the smaller")
        if (self.high - self.low) / self.step > 100_000:
            raise ValueError("there are more than 100,000 values: choose a larger `step`")
        return self


class Parameter(Strict):
    """One thing drawn per trainee: a choice from a list, a number, a world's name, or a story's variant.

    A `world` is drawn for the person alone, so that all questions of a module speak of the same posts; an
    `archive` for person and story, so that all questions of a story speak of the same pages.
    """

    choice: list[Drawable] | None = Field(default=None, min_length=1)
    world: list[str] | None = Field(default=None, min_length=1)
    archive: Name | None = None
    integer: Span | None = None
    decimal: Span | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Parameter:
        given = (self.choice, self.world, self.archive, self.integer, self.decimal)
        if sum(part is not None for part in given) != 1:
            raise ValueError("give exactly one of `choice`, `world`, `archive`, `integer`, `decimal`")
        if self.integer and any(
            n != int(n) for n in (self.integer.low, self.integer.high, self.integer.step)
        ):
            raise ValueError("`integer` needs whole numbers: use `decimal` for others")
        return self


class Source(Strict):
    """What a statement rests on, for practice questions, where it may be shown."""

    cite: Markdown
    url: str | None = None


class Tolerance(Strict):
    """How far a number may lie from the key: in its unit, or as a share of the key."""

    absolute: float | None = Field(default=None, ge=0)
    relative: float | None = Field(default=None, ge=0, lt=1)

    @model_validator(mode="after")
    def _check_one(self) -> Tolerance:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError("give either `absolute` or `relative`")
        return self

    def covers(self, found: float, expected: float) -> bool:
        """Whether `found` is near enough, with a hair's breadth for binary rounding (0.3 − 0.1)."""
        return abs(found - expected) <= self.allowed(expected) + 1e-9 * max(1.0, abs(expected))

    def allowed(self, expected: float) -> float:
        """How far from this number, in its own unit."""
        return self.absolute if self.absolute is not None else (self.relative or 0) * abs(expected)


EXACT = Tolerance(absolute=0.0)


def _tolerance_tag(value: Any) -> str:
    plain = isinstance(value, Tolerance) or not isinstance(value, dict) or not value
    return "(one)" if plain or {"absolute", "relative"} & set(value) else "(by column)"


# One tolerance, or one for each column of a table; told apart by their fields, so that a fault is named once.
Tolerances = Annotated[
    Annotated[Tolerance, Tag("(one)")] | Annotated[dict[str, Tolerance], Tag("(by column)")],
    Discriminator(_tolerance_tag),
]


class Mistake(Strict):
    """A known wrong number (or the function that computes it) and what to say to whoever gives it."""

    answer: NumberOrWords = None
    reference: Variable | None = None
    tolerance: Tolerance | None = None
    say: Markdown

    @model_validator(mode="after")
    def _check_one(self) -> Mistake:
        if (self.answer is None) == (self.reference is None):
            raise ValueError("give either `answer` or `reference`")
        return self


class Practice(Strict):
    """The answer of a question that is never graded; released by design."""

    answer: Any
    why: Markdown
    options: dict[str, Markdown] = {}
    tolerance: Tolerances | None = None
    mistakes: list[Mistake] = []
    evidence: list[Source] = []


class Option(Strict):
    """One thing to choose, order or match."""

    id: Name
    text: Markdown


class Scale(Strict):
    """A whole-number scale with words at some of its points."""

    low: int = Field(alias="from", ge=-100)
    high: int = Field(alias="to", le=100)
    anchors: dict[int, Markdown]

    @model_validator(mode="after")
    def _check_anchors(self) -> Scale:
        if not self.low < self.high <= self.low + 20:
            raise ValueError(f"the scale runs from {self.low} to {self.high}: `to` lies 1 to 20 above `from`")
        stray = [point for point in self.anchors if not self.low <= point <= self.high]
        if stray:
            raise ValueError(f"`anchors` has {stray[0]}, which is not on the scale {self.low} to {self.high}")
        return self


class Column(Strict):
    """One column of a table; a `given` one is filled in beforehand and not graded."""

    name: str = Field(min_length=1, max_length=80)
    type: Literal["integer", "number", "text"] = "number"
    unit: str | None = None
    given: bool = False


class ChartRules(Strict):
    """What a chart must be made of."""

    marks: list[str] = Field(min_length=1)
    columns: list[str] = Field(min_length=1)


class Words(Strict):
    """How long a text may be."""

    max: int = Field(gt=0, le=2000)
    min: int = Field(default=0, ge=0)


class Post(Strict):
    """A post as it would be met."""

    by: str
    text: Markdown


class Shows(Strict):
    """What a post rests on."""

    label: str
    text: Markdown


FormName = Literal["A", "B", "C"]


class CardForm(Strict):
    """One form's version of a card of the test."""

    title: str | None = None
    post: Post
    shows: Shows
