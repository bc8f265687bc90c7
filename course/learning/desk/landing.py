"""The page on which a trainee of a cohort lands: what is released, until when, and where they stand."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from course.files import write_whole
from course.learning.desk import desk as desks
from course.learning.desk import due_dates, exchange
from course.learning.desk.enrol import COURSE_ID
from course.learning.desk.exchange import HandedIn, Place, Released
from course.learning.progress.reading import Module, read_standing
from course.errors import DeskError
from course.syllabus import syllabus

NAME = "start-here.md"
_MARK = "<!-- Written by `course open --cohort`"
_MARK_END = ", anew each time. Keep your notes in a file of your own. -->"
_STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"  # as nbgrader writes it, unless a hub has another zone
_HEAD = "| Module | Time | Where you stand |\n| --- | --- | --- |"
_TROUBLE = {
    "absent": "The exchange is not there: {root}. It is the folder through which modules come and work is "
    "handed in. On a laptop, check that the folder is connected, then start the course again. If that does "
    "not help, ask your faculty.",
    "closed": "The exchange cannot be read: {root}. It is the folder through which modules come and work is "
    "handed in. Ask your faculty to give you access.",
    "elsewhere": "This page cannot look into the exchange of your course. **Nbgrader ▸ Assignment List** in "
    "the menu above shows what is released.",
}
_NOTHING = (
    "No module has been released in the course {course} yet. It appears here once your faculty release it."
)
_ON_DESK = "The table shows what is on your desk. Your answers are safe there."
_FETCH = (
    "To fetch a module, open **Nbgrader ▸ Assignment List** in the menu above and press **Fetch** beside its "
    "name, which is below its title here. In the same list you hand in and fetch feedback."
)
_MORE = "The exchange holds more modules than this page shows. The Assignment List shows them all."


def write_page(desk: Path, settings: Mapping[str, Any]) -> Path:
    """Write the page onto the desk, in place of the one before; raises DeskError where that cannot be.

    A file of that name that somebody else wrote stays as it is, and is refused.
    """
    file = desk / NAME
    place = exchange.place_of(
        desk, str(settings.get("course_id") or COURSE_ID), str(settings.get("id") or "")
    )
    text = page(place, settings, datetime.now(UTC))
    with desks.writing(desk):
        if file.exists() and not _is_ours(file):
            raise DeskError(
                f"{file} was written by somebody else, so it stays as it is. The course opens on a page of "
                "that name: rename your file, then run this command again."
            )
        write_whole(file, text)
    return file


def page(place: Place, settings: Mapping[str, Any], now: datetime) -> str:
    """The page in Markdown, as of now."""
    offer, standing = exchange.released(place), _standing(place.modules)
    listed = sorted({*offer.modules, *standing}, key=syllabus().order)
    dates = exchange.due(place)
    cohort = f" in {plain(settings['cohort'])}" if settings.get("cohort") else ""
    parts = [
        _MARK + _MARK_END,
        "# Start here",
        f"You work as **{plain(place.trainee)}**{cohort}.",
        *_about(place, offer, bool(listed)),
        "\n".join([_HEAD, *(_row(place, module, standing, dates) for module in listed)]) if listed else "",
        "The **Tabs** menu brings you back to this page. It shows how things stood on "
        f"{due_dates.in_words(now)}, and is written anew each time you start `course open --cohort`.",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def plain(text: object) -> str:
    """Text from elsewhere as it is, whatever Markdown, HTML or a formula would make of it.

    >>> plain("a|b $ <b>")
    'a&#124;b <span>&#36;</span> &#60;b&#62;'
    """
    return "".join(sign if sign.isalnum() or sign in " ,-" else _sign(sign) for sign in str(text))


def _sign(sign: str) -> str:
    # MathJax looks for formulas in what is shown, after Markdown; it finds none across elements.
    return f"<span>&#{ord(sign)};</span>" if sign in "$\\" else f"&#{ord(sign)};"


def _about(place: Place, offer: Released, has_rows: bool) -> list[str]:
    """What there is to say of the exchange, and how to fetch where something can be fetched."""
    if offer.trouble:
        trouble = _TROUBLE[offer.trouble].format(root=f"<code>{plain(place.root)}</code>")
        return [trouble, _ON_DESK if has_rows else ""]
    if not offer.modules:
        return [_NOTHING.format(course=f"<code>{plain(place.course)}</code>"), _ON_DESK if has_rows else ""]
    return [_FETCH, _MORE if offer.more else ""]


def _row(place: Place, module: str, standing: Mapping[str, Module], dates: Mapping[str, datetime]) -> str:
    planned, here = syllabus().find(module), standing.get(module)
    title = planned.title if planned else here.title if here else module
    minutes = planned.minutes if planned else here.minutes if here else 0
    times = [
        f"{minutes} minutes" if minutes else "",
        f"due {due_dates.in_words(dates[module])}" if module in dates else "",
    ]
    cells = [
        (f"**{plain(title)}**<br>" if title != module else "") + f"<code>{plain(module)}</code>",
        "<br>".join(filter(None, times)),
        _state(place, module, here, title),
    ]
    return f"| {' | '.join(cells)} |"


def _state(place: Place, module: str, here: Module | None, title: str) -> str:
    """To fetch, or how far it is and a link; then what was handed in and what came back."""
    notebook = place.modules / module / f"{module}.ipynb"
    if here is not None and not here.trouble:
        said = [f"On your desk, {here.answered} of {here.asked} answered."]
    elif here is not None or notebook.parent.is_dir():
        said = ["On your desk."]
    else:
        said = ["To fetch."]
    if notebook.is_file():
        said.append(f"[Open {plain(title)}]({quote(notebook.relative_to(place.desk).as_posix())})")
    handed_in = exchange.handed_in(place, module)
    if handed_in is not None:
        said += _handed_in(handed_in)
    return "<br>".join(said)


def _handed_in(work: HandedIn) -> list[str]:
    at = plain(work.at)
    with contextlib.suppress(ValueError):
        at = due_dates.in_words(datetime.strptime(work.at, _STAMP).replace(tzinfo=UTC))
    feedback = {"waiting": ["**Feedback is waiting.**"], "fetched": ["You have the feedback."], "": []}
    return [f"Handed in on {at}.", *feedback[work.feedback]]


def _standing(modules: Path) -> dict[str, Module]:
    """The modules on the desk by id; none where they cannot be read, which must not keep the desk closed."""
    try:
        return {module.id: module for module in read_standing(modules).modules}
    except OSError:
        return {}


def _is_ours(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MARK.encode())) == _MARK.encode()
    except OSError:
        return False
