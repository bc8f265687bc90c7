"""`course corpus`: make the teaching corpus, and the worlds of modules."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from course.commands import places, say

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Make synthetic posts to learn with.\n\n"
    "Example: [bold]course corpus build --posts 60000 --out posts/[/]",
)
PlantsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--plants", help="What to plant: a name, or all. May be given again.", show_default="nothing"
    ),
]
ProcessesOption = Annotated[
    int | None, typer.Option(help="How many processes work.", show_default="one a core, up to 4", min=1)
]
ForceOption = Annotated[bool, typer.Option("--force", help="Put it in the place of what is there.")]


@app.command()
def build(
    out: Annotated[Path, typer.Option("--out", help="The folder to write.", show_default=False)],
    posts: Annotated[int, typer.Option(help="Original posts; the published number is 4397691.")] = 60_000,
    seed: Annotated[str, typer.Option(help="A word or number: the same makes the same corpus.")] = "0",
    plants: PlantsOption = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="A folder for what was planted where.", show_default="not written"),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Write texts out, for other programs.")] = False,
    processes: ProcessesOption = None,
    force: ForceOption = False,
    as_json: places.JsonOption = False,
) -> None:
    """Make a corpus of invented posts whose yearly numbers follow the published ones of #MedEd.

    Every file says that it is synthetic. What is planted is written nowhere unless you name a folder with
    --truth.

    Example: [bold]course corpus build --posts 60000 --seed 7 --plants campaign --out posts/ --truth truth/[/]
    """
    from course.corpus.making.assemble import build as write

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=say.err, transient=True) as bar:
        task = bar.add_task("years", total=None)

        def tell(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        said = write(
            posts,
            seed,
            out.expanduser(),
            plants or (),
            truth=truth.expanduser() if truth else None,
            text=text,
            processes=processes or _processes(posts),
            force=force,
            report=tell,
        )
    if as_json:
        say.as_json({"out": str(out), **said})
        return
    say.out.print(escape(f"Written to {out}: {posts:,} original posts from 2012 to 2022, {_rows(said)}."))
    say.out.print(
        "All of it is synthetic. Published numbers: 2021, 2022 and the whole; the other years are assumed."
    )
    say.out.print(f"Content hash: {said['hash']}")
    say.out.print(escape(f'Next, in a notebook: from course import corpus; corpus.load("{out}").yearly()'))


@app.command()
def worlds(
    module: Annotated[str, typer.Argument(help="The module that they are for, such as 07-spread.")],
    count: Annotated[int, typer.Option(help="How many worlds.")] = 3,
    posts: Annotated[int, typer.Option(help="Original posts of each.")] = 60_000,
    plants: Annotated[
        list[str] | None, typer.Option("--plants", help="What to plant.", show_default="all, with twins")
    ] = None,
    data: Annotated[
        Path, typer.Option(help="Where package data lies; the worlds come into <data>/<module>/.")
    ] = Path("course/corpus/worlds"),
    processes: ProcessesOption = None,
    force: ForceOption = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Render a module's worlds from a secret seed: unlabelled as package data, the truth into faculty/.

    The seed is faculty/<module>/world-seed.txt, made when it is missing. Keep it: with it the same worlds can
    be rendered again.

    Example: [bold]course corpus worlds 07-spread --count 3[/]
    """
    from course.corpus.making.worlds import render

    here = root.expanduser().resolve()
    faculty = places.keys_in(here)
    if faculty is None:
        say.failed(
            f"{here} has no faculty/ folder, where the truth belongs. Name the course folder with --root."
        )
    found = render(
        module,
        here / data.expanduser(),
        faculty,
        count=count,
        posts=posts,
        plants=plants or "all",
        processes=processes or _processes(posts),
        force=force,
        report=lambda name: say.err.print(f"rendering {name}"),
    )
    if as_json:
        listed = [
            {"name": one.name, "folder": str(one.folder), "truth": str(one.truth), "hash": one.hash}
            for one in found
        ]
        say.as_json({"module": module, "worlds": listed})
        return
    for one in found:
        say.out.print(escape(f"{one.name}  {one.folder}  {one.hash[:16]}"))
    say.out.print(
        escape(f"The truth is in {faculty / module / 'worlds'}, the seed beside it. Keep both to yourself.")
    )


def _processes(posts: int) -> int:
    """One for a small corpus: starting others takes longer than making it."""
    return 1 if posts < 500_000 else min(os.cpu_count() or 1, 4)


def _rows(said: dict[str, Any]) -> str:
    rows = sum(one["posts"] for one in said["rows"].values())
    echoes = sum(one["echoes"] for one in said["rows"].values())
    return f"{rows - said['posts']:,} of them twice or edited, {echoes:,} replies, quotes and reposts"
