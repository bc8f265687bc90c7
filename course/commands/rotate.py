"""`course rotate`: who meets which form of the test first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from course.commands import places, say


def rotate(
    roster: Annotated[Path, typer.Argument(help="A file with one trainee id a line, or a CSV, ids first.")],
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Rotate the forms of the test over a roster, in blocks of three (ABC, BCA, CAB).

    Run it before the first test is released, and again when somebody joins: whoever has a sequence keeps
    it. The file that it writes beside each test holds hashes, no ids. Without it, sequences are drawn from
    the id.

    Example: [bold]course rotate roster.csv[/]
    """
    from course.authoring.roster import read_roster
    from course.authoring.roster import rotate as place

    base = root.expanduser().resolve()
    done = place(read_roster(roster.expanduser()), base / "source")
    if as_json:
        files = [str(file.relative_to(base)) for file in done.files]
        say.as_json({"trainees": done.trainees, "new": done.new, "sequences": done.sequences, "files": files})
        return
    shares = ", ".join(f"{name} {count}" for name, count in done.sequences.items())
    say.out.print(f"{done.trainees} trainees, {done.new} of them new: {shares}.")
    for file in done.files:
        say.out.print(f"Written: {escape(str(file.relative_to(base)))}")
    say.out.print("Now run [bold]course build[/] and generate the tests again: they are released with it.")
