"""`course demo`: a whole term on a made-up cohort, in a few minutes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from course.commands import places, say
from course.errors import DeskError

if TYPE_CHECKING:
    from course.demo import Outcome


def demo(
    force: Annotated[bool, typer.Option("--force", help="Throw an earlier demo/ away.")] = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Play a term on a made-up cohort through nbgrader, from release to feedback, and say where to look.

    Everything lands in demo/, with a home folder for each trainee. Your gradebook and exchange are not
    touched.

    Example: [bold]course demo --force[/]
    """
    from course import demo as term

    here = root.expanduser().resolve()
    folder, modules = here / "demo", _modules(here)
    words = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), words)
    with Progress(*columns, console=say.err, transient=True) as bar:
        task = bar.add_task("laying out a course", total=sum(act.steps for act in term.acts(modules)))
        labels: list[str] = []

        def tell(label: str) -> None:
            bar.update(task, completed=len(labels), description=label)
            labels.append(label)

        term.play(here, places.keys_in(here) or here, folder, modules, tell, force)
    found = term.outcomes(folder, modules)
    if as_json:
        listed = [{**asdict(one), "feedback": str(one.feedback) if one.feedback else None} for one in found]
        say.as_json({"folder": str(folder), "outcomes": listed})
    else:
        _show(here, folder, found)


def _modules(root: Path) -> list[str]:
    keys = places.keys_in(root)
    found = sorted(path.parent.name for path in (root / "source").glob("*/questions.yaml"))
    with_keys = [module for module in found if keys is not None and (keys / module / "key.yaml").is_file()]
    if not with_keys or not (root / "nbgrader_config.py").is_file():
        raise DeskError(
            f"{root} is not the course folder: source/, faculty/ and nbgrader_config.py should be in it. "
            "Change to that folder, or name it with --root."
        )
    return with_keys


def _show(root: Path, folder: Path, found: list[Outcome]) -> None:
    table = Table("trainee", "who", "points", "", box=None, padding=(0, 2, 0, 0))
    for one in found:
        late = "late" if one.late_seconds else ""
        waiting = f"waits for you: {', '.join(one.waiting)}" if one.waiting else ""
        points = f"{one.points:g} of {one.max_points:g}"
        table.add_row(
            escape(one.trainee), escape(one.story), points, escape("; ".join(filter(None, [late, waiting])))
        )
    say.out.print(table)
    say.out.print("\nWhere to look:")
    page = next((one.feedback for one in found if one.feedback), None)
    if page is not None:
        say.out.print(f"  a trainee's feedback   {escape(_near(page, root))}")
    course, desk = folder / "course", folder / "homes" / found[0].trainee / "desk"
    say.out.print(f"  the gradebook          course open --faculty --root {escape(_near(course, root))}")
    say.out.print("                         then Nbgrader > Formgrader")
    say.out.print(f"  a trainee's desk       {escape(_near(desk, root))}")
    say.out.print(f"  what nbgrader said     {escape(_near(folder / 'nbgrader.log', root))}")


def _near(path: Path, root: Path) -> str:
    """A path as it is typed from here."""
    return str(path.relative_to(root)) if root == Path.cwd() else str(path)
