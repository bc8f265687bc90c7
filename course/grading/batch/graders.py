"""The processes of one machine that grade: those of `course grade`, or of a worker of a cluster."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from course.errors import DeskError
from course.grading.batch import worker
from course.grading.batch.worker import GradedSubmission

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from course.grading.isolation.forkserver_client import Warm

REHEARSED_FROM = 4  # submissions a machine: with fewer the rehearsal takes longer than it spares
_ANEW = "Kernels start anew for each submission, which takes longer: {}"


class Executor(Protocol):
    """Where submissions are graded. Entered once; started and stopped once for each attempt."""

    def __enter__(self) -> Executor: ...

    def __exit__(self, *_: object) -> None: ...

    def start(self, count: int, workers: int) -> None:
        """Be ready for so many submissions, at most `workers` at once (0: as many as there is room for).

        DeskError where they cannot be graded, or not isolated.
        """

    def slots(self) -> int:
        """How many submissions it can hold now; DeskError where there is nobody left to grade."""

    def submit(self, name: str, force: bool) -> Future[GradedSubmission]:
        """Grade one. BrokenExecutor as its outcome: whoever graded it is gone, and nobody knows how far."""

    def stop(self) -> None:
        """Drop what waits. What runs ends, and its scores are written."""


class Machine:
    """The processes of this machine."""

    def __init__(self, root: Path, module: str, note: Callable[[str], None]) -> None:
        self._root, self._module, self._note = root, module, note
        self._count = 0

    def __enter__(self) -> Machine:
        self._open = contextlib.ExitStack()
        self._place = self._open.enter_context(warm_process(self._root, self._note))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def start(self, count: int, workers: int) -> None:
        """See Executor."""
        self._count = count
        many = min(workers or os.cpu_count() or 1, count)
        self._pool = processes(self._root, self._module, many, dict(os.environ), self._place)
        try:
            make_ready(self._pool, self._module, self._place, count >= REHEARSED_FROM, self._note)
        except BaseException:
            self.stop()
            raise

    def slots(self) -> int:
        """All of them: the pool has its own queue."""
        return self._count

    def submit(self, name: str, force: bool) -> Future[GradedSubmission]:
        """See Executor."""
        return self._pool.submit(worker.grade, self._module, name, force)

    def stop(self) -> None:
        """See Executor."""
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def warm_process(
    root: Path, note: Callable[[str], None], environment: Mapping[str, str] = os.environ
) -> Iterator[Warm | None]:
    """One warm process for all graders, where the settings and this machine allow one."""
    from course.grading.isolation import SWITCH
    from course.grading.isolation.forkserver_client import NotWarm, Warm
    from course.learning.doctor import nbgrader_config

    config, _ = nbgrader_config(root)
    wanted = config.get("ExecuteSubmission", {}).get("warm_start", True)
    if not wanted or environment.get(SWITCH, "").strip().lower() == "none":
        yield None
        return
    try:
        made = Warm()
    except (NotWarm, OSError) as error:
        note(_ANEW.format(error))
        yield None
        return
    try:
        yield made
    finally:
        made.close()


def processes(
    root: Path, module: str, workers: int, environment: dict[str, str], place: Warm | None
) -> ProcessPoolExecutor:
    """So many processes that grade or write pages, with this environment; they end with this process."""
    from concurrent.futures import ProcessPoolExecutor

    start = (str(root), module, os.getpid(), environment, place.path if place else None)
    return ProcessPoolExecutor(workers, _context(), initializer=worker.begin, initargs=start)


def make_ready(
    pool: ProcessPoolExecutor, module: str, place: Warm | None, rehearse: bool, note: Callable[[str], None]
) -> None:
    """Until these processes can grade; DeskError where this machine cannot isolate."""
    from course.grading.isolation.forkserver_client import NotWarm

    stop = pool.submit(worker.refusal).result()
    if stop:
        raise DeskError(stop)
    if place is None:
        return
    try:
        place.wait()
    except NotWarm as error:  # each grader finds out as well, and starts its kernels anew
        note(_ANEW.format(error))
        return
    if rehearse:
        drawn = pool.submit(worker.rehearsed, module)
        drawn.add_done_callback(lambda done: _remember(place, done))


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
    context.set_forkserver_preload(["course.grading.batch.preload"])
    return context


def _remember(place: Warm, done: Future[tuple[dict[str, str], str]]) -> None:
    with contextlib.suppress(Exception):  # without it each kernel draws and reads by itself
        place.remember(*done.result())
