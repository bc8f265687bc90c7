"""`course signals`: signs that a conversation with a trainee may be due."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from course.commands import places, say
from course.errors import DeskError

_TITLES = {
    "same-text": "The same free text",
    "drawn-for-another": "Answered with another id's numbers",
    "before-release": "Answered before the release",
    "other-time": "Handed in at another time than it says",
    "not-read": "Not looked at",
    "hints": "Hints opened",
}


def signals(
    module: Annotated[str, typer.Argument(help="A module whose submissions were collected.")],
    released: Annotated[
        str,
        typer.Option(help="When it was released: 2026-11-02T08:00, UTC.", show_default="the release's file"),
    ] = "",
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """List signs in a module's submissions; for faculty only, off any trainee's page, never sole grounds.

    Nothing of it changes points. Exit code 0, whatever is listed.

    Example: [bold]course signals 00-orientation --released 2026-11-02T08:00[/]
    """
    from course.grading import integrity
    from course.grading.scoring.module import module_at
    from course.learning.doctor import nbgrader_config

    root = root.expanduser().resolve()
    config, broken = nbgrader_config(root)
    if broken:
        raise DeskError(f"nbgrader's settings do not run: {broken[0].found}. See `course doctor`.")
    names = config.get("CourseDirectory", {})
    source = root / str(names.get("source_directory", "source")) / module
    if not (source / "questions.yaml").is_file():
        raise DeskError(f"There is no module {module} with questions in {source.parent}.")
    when = _when(released) if released else _file_time(root, names, module)
    found = integrity.signals(
        module_at(root, source, module),
        root / str(names.get("submitted_directory", "submitted")),
        _cohort(config),
        when,
    )
    if as_json:
        listed = [{**asdict(one), "innocent": one.innocent} for one in found]
        at = when.isoformat() if when else None
        say.as_json({"module": module, "released": at, "note": integrity.NOTE, "signals": listed})
        return
    for kind, title in _TITLES.items():
        _print(title, [one for one in found if one.kind == kind])
    if not found:
        say.out.print("No signs.")
    if when is not None:
        say.out.print(f"\nRelease taken as {when:%Y-%m-%d %H:%M} UTC; --released corrects it.")
    say.out.print(f"[bold]{integrity.NOTE}[/]")


def _print(title: str, listed: list[Any]) -> None:
    if not listed:
        return
    say.out.print(f"\n[bold]{title}[/] ({listed[0].innocent})")
    for one in listed:
        where = f" {one.question}:" if one.question else ""
        say.out.print(escape(f"  {', '.join(one.trainees)}:{where} {one.says}"))
        for line in one.lines:
            say.out.print(escape(f"    {line}"))


def _when(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--released takes 2026-11-02T08:00 and such; found {text!r}.") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _cohort(config: Any) -> str | None:
    named = (config.get(step, {}).get("cohort") for step in ("OwnNumbers", "Score"))
    return next((str(one) for one in named if one), None)


def _file_time(root: Path, names: Any, module: str) -> datetime | None:
    """When the released notebook was written; a fresh checkout makes it later, so faculty can correct it."""
    file = root / str(names.get("release_directory", "release")) / module / f"{module}.ipynb"
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None
