"""`course doctor`: what is missing on this machine, and the one command for each gap."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from course.commands import places, say
from course.learning.doctor import NEED, Check, examine


def doctor(
    who: Annotated[
        str, typer.Option("--for", help="trainee, faculty or tests: only what they need.", show_default="all")
    ] = "",
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Say what this machine lacks, with one command that mends each gap.

    nbgrader's settings are read as seen from the course folder, or from your desk with --root desk. Exit
    code 0: nothing is missing; 1: something is.

    Example: [bold]course doctor --for trainee[/]
    """
    if who and who not in NEED:
        raise typer.BadParameter(f"--for takes {', '.join(NEED)}; found {who!r}.")
    checks = examine(root.expanduser().resolve(), [who] if who else list(NEED))
    if who != "trainee":
        from course.grading.isolation.selftest import try_groups, try_isolation

        checks += [try_isolation(), try_groups()]
    if who in ("", "faculty"):
        from course.grading.intake.advice import faculty_notes

        checks += faculty_notes(root.expanduser().resolve())
    missing = [check for check in checks if not check.ok]
    if as_json:
        say.as_json({"ready": not missing, "checks": [asdict(check) for check in checks]})
    else:
        say.out.print(_table(checks))
        for check in missing:
            needed = " and ".join(NEED[one] for one in check.needed_by)
            say.out.print(f"\n{escape(check.name)}, needed for {needed}. Run:")
            say.out.print(f"  [bold]{escape(check.remedy)}[/]")
        if not missing:
            say.out.print("\nNothing is missing.")
    if missing:
        raise typer.Exit(1)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for check in checks:
        mark = "[green]✓ ready[/]" if check.ok else "[red]✗ missing[/]"
        mark = "[yellow]! note[/]" if check.ok and check.note else mark
        table.add_row(mark, escape(check.name), escape(check.found))
    return table
