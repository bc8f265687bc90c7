"""What was read, kept in `answers.json` under the story's question; a damaged trail is set aside."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from pydantic import ValidationError

from course.errors import FormError, NotSaved
from course.notebook.session import Session
from course.questions.answers import trails
from course.questions.answers.store import Entry
from course.questions.bank.models import Question

NOT_RECORDED = "This module has no question that keeps a reading trail of this story, so yours is not kept."


class Recorder:
    """Keeps the trail of one story: each change is made to what the file holds then, under its lock."""

    def __init__(self, session: Session, question: Question | None) -> None:
        self.session, self.question = session, question
        self.notice = "" if question is not None else NOT_RECORDED

    def open(self) -> trails.Trail:
        """The trail so far; one that cannot be read is set aside under `trails`, and `notice` says so."""
        if self.question is None:
            return trails.Trail()
        entry = self.session.answers.get(self.question.id)
        try:
            return trails.read(entry.value)
        except FormError as error:
            try:
                self._set_aside(entry, error)
            except NotSaved as failed:
                self.notice = f"{error} It stays where it is, and what you read now is not kept. {failed}"
            return trails.Trail()

    def step(self, step: Any) -> trails.Trail | None:
        """Add a step; returns the whole trail as it is kept now, or None where nothing is kept.

        Raises NotSaved, and FormError for what is no step.
        """
        try:
            made = trails.Step.model_validate(step)
        except ValidationError:
            raise FormError("That is no step of a reading trail.") from None
        return self._change(lambda value: trails.with_step(value, made))

    def tabs(self, tabs: Any, active: Any) -> None:
        """Keep where the tabs stand, once there is a trail; raises NotSaved, FormError."""
        if self.question is None or not self.session.answers.get(self.question.id).answered:
            return  # looking at the first page is not yet reading
        try:
            self._change(lambda value: trails.with_tabs(value, tabs, active))
        except ValidationError:
            raise FormError("Those are no tabs.") from None

    def _change(self, change: Any) -> trails.Trail | None:
        if self.question is None:
            return None

        def settle(saved: Entry) -> dict[str, Any]:
            made: dict[str, Any] = change(saved.value)
            return made

        mark = self.session.drawn_for(self.question)
        record = partial(self.session.answers.record, self.question.id, {}, drawn_for=mark, settle=settle)
        try:
            entry = record()
        except FormError as error:  # damaged while the browser was open
            self._set_aside(self.session.answers.get(self.question.id), error)
            entry = record()
        return trails.read(entry.value)

    def _set_aside(self, entry: Entry, error: FormError) -> None:
        """Keep the damaged trail under another name, then begin anew; raises NotSaved, with it in place."""
        assert self.question is not None
        name = f"damaged-{self.question.id}-{datetime.now(UTC):%Y%m%dT%H%M%S}"
        self.session.answers.keep_trail(name, entry.value)
        mark = self.session.drawn_for(self.question)
        self.session.answers.record(self.question.id, {}, drawn_for=mark, settle=_readable)
        self.notice = f"{error} It is set aside in answers.json as `{name}`, and a new trail begins."


def _readable(saved: Entry) -> dict[str, Any]:
    """What the file holds by now, where that can be read: another kernel may have begun anew before."""
    try:
        return trails.read(saved.value).model_dump()
    except FormError:
        return trails.Trail().model_dump()
