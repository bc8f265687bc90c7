"""nbgrader's own verdict on a notebook, cell by cell, with what stopped the run said in words."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from course.errors import CourseError

SECONDS = 30  # for one cell; the grader allows 60 on its own machine


class Stopped(CourseError):
    """The run came to an end before the notebook did: which cell, why, and what to do."""


def validated(notebook: Path) -> dict[str, list[dict[str, Any]]]:
    """What nbgrader's Validator finds: kind to cells; raises Stopped."""
    from nbclient.exceptions import DeadKernelError
    from nbgrader.preprocessors import Execute
    from nbgrader.validator import Validator
    from traitlets.config import Config

    class Watched(Execute):
        def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
            try:
                done = super().preprocess_cell(cell, resources, index)
            except DeadKernelError:
                raise Stopped(
                    f"Python ended in {_name(cell, index)}, or right after the one before it: look there for "
                    "exit() or quit(), and take it out."
                ) from None
            if any(one.get("ename") == "CellTimeoutError" for one in done[0].get("outputs", [])):
                raise Stopped(
                    f"C{_name(cell, index)[1:]} did not end within {SECONDS} seconds, so it was "
                    "stopped, and the cells below it did not run. Look there for a loop that never ends."
                )
            return done

    quiet = logging.getLogger("course.validate")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    # Sockets in the scratch folder: nothing listens on the network, and the kernel does not warn of it.
    sockets = {"transport": "ipc", "ip": str(notebook.parent.parent / "k")} if os.name == "posix" else {}
    validator = Validator(config=Config({"KernelManager": sockets, "Execute": {"timeout": SECONDS}}))
    validator.log = quiet
    validator.preprocessors = [Watched if step is Execute else step for step in validator.preprocessors]
    found: dict[str, list[dict[str, Any]]] = validator.validate(str(notebook))
    return found


def _name(cell: Any, index: int) -> str:
    first = (str(cell.source).strip().splitlines() or [""])[0][:60]
    return f"cell {index + 1} (`{first}`)"
