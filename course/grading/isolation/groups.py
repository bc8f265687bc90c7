"""Control groups: a bound of all memory, also of what the system keeps for a program; a share of processors.

Where the machine lets this account make groups, each sandbox gets one of its own: of cgroup v2 below a group
that is this account's, be it root's, a service's or one that systemd gives on request (`around`); of v1,
which only root can use, for memory alone. What the supervisor counts stays in force; a group also bounds what
nobody can count. A group ends with its sandbox; those that killed graders left, the next one takes away.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.grading.isolation.confinement import MEGABYTE, Limits

PREFIX = "course-grading-"
# The supervisor's count comes first, and gives its reason; pages of files that are read are the group's, too.
MARGIN = 64 * MEGABYTE
WEIGHT = 50  # of 100 that another group has: graders and other programs come first
_ASK = "systemd-run --user --scope --quiet --collect --property=Delegate=yes"
_count = itertools.count()


@dataclass(frozen=True)
class Place:
    """Where groups can be made. version: 2 or 1."""

    folder: Path
    version: int

    @property
    def said(self) -> str:
        """What is bounded here, for people."""
        if self.version == 1:
            return "memory is bounded by control groups (version 1), processor time by counting"
        listed = (self.folder / "cgroup.subtree_control").read_text().split()
        what = "memory and processor time are" if "cpu" in listed else "memory is"
        return f"{what} bounded by control groups"


@dataclass(frozen=True)
class Group:
    """One sandbox's group."""

    folder: Path
    version: int

    def open(self) -> int:
        """A handle; what writes 0 to it enters the group, and so does all that it starts."""
        return os.open(self.folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    @property
    def ran_out(self) -> bool:
        """Whether the system has ended something in it for want of memory."""
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        try:
            events = dict(line.split() for line in (self.folder / name).read_text().splitlines())
        except (OSError, ValueError):
            return False
        return int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """End what may still be in it, and take it away."""
        if self.version == 2:
            _write(self.folder / "cgroup.kill", "1")
        for _ in range(50):
            try:
                self.folder.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.02)  # the last of it is just ending


def make(where: Place, limits: Limits) -> Group:
    """A new group with these bounds."""
    name = f"{PREFIX}{os.getpid()}-{_begun(os.getpid())}-{next(_count)}"
    group = Group(where.folder / name, where.version)
    group.folder.mkdir()
    bound = None if limits.memory is None else str(limits.memory + MARGIN)
    if where.version == 1:
        wanted = {"memory.limit_in_bytes": bound, "memory.memsw.limit_in_bytes": bound}
    else:
        wanted = {
            "memory.max": bound,
            "memory.swap.max": "0",
            "memory.oom.group": "1",
            "cpu.weight": str(WEIGHT),
            "pids.max": None if limits.processes is None else str(2 * limits.processes),
        }
    for file, value in wanted.items():
        if value is not None:
            _write(group.folder / file, value)
    return group


@cache
def place(pid: int = 0) -> Place | None:
    """Where sandboxes that this process starts, or that one, can have groups; None if nowhere. Tried."""
    for found in _candidates(str(pid or "self"), Path("/proc")):
        _sweep(found.folder)
        if _works(found, pid):
            return found
    return None


def _candidates(pid: str, proc: Path) -> list[Place]:
    """Groups below which this account may make others, the best first."""
    try:
        mounts = (proc / "self/mountinfo").read_text().splitlines()
        groups = [line.split(":", 2) for line in (proc / pid / "cgroup").read_text().splitlines()]
    except OSError:
        return []
    at = {controllers: path for _, controllers, path in groups}
    found = []
    for line in mounts:
        before, _, after = line.partition(" - ")
        root, mounted = before.split()[3:5]
        kind, _, options = after.split()[:3]
        if kind == "cgroup2" and "" in at:
            own = _below(mounted, root, at[""])
            found += [Place(folder, 2) for folder in _of_version_2(own, Path(mounted))]
        elif kind == "cgroup" and "memory" in options.split(","):
            names = [name for name in at if "memory" in name.split(",")]
            own = _below(mounted, root, at[names[0]]) if names else Path(mounted)
            found += [Place(own, 1)] if names and os.access(own, os.W_OK) else []
    return sorted(found, key=lambda one: -one.version)


def _below(mounted: str, root: str, path: str) -> Path:
    inner = path if root == "/" else path.removeprefix(root)
    return Path(mounted, inner.strip("/"))


def _of_version_2(own: Path, top: Path) -> list[Path]:
    """The group itself if systemd has made it for us; else the nearest one above that gives memory to others.

    A group that gives bounds to others may hold no process itself, and who moves a process needs the right
    to write in the group above both.
    """
    if own.name.startswith(PREFIX) and _may_write(own):
        _empty(own)
        _delegate(own)
        if "memory" in _words(own / "cgroup.subtree_control"):
            return [own]
    for folder in (own, *own.parents):
        if _may_write(folder) and "memory" in _words(folder / "cgroup.subtree_control"):
            return [folder]
        if folder == top:
            break
    return []


def _empty(group: Path) -> None:
    """Move what is in a group into a leaf of it."""
    leaf = group / "graders"
    with contextlib.suppress(OSError):
        leaf.mkdir(exist_ok=True)
    for pid in _words(group / "cgroup.procs"):
        _write(leaf / "cgroup.procs", pid)


def _delegate(group: Path) -> None:
    """Let groups below it have bounds of their own."""
    for controller in ("memory", "cpu", "pids"):
        if controller in _words(group / "cgroup.controllers"):
            _write(group / "cgroup.subtree_control", f"+{controller}")


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []


def _write(file: Path, text: str) -> bool:
    """Whether the system took it; some it has not."""
    try:
        handle = os.open(file, os.O_WRONLY)  # never made by opening it, as a file elsewhere would be
    except OSError:
        return False
    try:
        os.write(handle, text.encode())
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _works(where: Place, pid: int) -> bool:
    """Whether a group can be made and bounded here, and a process of this one can enter it."""
    try:
        group = make(where, Limits(memory=100 * MEGABYTE))
    except OSError:
        return False
    try:
        file = "memory.max" if where.version == 2 else "memory.limit_in_bytes"
        bounded = (group.folder / file).read_text().strip().isdigit()
        return bounded and (bool(pid) or _can_enter(group))
    except OSError:
        return False
    finally:
        group.remove()


def _can_enter(group: Group) -> bool:
    with open(f"{group.folder}/cgroup.procs", "w") as file:
        words = ["/bin/sh", "-c", f"echo 0 >&{file.fileno()}"]
        return subprocess.run(words, pass_fds=[file.fileno()], stderr=subprocess.DEVNULL).returncode == 0


def _sweep(folder: Path) -> None:
    """Take away what graders have left that were killed; a group with something in it cannot be."""
    for group in folder.glob(f"{PREFIX}*-*-*"):
        pid, begun, _ = group.name.removeprefix(PREFIX).split("-", 2)
        if pid.isdigit() and _begun(int(pid)) != begun:
            with contextlib.suppress(OSError):
                group.rmdir()


def _begun(pid: int) -> str:
    """When a process began, in ticks, "" if it has gone: a number may be another one's later."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def around() -> list[str]:
    """Words put before a program's, with which systemd gives it a group that is this account's; often none.

    A process cannot leave a group of root's by itself, such as that of a login; systemd starts one elsewhere.
    """
    if place() is not None or not _systemd_gives():
        return []
    return [*_ASK.split(), f"--unit={PREFIX}{os.getpid()}-{time.monotonic_ns()}.scope", "--"]


def said() -> str:
    """Which of the two ways this machine has, for people."""
    where = place()
    if where is not None:
        return where.said
    if _systemd_gives():
        return "memory is bounded by a control group that systemd gives to the warm process"
    return (
        "none for this account: what the system keeps for a submission is counted or refused, "
        "and who computes with many processes comes after others"
    )


@cache
def _systemd_gives() -> bool:
    if shutil.which("systemd-run") is None or "XDG_RUNTIME_DIR" not in os.environ:
        return False
    words = [*_ASK.split(), "--", "true"]
    try:
        done = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def environment() -> dict[str, str]:
    """What systemd-run has to know to find systemd."""
    names = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
    return {name: os.environ[name] for name in names if name in os.environ} if around() else {}
