"""Grade many submissions at once: a few processes, each with one NbGraderAPI, on one gradebook.

What must survive a kill at any moment: a submission's scores enter the gradebook in one transaction
(SaveScores), and a mark on the disk says that it was begun. A mark that is still there in the next run names
a submission that did not end; it is graded again from its beginning. Marks are files, so that no answer of
the gradebook has to be trusted for it.
"""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.questions.errors import DeskError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from course.grading.isolation.warm import Warm

MARKS = ".grading"  # in the course folder; git ignores it
_REHEARSED_FROM = 4  # submissions: with fewer the rehearsal takes longer than it spares
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
class Graded:
    """How it went for one submission. state: graded, kept (was graded before), or failed.

    before: the points of an earlier grading, or None; reason: why it failed.
    """

    trainee: str
    state: str
    points: float | None = None
    max_points: float | None = None
    before: float | None = None
    reason: str = ""
    missed: tuple[Missed, ...] = field(default=())

    @property
    def changed(self) -> bool:
        """Whether an earlier grading gave other points."""
        return self.before is not None and self.points is not None and self.before != self.points

    def data(self) -> dict[str, Any]:
        """For scripts."""
        return {**asdict(self), "changed": self.changed}


def submitted(root: Path, config: Any, module: str, students: list[str]) -> list[str]:
    """The trainees whose submissions of a module were collected, in order; DeskError if one has none."""
    folder = root / str(config.get("CourseDirectory", {}).get("submitted_directory", "submitted"))
    found = sorted(path.parent.name for path in folder.glob(f"*/{module}") if path.is_dir())
    missing = sorted(set(students) - set(found))
    if missing:
        raise DeskError(f"Nothing of {module} was collected from {', '.join(missing)}.")
    if not found:
        raise DeskError(f"Nothing of {module} was collected. Run: nbgrader collect {module}")
    return [name for name in found if name in students] if students else found


def grade_all(
    root: Path,
    module: str,
    students: list[str],
    *,
    workers: int = 2,
    force: bool = False,
    note: Callable[[str], None] = lambda said: None,
) -> Iterator[Graded]:
    """Grade these submissions, and give each result as soon as it is there.

    A process that dies takes nobody along: what it did not end is tried once more, alone. note: called with
    what faculty should know, such as why kernels start anew. DeskError where this machine cannot isolate.
    """
    _write_ahead(root)
    with _warm_process(root, note) as place:
        left = list(students)
        for attempt in (1, 2):
            done: set[str] = set()
            for one in _run(root, module, left, 1 if attempt == 2 else workers, force, place):
                done.add(one.trainee)
                yield one
            left = [name for name in left if name not in done]
            if not left:
                return
        for name in left:
            yield Graded(name, "failed", reason="The process that graded it ended twice without a word.")


@contextlib.contextmanager
def _warm_process(root: Path, note: Callable[[str], None]) -> Iterator[Warm | None]:
    """One warm process for all graders, where the settings and this machine allow one."""
    from course.grading.isolation import SWITCH
    from course.grading.isolation.warm import NotWarm, Warm
    from course.learning.doctor import nbgrader_config

    config, _ = nbgrader_config(root)
    wanted = config.get("ExecuteSubmission", {}).get("warm_start", True)
    if not wanted or os.environ.get(SWITCH, "").strip().lower() == "none":
        yield None
        return
    try:
        made = Warm()
    except (NotWarm, OSError) as error:
        note(f"Kernels start anew for each submission, which takes longer: {error}")
        yield None
        return
    try:
        yield made
    finally:
        made.close()


def _run(
    root: Path, module: str, names: list[str], workers: int, force: bool, place: Warm | None
) -> Iterator[Graded]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    start = (str(root), module, os.getpid(), dict(os.environ), place.path if place else None)
    pool = ProcessPoolExecutor(min(workers, len(names)), _context(), initializer=_begin, initargs=start)
    try:
        stop = pool.submit(_refusal).result()
        if stop:
            raise DeskError(stop)
        if place is not None:
            place.wait()
            if len(names) >= _REHEARSED_FROM:
                drawn = pool.submit(_rehearse, module)
                drawn.add_done_callback(lambda done: _remember(place, done))
        waiting = {pool.submit(_grade, module, name, force): name for name in names}
        for one in as_completed(waiting):
            try:
                yield one.result()
            except BrokenProcessPool:
                continue
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def prepare() -> None:
    """Let the process that graders are forked from begin to import, while the caller does something else."""
    from multiprocessing import forkserver

    _context()
    forkserver.ensure_running()


def _context() -> Any:
    """Graders are forked from a process that has imported nbgrader and nothing else.

    Not from this one: a child must not inherit sockets and threads of whoever calls this.
    """
    import multiprocessing

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["course.grading.preload"])
    return context


def _remember(place: Warm, done: Future[tuple[dict[str, str], str]]) -> None:
    with contextlib.suppress(Exception):  # without it each kernel draws and reads by itself
        place.remember(*done.result())


# ---- What follows runs in a process of the pool ------------------------------------------------------------

_api: Any = None
_root = Path()


def _begin(root: str, module: str, caller: int, environment: dict[str, str], place: str | None) -> None:
    """Once a process: end with the caller, even if that is killed; log into a file; one API for all."""
    global _api, _root
    import signal
    import warnings

    _end_with(caller)
    os.environ.clear()
    os.environ.update(environment)  # that process may be older than the caller's last change
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    _root = Path(root)
    log = os.open(_marks(module) / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    warnings.simplefilter("ignore")  # nbgrader's own; they would fill the log
    from nbgrader.apps import NbGraderAPI
    from sqlalchemy import Engine, event

    from course.grading.isolation import warm
    from course.learning.doctor import nbgrader_config

    if place is not None:
        warm.use(place)
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


def _refusal() -> str:
    """Why this machine cannot grade; "" if it can."""
    from course.grading.isolation.ready import NotIsolated, is_isolated

    try:
        is_isolated()
    except NotIsolated as error:
        return str(error)
    return ""


def _rehearse(module: str) -> tuple[dict[str, str], str]:
    from course.grading.rehearsal import rehearse, released_folder

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

    look, seen = api.inspect, {}

    def inspect(engine: Any) -> Any:
        found = seen.get(engine) or look(engine)
        if found.get_table_names():  # it keeps them; a database without any is about to get some
            seen[engine] = found
        return found

    api.inspect = inspect
    api.create_engine = cache(api.create_engine)
    api.Base.metadata.create_all = cache(api.Base.metadata.create_all)
    api.Gradebook.close = lambda book: book.db.remove()


def _grade(module: str, name: str, force: bool) -> Graded:
    mark = _marks(module) / name
    again = force or mark.exists()
    before = _points(module, name) if _is_there(module, name) and not mark.exists() else None
    mark.touch()
    outcome = _api.autograde(module, name, force=again, create=True)
    if not outcome["success"]:
        mark.unlink()  # nbgrader has taken the half-made folder away
        return Graded(name, "failed", before=before, reason=_reason(outcome))
    mark.unlink()
    state = "kept" if "Skipping existing assignment" in outcome.get("log", "") else "graded"
    return _in_gradebook(lambda book: _result(book.find_submission(module, name), module, name, state, before))


def _is_there(module: str, name: str) -> bool:
    return Path(_format("autograded_directory", module, name)).is_dir()


def _format(which: str, module: str, name: str) -> str:
    found: str = _api.coursedir.format_path(getattr(_api.coursedir, which), name, module)
    return found


def _in_gradebook(read: Callable[[Any], Any]) -> Any:
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


def _result(submission: Any, module: str, name: str, state: str, before: float | None) -> Graded:
    missed = tuple(_missed(submission, _reasons(module, name)))
    return Graded(name, state, _earned(submission), float(submission.max_score), before, "", missed)


def _missed(submission: Any, reasons: dict[str, str]) -> Iterator[Missed]:
    """Every graded cell that has not its full points, from the gradebook; the reason from the notebook."""
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            if grade.needs_manual_grade or grade.score < grade.max_score:
                waits = bool(grade.needs_manual_grade)
                why = reasons.get(grade.name) or ("a person reads it" if waits else "no reason was given")
                yield Missed(grade.name, float(grade.score), float(grade.max_score), why, waits)


def _reasons(module: str, name: str) -> dict[str, str]:
    """What Score wrote beside each answer."""
    import json

    path = Path(_format("autograded_directory", module, name), f"{module}.ipynb")
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return {}
    found = {}
    for cell in cells:
        for question, kept in cell["metadata"].get("course", {}).get("questions", {}).items():
            result = kept["result"]
            found[question] = result["reason"] or result["state"]
    return found


def _reason(outcome: dict[str, Any]) -> str:
    """One line of a failed grading that says why: the last error that is not nbgrader's own summing up."""
    lines = f"{outcome.get('log', '')}\n{outcome.get('error', '')}".splitlines()
    errors = [line.strip() for line in lines if "Error: " in line or "Exception: " in line]
    own = [line for line in errors if "Please see the" not in line]
    return (own or errors or ["nbgrader gave no reason"])[-1][:300]


def _marks(module: str) -> Path:
    folder = _root / MARKS / module
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_ahead(root: Path) -> None:
    """SQLite's write-ahead log: who reads does not wait for who writes. Other databases need nothing."""
    import sqlite3

    from course.learning.doctor import nbgrader_config

    config, _ = nbgrader_config(root)
    url = str(config.get("CourseDirectory", {}).get("db_url", "") or f"sqlite:///{root / 'gradebook.db'}")
    path = url.removeprefix("sqlite:///")
    if path != url and Path(path).is_file():
        with contextlib.closing(sqlite3.connect(path, timeout=60)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
