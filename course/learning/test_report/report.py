"""`test_results()`: how a form of the test stands and, once it is closed, what the answers say."""

from __future__ import annotations

from typing import Any

from course.errors import CourseError
from course.learning.test_report import view as form_view
from course.learning.test_report.state import cards_of, read_state
from course.notebook import live, session
from course.notebook.session import Session
from course.questions.cards import render


def test_results() -> None:
    """Show which cards of this test are answered and, once its form is closed, the results with reasons.

    In a cohort faculty close the form, and results come with the feedback page. In self-study a button closes
    it when every card has an answer; after that the answers stand. Under nbgrader nothing but what is
    answered is shown. Trouble is shown as a message and never raised, so that Run All goes on.
    """
    from IPython.display import HTML, display

    try:
        here = session.current()
        shown: Any = HTML(form_view.still_html(here, read_state(here))) if here.execution else _card(here)
    except CourseError as error:
        shown = HTML(render.status_html({"state": "error", "text": str(error)}))
    display(shown)


def _card(here: Session) -> Any:
    from course.learning.test_report.widget import FormCard

    card = FormCard(lambda: look(here), lambda: close(here))
    live.watchers.add(card)
    return card


def look(here: Session, trouble: str = "") -> str:
    """The card's HTML, read afresh, so that a second tab and fetched feedback are seen."""
    return form_view.inner_html(here, read_state(here), trouble)


def close(here: Session) -> str:
    """Close the form for this person, show it on every card, and give the HTML of the results.

    Only in self-study, with a key and an answer to every card; else nothing is closed and the HTML says why.
    """
    state = read_state(here)
    if state.stand == "ready":
        questions = [card.question for card in cards_of(here)]
        try:
            here.answers.close(questions[0].form, [question.id for question in questions])
        except CourseError as error:
            return look(here, str(error))
        for question in questions:
            live.show_closed(here, question)
        return look(here)
    return look(here, "" if state.stand == "closed" else "Nothing was closed. What is missing stands below.")


test_results.__test__ = False  # type: ignore[attr-defined]  # or pytest would take the name for a test's
