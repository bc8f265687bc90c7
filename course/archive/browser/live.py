"""A browser that answers: pages and look-ups at once, steps kept as they are taken."""

from __future__ import annotations

import threading
import weakref
from typing import Any

from course.archive import comparing, serving
from course.archive.browser.widget import Browser
from course.archive.recording import Recorder
from course.archive.store import Archive
from course.errors import CourseError
from course.notebook import live
from course.notebook.session import Session
from course.questions.answers import trails
from course.questions.bank.models import Question
from course.questions.cards import markdown

_turn = threading.RLock()
_open: dict[tuple[str, str], weakref.WeakSet[Browser]] = {}
FULL = f"Your trail has its {trails.MOST_STEPS} steps. You can read on; further steps are not kept."


def make_browser(session: Session, question: Question | None, archive: Archive, story: str) -> Browser:
    """A live browser on a story, with its tabs where they were left."""
    recorder = Recorder(session, question)
    trail = recorder.open()
    browser = Browser(
        spec=_spec(session, question, archive, story, trail),
        trail=[step.model_dump() for step in trail.steps],
        notice=recorder.notice,
    )
    name = (str(session.folder), story)
    _open.setdefault(name, weakref.WeakSet()).add(browser)

    def hear(_: Any, content: Any, __: Any) -> None:
        on_message(browser, name, recorder, archive, content)

    browser.on_msg(hear)
    return browser


def on_message(
    browser: Browser, name: tuple[str, str], recorder: Recorder, archive: Archive, content: Any
) -> None:
    """Answer one message. Whatever fails is said in the browser."""
    if not isinstance(content, dict):
        return
    number, of = content.get("n"), content.get("of")
    try:
        if content.get("ask") == "pictures":
            wanted = content.get("names")
            names = [one for one in wanted if isinstance(one, str)] if isinstance(wanted, list) else []
            found = serving.pictures(archive, names)
            browser.send({"n": number, "names": [one for one, _ in found]}, [data for _, data in found])
        elif "ask" in content:
            asked = serving.answer(archive, str(content["ask"]), of if isinstance(of, str) else "")
            browser.send({"n": number, "found": asked})
        elif content.get("do") == "step":
            _keep(name, recorder, content.get("step"))
            browser.send({"n": number, "kept": True})
        elif content.get("do") == "tabs":
            recorder.tabs(content.get("tabs"), content.get("active"))
        elif content.get("do") == "compare":
            browser.send({"n": number, "found": comparing.for_session(recorder, archive, name[1])})
    except CourseError as error:
        browser.send({"n": number, "failed": str(error)})
    except Exception as error:  # a browser must never fall silent
        browser.send({"n": number, "failed": f"Something in the course failed ({type(error).__name__})."})
        raise


def _keep(name: tuple[str, str], recorder: Recorder, step: Any) -> None:
    """Keep a step, and show the trail on every open browser of the story in this kernel."""
    with _turn:
        trail = recorder.step(step)
        if trail is None:
            return
        steps = [one.model_dump() for one in trail.steps]
        for browser in list(_open.get(name, ())):
            browser.trail = steps
            browser.notice = FULL if trails.is_full(trail) else recorder.notice
        for watcher in list(live.watchers):
            watcher.refresh()


def _spec(
    session: Session, question: Question | None, archive: Archive, story: str, trail: trails.Trail
) -> dict[str, Any]:
    told = archive.story(story)
    tabs = [tab.model_dump() for tab in trail.tabs] or [{"places": [{"go": told.start, "y": 0}], "at": 0}]
    active = min(trail.active, len(tabs) - 1)
    first = [tab["places"][min(tab["at"], len(tab["places"]) - 1)]["go"] for tab in tabs]
    where = f"question `{question.id}`" if question else ""
    prompt = markdown.to_html(markdown.fill(question.prompt, {}, where), session.folder) if question else ""
    return {
        "module": session.bank.module,
        "question": question.id if question else None,
        "story": story,
        "title": told.title,
        "heading": question.title if question and question.title else told.title,
        "prompt_html": prompt,
        "start": told.start,
        "budget": told.budget,
        "kept": question is not None,
        "tabs": tabs,
        "active": active,
        "pages": {go: serving.answer(archive, "page", go) for go in [first[active]] if _is_page(go)},
        "titles": serving.titles(archive, [go for go in (*first, *trails.pages_read(trail)) if _is_page(go)]),
        "may_compare": session.mode == "self-study" and session.key_folder is not None,
    }


def _is_page(go: str) -> bool:
    return go.startswith("https://")
