"""The family of errors that the course raises, each a message for a clinician rather than a traceback."""

from __future__ import annotations

from typing import Any


class CourseError(Exception):
    """Something that the reader can mend; a notebook shows the message without frames of the course."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback."""
        return str(self).splitlines() or [type(self).__name__]


class FormError(CourseError):
    """An answer that was understood but has the wrong form: what was found, what is needed, what to do."""


class Unfinished(FormError):
    """An answer that is right so far and lacks a part: an empty cell, a confidence not yet given."""


class NotAnswered(CourseError):
    """A question without an answer, met where one is needed (Validate, grading)."""


class NotSaved(CourseError):
    """The answer could not be written; what was saved before is untouched."""


class OtherAnswer(NotSaved):
    """Another notebook saved an answer here that the card did not know; `saved` is its entry, and stays."""

    def __init__(self, saved: Any) -> None:
        super().__init__("Not saved: another open notebook saved a different answer here, and it is kept.")
        self.saved = saved


class ClosedTest(NotSaved):
    """The answer belongs to a test that was closed; it stays as it was."""


class DamagedAnswers(CourseError):
    """An `answers.json` that cannot be trusted; `why` is one word for the name under which it is kept."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class UnknownQuestion(CourseError):
    """A question id that this module does not have."""


class DeskError(CourseError):
    """No module where one was looked for, or settings of the desk that cannot be read."""


class BankError(CourseError):
    """A mistake in `questions.yaml`, `key.yaml` or `reference.py`, with file, question, field and remedy."""


class DrawError(CourseError):
    """Parameters that cannot be drawn."""
