"""Score: what each recorded answer earns, worked out in the grader's own process once the kernel is dead."""

from typing import Any

from nbgrader.api import Gradebook

from course.grading.outputs import nodes
from course.grading.outputs.clean import plain
from course.grading.scoring.cohort import OwnNumbers
from course.grading.scoring.graded import GradedAnswer, grade_answer
from course.grading.scoring.hidden import HiddenTestError, run_hidden
from course.grading.scoring.module import Module, module_of, submission_folder
from course.grading.scoring.submission import Submitted, read_submitted


class Score(OwnNumbers):
    """Replace the outputs of graded cells by the score that the gradebook's hidden part gives.

    answers.json is read here, once. The hidden part comes from the gradebook, not from the notebook, and
    sees nothing of the submission but the values of its answers. A module without questions.yaml passes
    unchanged.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Score one notebook."""
        module = module_of(self, resources)
        if not module.has_bank:
            return nb, resources
        graded = self._grade_all(module, resources)
        sources = _hidden_sources(resources)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in sources and name in graded and cell.cell_type == "code":
                graded[name] = self._confirm(graded[name], sources[name], graded)
                cell.outputs = [_output(graded[name])]
                cell.execution_count = None
        resources["course_graded"] = graded
        return nb, resources

    def _grade_all(self, module: Module, resources: Any) -> dict[str, GradedAnswer]:
        student = resources["nbgrader"]["student"]
        # What could not even be taken out of the sandbox is known already.
        submitted = resources.get("course_left") or read_submitted(submission_folder(resources), module.name)
        before = resources.get("course_submitted") or Submitted()
        if before.problem or submitted.problem:
            self.log.warning("%s, %s: %s", student, module.name, before.problem or submitted.problem)
        elif before.trainee != student:
            self.log.warning(
                "%s, %s: the answers were given under the id %r", student, module.name, before.trainee
            )
        assert module.bank is not None
        graded = {}
        for question in module.bank.own(self.cohort or None, student):
            one = grade_answer(module, question, submitted, before, student, self.cohort or None)
            if one.result["reason"] and question.is_graded and one.result["state"] != "blank":
                self.log.info("%s, %s: %s", student, question.id, one.result["reason"])
            graded[question.id] = one
        return graded

    def _confirm(self, one: GradedAnswer, source: str, graded: dict[str, GradedAnswer]) -> GradedAnswer:
        """What the cell's hidden part makes of the score; it waits for faculty if that part fails."""
        if one.waits:
            return one
        try:
            return one.with_points(
                run_hidden(source, one.max_points, {key: g.points for key, g in graded.items()})
            )
        except HiddenTestError as error:
            self.log.error("%s: %s", one.question, error)
            return one.waiting("The score could not be worked out. Faculty will look at it.")


def _hidden_sources(resources: Any) -> dict[str, str]:
    names = resources["nbgrader"]
    with Gradebook(names["db_url"]) as gradebook:
        notebook = gradebook.find_notebook(names["notebook"], names["assignment"])
        graded = {cell.name for cell in notebook.grade_cells}
        return {cell.name: cell.source for cell in notebook.source_cells if cell.name in graded}


def _output(one: GradedAnswer) -> Any:
    from course.questions.cards.render import result_html

    html = plain(result_html(one.as_result(), style=False))
    if one.waits:
        return nodes.new_output("display_data", {"text/plain": one.result["reason"], "text/html": html})
    # The whole of what nbgrader's scorer looks at: one execute_result that is a builtin float.
    data = {"text/plain": repr(one.points), "text/html": html}
    return nodes.new_output("execute_result", data, execution_count=None)
