"""What runs in a Dask worker: the processes that `course grade` has on one machine, kept between submissions.

Nothing is graded in the worker's own process. Its threads wait for graders that it started, each with a
kernel in a sandbox; they end when the worker does, however it ends. Orders and outcomes are plain values, so
that the scheduler needs neither the course nor its database.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

from course.errors import DeskError
from course.grading.batch import gradebook, graders, worker
from course.grading.batch.worker import MARKS, GradedSubmission

_IDLE_SECONDS = 120.0  # without work; a caller that was killed does not say good-bye
PACKAGES = ("nbgrader", "SQLAlchemy", "ipykernel", "nbclient", "numpy", "pandas", "scipy", "altair")
OWN = "COURSE_"  # settings of the course in the environment: those of who calls count


def settings() -> dict[str, str]:
    """The environment's settings of the course."""
    return {name: value for name, value in os.environ.items() if name.startswith(OWN)}


def token(root: Path, run: str) -> Path:
    """A file that only those who share the course folder can see."""
    return root / MARKS / f".run-{run}"


def versions() -> dict[str, str]:
    """What scores may depend on: the course's own code, and the packages that run and read submissions."""
    import course

    home = Path(course.__file__).parent
    code = hashlib.sha256()
    for path in sorted(home.rglob("*.py")):
        code.update(f"{path.relative_to(home)}\0".encode() + path.read_bytes())
    found = {"course": f"{course.__version__} ({code.hexdigest()[:8]})"}
    for name in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def examine(order: dict[str, Any]) -> dict[str, Any]:
    """Whether this worker can grade, tried for real; starts what it grades with.

    host; why: what is in the way, or ""; versions; database: which one it reaches; notes.
    """
    found: dict[str, Any] = {"host": socket.gethostname(), "why": "", "versions": versions(), "notes": []}
    root = Path(order["root"])
    found["why"] = _folder(root, order["run"])
    if not found["why"]:
        found["database"], found["why"] = _database(root)
    if not found["why"] and found["versions"] == order["versions"]:
        try:
            with _site(order) as site, site.pool():
                found["notes"] = site.notes
        except (DeskError, OSError, BrokenExecutor) as error:
            found["why"] = str(error) or type(error).__name__
    return found


def _folder(root: Path, run: str) -> str:
    who = f"user {os.geteuid()}" if hasattr(os, "geteuid") else "the worker's user"
    need = "All machines need the course folder under the same path on a file system that they share"
    try:
        token(root, run).read_bytes()
    except FileNotFoundError:
        return f"{root} there is not the course folder that is here. {need}."
    except OSError as error:
        return f"{root} cannot be read by {who} ({error.strerror}). {need}, and one user that owns it."
    try:
        trial = root / MARKS / f".trial-{uuid.uuid4().hex}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        return f"{root} cannot be written by {who} ({error.strerror}). {need}, and one user that owns it."
    return ""


def _database(root: Path) -> tuple[str, str]:
    """Which database this machine reaches, and why it reaches none."""
    from sqlalchemy.exc import SQLAlchemyError

    from course.learning.doctor import nbgrader_config

    config, broken = nbgrader_config(root)
    if broken:
        return "", f"nbgrader's settings do not run there: {broken[0].found}."
    url = gradebook.address(root, config)
    try:
        return gradebook.identity(url), ""
    except ImportError as error:
        return "", f"the driver of PostgreSQL is missing there ({error.name})."
    except SQLAlchemyError as error:
        return "", f"no gradebook from there at {gradebook.shown(url)}: {gradebook.first_line(error)}"


class _Site:
    """One warm process, and one pool of one process for each thread: whoever dies takes nobody along."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.notes: list[str] = []
        self.users = 0  # this and the timer are guarded by the module's lock
        self.timer: threading.Timer | None = None
        self._root, self._module = Path(order["root"]), str(order["module"])
        self._rehearse = threading.Semaphore(1 if order["rehearse"] else 0)  # whoever gets it does it
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        self._environment = {**kept, **order["settings"]}
        self._idle: list[ProcessPoolExecutor] = []
        self._open = contextlib.ExitStack()
        warm = graders.warm_process(self._root, self.notes.append, self._environment)
        self._place = self._open.enter_context(warm)

    @contextlib.contextmanager
    def pool(self) -> Iterator[ProcessPoolExecutor]:
        """A pool for one submission, kept for the next one unless it breaks.

        DeskError where this machine cannot isolate.
        """
        pool = self._idle.pop() if self._idle else self._another()
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        self._idle.append(pool)

    def _another(self) -> ProcessPoolExecutor:
        pool = graders.processes(self._root, self._module, 1, self._environment, self._place)
        try:
            rehearse = self._rehearse.acquire(blocking=False)
            graders.make_ready(pool, self._module, self._place, rehearse, self.notes.append)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return pool

    def grade(self, name: str, force: bool) -> GradedSubmission:
        """Grade one submission; a process that dies on the way has a second try."""
        for _ in range(2):
            with contextlib.suppress(BrokenExecutor), self.pool() as pool:
                return pool.submit(worker.grade, self._module, name, force).result()
        return GradedSubmission(
            name, "failed", reason="The process that graded it ended twice without a word."
        )

    def close(self) -> None:
        """End what it started."""
        for pool in self._idle:
            pool.shutdown(wait=True, cancel_futures=True)
        self._open.close()


_sites: dict[str, _Site] = {}
_lock = threading.Lock()


def grade(order: dict[str, Any], name: str, force: bool) -> dict[str, Any]:
    """Grade one submission; a GradedSubmission as plain values."""
    try:
        with _site(order) as site:
            return site.grade(name, force).data()
    except Exception as error:  # one submission's trouble is no other's
        return GradedSubmission(name, "failed", reason=f"{type(error).__name__}: {error}"[:300]).data()


def close(order: dict[str, Any]) -> None:
    """End what was started for a run, unless somebody is at work; then a timer ends it."""
    with _lock:
        if order["run"] in _sites and not _sites[order["run"]].users:
            _sites.pop(order["run"]).close()


@contextlib.contextmanager
def _site(order: dict[str, Any]) -> Iterator[_Site]:
    """What this worker has for a run. It ends some time after its last user, unless there is a next one."""
    run = order["run"]
    with _lock:
        if run not in _sites:
            _may_start_processes()
            _sites[run] = _Site(order)
        site = _sites[run]
        site.users += 1
        if site.timer is not None:
            site.timer.cancel()
    try:
        yield site
    finally:
        with _lock:
            site.users -= 1
            site.timer = threading.Timer(_IDLE_SECONDS, close, (order,))
            site.timer.daemon = True
            site.timer.start()


def _may_start_processes() -> None:
    """Dask's nanny makes its worker a daemon, which multiprocessing forbids to start processes.

    That is there so that nobody is left behind; graders end with their worker by themselves. The public way,
    `distributed.worker.daemon: false`, would be one more thing to set on each machine.
    """
    import multiprocessing.process

    config: dict[str, Any] = multiprocessing.process.current_process()._config  # type: ignore[attr-defined]
    config["daemon"] = False
