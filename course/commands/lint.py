"""`course lint`: texts, questions and keys read as an editor would read them."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from course.commands import places, say

if TYPE_CHECKING:
    from course.authoring.lint import Finding


def lint(
    modules: Annotated[list[str] | None, typer.Argument(metavar="[MODULE]...", show_default="all")] = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Read texts, questions and keys as an editor would, and list what to mend and where.

    A place that is right as it is can be excused with a reason: see docs/authoring-guide.md. Exit code 0:
    clean; 1: something is listed; 2: no such module or folder.

    Example: [bold]course lint 00-orientation[/]   or   [bold]course lint --json[/]
    """
    findings = _findings(modules or [], root.expanduser().resolve())
    if as_json:
        listed = [{"question": one.question, **asdict(one)} for one in findings]
        say.as_json({"clean": not findings, "findings": listed})
    else:
        _show(findings)
    if findings:
        raise typer.Exit(1)


def _findings(modules: list[str], root: Path) -> list[Finding]:
    # 1 says that something was found, so whatever keeps lint from looking is 2.
    from course.authoring.errors import AuthoringError

    try:
        from course.authoring.lint import lint as look

        return look(modules, root)
    except AuthoringError as error:
        say.failed(str(error), code=2)
    except ModuleNotFoundError as error:
        # The syllable dictionary is for authors; a trainee's environment lacks it.
        say.failed(
            f"Linting needs {error.name}, which .venv-dev has: make check, then .venv-dev/bin/course lint",
            code=2,
        )


def _show(findings: list[Finding]) -> None:
    for file, of_file in groupby(findings, key=lambda one: one.file):
        say.out.print(f"[bold]{escape(file)}[/]")
        for one in of_file:
            line = f"{one.line:4} " if one.line else "     "
            say.out.print(f"{line} [bold]{escape(one.place)}[/]  [dim]{escape(one.rule)}[/]")
            say.out.print(f"      {escape(one.found)} {escape(one.remedy)}")
    say.out.print(_closing(len(findings)))


def _closing(count: int) -> str:
    if not count:
        return "Nothing to mend."
    return f"{count} places to mend." if count > 1 else "One place to mend."
