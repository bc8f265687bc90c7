"""A step of grading that runs the cells of some mutants only: a kernel takes most of the time of a round."""

from typing import Any

from traitlets import Integer

from course.grading.pipeline.execute import ExecuteSubmission
from course.grading.scoring.module import module_of


class ExecuteSome(ExecuteSubmission):
    """Runs honest submissions, and each `every`th mutant; the others go through all other steps."""

    every = Integer(1, help="1: all mutants are run").tag(config=True)

    def preprocess(self, nb: Any, resources: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """Run one notebook, or do what is done around that."""
        name = resources["nbgrader"]["student"]
        if name[:1] not in "xz" or not name[1:].isdigit() or int(name[1:]) % self.every == 0:
            return super().preprocess(nb, resources, *args, **kwargs)
        module = module_of(self, resources)
        self._prepare(module, resources)
        return nb, resources


def settings(every: int) -> str:
    """Lines for nbgrader_config.py that put it in the place of ExecuteSubmission."""
    return f"""
c.Autograde.autograde_preprocessors = [
    "fuzz.lightly.ExecuteSome" if step == "course.grading.ExecuteSubmission" else step
    for step in c.Autograde.autograde_preprocessors
]
c.ExecuteSome.every = {every}
"""
