"""Points for a learning platform: nbgrader export plugins that write what each one's import reads.

    nbgrader export --exporter=course.grading.exports.Canvas --to canvas.csv

All four find a trainee by the id that they have in the gradebook, and take the points after the late
penalty. Who handed nothing in has an empty cell: no platform takes that for a 0. Answers that wait for a
person are named in the log, since the points are not final.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbgrader.apps.baseapp import NbGrader
from nbgrader.plugins import CsvExportPlugin, ExportPlugin
from traitlets import Dict, List, Unicode

from course.errors import CourseError
from course.grading.spreadsheet import harmless


class ExportError(CourseError):
    """Grades that a platform could not take as they are."""


@dataclass(frozen=True)
class Row:
    """A trainee and their points by module; None where nothing was handed in."""

    id: str
    last: str
    first: str
    email: str
    points: dict[str, float | None]


def number(points: float | None) -> str:
    """Points with a decimal point and as many places as they have, up to four; empty for None.

    >>> number(14.92), number(3.0), number(None)
    ('14.92', '3', '')
    """
    return "" if points is None else f"{points:.4f}".rstrip("0").rstrip(".")


class Names(List):
    """Ids as people type them after an option: one, several with commas, in brackets or quotes or without.

    >>> Names().from_string_list(["[03-numbers, '06-hashtag-data']"])
    ['03-numbers', '06-hashtag-data']
    """

    def from_string_list(self, s_list: list[str]) -> list[str]:
        """traitlets reads what begins with a bracket as Python, in which `03` is a mistake."""
        parts = [part.strip(" []\"'") for words in s_list for part in words.split(",")]
        return [part for part in parts if part]

    def from_string(self, s: str) -> list[str]:
        """As from a list of one."""
        return self.from_string_list([s])


class _Platform(ExportPlugin):
    """What the four have in common. A subclass gives its header lines and a trainee's cells."""

    assignment = Names(help="Modules to export; all without it.").tag(config=True)
    student = Names(help="Trainees to export; all without it.").tag(config=True)
    columns = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="The platform's name of a module's column, where it is not the module's own.",
    ).tag(config=True)
    suffix, delimiter, encoding = ".csv", ",", "utf-8"
    quote_all = False

    def header(self, most: dict[str, float]) -> list[list[str]]:
        """The lines above the trainees. most: by module, the most that can be earned."""
        raise NotImplementedError

    def identity(self, row: Row) -> list[str]:
        """The cells that say who it is. Ids are never changed: a platform must find them again."""
        raise NotImplementedError

    def title(self, module: str) -> str:
        """A module's name on the platform."""
        return str(self.columns.get(module, module))

    def export(self, gradebook: Any) -> None:
        """Write the file that `--to` names. ExportError, or as a command one line, where that cannot be."""
        try:
            self._write(gradebook)
        except ExportError as error:
            if not isinstance(self.parent, NbGrader):
                raise
            self.parent.fail(str(error))

    def _write(self, gradebook: Any) -> None:
        most, rows = self._read(gradebook)
        text = io.StringIO()
        how: dict[str, Any] = {"delimiter": self.delimiter, "lineterminator": "\r\n"}
        out = csv.writer(text, quoting=csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL, **how)
        out.writerows(self.header(most))
        for row in rows:
            out.writerow([*self.identity(row), *(number(row.points[name]) for name in most), *self.end()])
        target = Path(self.to or f"{type(self).__name__.lower()}{self.suffix}")
        target.write_bytes(text.getvalue().encode(self.encoding))
        self.log.info("%s trainees and %s modules are in %s", len(rows), len(most), target)

    def end(self) -> list[str]:
        """Cells behind the points."""
        return []

    def _read(self, book: Any) -> tuple[dict[str, float], list[Row]]:
        wanted, people = [str(one) for one in self.assignment], [str(one) for one in self.student]
        modules = [one for one in book.assignments if not wanted or one.name in wanted]
        most = {one.name: float(one.max_score) for one in modules}
        students = [one for one in book.students if not people or one.id in people]
        unknown = (set(wanted) - set(most)) | (set(people) - {one.id for one in students})
        if unknown:
            raise ExportError(f"The gradebook does not know {', '.join(sorted(unknown))}.")
        given: dict[tuple[str, str], float] = {}
        for module in modules:
            for submission in module.submissions:
                points = max(0.0, submission.score - submission.late_submission_penalty)
                given[submission.student.id, module.name] = points
                if submission.needs_manual_grade:
                    self.log.warning("%s, %s: an answer waits for you", submission.student.id, module.name)
        rows = []
        for one in sorted(students, key=lambda one: one.id):
            rows.append(Row(_checked_id(one.id), one.last_name or "", one.first_name or "", one.email or "",
                            {name: given.get((one.id, name)) for name in most}))  # fmt: skip
        return most, rows


class Canvas(_Platform):
    """Canvas: five columns that say who, then a column a module; the second line holds the points possible.

    Canvas looks for its own number (left empty here), then SIS User ID, then SIS Login ID: the trainee's id
    stands there. It takes UTF-8, and ignores names, which therefore may carry an apostrophe.
    """

    def header(self, most: dict[str, float]) -> list[list[str]]:
        """Canvas knows the second line by its first cell."""
        who = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        possible = ["    Points Possible", "", "", "", "", *(number(value) for value in most.values())]
        return [[*who, *(self.title(name) for name in most)], possible]

    def identity(self, row: Row) -> list[str]:
        """Name as Canvas sorts it, and the login."""
        name = ", ".join(part for part in (row.last, row.first) if part) or row.id
        return [harmless(name), "", "", row.id, ""]


class Moodle(_Platform):
    """Moodle: UTF-8 with commas; in its import, map `ID number` or `Email address`, then each module's item.

    Moodle has no line for points possible: an item's maximum is set in Moodle. Names are not imported.
    """

    def header(self, most: dict[str, float]) -> list[list[str]]:
        """Titles as Moodle's own export writes them."""
        who = ["First name", "Last name", "ID number", "Email address"]
        return [[*who, *(f"{self.title(name)} (Real)" for name in most)]]

    def identity(self, row: Row) -> list[str]:
        """First and last name, id, address."""
        return [harmless(row.first), harmless(row.last), row.id, harmless(row.email)]


class Blackboard(_Platform):
    """Blackboard Learn: UTF-16 with tabs, every cell in quotes; the user name says who.

    A column is found by the name that Blackboard gave it, such as `Numbers [Total Pts: 57 Score] |1234`: set
    it in `Blackboard.columns`. Under any other name a new text column with 0 points possible is made.
    """

    suffix, delimiter, encoding = ".xls", "\t", "utf-16"
    quote_all = True

    def header(self, most: dict[str, float]) -> list[list[str]]:
        """Three columns that say who."""
        return [["Last Name", "First Name", "Username", *(self.title(name) for name in most)]]

    def identity(self, row: Row) -> list[str]:
        """Names, which Blackboard does not import, and the user name."""
        return [harmless(row.last), harmless(row.first), row.id]


class Brightspace(_Platform):
    """Brightspace: UTF-8 with a mark; user name, a column a module, and a # at the end of each line.

    The points possible stand in the title, as in Brightspace's own export. It asks that no names are sent.
    """

    encoding = "utf-8-sig"

    def header(self, most: dict[str, float]) -> list[list[str]]:
        """Titles with the type of grade and its maximum."""
        items = [f"{self.title(name)} Points Grade <Numeric MaxPoints:{number(value)}>"
                 for name, value in most.items()]  # fmt: skip
        return [["Username", *items, "End-of-Line Indicator"]]

    def identity(self, row: Row) -> list[str]:
        """The user name alone."""
        return [row.id]

    def end(self) -> list[str]:
        """What Brightspace knows the end of a line by."""
        return ["#"]


class Csv(CsvExportPlugin):
    """nbgrader's own file, one line a trainee and module, with names that are cells and no formulas.

    nbgrader writes names as they are, without quotes: commas in them become blanks here.
    """

    assignment = Names(help="Modules to export; all without it.").tag(config=True)
    student = Names(help="Trainees to export; all without it.").tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write the file that `--to` names."""
        super().export(_WithHarmlessNames(gradebook))


class _WithHarmlessNames:
    """A gradebook whose students have names that can stand between two commas."""

    def __init__(self, gradebook: Any) -> None:
        self._gradebook = gradebook

    def __getattr__(self, name: str) -> Any:
        return getattr(self._gradebook, name)

    @property
    def students(self) -> list[Any]:
        """Copies; an id that would be a formula is refused."""
        return [
            SimpleNamespace(
                id=_checked_id(student.id),
                last_name=_between_commas(student.last_name),
                first_name=_between_commas(student.first_name),
                email=_between_commas(student.email),
            )
            for student in self._gradebook.students
        ]


def _between_commas(text: str | None) -> str:
    return harmless((text or "").replace(",", " ").replace('"', "'"))


def _checked_id(ident: str) -> str:
    if harmless(ident) != ident:
        raise ExportError(f"The id {ident!r} would be a formula in a spreadsheet. Rename it.")
    return ident
