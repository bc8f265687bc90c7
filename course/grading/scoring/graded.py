"""One answer as graded: its value as far as it has the right form, and what it earns."""

from dataclasses import asdict, dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from course.errors import CourseError, NotSaved
from course.grading.scoring.module import Module
from course.grading.scoring.submission import Submitted
from course.questions import draws
from course.questions.answers import store as answers
from course.questions.answers.answer_checks import check_form
from course.questions.answers.store import Entry
from course.questions.bank.models import Question
from course.questions.scoring.score import Result, score


@dataclass(frozen=True)
class GradedAnswer:
    """A question's result for one trainee, as the autograded notebook keeps it and feedback reads it.

    value is the answer in the form in which it is kept, or None; drawn are the parameters and `form` the
    form of the test of the gradebook's trainee. `foreign` says whose other card an answer was given to.
    """

    question: str
    result: dict[str, Any]
    value: Any = None
    drawn: dict[str, Any] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    foreign: str = ""

    @property
    def points(self) -> float:
        """The points given by the machine; 0 while the answer waits for a person."""
        return float(self.result["points"])

    @property
    def max_points(self) -> float:
        """The most that the question can earn."""
        return float(self.result["max_points"])

    @property
    def waits(self) -> bool:
        """Whether a person must look at it."""
        return bool(self.result["state"] == "waiting")

    def with_points(self, points: float) -> "GradedAnswer":
        """The same result with the points that the hidden part made of it."""
        return replace(self, result={**self.result, "points": points})

    def waiting(self, reason: str, lines: tuple[str, ...] = ()) -> "GradedAnswer":
        """The same answer, left to a person."""
        changed = {"state": "waiting", "points": 0.0, "reason": reason, "lines": list(lines)}
        return replace(self, result={**self.result, **changed})

    def as_result(self) -> Any:
        """The result with its parts as attributes, as `render` reads it."""
        return SimpleNamespace(**self.result)

    def as_metadata(self) -> dict[str, Any]:
        """Plain JSON data for the metadata of a cell."""
        found = {"result": self.result, "value": self.value, "drawn": self.drawn, "entry": self.entry}
        if self.form is not None:
            found |= {"form": self.form, "foreign": self.foreign}
        return found


_OTHER_CARD = "The answer was given to the card of another form of the test, so faculty will look at it."


def grade_answer(
    module: Module,
    question: Question,
    submitted: Submitted,
    before: Submitted,
    student: str,
    cohort: str | None,
) -> GradedAnswer:
    """The result of one question. Never raises: whatever an answer holds, the others are graded.

    before: what the file held as it was submitted; its id says for whom the numbers were drawn. Where there
    was a file and it cannot be used, every graded answer waits: what it held, only a person can find out.
    """
    entry = submitted.entry(question.id)
    drawn = draws.draw(question, cohort, student)
    kept = {"at": entry.at, "attempts": entry.attempts, "hints": entry.hints}
    shown = _shown_value(question, entry.value, drawn)
    answered = GradedAnswer(question.id, _blank(question), shown, drawn, kept, question.form)
    own = _score(module, question, entry.value, drawn, answered)
    # A damaged file is set aside when the cells run, so what was wrong with it is known from before.
    problem = before.problem or submitted.problem
    if (before.unusable or submitted.unusable) and question.is_graded:
        return own.waiting(f"{problem} Faculty will look at it.", _computed_here(own))
    if problem and own.result["state"] == "blank" and question.is_graded:
        return replace(own, result={**own.result, "reason": problem})
    if question.form is not None:
        whose = _other_form(module, question, entry, before, student, cohort)
        if not whose or own.result["state"] in ("blank", "invalid"):
            return own
        waits = replace(own, foreign=whose)
        return waits.waiting(_OTHER_CARD, _both(module, question, entry, before, own))
    other = _other_draw(question, entry, before, student, cohort)
    if other is None or own.result["state"] in ("blank", "invalid", "recorded") or not question.is_graded:
        return own
    whose, theirs = other
    as_theirs = _score(module, question, entry.value, theirs, answered)
    return own.waiting(
        "The numbers in this question were drawn for another id, so faculty will look at it.",
        (
            f"With the numbers of {student}: {_score_line(own)}",
            f"With the numbers of {whose}: {_score_line(as_theirs)}",
        ),
    )


def _computed_here(own: GradedAnswer) -> tuple[str, ...]:
    """What an answer earned that the notebook's code gave while it was graded, for faculty to go by."""
    return () if own.result["state"] == "blank" else (f"From what its code gave: {_score_line(own)}",)


def _shown_value(question: Question, value: Any, drawn: draws.Drawn) -> Any:
    """The answer as it is kept; one of the wrong form as it was found, unless it is too large to show."""
    try:
        answers.check_size(value, question.kind in ("chart", "table"))
        return check_form(question, value, drawn)
    except NotSaved:
        return None
    except CourseError:
        return value


def _score(
    module: Module, question: Question, value: Any, drawn: draws.Drawn, answered: GradedAnswer
) -> GradedAnswer:
    try:
        found = score(question, module.key(question), value, drawn, module.references)
    except (
        Exception
    ) as error:  # a fault in a key or a reference function must not cost the trainee the points
        why = f"The score could not be worked out; faculty will look at it. ({type(error).__name__}: {error})"
        return answered.waiting(why)
    result = asdict(found)
    if found.needs_faculty and not question.is_graded:
        result = {**result, "state": "recorded", "reason": ""}  # nobody reads practice
    return replace(answered, result=result)


def _other_form(
    module: Module, question: Question, entry: Entry, before: Submitted, student: str, cohort: str | None
) -> str:
    """Whose other card an answer was given to; empty if it was this one.

    A card is the same for all who have its form. An answer without a mark was given under the file's id.
    """
    mark = before.entry(question.id).drawn_for or entry.drawn_for
    if mark is None and before.trainee not in (None, student) and module.bank is not None:
        theirs = module.bank.own(cohort, before.trainee).find(question.id)
        mark = draws.drawn_for(theirs, cohort, before.trainee) if theirs else None
    own = draws.drawn_for(question, cohort, student)
    if mark is None or own is None or draws.is_for(question, mark, own):
        return ""
    return _shown(mark)


def _both(
    module: Module, question: Question, entry: Entry, before: Submitted, own: GradedAnswer
) -> tuple[str, ...]:
    """Both scores of an answer to another form's card, where points depend on being right."""
    theirs = draws.asked_as(question, before.entry(question.id).drawn_for or entry.drawn_for or "")
    if question.credit == "completion" or theirs.form == question.form:
        return ()
    other = _score(module, theirs, entry.value, own.drawn, own)
    return (
        f"As an answer to form {question.form}: {_score_line(own)}",
        f"As an answer to form {theirs.form}: {_score_line(other)}",
    )


def _score_line(one: GradedAnswer) -> str:
    reason = one.result["reason"]
    return f"{one.points:g} of {one.max_points:g} points" + (f" ({reason})" if reason else "")


def _other_draw(
    question: Question, entry: Entry, before: Submitted, student: str, cohort: str | None
) -> tuple[str, draws.Drawn] | None:
    """For whom else an answer's numbers were drawn, and those numbers; None if they are the trainee's own."""
    own = draws.drawn_for(question, cohort, student)
    if own is None:
        return None
    owner = before.entry(question.id).drawn_for or entry.drawn_for
    if owner is None or owner == own:
        if before.trainee == student:
            return None
        owner = draws.drawn_for(question, cohort, before.trainee)
    assert owner is not None
    return _shown(owner), draws.draw_as(question, owner)


def _shown(mark: str) -> str:
    """An id out of a file nobody vouches for, as it may stand in a sentence."""
    return "".join(letter for letter in mark if letter.isprintable())[:60] or "nobody in particular"


def _blank(question: Question) -> dict[str, Any]:
    return asdict(Result(question.id, 0.0, float(question.points), 0.0, "blank", "Not answered."))
