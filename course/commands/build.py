"""`course build`: notebooks and releases from the text that people edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from course.commands import places, say

if TYPE_CHECKING:
    from course.authoring import Change


def build(
    modules: Annotated[list[str] | None, typer.Argument(metavar="[MODULE]...", show_default="all")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if out of date.")
    ] = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Make source/ and release/ from faculty/<module>/notebook.md, and say what changed.

    Example: [bold]course build 00-orientation[/]   or   [bold]course build --check[/]
    """
    try:
        changes = _changes(modules or [], root.expanduser().resolve(), check)
    except ModuleNotFoundError as error:
        # jupytext must not be where JupyterLab opens released notebooks, so a trainee's environment lacks it.
        say.failed(
            f"Building needs {error.name}, which .venv-dev has: make check, then .venv-dev/bin/course build"
        )
    changed = [change for change in changes if change.what != "unchanged"]
    if as_json:
        fields = ("module", "path", "what", "cells")
        say.as_json({"changes": [{name: getattr(change, name) for name in fields} for change in changed]})
    else:
        for change in changed:
            say.out.print(escape(str(change)))
        say.out.print(_summary(len(changed), check))
        for line in _grades_behind(modules or [], root.expanduser().resolve()):
            say.out.print(escape(line))
    if check and changed:
        raise typer.Exit(1)


def _changes(modules: list[str], root: Path, check: bool) -> list[Change]:
    from course.authoring import build as make
    from course.authoring import check_fresh

    if not check:
        return make(modules, root)
    return check_fresh(root, modules=modules)


def _grades_behind(modules: list[str], root: Path) -> list[str]:
    """A line for each module with submissions that were graded before its key was last changed."""
    from course.authoring.build import modules_of
    from course.grading.scoring.keyprint import graded_otherwise, key_print
    from course.settings import faculty_folder

    secrets = faculty_folder(root)
    found = []
    for module in modules or modules_of(root, secrets):
        wanted = key_print(secrets / module, root / "source" / module)
        behind = len(graded_otherwise(root / "autograded", module, wanted))
        if behind:
            submissions = "1 submission was" if behind == 1 else f"{behind} submissions were"
            found.append(
                f"Key newer than grades: {submissions} of {module} graded with an earlier key. "
                f"Run: course grade {module} --force"
            )
    return found


def _summary(changed: int, check: bool) -> str:
    if not changed:
        return "Everything built is up to date."
    files = "1 file" if changed == 1 else f"{changed} files"
    return f"{files} out of date. Run: course build" if check else f"{files} written."
