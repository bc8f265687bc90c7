"""`course release-check`: whether trainees can read the keys before you release for credit."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from course.commands import places, say


def release_check(
    fine: Annotated[
        bool, typer.Option("--public-keys-are-fine", help="Say what is found, and let it pass.")
    ] = False,
    private: Annotated[
        list[str] | None,
        typer.Option("--private", help="A git remote that only faculty can read: its name, host or address."),
    ] = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Look whether git sent your keys to where others can read them. Nothing is sent or fetched.

    `nbgrader release_assignment` and formgrader's Release button look in the same way. Exit code 0: no key is
    known to be out, or you said that it is fine; 1: keys are out; 2: git could not be asked.

    Example: [bold]course release-check[/]   or   [bold]course release-check --private origin[/]
    """
    from course.grading.intake.exchange.release_assignment import remedy, said, settings
    from course.grading.intake.published import CannotLook, published_keys
    from course.learning.doctor import nbgrader_config

    base = root.expanduser().resolve()
    keys = places.keys_in(base)
    if keys is None:
        say.failed(
            f"{base} has no faculty/, so there are no keys to look at. Name the folder with --root.", 2
        )
    told, trusted = settings(nbgrader_config(base)[0])
    told = told or fine
    try:
        found = published_keys(keys, base, [*trusted, *(private or [])])
    except CannotLook as why:
        say.failed(f"Whether the keys are public is not known. {why}", 2)
    if as_json:
        say.as_json(
            {"released": not found or told, "told": told, "published": [asdict(one) for one in found]}
        )
    elif found:
        colour = "yellow" if told else "red"
        say.out.print(f"[{colour}]{escape(said(found))}[/]")
        say.out.print("You said that this is fine." if told else escape(remedy(found)))
    else:
        say.out.print(
            "No key is in a remote that others can read, as far as git knows. Copies that were made without "
            "git cannot be seen."
        )
    if found and not told:
        raise typer.Exit(1)
