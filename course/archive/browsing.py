"""`course.browse`: the archived web in a notebook, and what stands in its place under a static renderer."""

from __future__ import annotations

from typing import Any

from course.archive import serving
from course.archive.store import open_archive
from course.errors import FormError
from course.notebook import session, status
from course.notebook.session import Session
from course.questions.answers import trails
from course.questions.bank.models import Question


def browse(story: str) -> None:
    """Open a story of the module's archive in a browser that keeps what is read there.

    Under nbgrader it says which pages were read, as plain HTML. Raises ArchiveError for a story that there is
    not.

    >>> browse("bay-four")                                                        # doctest: +SKIP
    """
    now = session.current()
    show(now, question_of(now, story), story)


def question_of(now: Session, story: str) -> Question | None:
    """The question of the module that keeps this story's trail, if there is one."""
    return next((one for one in now.bank if one.kind == "trail" and one.story == story), None)


def show(now: Session, question: Question | None, story: str) -> None:
    """Show the browser of a story, or what was read in it."""
    archive = open_archive(now.bank.module, now.cohort, now.trainee)
    archive.story(story)
    if now.execution:
        _show_html(static_html(now, question, story))
        return
    from IPython.display import display

    from course.archive.browser.live import make_browser

    display(make_browser(now, question, archive, story))


def static_html(now: Session, question: Question | None, story: str) -> str:
    """Which pages were read, with their titles: no script, no file, no network."""
    from course.questions.cards import render

    archive = open_archive(now.bank.module, now.cohort, now.trainee)
    if question is None:
        said = status.status("empty", f"The archived web: {archive.story(story).title}.")
        return render.status_html(said)
    entry = now.answers.get(question.id)
    spec = titled(status.card_spec(now, question), entry.value, archive)
    return render.card_html(spec, entry.value, status.saved_status(now, question, entry))


def titled(spec: dict[str, Any], value: Any, archive: Any) -> dict[str, Any]:
    """A trail's card with the titles of the pages that it names."""
    try:
        read = trails.pages_read(trails.read(value))
    except FormError:
        return spec
    return {**spec, "titles": serving.titles(archive, read)}


def _show_html(html: str) -> None:
    from IPython import get_ipython

    if get_ipython() is None:
        print("The archived web opens in a notebook.")
        return
    from IPython.display import display

    display({"text/html": html, "text/plain": "The archived web"}, raw=True)
