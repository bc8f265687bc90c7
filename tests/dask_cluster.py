"""A Dask scheduler and workers on loopback, each a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
from course_in_a_box import REPOSITORY


class Cluster:
    """Started here, ended by close()."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, []
        folder.mkdir()
        self._start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        self.address = self._said("scheduler", "Scheduler at:").split()[-1]

    def worker(
        self, name: str, *, nanny: bool = False, before: Iterable[str] = (), path: Path | None = None
    ) -> subprocess.Popen:
        """One more worker of one thread; a nanny starts it anew should it die."""
        words = (self.address, "--nthreads", "1", "--no-dashboard", "--name", name)
        process = self._start(
            "worker", *words, "--nanny" if nanny else "--no-nanny", name=name, before=before, path=path
        )
        self._said(name, "Registered to:")
        return process

    def watched(self, name: str) -> int:
        """The process that a nanny watches now."""
        (nanny,) = [one for one in self.processes if name in one.args]
        (pid,) = [
            one.pid
            for one in psutil.Process(nanny.pid).children()
            if any("spawn_main" in word for word in one.cmdline())
        ]
        return pid

    def _start(
        self, what: str, *words: str, name: str = "", before: Iterable[str] = (), path: Path | None = None
    ):
        path = os.pathsep.join(str(one) for one in (path, REPOSITORY, os.environ.get("PYTHONPATH")) if one)
        with (self.folder / (name or what)).open("wb") as said:
            process = subprocess.Popen(
                [*before, sys.executable, "-W", "ignore", "-m", f"distributed.cli.dask_{what}", *words],
                env={**os.environ, "PYTHONPATH": path},
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _said(self, name: str, words: str) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for line in (self.folder / name).read_text().splitlines():
                if words in line:
                    return line
            time.sleep(0.05)
        raise AssertionError((self.folder / name).read_text())

    def close(self) -> None:
        """End workers, then the scheduler."""
        for process in reversed(self.processes):
            end(process)


def end(process: subprocess.Popen, how: int = signal.SIGKILL) -> None:
    """End a process and all that it started in its session."""
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        pass
    process.wait()
