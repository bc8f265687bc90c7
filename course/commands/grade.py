"""`course grade`: grade what was collected, several submissions at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from course.commands import graded_summary, places, say
from course.errors import DeskError

if TYPE_CHECKING:
    from course.grading.batch.graders import Executor
    from course.grading.batch.pool import GradedSubmission


class Where(StrEnum):
    """What `--executor` takes."""

    PROCESSES = "processes"
    DASK = "dask"


def grade(
    module: Annotated[str, typer.Argument(help="A module whose submissions were collected.")],
    workers: Annotated[
        int,
        typer.Option(
            min=0, max=1000, help="Submissions at once; 0: one for each core, on a cluster for each thread."
        ),
    ] = 0,
    executor: Annotated[
        Where, typer.Option(help="Where: processes of this machine, or the workers of a Dask cluster.")
    ] = Where.PROCESSES,
    scheduler: Annotated[
        str, typer.Option(help="The cluster's scheduler: tcp://HOST:8786.", show_default=False)
    ] = "",
    students: Annotated[
        str, typer.Option(help="Only these trainees: ids with commas between.", show_default="all")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Grade again what was graded before.")] = False,
    details: Annotated[
        bool, typer.Option("--details", help="A line for every point that was not given, too.")
    ] = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Grade a module's submissions isolated, several at once; stopped at any moment, the next run goes on.

    It ends with a summary: points, what waits for you, who came late, who handed in nothing. Points that
    you gave by hand stay. Exit code 1 if a submission could not be graded.

    Example: [bold]course grade 03-numbers --workers 4[/]
    """
    from course.grading.batch.pool import grade_all, prepare, submitted
    from course.learning.doctor import nbgrader_config

    root = root.expanduser().resolve()
    config, broken = nbgrader_config(root)
    if broken:
        raise DeskError(f"nbgrader's settings do not run: {broken[0].found}. See `course doctor`.")
    names = submitted(root, config, module, [one.strip() for one in students.split(",") if one.strip()])
    if scheduler and executor is not Where.DASK:
        raise DeskError("--scheduler is for a cluster: give --executor dask as well.")
    if executor is Where.DASK and not scheduler:
        raise DeskError("Which cluster? Give its scheduler: --scheduler tcp://HOST:8786")
    if executor is Where.PROCESSES:
        prepare()
    found: list[GradedSubmission] = []
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=say.err, transient=True) as bar:
        task = bar.add_task("starting", total=len(names))
        note = bar.console.print
        place = _cluster(root, module, scheduler, note) if scheduler else None
        graded = grade_all(root, module, names, workers=workers, force=force, note=note, executor=place)
        for one in graded:
            found.append(one)
            bar.update(task, completed=len(found), description=escape(one.trainee))
    found.sort(key=lambda one: one.trainee)
    missing = [] if students else _without_submission(root, config, names)
    otherwise = _graded_otherwise(root, config, module)
    if as_json:
        submissions = [one.data() for one in found]
        told = {"missing": missing, "graded_with_another_key": otherwise}
        say.as_json({"module": module, "submissions": submissions, **told})
    else:
        for line in graded_summary.details(found) if details else ():
            say.out.print(line)
        for line in graded_summary.summary(module, found, missing, otherwise):
            say.out.print(line)
        if not details and any(one.missed for one in found):
            say.out.print("Every point that was not given, with its reason: --details")
    if any(one.state == "failed" for one in found):
        raise SystemExit(1)


def _cluster(root: Path, module: str, scheduler: str, note: Callable[[str], None]) -> Executor:
    from course.grading.cluster.dask import Cluster

    return Cluster(root, module, scheduler, note)


def _without_submission(root: Path, config: Any, names: list[str]) -> list[str]:
    """Who is enrolled and has nothing in submitted/."""
    from nbgrader.coursedir import CourseDirectory

    from course.grading.intake.enrolment import enrolled_ids

    return sorted(enrolled_ids(CourseDirectory(config=config, root=str(root))) - set(names))


def _graded_otherwise(root: Path, config: Any, module: str) -> list[str]:
    from course.grading.scoring.keyprint import graded_otherwise, key_print
    from course.settings import faculty_folder

    places_of = config.get("CourseDirectory", {})
    source = root / str(places_of.get("source_directory", "source")) / module
    graded = root / str(places_of.get("autograded_directory", "autograded"))
    return graded_otherwise(graded, module, key_print(faculty_folder(root) / module, source))
