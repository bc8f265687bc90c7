"""The grader's side of the warm process: start it, and ask it for a kernel.

One process of the grader starts it; others are told where it listens. Where it cannot be, kernels start anew,
which takes longer and is as isolated; why, `trouble` says.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from course.grading.isolation import command, groups
from course.grading.isolation.confinement import Confinement
from course.grading.isolation.mounts import reach
from course.grading.isolation.protocol import read_outcome

SECONDS = 120  # for the imports, on the busiest machine
_HOLDER = "cat"
_NUMBER = "number"  # the file that says which process it is
# Of what is refused, all but this is no fault of the warm process: a kernel that starts anew is refused, too.
_REFUSED = "refused: the submission's files"


def _without(names: dict[str, str]) -> list[str]:
    """Words before a program's that take these out of its environment."""
    return ["env", *(f"--unset={name}" for name in names)] if names else []


class NotWarm(Exception):
    """There is no warm process, or it gave no kernel; the text says why."""


class Warm:
    """A warm process of this one's. It ends with this object, and with this process."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="grading-warm-"))
        self.path = str(self.folder / "socket")
        found, program = reach(), shutil.which("bwrap")
        if program is None:
            raise NotWarm("bubblewrap is not installed")
        # What it forks goes from its control group into one of its own.
        words = [*groups.around(), *_without(groups.environment())]
        words += [program, *command.around_the_warm(found), "--", found.program]
        words += ["-P", "-m", "course.grading.isolation.forkserver"]
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(self.path)
            listening.listen(64)
            above = os.open(self.folder.parent, os.O_RDONLY | os.O_DIRECTORY)
            self.process = subprocess.Popen(
                [*words, str(listening.fileno()), str(above), self.folder.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=command.environment({}, found, Confinement()) | groups.environment(),
                pass_fds=[listening.fileno(), above],
                start_new_session=True,
                cwd="/",
            )
        os.close(above)
        (self.folder / _NUMBER).write_text(str(self.process.pid))
        self.ready = False

    def wait(self) -> None:
        """Until it has imported everything; raises NotWarm."""
        if self.ready:
            return
        assert self.process.stdout is not None
        last = "it did not begin in time"
        while select.select([self.process.stdout], [], [], SECONDS)[0]:
            line = self.process.stdout.readline().decode("utf-8", "replace").strip()
            if line == "ready":
                self.ready = True
                return
            if not line and self.process.poll() is not None:
                break
            last = line or last
        self.close()
        raise NotWarm(last[:300])

    def remember(self, pictures: dict[str, str], questions: str) -> None:
        """Let what it forks from now on know drawn pictures, and questions.yaml as released."""
        assert self.process.stdin is not None
        data = json.dumps({"pictures": pictures, "questions": questions}).encode()
        self.process.stdin.write(f"{len(data)}\n".encode() + data)
        self.process.stdin.flush()

    @property
    def lives(self) -> bool:
        """Whether it has neither ended nor been told to."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it. What it has forked ends by itself."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Supervisor:
    """A fork of the warm process that watches one sandbox; what subprocess.Popen offers of it."""

    stdout = stderr = None

    def __init__(self, talk: socket.socket) -> None:
        self.stdin, self._talk = _Lifeline(talk), talk
        self.pid = os.getpid()
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """0 once it has ended."""
        if self.returncode is None and self._talk.fileno() < 0:
            self.returncode = 0
        if self.returncode is None and select.select([self._talk], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""
        while self.returncode is None:
            if not select.select([self._talk], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("the supervisor", timeout or 0)
            try:
                if self._talk.recv(64):
                    continue
            except OSError:
                pass
            self.returncode = 0
            self._talk.close()
        return self.returncode

    def kill(self) -> None:
        """Let go of it: it ends what it watches, and nobody waits for that."""
        self.close()
        self.returncode = -signal.SIGKILL

    def close(self) -> None:
        """Hear nothing more of it."""
        self._talk.close()


class _Lifeline:
    """Closed like a pipe; the other direction stays open, to hear the end."""

    def __init__(self, talk: socket.socket) -> None:
        self._talk, self.closed = talk, False

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            try:
                self._talk.shutdown(socket.SHUT_WR)
            except OSError:
                pass


_own: Warm | None = None
_path, trouble = "", ""
given = 0  # kernels so far


def use(path: str) -> None:
    """Ask the warm process that listens there; it is another process's."""
    global _path
    _path = path


def give_up(why: str) -> None:
    """Start every kernel of this process anew from now on, unless the warm process has given some before.

    Then something else went wrong once, such as too little memory.
    """
    global trouble
    if given == 0 or not _answers():
        trouble = why
        close()


def _answers() -> bool:
    try:
        _connect().close()
    except NotWarm:
        return False
    return True


def place() -> groups.Place | None:
    """Where the kernels that it forks can have control groups; raises NotWarm."""
    if not groups.around():
        return groups.place()
    _connect().close()
    path = _path or (_own.path if _own else "")
    try:
        return groups.place(int(Path(path).with_name(_NUMBER).read_text()))
    except (OSError, ValueError):
        return None


def close() -> None:
    """End the warm process, if it is this process's own."""
    global _own
    if _own is not None:
        _own.close()
        _own = None


def ask(orders: dict[str, Any], submission: Path, private: Path, sockets: list[int]) -> Supervisor:
    """A kernel for these orders that has joined its sandbox; raises NotWarm.

    The folders are handed over as open ones: the warm process sees none of them.
    """
    global given
    talk = _connect()
    handles = [os.open(one, os.O_RDONLY | os.O_DIRECTORY) for one in (submission, private.parent)]
    try:
        shared = orders["groups"]
        data = json.dumps({**orders, "private": private.name, "holder": _holder()}).encode()
        socket.send_fds(talk, [f"{len(data):016}".encode()], [*handles, *sockets, *shared])
        talk.sendall(data)
        if not select.select([talk], [], [], SECONDS)[0] or talk.recv(1) != b"+":
            outcome = read_outcome(private)
            if not outcome.reason.startswith(_REFUSED):
                talk.close()
                raise NotWarm(outcome.reason or "it gave no kernel")
    except OSError as error:
        talk.close()
        raise NotWarm(f"the warm process does not answer ({error})") from None
    finally:
        for one in handles:
            os.close(one)
    given += 1
    return Supervisor(talk)


def _connect() -> socket.socket:
    global _own
    if trouble:
        raise NotWarm(trouble)
    path = _path
    if not path:
        if _own is None or not _own.lives:
            close()
            _own = Warm()
            atexit.register(close)
        _own.wait()
        path = _own.path
    talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        talk.connect(path)
    except OSError as error:
        talk.close()
        raise NotWarm(f"the warm process does not answer ({error})") from None
    return talk


def _holder() -> str:
    found = shutil.which(_HOLDER, path="/usr/bin:/bin")
    if found is None:
        raise NotWarm(f"there is no program {_HOLDER} in /usr/bin")
    return found
