"""The shapes of two kinds of question: what was read in the archived web, and how a claim travelled."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from course.measures.chains import NOT_DETERMINABLE
from course.questions.bank.base import QuestionBase, check_ids
from course.questions.bank.shapes import Markdown, Name, Parameter, Strict


class Trail(QuestionBase):
    """What is read in the archived web for a story: kept as it happens, shown back, never marked.

    It draws the story's variant as `variant` without saying so, as the story's other questions do.
    """

    kind: Literal["trail"]
    story: Name
    credit: Literal["answer", "completion"] = "completion"

    def model_post_init(self, context: Any, /) -> None:
        self._drawn_parameters = {"variant": Parameter(archive=self.story)}

    @model_validator(mode="after")
    def _check_trail(self) -> Trail:
        if self.points:
            raise ValueError(f"a trail is never marked, but points are {self.points:g}: set `points: 0`")
        if self.is_practice or self.variable or self.hints or self.parameters:
            raise ValueError("a trail has no `practice`, `variable`, `hints` or `parameters`: remove them")
        return self


class Document(Strict):
    """A document of a chain: `text` is what it is called, `site` where it stands."""

    id: Name
    text: Markdown
    site: str = Field(default="", max_length=80)


class Chain(QuestionBase):
    """Documents through which a claim travelled: their order, where each has the claim from, what each did.

    With `story`, the documents are pages of the archived web, and the story's variant is drawn as `variant`
    without saying so. Each may be listed anywhere but in the order in which they were published.
    """

    kind: Literal["chain"]
    story: Name | None = None
    documents: list[Document] = Field(min_length=3, max_length=14)

    def model_post_init(self, context: Any, /) -> None:
        drawn = {"variant": Parameter(archive=self.story)} if self.story else {}
        self._drawn_parameters = drawn | dict(self.parameters)

    @model_validator(mode="after")
    def _check_documents(self) -> Chain:
        check_ids("documents", self.documents)
        taken = [one.id for one in self.documents if one.id == NOT_DETERMINABLE]
        if taken:
            raise ValueError(f"`documents` has the id {taken[0]}, which is an answer: give it another")
        if self.variable:
            raise ValueError("a chain is drawn on its card: remove `variable`")
        return self
