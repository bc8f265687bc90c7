"""What an answer earns and why: one line for every point not given, and never the key itself.

Values come from a stranger's `answers.json`: they are bounded and typed before anything is done with them,
and nothing of them is ever run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from course.errors import BankError, CourseError, FormError, NotAnswered, Unfinished
from course.questions import draws
from course.questions.answers import answer_checks
from course.questions.answers.store import Answers, Entry, check_size
from course.questions.bank.keys import Key, KeyBank, key_of
from course.questions.bank.loading import References
from course.questions.bank.models import Bank, Question
from course.questions.scoring import scorers
from course.questions.scoring.reference_answers import right_answers
from course.questions.scoring.scorers import answer_of

__all__ = ["Result", "answer_of", "right_answers", "score", "score_all", "score_entry"]

OTHER_CARD = "The answer was given to another form's card. A grader decides."
State = Literal["right", "partly", "wrong", "blank", "waiting", "invalid", "recorded"]


@dataclass(frozen=True)
class Result:
    """What a question earned; `reason` is one line on points not given, `lines` goes part by part."""

    question: str
    points: float
    max_points: float
    fraction: float
    state: State
    reason: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def needs_faculty(self) -> bool:
        """Whether a person has to look before points can be given."""
        return self.state == "waiting"


def score(
    question: Question,
    key: Key | None,
    value: Any,
    drawn: draws.Drawn | None = None,
    reference: References | None = None,
) -> Result:
    """Judge one answer. `drawn` are the trainee's parameters, `reference` the functions of `reference.py`.

    Blank earns 0 without waiting; a text waits for a person; a wrong form earns 0 and says why. Raises
    BankError only for a key that cannot be used, never for an answer.
    """
    drawn = drawn or {}
    try:
        check_size(value, question.kind in ("chart", "table"))
        value = _checked(question, value, drawn)
    except NotAnswered:
        return _result(question, 0.0, "blank", "Not answered.")
    except CourseError as error:
        return _result(question, 0.0, "invalid", " ".join(str(error).split()))
    if question.kind == "text":
        return _result(question, 0.0, "waiting", "A grader reads this answer.")
    if question.credit == "completion":
        return _result(question, 1.0, "recorded", "")
    if key is None:
        raise BankError(
            f"key.yaml, question '{question.id}': it has no key. Add one with answer and evidence."
        )
    expected = answer_of(question, key, drawn, reference)
    share, reason, lines = scorers.JUDGES[question.kind](question, key, expected, value, drawn, reference)
    state: State = "right" if share >= 1 - 1e-9 else "partly" if share > 0 else "wrong"
    if question.kind == "evidence" or (question.kind == "choice" and question.confidence):
        # Credit there depends on confidence; right and wrong are about the verdict.
        state = "wrong" if reason.startswith(scorers.OTHER_VERDICT) else "right"
    return _result(question, share, state, reason, lines)


def score_entry(
    question: Question,
    key: Key | None,
    entry: Entry | None,
    cohort: str | None,
    trainee: str | None,
    reference: References | None = None,
) -> Result:
    """Judge what is saved; an answer that was given for another person's numbers waits for faculty."""
    entry = entry or Entry()
    mine = draws.drawn_for(question, cohort, trainee)
    result = score(question, key, entry.value, draws.draw(question, cohort, trainee), reference)
    if mine is None or entry.drawn_for is None or draws.is_for(question, entry.drawn_for, mine):
        return result
    if result.state in ("blank", "waiting") or (result.state == "recorded" and question.form is None):
        return result
    if question.form is not None:
        return replace(result, points=0.0, fraction=0.0, state="waiting", reason=OTHER_CARD)
    other = score(question, key, entry.value, draws.draw_as(question, entry.drawn_for), reference)
    lines = [
        f"With this trainee's numbers: {result.points:g} of {result.max_points:g}.",
        f"With the numbers of {entry.drawn_for[:60]!r}: {other.points:g} of {other.max_points:g}.",
    ]
    waiting = "The answer was given for another person's numbers. A grader decides."
    return replace(result, points=0.0, fraction=0.0, state="waiting", reason=waiting, lines=lines)


def score_all(
    bank: Bank,
    keys: KeyBank,
    answers: Answers | None,
    trainee: str | None,
    cohort: str | None = None,
    reference: References | None = None,
) -> dict[str, Result]:
    """The result of every question by id, practice included; without `answers` all are blank."""
    found = answers.answers if answers else {}
    return {
        question.id: score_entry(
            question, key_of(question, keys), found.get(question.id), cohort, trainee, reference
        )
        for question in bank.own(cohort, trainee)
    }


def _checked(question: Question, value: Any, drawn: draws.Drawn) -> Any:
    """The value in right form; an unfinished table or chain is still compared, a long text still read."""
    try:
        return answer_checks.check_form(question, value, drawn)
    except FormError as error:
        half_filled = question.kind in ("table", "chain") and isinstance(error, Unfinished)
        if half_filled or (question.kind == "text" and isinstance(value, str)):
            return value
        raise


def _result(
    question: Question, share: float, state: State, reason: str, lines: list[str] | None = None
) -> Result:
    share = min(1.0, max(0.0, float(share)))
    if share > 1 - 1e-9:
        share = 1.0
    return Result(
        question.id,
        round(share * question.points, 4),
        float(question.points),
        share,
        state,
        reason,
        lines or [],
    )
