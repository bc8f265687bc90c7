"""One question on the feedback page: own answer, points, reason, and what the faculty's key says about it."""

from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from course.archive.comparing import feedback_html
from course.errors import CourseError
from course.grading.outputs.cards import is_chart, spec_of
from course.grading.outputs.charts import shown_chart
from course.grading.report.results import Recorded
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.module import Module
from course.questions.answers import chains
from course.questions.bank.keys import Key
from course.questions.bank.models import Question
from course.questions.cards import markdown
from course.questions.cards.debrief import debrief_status, verdict
from course.questions.cards.render import card_html, result_status
from course.questions.scoring.scorers import answer_of, told

_LONG = 20_000  # letters of an answer that are embedded; longer ones stay in the submission


@dataclass(frozen=True)
class Explained:
    """A question as the page shows it."""

    question: Question
    graded: GradedAnswer
    number: int | None
    card: Markup
    picture: Markup
    comment: Markup
    is_shown: bool
    waits: bool
    # Of a card whose form is closed: truth, reason and sources, for the notebook to compute and explain with.
    debriefing: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def title(self) -> str:
        """What the list at the top calls it."""
        try:
            text = markdown.to_text(
                markdown.fill(self.question.title or self.question.prompt, self.graded.drawn)
            )
        except CourseError:
            return self.id
        return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + "…"

    @property
    def is_graded(self) -> bool:
        """Whether it earns points."""
        return self.question.is_graded

    @property
    def points_tell_nothing(self) -> bool:
        """Whether its points may be shown before the form closes: any answer earns them."""
        return self.question.credit == "completion"

    @property
    def state(self) -> str:
        """right, partly, wrong, blank, waiting, invalid, recorded."""
        return str(self.graded.result["state"])

    @property
    def points(self) -> float:
        """The points as the gradebook has them."""
        return self.graded.points

    @property
    def max_points(self) -> float:
        """The most it can earn."""
        return self.graded.max_points

    def as_result(self) -> dict[str, Any]:
        """What the course reads back (contract 5)."""
        value = self.graded.value
        found = {
            "max_points": self.max_points,
            "state": self.state,
            "reveal": self.question.reveal,
            "kind": self.question.kind,
            "concept": self.question.concept,
            "value": value if len(repr(value)) <= _LONG else None,
            "confidence": confidence(self.question, value),
        }
        if self.is_shown or self.points_tell_nothing:
            found["points"] = self.points
        if self.question.form is not None:
            found["form"] = self.question.form
        return found | self.debriefing


def explain(
    module: Module, graded: GradedAnswer, recorded: Recorded | None, form_is_open: bool, outputs: Any = ()
) -> Explained:
    """The question with its result as the gradebook has it now; `form_is_open` withholds what comes after a
    form.

    outputs: those of its cell as it was graded, from which a drawn chart is taken. A question that cannot be
    shown says so in its place, so that the page still comes with all the others.
    """
    try:
        return _explain(module, graded, recorded, form_is_open, outputs)
    except Exception as error:
        return _unexplained(module, graded, recorded, error)


def _unexplained(
    module: Module, graded: GradedAnswer, recorded: Recorded | None, error: Exception
) -> Explained:
    question = module.question(graded.question, graded.form)
    assert question is not None and module.bank is not None
    said = Markup("<p>{}: this question could not be shown ({}). Your answer and points are kept.</p>")
    kept = {"state": "recorded", "points": 0.0, "max_points": question.points, "fraction": 0.0}
    if recorded is not None:
        kept["points"] = recorded.points
    return Explained(
        question,
        GradedAnswer(question.id, kept | {"reason": "", "lines": []}),
        module.bank.number(question.id),
        card=said.format(question.id, type(error).__name__),
        picture=Markup(""),
        comment=Markup(""),
        is_shown=question.reveal != "after-form",
        waits=bool(recorded and recorded.waits),
    )


def _explain(
    module: Module, graded: GradedAnswer, recorded: Recorded | None, form_is_open: bool, outputs: Any
) -> Explained:
    question = module.question(graded.question, graded.form)
    assert question is not None and module.bank is not None
    is_shown = question.reveal != "after-form" or not form_is_open
    graded = _as_recorded(graded, recorded, question)
    key = module.key(question) if is_shown and question.kind == "evidence" and question.is_of_test else None
    if key is not None:
        graded = _as_debriefed(graded, key)
    if not is_shown and graded.result["state"] != "blank":
        result = {**graded.result, "state": "recorded", "reason": "", "lines": []}
        graded = replace(graded, result=result)
    if graded.result["state"] == "blank" and graded.result["reason"] == "Not answered.":
        graded = replace(graded, result={**graded.result, "reason": ""})  # the status says it already
    spec = spec_of(module, graded)
    if key is not None:
        status = _debriefed(key, graded)
    else:
        status = _status(module, question, graded, spec) if is_shown else _withheld(graded)
    return Explained(
        question,
        graded,
        module.bank.number(question.id),
        card=Markup(card_html(spec, graded.value, status, style=False)),
        picture=Markup(shown_chart(outputs) if is_chart(module, graded) else ""),
        comment=Markup(markdown.to_html(recorded.comment)) if recorded and recorded.comment else Markup(""),
        is_shown=is_shown,
        waits=bool(recorded and recorded.waits),
        debriefing=_debriefing(key, graded) if key is not None else {},
    )


def _as_debriefed(graded: GradedAnswer, key: Key) -> GradedAnswer:
    """The result of a card whose form is closed: right or wrong by its verdict, whatever points it earned."""
    if graded.foreign or graded.result["state"] not in ("recorded", "right", "partly", "wrong"):
        return graded
    return replace(graded, result={**graded.result, "state": verdict(bool(key.answer), graded.value)})


def _debriefed(key: Key, graded: GradedAnswer) -> dict[str, str]:
    """What the card says; an answer to another form's card is neither right nor wrong here."""
    if graded.foreign:
        made = debrief_status(key, None)
        text = "This answer was given to the card of another form, so it does not count in your results."
        return {**made, "state": "waiting", "text": text}
    return debrief_status(key, graded.value)


def _debriefing(key: Key, graded: GradedAnswer) -> dict[str, Any]:
    evidence = [one.model_dump(mode="json", exclude_none=True) for one in key.evidence]
    found = {"truth": bool(key.answer), "rationale": key.rationale, "evidence": evidence}
    return found | ({"foreign": True} if graded.foreign else {})


def _as_recorded(graded: GradedAnswer, recorded: Recorded | None, question: Question) -> GradedAnswer:
    """The result with the gradebook's points, which a person may have changed."""
    if recorded is None:
        return graded
    result = dict(graded.result)
    if recorded.waits:
        # The two scores of an answer for somebody else's numbers are for faculty.
        reason = result["reason"] or "A grader reads this answer."
        result |= {"state": "waiting", "points": 0.0, "reason": reason, "lines": []}
    elif question.credit == "completion" and question.kind != "text":
        state = "recorded" if result["state"] == "waiting" else result["state"]
        result |= {"state": state, "points": recorded.points, "lines": []}
    elif recorded.by_hand or result["state"] == "waiting":
        share = recorded.points / recorded.max_points if recorded.max_points else 0.0
        state = "right" if share >= 1 else "partly" if share > 0 else "wrong"
        result |= {"state": state, "points": recorded.points, "fraction": share, "reason": "", "lines": []}
    else:
        result["points"] = recorded.points
    return replace(graded, result=result)


def _status(module: Module, question: Question, graded: GradedAnswer, spec: dict[str, Any]) -> dict[str, str]:
    key = module.key(question)
    evidence = question.practice.evidence if question.practice else (key.evidence if key else [])
    made = result_status(
        graded.as_result(),
        rationale=key.rationale if key else "",
        options=key.options if key else {},
        evidence=evidence,
        spec=spec,
        value=graded.value,
        drawn=told(question, key, graded.drawn, module.references) if key else graded.drawn,
    )
    if question.kind == "trail":
        place = graded.drawn.get("variant", 0)
        made["html"] += feedback_html(module.secret, module.name, question.story, place, graded.value)
    is_judged = graded.result["state"] in ("right", "partly", "wrong")
    if question.kind == "chain" and is_judged and key is not None:
        made["html"] += _chains_beside(module, question, key, graded, spec)
    return made


def _chains_beside(
    module: Module, question: Question, key: Key, graded: GradedAnswer, spec: dict[str, Any]
) -> str:
    expected = answer_of(question, key, graded.drawn, module.references)
    return chains.beside_html(question, graded.value, expected, chains.names_of(spec))


def _withheld(graded: GradedAnswer) -> dict[str, str]:
    if graded.value is None:
        return {"state": "empty", "text": "Not answered."}
    return {"state": "saved", "text": "Recorded. It is explained when the form closes."}


def confidence(question: Question, value: Any) -> float | None:
    """How sure the trainee said they were of their own verdict, 0.5 to 1 for two options; None if not
    asked.
    """
    if question.kind == "evidence" and type(value) is int:
        return max(value, 100 - value) / 100
    if isinstance(value, dict) and type(value.get("confidence")) in (int, float):
        return float(value["confidence"])
    return None
