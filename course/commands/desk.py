"""`course open` and `course enrol`: the desk that a person works at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from course.commands import places, say
from course.errors import DeskError
from course.learning.desk import desk as desks
from course.learning.desk import enrol as enrolment
from course.learning.desk import lab, landing
from course.settings import read_settings


def open_(
    module: Annotated[str, typer.Argument(help="The module to open.", show_default="the first")] = "",
    faculty: Annotated[
        bool, typer.Option("--faculty", help="Open the whole course, with formgrader.")
    ] = False,
    cohort: Annotated[bool, typer.Option("--cohort", help="Open your desk in a cohort.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")] = True,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="The port of JupyterLab.", show_default="8888 or the next"),
    ] = None,
    lay_only: Annotated[bool, typer.Option("--lay-only", help="Lay out the desk and start nothing.")] = False,
    desk: places.DeskOption = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Open the course in JupyterLab.

    Alone, for self-study: released modules are copied to desk/ and results show at once. With --cohort: the
    desk that you enrolled, on a page of what is released and due. With --faculty: the course folder and
    formgrader. With --lay-only, --json says what lies on the desk and where.

    Example: [bold]course open[/]   or   [bold]course open --cohort --no-browser --port 8900[/]
    """
    if faculty and (cohort or desk is not None):
        raise typer.BadParameter(
            "--faculty opens the course folder, so it takes neither --cohort nor --desk."
        )
    if as_json and not lay_only:
        raise typer.BadParameter("--json goes with --lay-only: JupyterLab, once started, has no result.")
    here = root.expanduser().resolve()
    role: lab.Role = "faculty" if faculty else "cohort" if cohort else "study"
    base = here if faculty else places.desk_in(here, desk)
    laid: list[desks.Laid] = []
    if faculty:
        page = _faculty_page(here)
    elif cohort:
        page = _cohort_page(base, module)
    else:
        laid, page = _study_page(here, base, module)
    if as_json:
        modules = [{"module": one.module, "what": one.what, "folder": str(one.folder)} for one in laid]
        say.as_json({"folder": str(base), "laid": modules})
        return
    for one in laid:
        if one.what != "unchanged":
            say.out.print(escape(str(one)))
    if not lay_only:
        where = "in your browser" if browser else "at the address below"
        say.out.print(f"JupyterLab starts {where} in a few seconds. To end it, press Ctrl-C here.")
        raise typer.Exit(lab.start(base, role, lab.command(base, page, role, port, browser)))


def enrol(
    trainee: Annotated[str, typer.Argument(metavar="ID", help="The id that your faculty gave you.")],
    cohort: Annotated[str | None, typer.Option(help="The name of your group.")] = None,
    exchange: Annotated[Path | None, typer.Option(help="The folder where work is handed in.")] = None,
    course_id: Annotated[
        str | None, typer.Option("--course-id", help="The course's id in the exchange.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Change the id although there are answers.")] = False,
    desk: places.DeskOption = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Say once who you are: the numbers on your cards are then yours, and your work arrives under your id.

    Example: [bold]course enrol okafor --cohort nights-2027 --exchange /srv/nbgrader/exchange[/]
    """
    here = root.expanduser().resolve()
    if desk is None and not here.is_dir():
        raise DeskError(
            f"{here} is not a folder. Name the course folder with --root, or your desk with --desk."
        )
    where = places.desk_in(here, desk)
    settings = enrolment.enrol(trainee, where, cohort, exchange, course_id, force)
    enrolment.write_nbgrader_config(where, settings)
    if as_json:
        say.as_json({"desk": str(where), **settings})
        return
    group = f" in {settings['cohort']}" if settings.get("cohort") else ""
    say.out.print(escape(f"You work as {settings['id']}{group}, at {where}."))
    say.out.print("Next: course open --cohort, then Nbgrader > Assignment List.")


def _study_page(root: Path, desk: Path, module: str) -> tuple[list[desks.Laid], str]:
    released = desks.released_modules(root / "release")
    if module and released and module not in released and not (desk / module).is_dir():
        raise DeskError(f"There is no module {module}. There are: {', '.join(released)}.")
    desks.set_self_study(desk, places.keys_in(root))
    laid = desks.lay(root / "release", desk)
    return laid, lab.first_page(desk, module or laid[0].module)


def _cohort_page(desk: Path, module: str) -> str:
    settings = read_settings(desk)
    if settings is None or settings["mode"] != "cohort":
        raise DeskError(
            f"Nobody is enrolled at {desk}. Say who you are, with the id from your faculty: course enrol "
            "YOUR-ID"
        )
    enrolment.write_nbgrader_config(desk, settings)
    if module:
        return lab.first_page(desk, module)
    return lab.address(desk, landing.write_page(desk, settings))


def _faculty_page(root: Path) -> str:
    if not (root / "nbgrader_config.py").is_file() or not (root / "source").is_dir():
        raise DeskError(
            f"{root} is not the course folder: nbgrader_config.py and source/ should be in it. Change to "
            "that folder, or name it with --root."
        )
    return "/lab"
