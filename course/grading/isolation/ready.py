"""Whether this machine can isolate, tried for real; and what is said where it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.converters import NbGraderException

from course.grading.isolation import SWITCH
from course.grading.isolation.confinement import Confinement

if TYPE_CHECKING:
    from course.grading.isolation.protocol import Outcome

_SETTINGS = (
    # What a system may forbid, and the value with which it allows it.
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"),
    ("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "user.max_user_namespaces=15000"),
)


class NotIsolated(NbGraderException):
    """Grading stops: the machine cannot isolate, and nobody has allowed grading without."""


@dataclass(frozen=True)
class Gap:
    """What is missing, and the one command that mends it ("" where no command can)."""

    problem: str
    remedy: str = ""


def is_isolated(log: Any = None) -> bool:
    """Whether submissions run isolated: True, or False where COURSE_ISOLATION=none allows grading without.

    Raises NotIsolated where neither is so.
    """
    asked = os.environ.get(SWITCH, "").strip().lower()
    if asked == "none":
        if log is not None:
            log.warning("%s=none: submissions are NOT isolated; their code has your own rights", SWITCH)
        return False
    if asked not in ("", "bubblewrap"):
        raise _stop(log, f"{SWITCH} is {asked!r}; it takes bubblewrap, the default, or none.")
    missing = gap()
    if missing is not None:
        gap.cache_clear()  # a server that runs for weeks looks again, once somebody has installed what lacks
        raise _stop(log, refusal(missing))
    return True


def refusal(missing: Gap) -> str:
    """The message of a machine that cannot isolate: what to do about it, three ways."""
    first = f"Run: {missing.remedy}" if missing.remedy else "On another system use one of the ways below."
    return (
        f"Grading stops before any cell runs: {missing.problem}\n{first}\n"
        "Or grade on Linux in a virtual machine, WSL 2, or a Podman container started with "
        "--security-opt unmask=ALL (docs/isolation.md says how).\n"
        f"Or, if you trust every submission as you trust yourself, set {SWITCH}=none: its code then runs "
        "with your rights, and every feedback page and log says so."
    )


def _stop(log: Any, message: str) -> NotIsolated:
    if log is not None:
        log.error(message)
    return NotIsolated(message)


@cache
def gap() -> Gap | None:
    """What keeps this machine from isolating; None if a sandbox was started and ended here."""
    if sys.platform != "linux":
        return Gap(f"isolated grading needs Linux, and this is {sys.platform}.")
    if shutil.which("bwrap") is None:
        return Gap("bubblewrap is not installed.", install("bubblewrap libseccomp2"))
    from course.grading.isolation.seccomp import NoFilter, write_filter

    try:
        write_filter()
    except NoFilter as error:
        return Gap(f"{error}.", install("libseccomp2"))
    said = run_inside(["-c", "print('ready')"], Confinement())
    if said.strip() == "ready":
        return None
    why = said.strip().splitlines()[-1][:300] if said.strip() else "it ended without a word"
    return Gap(f"a sandbox cannot be started here ({why}).", _sysctl())


def run_inside(program: list[str], confined: Confinement, files: dict[str, str] | None = None) -> str:
    """Run Python with these arguments in a sandbox of its own; returns what it wrote, or why it did not run.

    files: names and texts in the folder that it runs in.
    """
    outcome = outcome_inside(program, confined, files or {})
    return outcome.reason or outcome.said


def outcome_inside(
    program: list[str], confined: Confinement, files: dict[str, str], most: int | None = None
) -> Outcome:
    """Run Python with these arguments in a sandbox of its own; returns all that came out.

    files: names and texts in the folder that it runs in; most: bytes of answers.json that come out, if not
    as many as those of a submission.
    """
    from course.grading.isolation import groups
    from course.grading.isolation.kernel import start_supervisor
    from course.grading.isolation.mounts import reach
    from course.grading.isolation.protocol import make_orders, read_outcome
    from course.grading.isolation.supervisor.clock import PATIENCE

    with tempfile.TemporaryDirectory(prefix="grading-") as made:
        folder, private = Path(made, "probe"), Path(made, "private")
        folder.mkdir()
        private.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        start = ["-P", "-m", "course.grading.isolation.init"]
        where = groups.place()
        group = groups.make(where, confined.limits) if where else None
        handles = [group.open()] if group else []
        orders = make_orders(
            confined, folder, private, start, inside={"program": [reach().program, *program]}, groups=handles
        )
        orders["answers_bytes"] = most or orders["answers_bytes"]
        supervisor = start_supervisor(orders)
        for handle in handles:
            os.close(handle)
        limit = PATIENCE * (confined.limits.seconds or 60) + 20
        try:
            supervisor.wait(limit)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        finally:
            assert supervisor.stdin is not None
            supervisor.stdin.close()
        outcome = read_outcome(private, group is not None and group.ran_out)
        if group:
            group.remove()
        return outcome


def install(packages: str) -> str:
    """The command that installs Debian packages, or those of the same name of Fedora."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    if shutil.which("apt-get") is None and shutil.which("dnf"):
        return f"{sudo}dnf install {packages.replace('libseccomp2', 'libseccomp')}"
    return f"{sudo}apt-get install {packages}"


def _sysctl() -> str:
    for name, forbids, allows in _SETTINGS:
        try:
            value = Path("/proc/sys", name).read_text().strip()
        except OSError:
            continue
        if value == forbids and os.geteuid() != 0:
            return f"sudo sysctl -w {allows}"
    return ""
