"""Who is enrolled: the ids in the gradebook. Work under another id is not taken, and stays where it is.

nbgrader makes a trainee of every id that it meets, so that whoever can write into the exchange, or name a
file, decides who is in the gradebook.
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from traitlets import Bool
from traitlets.config.loader import DeferredConfigString

from course.files import write_whole
from course.grading.intake.admission import refusal
from course.grading.intake.downloads.platforms import Known, known
from course.names import is_safe_id, scripts

LIST = "not-enrolled.csv"  # in the course folder: what `nbgrader db student import` reads
_MOST_SHOWN = 20
_MOST_LISTED = 1_000


def is_open(config: Any) -> bool:
    """Whether the settings let in whoever hands in: `c.CollectSubmissions.enrolled_only = False`."""
    return not _switch(config, "CollectSubmissions", "enrolled_only", True)


def _switch(config: Any, section: str, name: str, default: bool) -> bool:
    """A setting of another class, as written in a file or typed after a command."""
    value = config.get(section, {}).get(name, default)
    return bool(value.get_value(Bool()) if isinstance(value, DeferredConfigString) else value)


def enrolled_ids(coursedir: Any) -> frozenset[str]:
    """The ids in the gradebook of a course."""
    from nbgrader.api import Gradebook, Student

    with Gradebook(coursedir.db_url, coursedir.course_id) as book:
        return frozenset(name for (name,) in book.db.query(Student.id))


def known_to_platforms(coursedir: Any) -> Known:
    """What a learning platform may write for the enrolled of a course, and whom it means."""
    from nbgrader.api import Gradebook, Student

    with Gradebook(coursedir.db_url, coursedir.course_id) as book:
        return known(book.db.query(Student))


@dataclass
class Roll:
    """The enrolled of a course, and whose work was left out because they are not.

    ids: who is enrolled; known: what their learning platform calls them; open: take whoever hands in.
    left_out: each id that was refused, and the account it came from ("" where that says nothing).
    """

    ids: frozenset[str]
    open: bool = False
    known: Known | None = None
    left_out: dict[str, str] = field(default_factory=dict)

    def admits(self, name: str, account: str = "") -> bool:
        """Whether work under this id is taken; if not, it is kept in mind for `report`."""
        if self.open or name in self.ids:
            return True
        self.left_out[name] = account
        return False

    def report(self, log: Any, folder: Path, again: str) -> None:
        """Name all that were left out in one entry of the log, and the one command that enrols them.

        folder: the course folder, in which a list for that command is put; again: the command to repeat.
        """
        if not self.left_out:
            return
        names = sorted(self.left_out)
        listed = ", ".join(described(name) for name in names[:_MOST_SHOWN])
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        first = "" if self.ids else "Nobody is enrolled in the gradebook yet. "
        log.error(
            "%sNot collected, because not enrolled: %s%s. The work stays where it is. %s",
            first,
            listed,
            more,
            self._remedy(names, folder, again),
        )

    def _remedy(self, names: list[str], folder: Path, again: str) -> str:
        if len(names) == 1:
            return f"If the course knows this id, run `nbgrader db student add {names[0]}`, then {again}."
        try:
            write_whole(folder / LIST, _csv({name: self.left_out[name] for name in names[:_MOST_LISTED]}))
        except OSError as error:
            why = error.strerror or "not writable"
            return (
                f"Run `nbgrader db student add ID` for each who belongs to the course, then {again}. "
                f"(No list could be written: {LIST} is {why}.)"
            )
        return (
            f"They are listed in {LIST}. Take out whoever does not belong to the course, run "
            f"`nbgrader db student import {LIST}`, then {again}."
        )


class NotEnrolledError(Exception):
    """Why a submission is not graded; the message names what enrols the trainee."""


def refuse_others(converter: Any) -> None:
    """Let an Autograde that is about to start fail each submission whose id is not enrolled, by itself.

    Its own setting for this is of no use: nbgrader's API and formgrader ask it to make trainees. Only faculty
    who wrote `c.Autograde.create_student = True`, or typed `--create`, get that.
    """
    if is_open(converter.config) or _switch(converter.config, "Autograde", "create_student", False):
        return
    ids = enrolled_ids(converter.coursedir)
    begin = converter.init_assignment

    def init_assignment(assignment_id: str, student_id: str) -> None:
        if not is_safe_id(student_id):
            raise NotEnrolledError(refusal(student_id))
        if student_id not in ids:
            raise NotEnrolledError(
                f"{described(student_id)} is not enrolled. If the course knows this id, run "
                f"`nbgrader db student add {student_id}`, then grade again."
            )
        begin(assignment_id, student_id)

    converter.init_assignment = init_assignment


def described(name: str) -> str:
    """An id as it is shown; letters that can pass for others are named.

    >>> described("ann"), described("\\u0430nn")
    ('ann', 'аnn (with CYRILLIC letters)')
    """
    shown = "".join(letter if letter.isalnum() or letter in "._-@+" else "?" for letter in name[:128])
    foreign = sorted(scripts(name) - {"LATIN"})
    return f"{shown} (with {' and '.join(foreign)} letters)" if foreign else shown


def _csv(left_out: dict[str, str]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", "handed_in_by"])
    rows.writerows(left_out.items())
    return text.getvalue()
