"""Run a submission's cells, with nothing in reach that grading will rely on."""

import os
from typing import Any

import nbformat.v4 as v4
from nbclient.exceptions import DeadKernelError
from nbgrader.preprocessors import Execute

from course.grading.cohort import OwnNumbers
from course.grading.module import Module, handed_in, module_of, submission_folder
from course.grading.submission import drop_code_answers, read_submitted


class ExecuteSubmission(OwnNumbers, Execute):
    """Run the cells; before it, forget what code answers the file already holds.

    A value that the trainee's machine recorded says nothing about the code that was submitted: only what
    the code gives here counts. Who is being graded is told to the kernel by the environment, never by the
    submission.

    The kernel is not isolated yet. Its name will be set here, on this class alone: set for all of nbgrader
    it would also govern Validate on trainees' machines.
    """

    def preprocess(self, nb: Any, resources: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Run one notebook; what was in answers.json before is kept in `resources` for Score."""
        module = module_of(self, resources)
        if module.has_bank:
            self._prepare(module, resources)
        self._running: Any = None
        with _environment(resources["nbgrader"]["student"], self.cohort):
            try:
                return super().preprocess(nb, resources, *args, **kwargs)
            except DeadKernelError:
                # What was answered on cards is none the worse for it, so scoring goes on.
                self.log.warning("A cell ended the kernel; the cells after it did not run")
                if self._running is not None:
                    self._running.outputs = [*self._running.get("outputs", []), _ended()]
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Run one cell, and remember which one it is: of test cells Score replaces what they show."""
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            self._running = cell
        return super().preprocess_cell(cell, resources, index)

    def _prepare(self, module: Module, resources: Any) -> None:
        folder = submission_folder(resources)
        before = read_submitted(folder, module.name, handed_in(self, resources))
        resources["course_submitted"] = before
        if module.bank is not None:
            drop_code_answers(folder, before, module.bank)


def _ended() -> Any:
    said = "Python ended in this cell, or right before or after it; the cells below did not run."
    return v4.new_output("error", ename="DeadKernelError", evalue=said, traceback=[said])


class _environment:
    """What the kernel inherits: who is graded, in place of who runs the grading, and no way to the keys."""

    def __init__(self, student: str, cohort: str) -> None:
        self.set = {"COURSE_TRAINEE": student, "COURSE_COHORT": cohort}
        self.hidden = ["COURSE_FACULTY", "COURSE_DESK", "JUPYTERHUB_USER", "JUPYTERHUB_API_TOKEN"]

    def __enter__(self) -> None:
        names = [*self.set, *self.hidden]
        self.before = {name: os.environ.get(name) for name in names}
        for name in self.hidden:
            os.environ.pop(name, None)
        os.environ.update(self.set)

    def __exit__(self, *_: object) -> None:
        for name, value in self.before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
