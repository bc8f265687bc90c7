"""`course archive`: build the archived web of modules, and walk through it as trainees would."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from course.commands import places, say

if TYPE_CHECKING:
    from course.authoring.archive.chaining import ChainLine
    from course.authoring.archive.checking import Report
    from course.authoring.archive.faults import Fault

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Build and check the archived web: pages that hold still, for modules that teach searching.\n\n"
    "Example: [bold]course archive check 01-viral-claims[/]",
)
ModulesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[MODULE]...", show_default="all that have an archive")
]


@app.command()
def build(
    modules: ModulesArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if out of date.")
    ] = False,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Render faculty/<module>/archive/ in all its variants into course/archive/web/<module>/.

    The seed is faculty/<module>/archive/seed.txt, made when it is missing; the keys go to variants.json
    beside it. Keep both to yourself. A fault in the source stops the build and is named with file and line.

    Example: [bold]course archive build 01-viral-claims[/]   or   [bold]course archive build --check[/]
    """
    here = root.expanduser().resolve()
    try:
        from course.authoring.archive.building import build as make

        faculty, names = _asked(modules, root)
        written = [one for module in names for one in make(here, faculty, module, write=not check)]
    except ModuleNotFoundError as error:
        say.failed(_lacking(error))
    if as_json:
        say.as_json({"changes": [{"path": one.path, "what": one.what} for one in written]})
    else:
        for one in written:
            say.out.print(f"{one.what:8} {escape(one.path)}")
        say.out.print(_summary(len(written), check))
    if check and written:
        raise typer.Exit(1)


def _summary(changed: int, check: bool) -> str:
    if not changed:
        return "Every archive is up to date."
    files = "1 file" if changed == 1 else f"{changed} files"
    return f"{files} out of date. Run: course archive build" if check else f"{files} written."


@app.command()
def check(
    modules: ModulesArgument = None,
    story: Annotated[
        str | None, typer.Option(help="This story only; others may be unfinished.", show_default="all")
    ] = None,
    root: places.RootOption = Path("."),
    as_json: places.JsonOption = False,
) -> None:
    """Find dead links, pages that nothing leads to, near-copies, and stories that cannot be solved.

    Scripted readers walk through every variant: a fact-checker who must find every answer, and three who must
    not do well. Exit code 0: clean; 1: something must be mended; 2: no such module or story.

    Example: [bold]course archive check 01-viral-claims --story bay-four[/]
    """
    reports = _reports(modules, root, story)
    if as_json:
        listed = [{"clean": one.clean, **asdict(one)} for one in reports]
        say.as_json({"clean": all(one.clean for one in reports), "modules": listed})
    else:
        for report in reports:
            _show(report)
        if not reports:
            say.out.print("No module has an archive.")
    if not all(one.clean for one in reports):
        raise typer.Exit(1)


@app.command()
def documents(
    module: Annotated[str, typer.Argument(metavar="MODULE")],
    story: Annotated[str, typer.Argument(metavar="STORY")],
    root: places.RootOption = Path("."),
) -> None:
    """Print a chain's question for questions.yaml, its documents in an order that says nothing.

    Example: [bold]course archive documents 02-tracing-sources STORY[/]
    """
    from course.authoring.errors import AuthoringError

    faculty, _ = _asked([module], root)
    try:
        from course.authoring.archive.listing import chain_block

        typer.echo(chain_block(faculty, module, story))
    except AuthoringError as error:
        say.failed(str(error), code=2)
    except ModuleNotFoundError as error:
        say.failed(_lacking(error), code=2)


def _reports(modules: list[str] | None, root: Path, story: str | None) -> list[Report]:
    # 1 says that something was found, so whatever keeps the check from looking is 2.
    from course.authoring.errors import AuthoringError

    try:
        from course.authoring.archive.checking import check as look

        faculty, names = _asked(modules, root)
        here = root.expanduser().resolve()
        return [look(faculty, module, story, here) for module in names]
    except AuthoringError as error:
        say.failed(str(error), code=2)
    except ModuleNotFoundError as error:
        say.failed(_lacking(error), code=2)


def _lacking(error: ModuleNotFoundError) -> str:
    return f"This needs {error.name}, which .venv-dev has: make check, then .venv-dev/bin/course archive"


def _asked(modules: list[str] | None, root: Path) -> tuple[Path, list[str]]:
    """The key folder, and the modules that are meant: all with an archive unless some are named."""
    from course.authoring.archive.checking import modules_with_archive

    faculty = places.keys_in(root.expanduser().resolve())
    if faculty is None:
        message = f"{root} has no faculty/ folder, where archives are. Name the course folder with --root."
        say.failed(message, code=2)
    return faculty, modules or modules_with_archive(faculty)


def _show(report: Report) -> None:
    say.out.print(f"[bold]{escape(report.module)}[/]")
    if report.stories:
        say.out.print(_table(report))
    for one in report.stories if len(report.stories) == 1 else []:
        for url, count in one.first_results.items():
            say.out.print(escape(f"First result in {count} of {one.variants} variants: {url}"))
    for one in report.stories:
        if one.chain:
            say.out.print(escape(_chain(one.id, one.chain)))
    if report.cynic:
        cynic = report.cynic
        say.out.print(
            f"Always “not borne out”: right {cynic.right:.0%}, earns {cynic.sure:.3f} when sure "
            f"({cynic.best:.3f} at the best single confidence); an honest 50 % earns {cynic.honest:.3f}."
        )
    say.out.print(
        f"Most alike pages: {report.likeness[0]:.0%} of all runs of 5 words (limit 20%), "
        f"{report.likeness[1]:.0%} of the shorter page's (limit 50%)."
    )
    _list("To look at", report.notes)
    _list("To mend", report.faults)
    say.out.print(
        f"{report.pages} pages, {report.sites} sites, {report.pictures} pictures. {_closing(report)}"
    )


def _chain(story: str, chain: ChainLine) -> str:
    return (
        f"Chain of {story}: {chain.documents} documents, {chain.keys} different chains "
        f"({chain.drawn_keys} among 200 trainees), {chain.untold:.0%} not determinable. "
        f"Score of the last page only {chain.last_page:.2f}, always not "
        f"determinable {chain.always_unknown:.2f}, dates only {chain.by_dates:.2f}."
    )


_COLUMNS = (
    "story", "pages", "sites", "variants", "keys", "of 200", "opens", "first page", "first result",
    "borne out",
)  # fmt: skip


def _table(report: Report) -> str:
    """Lines of aligned columns, as wide as they need: a pipe has no width that a table could be fitted to."""
    rows = [_COLUMNS]
    for one in report.stories:
        rows.append((
            one.id, str(one.pages), str(one.sites), str(one.variants), str(one.keys), str(one.drawn_keys),
            f"{one.opens}/{one.budget}", f"{one.first_page:.0%}", f"{one.first_result:.0%}",
            "–" if one.borne_out is None else f"{one.borne_out:.0%}",
        ))  # fmt: skip
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        story, *figures = (
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([story, *figures]))
    return "\n".join([f"[dim]{escape(lines[0])}[/]", *map(escape, lines[1:])])


def _list(title: str, faults: list[Fault]) -> None:
    if faults:
        say.out.print(f"\n[bold]{title}[/]")
    for one in faults:
        place = f"{one.file}:{one.line}" if one.line else one.file
        say.out.print(f"  [bold]{escape(place)}[/]  {escape(one.found)} [dim]{escape(one.remedy)}[/]")
    if faults:
        say.out.print()


def _closing(report: Report) -> str:
    count = len(report.faults)
    if not count:
        return "Nothing to mend."
    return f"{count} places to mend." if count > 1 else "One place to mend."
