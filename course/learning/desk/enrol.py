"""Enrolment: who works at this desk, in which cohort, and where work is handed in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from course.learning.desk import desk as desks
from course.names import MAX_NAME, is_name, is_safe_id
from course.settings import read_settings
from course.errors import DeskError

COURSE_ID = "discernment"
NBGRADER_CONFIG = "nbgrader_config.py"
_WRITTEN_BY = "# Written by `course open --cohort` from .course.json. Change it with `course enrol`."


def enrol(
    trainee: str,
    desk: Path,
    cohort: str | None = None,
    exchange: Path | None = None,
    course_id: str | None = None,
    force: bool = False,
) -> dict[str, Any]:
    """Write down who works at this desk, and return the desk's settings. What is not given stays as it was.

    Raises DeskError for an id, a course's id or an exchange that cannot be a folder's name, for a cohort's
    name too long to keep, for a desk used for self-study, for a nbgrader_config.py there that somebody else
    wrote, and for another id than the one that answers were given under (numbers on the cards depend on the
    id) unless `force`; nothing is written then.
    """
    if not is_safe_id(trainee):
        raise DeskError(
            f"{trainee[:60]!r} cannot be an id: use letters, digits and . _ - @, beginning with a letter "
            "or digit. Take the id that your faculty gave you."
        )
    if cohort and not is_name(cohort):
        raise DeskError(
            f"{cohort[:20]!r}… cannot be a cohort: its name has {len(cohort)} characters, at most {MAX_NAME} "
            "on one line can be kept. Take the name that your faculty gave you."
        )
    if course_id and not is_safe_id(course_id):
        raise DeskError(f"{course_id[:60]!r} cannot be a course's id: use letters, digits and . _ - only.")
    if exchange is not None and not str(exchange).isprintable():
        raise DeskError(
            f"{str(exchange)[:60]!r} cannot be the exchange: a folder's path on one line is needed."
        )
    hub = os.environ.get("JUPYTERHUB_USER")
    if hub and hub != trainee:
        raise DeskError(
            f"You are logged in as {hub}, and the hub's name is the one that counts. Run: course enrol {hub}"
        )
    before = read_settings(desk) or {}
    _refuse_other_work(desk, before, trainee, force)
    kept: dict[str, Any] = {
        name: before[name] for name in ("cohort", "course_id", "exchange") if name in before
    }
    settings: dict[str, Any] = {"mode": "cohort", "course_id": COURSE_ID, **kept, "id": trainee}
    if cohort:
        settings["cohort"] = cohort
    if exchange is not None:
        settings["exchange"] = str(exchange.expanduser().resolve())
    if course_id:
        settings["course_id"] = course_id
    _refuse_foreign_config(desk / NBGRADER_CONFIG, _config_text(desk, settings))
    desks.write_settings(desk, settings)
    return settings


def write_nbgrader_config(desk: Path, settings: dict[str, Any]) -> Path:
    """Write what the Assignment List needs into the desk; raises DeskError if the file is not ours."""
    file, text = desk / NBGRADER_CONFIG, _config_text(desk, settings)
    _refuse_foreign_config(file, text)
    with desks.writing(desk):
        before = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        if before.splitlines() != text.splitlines():
            file.write_text(text, encoding="utf-8")
    return file


def _config_text(desk: Path, settings: dict[str, Any]) -> str:
    lines = [_WRITTEN_BY, "c = get_config()  # noqa: F821"]
    lines.append(f"c.CourseDirectory.course_id = {str(settings.get('course_id') or COURSE_ID)!r}")
    # A memory of its own for this desk: two people with one system account would fetch each other's feedback.
    lines.append(f"c.Exchange.cache = {str((desk / '.nbgrader-cache').resolve())!r}")
    if settings.get("exchange"):
        lines.append(f"c.Exchange.root = {str(settings['exchange'])!r}")
    if settings.get("id"):
        # Otherwise nbgrader names a submission after the system account, and nobody finds it.
        lines.append(f"c.CourseDirectory.student_id = {str(settings['id'])!r}")
    return "\n".join(lines) + "\n"


def _refuse_foreign_config(file: Path, text: str) -> None:
    """Raise DeskError where somebody else wrote the desk's nbgrader_config.py."""
    try:
        before = file.read_bytes() if file.exists() else None
    except OSError as error:
        raise DeskError(
            f"{file} cannot be read ({error.strerror or error}), so it stays as it is. Rename it, then run "
            "this command again."
        ) from None
    if before is not None and not before.startswith(_WRITTEN_BY.encode()):
        raise DeskError(
            f"{file} was written by somebody else, so it stays as it is. Rename it, or put these lines "
            f"into it:\n{text}"
        )


def _refuse_other_work(desk: Path, before: dict[str, Any], trainee: str, force: bool) -> None:
    worked = desks.worked_in(desk)
    if before.get("mode") == "self-study":
        raise DeskError(
            f"{desk} is used for self-study. Keep a desk of its own for the cohort: `course enrol "
            f"{trainee} --desk {desk / 'cohort'}`, then `course open --cohort --desk {desk / 'cohort'}`."
        )
    if worked and before.get("id") not in (None, trainee) and not force:
        raise DeskError(
            f"The answers on this desk ({', '.join(worked)}) were given by {before['id']}. Numbers on the "
            f"cards are drawn from the id, so under {trainee} they would not match. If the id was a "
            "mistake, add --force; for somebody else use another desk: --desk "
            f"{desk.with_name(desk.name + '-' + trainee)}"
        )
