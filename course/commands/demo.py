"""`course demo`: a whole term on a made-up cohort, in a few minutes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course.commands import places, say


def demo(
    force: Annotated[bool, typer.Option("--force", help="Throw an earlier demo/ away.")] = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Play a term on a made-up cohort through nbgrader, from release to feedback, and say where to look.

    Everything lands in demo/, with a home folder for each trainee. Your gradebook and exchange are not
    touched.

    Example: [bold]course demo --force[/]
    """
    say.failed("The demo is not here yet.")
