"""`course feedback`: write the feedback pages of a module, several at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from course.commands import places, say
from course.errors import DeskError


def feedback(
    module: Annotated[str, typer.Argument(help="A module whose submissions were graded.")],
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="Processes beside each other; 0: one for each core.")
    ] = 0,
    students: Annotated[
        str, typer.Option(help="Only these trainees: ids with commas between.", show_default="all")
    ] = "",
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Write the feedback pages of a module anew, with points and comments as the gradebook has them now.

    The same pages as `nbgrader generate_feedback --force` writes. Exit code 1 if a page could not be written.

    Example: [bold]course feedback 03-numbers[/]
    """
    from course.grading.batch.pool import feedback_all, graded, prepare
    from course.learning.doctor import nbgrader_config

    root = root.expanduser().resolve()
    config, broken = nbgrader_config(root)
    if broken:
        raise DeskError(f"nbgrader's settings do not run: {broken[0].found}. See `course doctor`.")
    names = graded(root, config, module, [one.strip() for one in students.split(",") if one.strip()])
    prepare()
    many = workers or os.cpu_count() or 1
    found = sorted(feedback_all(root, module, names, workers=many), key=lambda one: one.trainee)
    if as_json:
        pages = [{"trainee": one.trainee, "written": one.written, "reason": one.reason} for one in found]
        say.as_json({"module": module, "pages": pages})
    else:
        for one in found:
            if not one.written:
                say.out.print(f"[red]{escape(one.trainee)}: no page. {escape(one.reason)}[/]")
        written = sum(one.written for one in found)
        say.out.print(
            f"{written} of {len(found)} pages written. Return them: nbgrader release_feedback {module}"
        )
    if not all(one.written for one in found):
        raise SystemExit(1)
