"""Run a submission's cells, with nothing in reach that grading will rely on."""

import os
from typing import Any

from nbgrader.preprocessors import Execute

from course.grading.cohort import OwnNumbers
from course.grading.module import Module, module_of, submission_folder
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
        with _environment(resources["nbgrader"]["student"], self.cohort):
            return super().preprocess(nb, resources, *args, **kwargs)

    def _prepare(self, module: Module, resources: Any) -> None:
        folder = submission_folder(resources)
        before = read_submitted(folder, module.name)
        resources["course_submitted"] = before
        if module.bank is not None:
            drop_code_answers(folder, before, module.bank)


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
