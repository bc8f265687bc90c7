"""What the supervisor is told, and what it tells."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.grading.isolation import command
from course.grading.isolation.confinement import Confinement
from course.grading.isolation.mounts import reach
from course.grading.isolation.seccomp import write_filter
from course.questions.answers.data import MAX_FILE, NAME

_OUT_OF_TIME = ("seconds", "processor")
_REASONS = {
    "seconds": "the notebook ran longer than is allowed",
    "processor": "it took more processor time than is allowed",
    "said": "it wrote more to its standard streams than is allowed",
    "processes": "it started more processes than are allowed",
    "locks": "it held more locks on files than are allowed",
    "memory": "it used more memory than is allowed",
    "grader": "it sent more than the grader can keep in memory",
}


@dataclass(frozen=True)
class Outcome:
    """What came out of a sandbox. reason: why it was ended, "" if nothing was wrong; refused: it never began.

    answers: the bytes of the answers as they were left; None if there is no such file, or none that is a
    plain file, which `problem` then says. said: the end of what was written to standard streams.
    """

    reason: str = ""
    refused: bool = False
    answers: bytes | None = None
    problem: str = ""
    said: str = ""

    @property
    def out_of_time(self) -> bool:
        """Whether it was ended because of its time."""
        return self.reason in (_REASONS[name] for name in _OUT_OF_TIME)


def make_orders(
    confined: Confinement,
    submission: Path,
    private: Path,
    program: list[str],
    *,
    inside: Mapping[str, Any] | None = None,
    sockets: list[int] | None = None,
    groups: list[int] | None = None,
    joined: bool = False,
) -> dict[str, Any]:
    """Orders for one sandbox. program: arguments for Python inside; private: a folder that only the grader
    opens; groups: handles of control groups that it enters; joined: for the warm process, which gets both
    folders as open ones (`warm.ask`).
    """
    found, limits = reach(), confined.limits
    at = f"{command.place(confined)}/submission/{submission.name}"
    commands = {
        name: command.arguments(
            found, confined, box="{box}", work="{work}", inside=at, nested=nested, joined=joined
        )  # fmt: skip
        for name, nested in (("plain", False), ("nested", True))
    }
    return {
        **{name: getattr(limits, name) for name in
           ("memory", "seconds", "processes", "folder_bytes", "folder_files", "said_bytes",
            "grader_bytes", "cpu_seconds", "open_files", "busy", "locks")},
        "private": str(private),
        "submission": str(submission.resolve()),
        "box": "/tmp/box" if joined else "",
        "at": at,
        "in_place": not confined.folder,
        "nobody": confined.nobody and confined.files and found.open_to_all,
        "namespaces": confined.namespaces,
        "dies": confined.dies,
        "network": confined.network,
        "command": commands,
        "environment": command.environment(os.environ, found, confined),
        "filter": write_filter().hex() if confined.syscalls else "",
        "bwrap": shutil.which("bwrap") or "/usr/bin/bwrap",
        "start": [found.program, *program],
        "sockets": sockets or [],
        "groups": groups or [],
        "answers_bytes": MAX_FILE,
        "inside": {
            "limits": {**asdict(limits), "processes": _processes(limits.processes)},
            "nobody": confined.nobody,
            "program": None,
            "connection": None,
            "sockets": {},
            **(inside or {}),
        },
    }  # fmt: skip


def _processes(limit: int | None) -> int | None:
    """The limit as the system counts: before Linux 5.14 it counts all that this account runs anywhere."""
    release = [int(part) for part in re.findall(r"\d+", os.uname().release)[:2]]
    if limit is None or release >= [5, 14]:
        return limit
    mine = 0
    for folder in Path("/proc").glob("[0-9]*/task"):
        try:
            mine += len(os.listdir(folder)) if folder.stat().st_uid == os.getuid() else 0
        except OSError:
            continue  # it has ended meanwhile
    return limit + mine


def read_outcome(private: Path, ran_out: bool = False) -> Outcome:
    """What the supervisor left in the private folder. One that was killed left nothing: nothing came out.
    ran_out: the system has ended something inside for want of memory.
    """
    try:
        told = json.loads((private / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Outcome(
            "the sandbox ended without a word", True, problem="Nothing came back from the sandbox."
        )
    reason = told["reason"] or ("memory" if ran_out else "")
    refused = reason.startswith("refused: ")
    answers, problem = None, ""
    if told["answers"]:
        answers = (private / NAME).read_bytes()
    elif told["answers"] is False and not refused:
        problem = "The file with the answers cannot be used: it is not a plain file."
    return Outcome(_REASONS.get(reason, reason), refused, answers, problem, told["said"])
