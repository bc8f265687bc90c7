"""What a notebook calls: `ask`, `check`, `hint`, `grade`.

Under nbgrader (`NBGRADER_EXECUTION`) there is plain HTML or text only, no key and no verdict.
"""

from __future__ import annotations

import re
from html import unescape
from importlib import import_module
from typing import Any

from course.errors import CourseError, NotAnswered, NotSaved
from course.notebook import live, session, status
from course.notebook.session import Session
from course.questions.answers import answer_checks

_NOT_GIVEN: Any = object()


def ask(question_id: str) -> None:
    """Show a question as a card with what was answered so far; every change on it is saved at once."""
    now = session.current()
    question = now.question(question_id)
    if question.kind == "trail":
        # Its control builds on this part of the course, so it is named here and loaded when asked for.
        import_module("course.archive.browsing").show(now, question, question.story)
    elif not now.execution:
        _show_object(live.show_card(now, question))
    else:
        from course.questions.cards import render

        entry = now.answers.get(question.id)
        _show(
            render.card_html(
                status.card_spec(now, question), entry.value, status.saved_status(now, question, entry)
            ),
            question.id,
        )
    _show_notices(now)


def check(question_id: str, value: Any = _NOT_GIVEN) -> None:
    """Save `value`, where one is given, and say whether the form of the answer is right.

    Under nbgrader a missing answer raises NotAnswered and a wrong form FormError. In a notebook neither stops
    anything: an error would make Jupyter drop every cell after it, so the card and this line say what is
    wrong, and what was saved before stays.
    """
    now = session.current()
    question = now.question(question_id)
    entry = None
    try:
        if value is not _NOT_GIVEN:
            entry = live.record(now, question, answer_checks.check_form(question, value, now.drawn(question)))
            said = status.checked_status(now, question, entry)
        else:
            entry = now.answers.get(question.id)
            said = live.check_saved(now, question)
    except NotAnswered:
        _show_notices(now)
        if now.execution:
            raise NotAnswered(f"`{question.id}` is not answered yet.") from None
        _show_status(now, status.status("empty", "Not answered yet."))
        return
    except CourseError as error:
        if now.execution:
            _show_notices(now)
            raise
        if value is _NOT_GIVEN and entry is not None and entry.answered:
            said = status.saved_status(now, question, entry)
        else:
            said = status.status("error", str(error))
    live.tell(now, question, said, entry)
    _show_status(now, said)
    _show_notices(now)


def hint(question_id: str) -> None:
    """Open the next hint of a question and show all that are open; hints cost no points and are counted."""
    now = session.current()
    question = now.question(question_id)
    if now.execution:
        return
    if not question.hints:
        _show_status(now, status.status("empty", "This question has no hints."))
        return
    try:
        html = live.open_hint(now, question)
    except NotSaved as error:
        html = live.hint_html(now, question, now.answers.get(question.id).hints + 1)
        now.notices.append(str(error))
    count = f"Hint {len(html)} of {len(question.hints)}"
    _show(f'<div class="qc"><p>{count}</p>{"".join(html)}</div>', f"{count}\n{_as_text(html[-1])}")
    _show_notices(now)


def grade(question_id: str) -> float | None:
    """Say when points come; the grader gives them, outside any notebook.

    Under `autograde` it gives 0.0: nbgrader awards full marks to a test cell without a value, so a faculty
    that grades without this course's configuration must see nothing rather than everything.
    """
    now = session.current()
    now.question(question_id)
    if now.execution:
        return 0.0 if now.execution == "autograde" else None
    _show_status(now, status.status("saved", "Points are given after you submit, and come with feedback."))
    return None


def _show_status(now: Session, said: status.Status) -> None:
    if now.execution:
        print(said["text"])
        return
    from course.questions.cards import render

    _show(render.status_html(said), said["text"])


def _show_notices(now: Session) -> None:
    """Messages about the desk and about files set aside, each once."""
    notices = [*now.notices, *now.answers.take_notices()]
    now.notices.clear()
    for notice in notices:
        _show_status(now, status.status("error", notice))


def _show(html: str, text: str) -> None:
    """One output with HTML and, for whatever cannot show that, text."""
    if not _in_notebook():
        print(text)
        return
    from IPython.display import display

    display({"text/html": html, "text/plain": text}, raw=True)


def _show_object(card: Any) -> None:
    from IPython.display import display

    display(card)


def _in_notebook() -> bool:
    from IPython import get_ipython

    return get_ipython() is not None


def _as_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
