"""A card that answers back: its messages are saved at once, and what became of them is shown on it."""

from __future__ import annotations

import threading
import weakref
from functools import partial
from typing import Any

from course.errors import ClosedTest, CourseError, FormError, NotAnswered, OtherAnswer
from course.notebook import status
from course.notebook.session import Session
from course.questions.answers import answer_checks, merging
from course.questions.answers.store import Entry
from course.questions.bank.models import Question

watchers: weakref.WeakSet[Any] = weakref.WeakSet()  # told after every answer, by a call of `refresh()`
ANSWER_STANDS = "Not changed: the test is closed and your answer stands."
_saving = threading.RLock()  # a card hears of an answer before another card of this kernel saves its own
_cards: dict[tuple[str, str], weakref.WeakSet[Any]] = {}


def show_card(session: Session, question: Question) -> Any:
    """A live card of a question, wired to the answers of its session."""
    from course.questions.cards.card import card_class

    entry = session.answers.get(question.id)
    card = card_class(question.kind)(
        spec=status.card_spec(session, question),
        value=entry.value,
        status=status.saved_status(session, question, entry),
        hints=hint_html(session, question, entry.hints),
    )
    card.on_msg(lambda _, content, __: on_message(card, session, question, content))
    _cards.setdefault(_name(session, question), weakref.WeakSet()).add(card)
    return card


def on_message(card: Any, session: Session, question: Question, content: Any) -> None:
    """Do what the card asks: save an answer, open a hint, check. Whatever fails is said on the card."""
    do = content.get("do") if isinstance(content, dict) else None
    try:
        if do == "answer":
            # "Use mine instead" was pressed: the reader knows of the other answer.
            knew = None if content.get("mine") is True else card.knew(content)
            try:
                save(session, question, content.get("value"), knew)
            except OtherAnswer as error:
                card.refuse(content, status.other_answer(error.saved))
            else:
                card.accept(content)
        elif do == "hint":
            open_hint(session, question)
        elif do == "check":
            tell(session, question, check_saved(session, question))
    except ClosedTest:
        show_closed(session, question)
        card.status = {**card.status, "text": f"{ANSWER_STANDS} {card.status['text']}"}
    except NotAnswered as error:
        card.status = status.status("empty", str(error))
    except CourseError as error:
        card.status = status.status("error", str(error))
    except (
        Exception
    ) as error:  # a card must never fall silent: the reader would believe that the answer is safe
        card.status = status.status(
            "error",
            f"Not saved: something in the course failed ({type(error).__name__}). "
            "Run the cell again and tell your faculty.",
        )
        raise


def save(session: Session, question: Question, value: Any, knew: list[Any] | None = None) -> Entry:
    """Save what a card sent, finished or not, and show it on all its cards; raises NotSaved, FormError.

    `knew` are the values that may have been on the card before; an answer that is none of them was saved
    elsewhere, and is kept: beside this one where both can stand, else OtherAnswer is raised.
    """
    if value is not None:
        value = answer_checks.storable(question, value)
    elif not session.answers.get(question.id).answered:
        return Entry()
    with _saving:
        entry = record(session, question, value, knew)
        said = status.saved_status(session, question, entry)
        if not merging.alike(entry.value, value):
            joined = "joined with what another open notebook saved here."
            said = {**said, "text": f"{said['text']} \u00b7 {joined}"}
        tell(session, question, said, entry)
    return entry


def record(session: Session, question: Question, value: Any, knew: list[Any] | None = None) -> Entry:
    """Save a value and whose numbers it answers; a grader's kernel adds no mark of its own.

    Without `knew` it replaces whatever is saved.
    """
    mark = session.drawn_for(question)
    if session.execution == "autograde":  # no desk there: what the trainee's own machine wrote stays
        mark = session.answers.get(question.id).drawn_for
    settle = None if knew is None else partial(_settle, question.kind, value, knew, mark)
    entry = session.answers.record(
        question.id, value, drawn_for=mark, large=question.kind in ("chart", "table"), settle=settle
    )
    for watcher in list(watchers):
        watcher.refresh()
    return entry


def _settle(kind: str, mine: Any, knew: list[Any], mark: str | None, saved: Entry) -> Any:
    return merging.settle(kind, mine, knew, saved, mark)


def check_saved(session: Session, question: Question) -> status.Status:
    """The status after a check of what is saved; raises NotAnswered, FormError."""
    entry = session.answers.get(question.id)
    if not entry.answered:
        raise NotAnswered("Not answered yet.")
    if status.for_other_numbers(session, question, entry) and not session.execution:
        raise FormError(status.other_numbers(question))
    answer_checks.check_form(question, entry.value, session.drawn(question))
    return status.checked_status(session, question, entry)


def open_hint(session: Session, question: Question) -> list[str]:
    """Open the next hint, count it, show it on the cards; all opened so far as HTML.

    Raises NotSaved after showing it: a full disk is no reason to keep a hint back.
    """
    opened = session.answers.get(question.id).hints
    wanted = min(opened + 1, len(question.hints))
    html = hint_html(session, question, wanted)
    for card in list(_cards.get(_name(session, question), ())):
        card.hints = html
    if wanted > opened:
        session.answers.count_hint(question.id, wanted)
    return html


def hint_html(session: Session, question: Question, opened: int) -> list[str]:
    """The first hints of a question as HTML, with the trainee's own numbers."""
    from course.questions.cards import markdown

    drawn = session.drawn(question)
    return [
        markdown.to_html(markdown.fill(text, drawn, f"question `{question.id}`, a hint"))
        for text in question.hints[:opened]
    ]


def show_closed(session: Session, question: Question) -> None:
    """Show on every live card of a question that its test is closed: the answer that stands, and why."""
    entry = session.answers.get(question.id)
    for card in list(_cards.get(_name(session, question), ())):
        card.spec = status.card_spec(session, question)
    tell(session, question, status.saved_status(session, question, entry), entry)


def tell(session: Session, question: Question, said: status.Status, entry: Entry | None = None) -> None:
    """Show a status, and the value saved where there is a new one, on every live card of a question."""
    for card in list(_cards.get(_name(session, question), ())):
        if entry is not None and card.value != entry.value:
            card.value = entry.value
        card.status = said


def _name(session: Session, question: Question) -> tuple[str, str]:
    return str(session.folder), question.id
