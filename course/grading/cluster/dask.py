"""Grade on many machines: the same submissions, sent to the workers of a Dask cluster one by one.

Workers share the course folder and write into one gradebook, which PostgreSQL keeps. Each grades as this
machine would (site.py). Dask sends a submission to another worker when one is lost. If all of them are lost,
what they had begun is marked in the course folder, and the next run grades it again.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import DeskError
from course.grading.batch.graders import REHEARSED_FROM
from course.grading.batch.worker import GradedSubmission, Missed
from course.grading.cluster import fitness, site

_JOIN_SECONDS = 15.0  # for a scheduler to answer, and for a first worker
_GONE_SECONDS = 60.0  # without any worker: a nanny starts its worker anew in less
_CLOSE_SECONDS = 60.0
_EXAMINE_SECONDS = 180.0  # the imports of the warm process, on the busiest machine
_SENDS = 3  # a submission whose workers all went away, each time


def call(what: str, *values: Any) -> Callable[[], Any]:
    """A function that runs one of site.py's where it arrives, and reports that there is no course.

    It is nested, so that it travels as it is: the scheduler unpacks it, and need not have the course.
    """

    def called() -> Any:
        from importlib import import_module

        try:
            found = import_module("course.grading.cluster.site")
        except ImportError as error:
            return {"why": f"the course cannot be imported there ({error})", "host": "", "versions": {}}
        return getattr(found, what)(*values)

    return called


@dataclass
class _Sent:
    mine: Future[GradedSubmission]
    theirs: Any
    to: list[str]
    name: str
    force: bool
    times: int = 1


class Cluster:
    """The workers of a Dask cluster that can grade; see graders.Executor."""

    def __init__(self, root: Path, module: str, scheduler: str, note: Callable[[str], None]) -> None:
        self._root, self._scheduler, self._note = root, scheduler, note
        self._order: dict[str, Any] = {"root": str(root), "module": module, "run": uuid.uuid4().hex}
        self._fit: set[str] = set()
        self._examined: dict[str, Any] = {}  # by address; None once it is known
        self._sent: list[_Sent] = []
        self._most, self._seen = 0, time.monotonic()

    def __enter__(self) -> Cluster:
        database = fitness.database(self._root)
        self._client = fitness.connect(self._scheduler, _JOIN_SECONDS)
        try:
            fitness.same_dask(self._client)
            self._order |= {"versions": site.versions(), "settings": site.settings(), "rehearse": False}
            self._expected = {"versions": self._order["versions"], "database": database}
            token = site.token(self._root, self._order["run"])
            token.parent.mkdir(exist_ok=True)
            token.touch()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            if self._lives:
                self._end_sites()
        with contextlib.suppress(Exception):
            self._client.close(timeout=2)
        site.token(self._root, self._order["run"]).unlink(missing_ok=True)

    def start(self, count: int, workers: int) -> None:
        """See Executor: every worker that is there must be able to grade."""
        self._most = workers
        there = self._addresses()
        until = time.monotonic() + _JOIN_SECONDS
        while not there and time.monotonic() < until:
            time.sleep(0.2)
            there = self._addresses()
        if not there:
            raise DeskError(
                f"No worker has joined the scheduler at {self._scheduler}. "
                f"Run on each machine that is to grade: dask worker {self._scheduler}"
            )
        self._order["rehearse"] = count >= REHEARSED_FROM * len(there)
        again = bool(self._fit)
        unfit = self._examine(there, wait=True)
        if unfit and not again:
            raise DeskError("\n".join(["Not every worker can grade.", *unfit]))

    def slots(self) -> int:
        """A submission for each thread of each fit worker."""
        there = self._addresses()
        for why in self._examine(there, wait=False):
            self._note(f"A new worker is not used. {why}")
        usable = {address: threads for address, threads in there.items() if address in self._fit}
        if usable or any(self._examined.get(address) is not None for address in there):
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _GONE_SECONDS:
            raise DeskError(
                f"No worker has been at {self._scheduler} for {_GONE_SECONDS:.0f} seconds. What was graded "
                "is kept. Start workers again, and then the same command."
            )
        if usable:
            self._send_again(set(usable))
        room = sum(usable.values())
        return min(room, self._most) if self._most else room

    def submit(self, name: str, force: bool) -> Future[GradedSubmission]:
        """See Executor."""
        to = sorted(self._fit)
        sent = _Sent(Future(), None, to, name, force)
        self._sent.append(sent)
        self._send(sent, to)
        return sent.mine

    def stop(self) -> None:
        """See Executor."""
        with contextlib.suppress(Exception):
            if self._lives:
                self._client.cancel([one.theirs for one in self._sent], reason="stopped")
        self._sent.clear()

    def _send(self, sent: _Sent, to: list[str]) -> None:
        sent.to = to
        sent.theirs = self._client.submit(
            call("grade", self._order, sent.name, sent.force),
            key=f"course-grade-{uuid.uuid4().hex}",  # keys are shown to all: no trainee's id
            workers=to,
            pure=False,
        )
        sent.theirs.add_done_callback(lambda theirs: _pass_on(sent, theirs))

    def _send_again(self, usable: set[str]) -> None:
        """What was meant for workers of whom none is left would wait for them for ever."""
        self._sent = [one for one in self._sent if not one.mine.done()]
        for one in self._sent:
            if usable & set(one.to):
                continue
            lost, one.theirs = one.theirs, None
            self._client.cancel([lost])
            if one.times == _SENDS:
                _settle(one.mine, BrokenExecutor("its workers went away"))
                continue
            one.times += 1
            self._send(one, sorted(usable))

    @property
    def _lives(self) -> bool:
        """A scheduler that comes back has forgotten everything; there is nothing to wait for."""
        return bool(self._client.status == "running")

    def _addresses(self) -> dict[str, int]:
        """Who is there, and with how many threads."""
        try:
            if not self._lives:
                raise ConnectionError(self._scheduler)
            return dict(self._client.nthreads())
        except Exception as error:  # Dask raises what its transport does
            raise DeskError(
                f"The scheduler at {self._scheduler} does not answer any more ({type(error).__name__}). What "
                "was graded is kept. Start the same command again."
            ) from None

    def _examine(self, there: dict[str, int], wait: bool) -> list[str]:
        """Ask those who are new; why some of those who have answered cannot grade."""
        self._fit &= set(there)
        unfit = []
        for address in there:
            if address not in self._examined:
                asked = call("examine", self._order)
                self._examined[address] = self._client.submit(
                    asked, workers=[address], pure=False, priority=10
                )
        for address in there:
            asked = self._examined[address]
            if asked is None or not (wait or asked.done()):
                continue
            self._examined[address] = None
            found = fitness.answer(asked, _EXAMINE_SECONDS)
            why = fitness.unfit(found, self._expected)
            if why:
                unfit.append(f"{address}{' on ' + found['host'] if found['host'] else ''}: {why}")
            else:
                self._fit.add(address)
                for said in found["notes"]:
                    self._note(f"{address} on {found['host']}: {said}")
        return unfit

    def _end_sites(self) -> None:
        """Until running submissions have ended; their graders would else wait for two minutes."""
        until = time.monotonic() + _CLOSE_SECONDS
        asked = call("close", self._order)
        there = self._fit & set(self._addresses())
        for end in [self._client.submit(asked, workers=[one], pure=False) for one in there]:
            end.result(timeout=max(0.1, until - time.monotonic()))


def _pass_on(sent: _Sent, theirs: Any) -> None:
    if sent.theirs is not theirs:
        return  # it was sent again
    try:
        found = theirs.result()
        missed = tuple(Missed(**one) for one in found.pop("missed"))
        found.pop("changed")
        _settle(sent.mine, GradedSubmission(**found, missed=missed))
    except BaseException as error:  # lost with its workers, cancelled, or not readable
        _settle(sent.mine, BrokenExecutor(str(error)))


def _settle(mine: Future[GradedSubmission], outcome: GradedSubmission | BaseException) -> None:
    if mine.done():
        return
    if isinstance(outcome, BaseException):
        mine.set_exception(outcome)
    else:
        mine.set_result(outcome)
