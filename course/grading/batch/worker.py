"""What runs in a process of the pool: nbgrader's API once a process, one submission after the other."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from course.grading.batch import gradebook
from course.grading.outputs.logs import one_line
from course.grading.pipeline.lateness import lateness_in

Read = TypeVar("Read")
MARKS = ".grading"  # in the course folder; git ignores it
_LOG = ".log"  # no trainee's id begins with a dot, so no mark does
_BUSY_MILLISECONDS = 60_000  # how long a process waits for another one's transaction


@dataclass(frozen=True)
class Missed:
    """Points of one question that were not given, and why; waits: a person still has to read the answer."""

    question: str
    points: float
    max_points: float
    why: str
    waits: bool = False


@dataclass(frozen=True)
class GradedSubmission:
    """How it went for one submission. state: graded, kept (was graded before), or failed.

    before: the points of an earlier grading, or None; reason: why it failed. out_of_time: whether a
    cell or the notebook was ended because its time was over. late: how late it came, and what that cost.
    """

    trainee: str
    state: str
    points: float | None = None
    max_points: float | None = None
    before: float | None = None
    reason: str = ""
    missed: tuple[Missed, ...] = field(default=())
    out_of_time: bool = False
    late: str = ""

    @property
    def lost_by_time(self) -> bool:
        """Whether it ran out of time, and not all its points were given."""
        return self.out_of_time and (self.points or 0) < (self.max_points or 0)

    @property
    def changed(self) -> bool:
        """Whether an earlier grading gave other points."""
        return self.before is not None and self.points is not None and self.before != self.points

    def data(self) -> dict[str, Any]:
        """For scripts."""
        return {**asdict(self), "changed": self.changed}


@dataclass(frozen=True)
class Paged:
    """How it went for one feedback page; reason: why it was not written."""

    trainee: str
    written: bool
    reason: str = ""


def marks(root: Path, module: str) -> Path:
    """The folder of a module's marks and of its log; made where it is missing."""
    folder = root / MARKS / module
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_api: Any = None
_root = Path()


def begin(root: str, module: str, caller: int, environment: dict[str, str], place: str | None) -> None:
    """Once a process: end with the caller, even if that is killed; log into a file; one API for all."""
    global _api, _root
    import signal
    import warnings

    _end_with(caller)
    os.environ.clear()
    os.environ.update(environment)  # that process may be older than the caller's last change
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    _root = Path(root)
    log = os.open(marks(_root, module) / _LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    warnings.simplefilter("ignore")  # nbgrader's own; they would fill the log
    from nbgrader.apps import NbGraderAPI
    from sqlalchemy import Engine, event

    from course.grading.isolation import forkserver_client
    from course.learning.doctor import nbgrader_config

    if place is not None:
        forkserver_client.use(place)
    event.listen(Engine, "connect", _patient)
    _keep_connections()
    config, _ = nbgrader_config(_root)
    config.CourseDirectory.root = root
    os.chdir(root)
    _api = NbGraderAPI(config=config)


def _end_with(caller: int) -> None:
    """End at once when that process is gone: what it does not hear of must not go on."""
    import threading

    if not hasattr(os, "pidfd_open"):
        return
    try:
        handle = os.pidfd_open(caller)
    except ProcessLookupError:
        os._exit(1)

    def wait() -> None:
        select.select([handle], [], [])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def refusal() -> str:
    """Why this machine cannot grade; "" if it can."""
    from course.grading.isolation.ready import NotIsolated, is_isolated

    try:
        is_isolated()
    except NotIsolated as error:
        return str(error)
    return ""


def rehearsed(module: str) -> tuple[dict[str, str], str]:
    from course.grading.batch.rehearsal import rehearse, released_folder

    released = released_folder(_root, _api.config, module)
    questions = released / "questions.yaml"
    return rehearse(released, module), questions.read_text("utf-8") if questions.is_file() else ""


def _patient(connection: Any, _: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
        connection.execute("PRAGMA synchronous=NORMAL")  # enough with a write-ahead log


def _keep_connections() -> None:
    """One engine a database in this process: nbgrader makes one for each question it has.

    A new engine asks for the tables, opens the file and works out the text of each query anew.
    """
    from functools import cache

    from nbgrader import api

    look = api.inspect
    seen: dict[Any, Any] = {}

    def inspect(engine: Any) -> Any:
        found = seen.get(engine) or look(engine)
        if found.get_table_names():  # it keeps them; a database without any is about to get some
            seen[engine] = found
        return found

    api.inspect = inspect
    api.create_engine = cache(api.create_engine)
    api.Base.metadata.create_all = cache(api.Base.metadata.create_all)
    api.Gradebook.close = lambda book: book.db.remove()


def grade(module: str, name: str, force: bool) -> GradedSubmission:
    """Grade one submission. Where the gradebook fails, its mark stays, and the next run grades it again."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with gradebook.alone(str(_api.coursedir.db_url), module, name):
            return _grade(module, name, force)
    except SQLAlchemyError as error:
        return GradedSubmission(name, "failed", reason=f"The gradebook failed: {gradebook.first_line(error)}")
    except Exception as error:  # of this submission, whatever it is: the others go on
        return GradedSubmission(
            name, "failed", reason=f"{type(error).__name__}: {one_line(str(error))[:300]}"
        )


def _grade(module: str, name: str, force: bool) -> GradedSubmission:
    from course.grading.pipeline.execute import out_of_time

    mark = marks(_root, module) / name
    again = force or mark.exists()
    before = _points(module, name) if _is_there(module, name) and not mark.exists() else None
    mark.touch()
    out_of_time.discard(name)
    outcome = _api.autograde(module, name, force=again, create=True)
    if not outcome["success"]:
        mark.unlink()  # nbgrader has taken the half-made folder away
        return GradedSubmission(name, "failed", before=before, reason=_reason(outcome))
    mark.unlink()
    state = "kept" if "Skipping existing assignment" in outcome.get("log", "") else "graded"
    result = _in_gradebook(
        lambda book: _result(book.find_submission(module, name), module, name, state, before)
    )
    return replace(result, out_of_time=name in out_of_time)


def page(module: str, name: str) -> Paged:
    """Write one feedback page."""
    try:
        outcome = _api.generate_feedback(module, name, force=True)
    except Exception as error:
        return Paged(name, False, f"{type(error).__name__}: {one_line(str(error))[:300]}")
    return Paged(name, bool(outcome["success"]), "" if outcome["success"] else _reason(outcome))


def _is_there(module: str, name: str) -> bool:
    return Path(_format("autograded_directory", module, name)).is_dir()


def _format(which: str, module: str, name: str) -> str:
    found: str = _api.coursedir.format_path(getattr(_api.coursedir, which), name, module)
    return found


def _in_gradebook(read: Callable[[Any], Read]) -> Read:
    from nbgrader.api import Gradebook

    with Gradebook(_api.coursedir.db_url, _api.coursedir.course_id) as book:
        return read(book)


def _points(module: str, name: str) -> float | None:
    from nbgrader.api import MissingEntry

    try:
        return float(_in_gradebook(lambda book: _earned(book.find_submission(module, name))))
    except MissingEntry:
        return None


def _earned(submission: Any) -> float:
    return float(max(0.0, submission.score - submission.late_submission_penalty))


def _result(submission: Any, module: str, name: str, state: str, before: float | None) -> GradedSubmission:
    notebook = _autograded(module, name)
    missed = tuple(_missed(submission, _reasons(notebook)))
    late = lateness_in(notebook.get("metadata"))
    points, most = _earned(submission), float(submission.max_score)
    return GradedSubmission(name, state, points, most, before, "", missed, late=late.says if late else "")


def _missed(submission: Any, reasons: dict[str, str]) -> Iterator[Missed]:
    """Every graded cell that has not its full points, from the gradebook; the reason from the notebook."""
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            if grade.needs_manual_grade or grade.score < grade.max_score:
                waits = bool(grade.needs_manual_grade)
                why = reasons.get(grade.name) or ("a person reads it" if waits else "no reason was given")
                yield Missed(grade.name, float(grade.score), float(grade.max_score), why, waits)


def _autograded(module: str, name: str) -> dict[str, Any]:
    """The graded notebook as plain JSON; empty if it cannot be read."""
    import json

    path = Path(_format("autograded_directory", module, name), f"{module}.ipynb")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _reasons(notebook: dict[str, Any]) -> dict[str, str]:
    """What Score wrote beside each answer."""
    found = {}
    try:
        for cell in notebook["cells"]:
            for question, kept in cell["metadata"].get("course", {}).get("questions", {}).items():
                result = kept["result"]
                found[question] = result["reason"] or result["state"]
    except (KeyError, TypeError, AttributeError):  # a submission's cells are in it
        return found
    return found


def _reason(outcome: dict[str, Any]) -> str:
    """One line of a failed grading that says why: the last error that is not nbgrader's own summing up."""
    lines = f"{outcome.get('log', '')}\n{outcome.get('error', '')}".splitlines()
    errors = [line.strip() for line in lines if "Error: " in line or "Exception: " in line]
    own = [line for line in errors if "Please see the" not in line]
    return (own or errors or ["nbgrader gave no reason"])[-1][:300]
