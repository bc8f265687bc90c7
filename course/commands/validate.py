"""`course validate`: a trial run before handing in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from course.commands import places, say
from course.errors import DeskError
from course.learning.validation import validate as trial


def validate(
    module: Annotated[
        str, typer.Argument(help="A module on your desk, or a folder.", show_default="the folder you are in")
    ] = "",
    desk: places.DeskOption = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Run a module in a copy, as nbgrader will, and list what is unanswered or wrong in form.

    It does not say whether an answer is right. Your notebook and answers are not changed. Exit code 0:
    nothing to do; 1: something is listed.

    Example: [bold]course validate 00-orientation[/]
    """
    folder = _folder(module, places.desk_in(root.expanduser().resolve(), desk))
    if as_json:
        findings = trial.try_out(folder)
        listed = [asdict(one) for one in findings]
        say.as_json({"module": folder.name, "ready": not findings, "findings": listed})
    else:
        with say.err.status(Text(f"Running {folder.name} in a copy")):
            findings = trial.try_out(folder)
        for one in findings:
            say.out.print(f"[bold]{escape(one.question or folder.name)}[/]: {escape(one.say)}")
        say.out.print(_closing(len(findings)))
    if findings:
        raise typer.Exit(1)


def _folder(module: str, desk: Path) -> Path:
    here = Path.cwd()
    if not module:
        if (here / "questions.yaml").is_file():
            return here
        raise DeskError("Name a module: course validate 00-orientation. Or run this in a module's folder.")
    for folder in (desk / module, Path(module).expanduser().resolve()):
        if (folder / "questions.yaml").is_file():
            return folder
    raise DeskError(f"There is no module {module} on {desk}. `course open` lays the modules out.")


def _closing(count: int) -> str:
    if not count:
        return "Every answer is there and can be read. Whether they are right is decided after you hand in."
    return f"{count} to look at." if count > 1 else "One to look at."
