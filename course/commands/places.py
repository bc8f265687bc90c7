"""Where the course's folders are: named, or in the working directory; nobody searches upwards for keys."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from course.errors import DeskError

RootOption = Annotated[
    Path,
    typer.Option(
        "--root", envvar="COURSE_ROOT", help="The course folder (release/ is in it).", show_default="here"
    ),
]
DeskOption = Annotated[
    Path | None,
    typer.Option(
        "--desk", envvar="COURSE_DESK", help="Your folder for modules and answers.", show_default="desk/"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for scripts.")]


def desk_in(root: Path, desk: Path | None) -> Path:
    """The desk that was named, else desk/ in the course folder."""
    return (desk if desk is not None else root / "desk").expanduser().resolve()


def keys_in(root: Path) -> Path | None:
    """The key folder of a checkout: COURSE_FACULTY if set, else faculty/; None where there is none."""
    named = os.environ.get("COURSE_FACULTY")
    folder = Path(root, named or "faculty").expanduser().resolve()
    if named and not folder.is_dir():
        raise DeskError(f"COURSE_FACULTY names {folder}, which is not a folder. Correct or unset it.")
    return folder if folder.is_dir() else None
