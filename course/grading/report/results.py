"""What the gradebook holds of one submission, for the feedback page: points by hand and late penalty
included.
"""

from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor


@dataclass(frozen=True)
class Recorded:
    """One graded cell: points as they stand now, whether a person still has to look, and what they wrote."""

    points: float
    max_points: float
    waits: bool
    by_hand: bool
    comment: str = ""


@dataclass(frozen=True)
class Record:
    """A submission in the gradebook."""

    cells: dict[str, Recorded] = field(default_factory=dict)
    penalty: float = 0.0
    submitted: str = ""

    @property
    def points(self) -> float:
        """All points, less the late penalty."""
        return round(sum(cell.points for cell in self.cells.values()) - self.penalty, 4)

    @property
    def max_points(self) -> float:
        """The most that could be earned."""
        return round(sum(cell.max_points for cell in self.cells.values()), 4)


class CollectResults(NbGraderPreprocessor):
    """Hand the gradebook's record of a submission to the feedback page; takes the place of nbgrader's
    GetGrades.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Read the record of one notebook."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            resources["course_record"] = read_record(notebook)
        return nb, resources


def read_record(notebook: Any) -> Record:
    """The record of one submitted notebook of the gradebook."""
    comments = {comment.name: comment.comment or "" for comment in notebook.comments}
    cells = {
        grade.name: Recorded(
            points=float(grade.score),
            max_points=float(grade.max_score),
            waits=bool(grade.needs_manual_grade),
            by_hand=grade.manual_score is not None,
            comment=comments.get(grade.name, ""),
        )
        for grade in notebook.grades
    }
    # A comment on an answer made in code is given at its answer cell, `<id>-code`.
    for name, text in comments.items():
        owner = name.removesuffix("-code")
        if text and owner != name and owner in cells and not cells[owner].comment:
            cells[owner] = Recorded(**{**_fields(cells[owner]), "comment": text})
    at = notebook.assignment.timestamp
    penalty = float(notebook.late_submission_penalty or 0.0)
    return Record(cells, penalty, f"{at:%Y-%m-%d %H:%M} UTC" if at else "")


def _fields(cell: Recorded) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in cell.__dataclass_fields__}
