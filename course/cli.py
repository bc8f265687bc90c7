"""The `course` command: what trainees and faculty type. Errors are one clear message, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from course.commands import archive, corpus, say
from course.commands.build import build
from course.commands.demo import demo
from course.commands.desk import enrol, open_
from course.commands.doctor import doctor
from course.commands.feedback import feedback
from course.commands.grade import grade
from course.commands.import_ import import_
from course.commands.lint import lint
from course.commands.release_check import release_check
from course.commands.rotate import rotate
from course.commands.signals import signals
from course.commands.validate import validate
from course.errors import CourseError

_UsageError: Any = typer.BadParameter.__base__  # typer carries a click of its own, and shows this of it

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Social-media literacy for medical trainees. Start with [bold]course open[/].",
)
app.command("open")(open_)
app.command()(enrol)
app.command()(validate)
app.command()(build)
app.command()(lint)
app.command()(rotate)
app.command()(doctor)
app.command("release-check")(release_check)
app.command()(grade)
app.command()(feedback)
app.command()(signals)
app.command()(demo)
app.command("import")(import_)
app.add_typer(corpus.app, name="corpus")
app.add_typer(archive.app, name="archive")


@app.callback(invoke_without_command=True)
def _course(version: bool = typer.Option(False, "--version", help="Print the version and leave.")) -> None:
    if version:
        from course import __version__

        typer.echo(f"course {__version__}")
        raise typer.Exit()


def main() -> None:
    """Run the command. Exit code 0: done; 1: not done, or something needs you; 2: typed wrongly."""
    try:
        if "--json" in sys.argv[1:]:
            sys.exit(app(standalone_mode=False))  # a usage error is raised, for it to be said as JSON
        app()
    except _UsageError as error:
        say.failed(error.format_message(), code=2)
    except CourseError as error:
        say.failed(str(error))
    except SystemExit as ended:
        if ended.code != 130:  # which is what Typer makes of Ctrl-C, without a word
            raise
        say.failed("Stopped. What was finished before is kept; nothing half-written was left.", code=130)
    except OSError as error:
        say.failed(f"{error.filename or 'The system'}: {error.strerror or error}.")
    except Exception as error:
        if os.environ.get("COURSE_DEBUG"):
            raise
        say.failed(
            f"Something that the course did not foresee: {type(error).__name__}: {str(error)[:300]}\n"
            f"Run it again with COURSE_DEBUG=1 to see where, and please report it: COURSE_DEBUG=1 course "
            f"{' '.join(sys.argv[1:])}"
        )
