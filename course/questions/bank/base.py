"""What every kind of question has: the fields shared by all classes of `course.questions.bank.models`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from course.questions.bank.shapes import Markdown, Name, Parameter, Practice, Strict, Variable


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
    _form: str | None = PrivateAttr(default=None)

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

    @property
    def form(self) -> str | None:
        """The form (A, B, C) whose card this is; None for a question that is the same for everybody."""
        return self._form

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


def check_ids(field: str, options: Sequence[Any]) -> None:
    """Refuse, with ValueError, an id that two options of a question share."""
    ids = [option.id for option in options]
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"`{field}` has the id {name!r} {ids.count(name)} times: give each its own")
