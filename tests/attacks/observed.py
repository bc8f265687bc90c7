"""What attackers may know, what can be seen of them, and what else runs on the machine that grades."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Known:
    """What every attacker may know: where things are. `known` in their notebooks.

    canary: a folder of the grader's outside of everything, which nobody may write to. packages, starts:
    folders in which Python would run what is put there; in weaker configurations only copies of such.
    grader: the number of a program of the grader's. mark: for the command line of programs, which end
    after `linger` seconds, and for what is written into files.
    """

    name: str
    mark: str
    key: str
    hidden: str
    gradebook: str
    neighbour: str
    exchange: str
    home: str
    canary: str
    leftover: str
    memory: str
    port: int
    abstract: str
    grader: int
    linger: int
    packages: list[str]
    repository: str


@dataclass
class Seen:
    """What can be seen of one attacker after grading.

    tokens: the secrets; written: files in the canary that were not there; processes: command lines that
    still live; heard: what a listener of the machine was told by it; changed: files of the grader, of other
    trainees, the exchange and the packages that were changed by anybody.
    """

    name: str
    scores: dict[str, tuple[float, bool]]
    maximum: float
    notebook: Any
    folder: Path
    log: str
    tokens: dict[str, str]
    written: dict[str, str] = field(default_factory=dict)
    processes: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """Points that the machine gave."""
        return sum(points for points, _ in self.scores.values())

    @property
    def text(self) -> str:
        """Everything that its cells displayed, errors included."""
        cells = (self.notebook or {"cells": []})["cells"]
        parts = []
        for one in [output for cell in cells for output in cell.get("outputs", [])]:
            parts += [one.get("text", ""), one.get("ename", ""), one.get("evalue", "")]
            parts += list(one.get("data", {}).values())
        return "\n".join("".join(part) if isinstance(part, list) else str(part) for part in parts if part)

    @property
    def said(self) -> str:
        """What its cells printed, without pages and pictures."""
        cells = (self.notebook or {"cells": []})["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        return "\n".join("".join(one.get("text", "")) + "".join(one.get("evalue", "")) for one in outputs)

    @property
    def ungraded(self) -> str:
        """Questions that the machine scores and has not; "" if grading came to its end."""
        names = ("which", "own-number", "how-many")
        return ", ".join(name for name in names if self.scores.get(name, (0.0, True))[1])

    def shows(self, *names: str) -> str:
        """Which of these secrets its cells, files or messages hold; "" if none."""
        places = self.text + "".join(self.heard) + "".join(self.written.values())
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and path.suffix != ".ipynb":
                places += path.read_text(errors="replace")
        return ", ".join(name for name in names if self.tokens[name] in places)


class Listener:
    """A service of this machine: TCP and an abstract socket. Keeps the lines that it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.tcp, self.abstract = socket.socket(), socket.socket(socket.AF_UNIX)
        self.tcp.bind(("127.0.0.1", 0))
        self.name = f"course-attacks-{os.getpid()}-{time.monotonic_ns()}"
        self.abstract.bind(f"\0{self.name}")
        self.port = self.tcp.getsockname()[1]
        for one in (self.tcp, self.abstract):
            one.listen(16)
            one.settimeout(0.2)
        self._stop = False
        both = (self.tcp, self.abstract)
        self._threads = [threading.Thread(target=self._serve, args=(one,)) for one in both]
        for thread in self._threads:
            thread.start()

    def _serve(self, one: socket.socket) -> None:
        while not self._stop:
            try:
                talk, _ = one.accept()
            except TimeoutError:
                continue
            with talk:
                talk.settimeout(2)
                with contextlib.suppress(OSError):
                    self.heard.append(talk.recv(4096).decode(errors="replace"))

    def close(self) -> None:
        self._stop = True
        for thread in self._threads:
            thread.join()
        self.tcp.close()
        self.abstract.close()


# Another program of the grader's: with a secret in its environment, one in its command line, and a file
# open. The call lets any program of the account look into it, as it is where Linux has no ptrace_scope.
_HELPER = """
import ctypes, sys
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
file = open(sys.argv[2])
print("ready", flush=True)
sys.stdin.read()
"""


def start_helper(tokens: dict[str, str], file: Path) -> "subprocess.Popen[bytes]":
    """Start that program; it ends when its standard input does."""
    helper = subprocess.Popen(
        [sys.executable, "-c", _HELPER, tokens["command"], str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"GRADER_PASSWORD": tokens["environment"], "PATH": os.defpath},
    )
    assert helper.stdout is not None and helper.stdout.readline() == b"ready\n"
    return helper


def living(mark: str) -> list[tuple[int, str]]:
    """Programs of this machine with this mark in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if mark in line and int(path.parent.name) != os.getpid():
            found.append((int(path.parent.name), line))
    return found
