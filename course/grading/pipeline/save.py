"""Write what was scored into the gradebook, and leave to graders only what a person has to read."""

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from course.grading.report import byhand
from course.grading.scoring.graded import GradedAnswer
from course.grading.scoring.module import coursedir_of, module_of


class SaveScores(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, with the results of Score in place of what cells displayed.

    nbgrader gives full marks to a test cell that displays nothing, and lets every task wait for a grader, a
    blank one included. A module without questions.yaml is saved as nbgrader saves it.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save one notebook's scores, all in one transaction: whoever is killed here leaves none or all."""
        self._graded: dict[str, GradedAnswer] | None = resources.get("course_graded")
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        self._module = module_of(self, resources)
        root = Path(coursedir_of(self).root)
        self._before = byhand.kept(root, self.assignment_id, self.student_id)
        self._now: dict[str, str] = {}
        with Gradebook(self.db_url) as self.gradebook:
            session = self.gradebook.db
            commit, session.commit = session.commit, session.flush  # nbgrader commits after each cell
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            commit()
        if self._graded is not None:
            byhand.keep(root, self.assignment_id, self.student_id, self._now)
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Save one cell's score; tasks, which nbgrader leaves alone, included."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        metadata = cell.metadata.get("nbgrader", {})
        if self._graded is not None and metadata.get("task"):
            self._add_score(cell, resources)
        return cell, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        metadata = cell.metadata["nbgrader"]
        if self._graded is None or (metadata.get("solution") and metadata.get("grade")):
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(
            metadata["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        one = self._graded.get(metadata["grade_id"])
        # A graded cell without a recorded score earns nothing.
        grade.auto_score = None if one is not None and one.waits else (one.points if one is not None else 0.0)
        grade.needs_manual_grade = self._needs_a_person(grade, one)
        self.gradebook.db.commit()

    def _needs_a_person(self, grade: Any, graded: GradedAnswer | None) -> bool:
        """Points by hand hold, and are not asked for again, while what they were given for is the same."""
        if graded is not None:
            self._now[graded.question] = byhand.digest(self._module, graded)
        if grade.manual_score is None:
            return grade.auto_score is None
        same = graded is not None and self._before.get(graded.question) == self._now[graded.question]
        return bool(grade.needs_manual_grade) if same else True

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        one = (self._graded or {}).get(cell.metadata["nbgrader"]["grade_id"])
        if cell.metadata["nbgrader"].get("task") and one is not None and one.result["state"] == "blank":
            comment = self.gradebook.find_comment(
                cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            comment.auto_comment = "No answer."
            self.gradebook.db.commit()
