"""nbgrader's late penalties, with a time of grace, and with the reason kept for whoever reads the points."""

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Integer

from course.grading.pipeline.lateness import Lateness

_KNOWN = {"none": "late work costs nothing", "zero": "late work has no points"}


class LatePenalties(AssignLatePenalties):
    """Take off what the rule of nbgrader's plugin says, beyond a time of grace.

    A rule of one's own says what it does by an attribute `rule`, the end of a sentence that begins with
    *The rule:*; without it the first line of its docstring is told.
    """

    grace_minutes = Integer(
        15, min=0, help="How many minutes after the due date cost nothing, whatever the rule."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Take off points of one notebook, and keep how late it was and why, for Sanitise."""
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(self.db_url) as gradebook:
            notebook = gradebook.find_submission_notebook(
                self.notebook_id, self.assignment_id, self.student_id
            )
            submission = notebook.assignment
            if submission.total_seconds_late > 0:
                resources["course_late"] = Lateness(
                    seconds=float(submission.total_seconds_late),
                    due=f"{submission.duedate:%Y-%m-%d %H:%M}",
                    penalty=float(notebook.late_submission_penalty or 0.0),
                    grace_minutes=self.grace_minutes,
                    rule=self._rule(),
                )
        return nb, resources

    def _check_late_penalty(self, notebook: Any, penalty: float) -> float:
        if notebook.assignment.total_seconds_late <= 60 * self.grace_minutes:
            return 0.0
        return float(super()._check_late_penalty(notebook, penalty))

    def _rule(self) -> str:
        plugin = self.plugin_inst
        told = getattr(plugin, "rule", "") or _KNOWN.get(getattr(plugin, "penalty_method", ""), "")
        told = told or (type(plugin).__doc__ or type(plugin).__name__).strip().splitlines()[0]
        return str(told).strip().rstrip(".")
