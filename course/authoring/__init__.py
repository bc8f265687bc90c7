"""Authoring: from the text that people edit to the notebooks that nbgrader reads and trainees get.

`build` makes `source/<module>/<module>.ipynb` from `faculty/<module>/notebook.md`, and `release/<module>/`
from that; `check_fresh` says what a build would change. Nothing here is needed on a trainee's machine.
"""

from course.authoring.build import Change, build, check_fresh, modules_of
from course.authoring.errors import AuthoringError

__all__ = ["AuthoringError", "Change", "build", "check_fresh", "modules_of"]
