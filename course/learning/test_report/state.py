"""Where a form of the test stands: cards still open, whether it is closed, and then what is so and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from course.errors import BankError, CourseError
from course.learning.progress.feedback import Answer, newest_page
from course.learning.progress.reading import find_desk
from course.learning.test_report.forecast import Forecast, read_forecast
from course.learning.test_report.results import CardResult, FormResults, compute
from course.notebook.session import Session
from course.notebook.status import for_other_numbers
from course.questions import rotation
from course.questions.answers import answer_checks
from course.questions.answers.closing import closed_at
from course.questions.answers.store import Entry
from course.questions.bank.keys import Key
from course.questions.bank.models import EVIDENCE_STEPS, Evidence

SITTING = 12  # cards, where the bank does not say which sitting a card belongs to

# open: cards are missing; sealed: faculty close it; ready: the button is there; no-key: nothing to judge by
Stand = Literal["open", "sealed", "ready", "no-key", "closed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One card of the form as this person meets it."""

    question: Evidence
    number: int
    sitting: int
    answered: bool


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What is so of one card, why, what that rests on (records with cite, url, looked_at, state)."""

    asked: Asked
    result: CardResult
    rationale: str
    evidence: list[Any]


@dataclass
class FormState:
    """Everything that the card of `test_results` shows. `results` and `debriefs` come once it is closed."""

    stand: Stand
    cards: list[Asked]
    forms: list[str]
    occasion: int | None
    self_study: bool
    closed_at: str = ""
    results: FormResults | None = None
    debriefs: list[Debriefed] = field(default_factory=list)
    forecast: Forecast = field(default_factory=Forecast)
    notes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[Asked]:
        """The cards without a usable answer."""
        return [card for card in self.cards if not card.answered]


def cards_of(here: Session) -> list[Asked]:
    """The cards of the test in this module, in order; raises BankError where it has none."""
    asked = [one for one in here.bank if isinstance(one, Evidence) and one.is_of_test]
    if not asked:
        raise BankError(
            f"{here.bank.module} is no test: it has no evidence cards with `reveal: after-form`. Call "
            "`test_results()` in the notebook of the test."
        )
    return [
        Asked(
            question,
            here.bank.number(question.id) or place,
            question.sitting or 1 + (place - 1) // SITTING,
            _is_answered(here, question),
        )
        for place, question in enumerate(asked, 1)
    ]


def read_state(here: Session) -> FormState:
    """How the form stands now, read afresh. Under nbgrader nothing but what is answered."""
    cards = cards_of(here)
    state = FormState(
        "sealed", cards, here.bank.forms, rotation.occasion(here.bank.module), here.mode == "self-study"
    )
    if not here.execution:
        if state.self_study:
            _of_one_self(here, state)
        else:
            _of_a_cohort(here, state)
    return state


def _of_one_self(here: Session, state: FormState) -> None:
    keys = {card.question.id: here.key(card.question) for card in state.cards}
    known = {name: key for name, key in keys.items() if key is not None}
    state.notes += here.notices
    here.notices.clear()
    if len(known) < len(keys):
        state.stand = "no-key"
    elif all(here.is_closed(card.question) for card in state.cards):
        state.closed_at = closed_at(here.answers.read())
        _close(here, state, {card.question.id: _by_key(here, card, known) for card in state.cards})
    else:
        state.stand = "open" if state.missing else "ready"


def _by_key(here: Session, card: Asked, keys: Mapping[str, Key]) -> Debriefed:
    question, key = card.question, keys[card.question.id]
    entry = here.answers.get(question.id)
    foreign = for_other_numbers(here, question, entry)
    result = CardResult(question.id, _step(entry.value), bool(key.answer), not foreign)
    return Debriefed(card, result, key.rationale, list(key.evidence))


def _of_a_cohort(here: Session, state: FormState) -> None:
    page, notes, unread = newest_page(here.folder / "feedback", here.bank.module, here.trainee)
    state.notes += notes
    answers = page.questions if page else {}
    found = {card.question.id: answers.get(card.question.id) for card in state.cards}
    told = {name: one for name, one in found.items() if one is not None and one.truth is not None}
    if unread and not told:
        state.notes.append(
            "A feedback page in this folder holds no results that can be read. Fetch feedback again in"
            " Nbgrader ▸ Assignment List."
        )
    if not told:
        return
    if len(told) < len(state.cards):
        state.notes.append(
            f"The feedback page explains {len(told)} of {len(state.cards)} cards. Fetch feedback again in"
            " Nbgrader ▸ Assignment List."
        )
        return
    _close(here, state, {card.question.id: _by_page(card, told[card.question.id]) for card in state.cards})


def _by_page(card: Asked, answer: Answer) -> Debriefed:
    """What a page says of a card, shown with the card of the form that the page names."""
    question = card.question
    if answer.form and answer.form in question.forms:
        question = question.in_form(answer.form)
    result = CardResult(question.id, _step(answer.value), bool(answer.truth), not answer.foreign)
    asked = Asked(question, card.number, card.sitting, card.answered)
    return Debriefed(asked, result, answer.rationale, list(answer.evidence))


def _close(here: Session, state: FormState, told: dict[str, Debriefed]) -> None:
    state.stand = "closed"
    state.debriefs = [told[card.question.id] for card in state.cards]
    state.results = compute([one.result for one in state.debriefs])
    state.forecast = read_forecast(find_desk(), here.trainee)


def _is_answered(here: Session, question: Evidence) -> bool:
    entry: Entry = here.answers.get(question.id)
    if for_other_numbers(here, question, entry):
        return False
    try:
        answer_checks.check_form(question, entry.value)
    except CourseError:
        return False
    return True


def _step(value: Any) -> int | None:
    return value if type(value) is int and value in EVIDENCE_STEPS else None
