"""Grade many submissions at once: a few processes, each with one NbGraderAPI, on one gradebook.

What must survive a kill at any moment: a submission's scores enter the gradebook in one transaction
(SaveScores), and a mark on the disk says that it was begun. A mark that is still there in the next run names
a submission that did not end; it is graded again from its beginning. Marks are files, so that no answer of
the gradebook has to be trusted for it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, as_completed, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

from course.errors import DeskError
from course.grading.batch import worker
from course.grading.batch.graders import Executor, Machine, prepare, processes
from course.grading.batch.worker import MARKS, GradedSubmission, Missed, Paged

_LOOK_SECONDS = 1.0  # how often an executor is asked for room while nothing ends

__all__ = [
    "MARKS",
    "GradedSubmission",
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
    workers: int = 0,
    force: bool = False,
    note: Callable[[str], None] = lambda said: None,
    executor: Executor | None = None,
) -> Iterator[GradedSubmission]:
    """Grade these submissions, and give each result as soon as it is there.

    A process that dies takes nobody along: what it did not end is tried once more, alone. So is what lost
    points and ran out of time beside others, since that may be the others' doing. note: called with
    what faculty should know, such as why kernels start anew. executor: where, this machine if none is given.
    DeskError where they cannot be graded isolated.
    """
    _write_ahead(root)
    with executor or Machine(root, module, note) as place:
        left = list(students)
        again: dict[str, GradedSubmission] = {}
        for most in (workers, 1):
            done: set[str] = set()
            beside = most != 1 and len(left) > 1
            for result in _attempt(place, left, most, force):
                done.add(result.trainee)
                if beside and result.lost_by_time:
                    again[result.trainee] = result
                else:
                    yield result
            left = [name for name in left if name not in done]
            if not left:
                break
        yield from _alone(place, again)
        for name in left:
            yield GradedSubmission(
                name, "failed", reason="The process that graded it ended twice without a word."
            )


def _alone(place: Executor, first: dict[str, GradedSubmission]) -> Iterator[GradedSubmission]:
    """What these come to, one after the other; where that gives no result, the first one stands."""
    for result in _attempt(place, list(first), 1, True) if first else ():
        earlier = first[result.trainee]
        if result.state != "failed":
            del first[result.trainee]
            yield replace(result, before=earlier.before)
    yield from first.values()


def _attempt(place: Executor, names: list[str], workers: int, force: bool) -> Iterator[GradedSubmission]:
    """Each result as it comes; nothing of those whose process ended on the way."""
    todo, running = deque(names), set[Future[GradedSubmission]]()
    try:
        place.start(len(names), workers)
    except BrokenExecutor:
        return
    try:
        while todo or running:
            room = place.slots() - len(running)
            while todo and room > 0:
                running.add(place.submit(todo.popleft(), force))
                room -= 1
            if not running:
                time.sleep(_LOOK_SECONDS)
            ended, running = wait(running, _LOOK_SECONDS, FIRST_COMPLETED)
            for one in ended:
                with contextlib.suppress(BrokenExecutor):
                    yield one.result()
    except BrokenExecutor:
        return
    finally:
        place.stop()


def feedback_all(root: Path, module: str, students: list[str], *, workers: int = 2) -> Iterator[Paged]:
    """Write these trainees' feedback pages anew, from the gradebook as it is now."""
    _write_ahead(root)
    pool = processes(root, module, min(workers, len(students)), dict(os.environ), None)
    try:
        waiting = {pool.submit(worker.page, module, name): name for name in students}
        for one in as_completed(waiting):
            try:
                yield one.result()
            except BrokenExecutor:
                yield Paged(waiting[one], False, "The process that wrote it ended without a word.")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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
