"""The line under a question: what is saved, is its form right and, where it may be said, is it right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from course.errors import BankError, FormError, NotAnswered, Unfinished
from course.notebook.session import Session
from course.questions import draws
from course.questions.answers import answer_checks, chains
from course.questions.answers.store import Entry
from course.questions.bank.keys import Key
from course.questions.bank.models import Question
from course.questions.scoring import score as scoring
from course.questions.scoring import scorers

Status = dict[str, str]
EMPTY: Status = {"state": "empty", "text": "Not answered", "html": ""}
OTHER_NUMBERS = (
    "This answer was given for other numbers than yours. It is kept; "
    "answer again with the numbers shown here."
)

OTHER_CARD = (
    "This answer was given to another card than the one shown here. It is kept; answer again for this card."
)


def status(state: str, text: str, html: str = "") -> Status:
    """A status as cards and static pages take it."""
    return {"state": state, "text": text, "html": html}


def saved_status(session: Session, question: Question, entry: Entry) -> Status:
    """What is saved and whether its form is right; never whether the answer is."""
    if session.is_closed(question) and not session.execution:
        return closed_status(session, question, entry)
    if not entry.answered:
        return EMPTY
    if for_other_numbers(session, question, entry):
        return status("error", other_numbers(question))
    when = saved_at(entry)
    try:
        answer_checks.check_form(question, entry.value, session.drawn(question))
    except NotAnswered:
        return EMPTY
    except Unfinished as error:
        return status("waiting", f"{when} · {error}")
    except FormError as error:
        return status("error", f"{when}, but it cannot be used yet. {error}")
    return status("saved", when)


def checked_status(session: Session, question: Question, entry: Entry) -> Status:
    """What `check` says when the form is right: the verdict where it may be told, else when points come."""
    if session.is_closed(question) and not session.execution:
        return closed_status(session, question, entry)
    when = saved_at(entry)
    key = None if session.execution else session.key(question)
    if key is not None and question.credit == "answer" and question.reveal != "after-form":
        try:
            return _verdict(session, question, entry, key)
        except BankError as error:  # a faulty key must not cost anybody an answer
            session.notices.append(str(error))
    if question.reveal == "after-form":
        return status("saved", f"{when} · the form is right. Results come when the whole test is closed.")
    if question.is_graded and session.mode == "cohort":
        return status("saved", f"{when} · the form is right. Points come with feedback.")
    return status("saved", f"{when} · the form is right.")


def closed_status(session: Session, question: Question, entry: Entry) -> Status:
    """What a card says once its test is closed: what is so and why, beside the answer that stands."""
    key = session.key(question)
    if key is None or question.kind != "evidence" or for_other_numbers(session, question, entry):
        why = "" if key else " The key folder is not there, so the reasons cannot be shown."
        return status("saved", f"{saved_at(entry)} · this test is closed, and the answer stands.{why}")
    from course.questions.cards.debrief import debrief_status

    return debrief_status(key, entry.value)


def _verdict(session: Session, question: Question, entry: Entry, key: Key) -> Status:
    from course.questions.cards import render

    drawn = session.drawn(question)
    references = session.references() if not question.is_practice else {}
    result = scoring.score(question, key, entry.value, drawn, references)
    sources: list[Any] = [*key.evidence, *(question.practice.evidence if question.practice else [])]
    said = render.result_status(
        result,
        rationale=key.rationale,
        options=key.options,
        evidence=sources,
        spec=card_spec(session, question),
        value=entry.value,
        drawn=scorers.told(question, key, drawn, references),
    )
    if question.kind == "chain":
        expected = scoring.answer_of(question, key, drawn, references)
        names = chains.names_of(card_spec(session, question))
        said = {**said, "html": said["html"] + chains.beside_html(question, entry.value, expected, names)}
    if question.kind == "text":
        return status("saved", f"{saved_at(entry)} · compare your text with the reasons below.", said["html"])
    return said


def card_spec(session: Session, question: Question) -> dict[str, Any]:
    """What the card of a question shows, with this person's numbers and this folder's pictures."""
    from course.questions.cards import render

    told = question.is_practice or (session.mode == "self-study" and session.key_folder is not None)
    judged = told and question.credit == "answer" and question.reveal != "after-form"
    spec = render.card_spec(
        question,
        session.drawn(question),
        session.bank.number(question.id),
        module=session.bank.module,
        can_check=judged and not question.is_code,
        folder=session.folder,
    )
    return {**spec, "closed": session.is_closed(question)}


def for_other_numbers(session: Session, question: Question, entry: Entry) -> bool:
    """Whether the answer was given for another person's parameters, or another form's card."""
    mine = session.drawn_for(question)
    if mine is None or not entry.answered or entry.drawn_for is None:
        return False
    return not draws.is_for(question, entry.drawn_for, mine)


def other_numbers(question: Question) -> str:
    """What is said of an answer that was given for another person's numbers or another form's card."""
    return OTHER_NUMBERS if question.form is None else OTHER_CARD


def other_answer(saved: Entry) -> str:
    """What is said where another notebook saved an answer that the card did not know."""
    when = saved_at(saved).removeprefix("Saved").strip()
    at = when if "-" in when else f"at {when}"
    said = f"Not saved: another open notebook saved a different answer here {at if when else ''}".rstrip()
    return (
        f"{said}, and it is kept. Copy what you wrote, then run this cell again: it shows that answer, and "
        "you can change it. To put yours in its place at once, press \u201cUse mine instead\u201d."
    )


def saved_at(entry: Entry) -> str:
    """`Saved 14:02` in local time; with the date when that was another day."""
    try:
        when = datetime.fromisoformat(entry.at)
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone()
    except (ValueError, OverflowError, OSError):
        return "Saved"
    today = when.date() == datetime.now(UTC).astimezone().date()
    return f"Saved {when:%H:%M}" if today else f"Saved {when:%Y-%m-%d %H:%M}"
