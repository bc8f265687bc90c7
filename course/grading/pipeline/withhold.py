"""Take hidden tests and marking schemes out of the working copy before a submission's cells run.

nbgrader's OverwriteCells has just put them in, and nbgrader would send them to the kernel that runs the
submission: a hook there can print them. Score takes them from the gradebook once the kernel is dead.
"""

from typing import Any

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme

from course.grading.scoring.module import module_of


class WithholdHiddenTests(ClearHiddenTests):
    """Cut the hidden tests of a module with questions.yaml; a module without it needs them in the kernel."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Cut them from one notebook."""
        if not module_of(self, resources).has_bank:
            self.log.warning(
                "This module has no questions.yaml: its hidden tests are visible to the submission's code"
            )
            return nb, resources
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Cut them from one cell; a trainee's own cell that looks like a test is left alone."""
        if "nbgrader" not in cell.metadata:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class WithholdMarkScheme(ClearMarkScheme):
    """Cut the marking schemes; no submission needs them to run."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Cut it from one cell; a trainee's own cell that looks like one is left alone."""
        if "nbgrader" not in cell.metadata:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)
