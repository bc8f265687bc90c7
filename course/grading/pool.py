"""Grade many submissions at once: a few processes, each with one NbGraderAPI, on one gradebook.

What must survive a kill at any moment: a submission's scores enter the gradebook in one transaction
(SaveScores), and a mark on the disk says that it was begun. A mark that is still there in the next run names
a submission that did not end; it is graded again from its beginning. Marks are files, so that no answer of
the gradebook has to be trusted for it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.grading import worker
from course.grading.worker import MARKS, Graded, Missed, Paged
from course.questions.errors import DeskError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from course.grading.isolation.warm import Warm

_REHEARSED_FROM = 4  # submissions: with fewer the rehearsal takes longer than it spares


__all__ = [
    "MARKS",
    "Graded",
    "Missed",
    "Paged",
    "feedback_all",
    "grade_all",
    "graded",
    "prepare",
    "submitted",
]


def submitted(root: Path, config: Any, module: str, students: list[str]) -> list[str]:
    """The trainees whose submissions of a module were collected, in order; DeskError if one has none."""
    return _those_in("submitted", root, config, module, students, "collected", f"nbgrader collect {module}")


def graded(root: Path, config: Any, module: str, students: list[str]) -> list[str]:
    """The trainees whose submissions of a module were graded, in order; DeskError if one was not."""
    return _those_in("autograded", root, config, module, students, "graded", f"course grade {module}")


def _those_in(
    place: str, root: Path, config: Any, module: str, students: list[str], done: str, remedy: str
) -> list[str]:
    folder = root / str(config.get("CourseDirectory", {}).get(f"{place}_directory", place))
    found = sorted(path.parent.name for path in folder.glob(f"*/{module}") if path.is_dir())
    missing = sorted(set(students) - set(found))
    if missing:
        raise DeskError(f"Nothing of {module} was {done} from {', '.join(missing)}. Run: {remedy}")
    if not found:
        raise DeskError(f"Nothing of {module} was {done}. Run: {remedy}")
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
    pool = ProcessPoolExecutor(min(workers, len(names)), _context(), initializer=worker.begin, initargs=start)
    try:
        stop = pool.submit(worker.refusal).result()
        if stop:
            raise DeskError(stop)
        if place is not None:
            place.wait()
            if len(names) >= _REHEARSED_FROM:
                drawn = pool.submit(worker.rehearsed, module)
                drawn.add_done_callback(lambda done: _remember(place, done))
        waiting = {pool.submit(worker.grade, module, name, force): name for name in names}
        for one in as_completed(waiting):
            try:
                yield one.result()
            except BrokenProcessPool:
                continue
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def feedback_all(root: Path, module: str, students: list[str], *, workers: int = 2) -> Iterator[Paged]:
    """Write these trainees' feedback pages anew, from the gradebook as it is now."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    _write_ahead(root)
    start = (str(root), module, os.getpid(), dict(os.environ), None)
    pool = ProcessPoolExecutor(
        min(workers, len(students)), _context(), initializer=worker.begin, initargs=start
    )
    try:
        waiting = {pool.submit(worker.page, module, name): name for name in students}
        for one in as_completed(waiting):
            try:
                yield one.result()
            except BrokenProcessPool:
                yield Paged(waiting[one], False, "The process that wrote it ended without a word.")
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
