"""Isolation tried for real, for `course doctor`: a sandbox is started and looks for what it must not find."""

import json
import os
import socket
import tempfile
from contextlib import closing
from pathlib import Path

from course.grading.isolation import SWITCH
from course.grading.isolation.confinement import Confinement, Limits
from course.grading.isolation.ready import gap, run_inside
from course.learning.doctor import Check

_LOOK = """
import json, os, socket
found = []
try:
    open({canary!r}).read()
    found.append("reads the grader's files")
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=2)
    found.append("reaches the network")
except OSError:
    pass
if {pid} in [int(one) for one in os.listdir("/proc") if one.isdigit()]:
    found.append("sees other processes")
try:
    open("/opt/canary", "w")
    found.append("writes outside of its folder")
except OSError:
    pass
print("FOUND", json.dumps(found))
"""
_NEEDED_BY = ("faculty", "tests")


def try_isolation() -> Check:
    """Whether submissions can be graded isolated here; what was found, and the one command that mends it."""
    missing = gap()
    trusted = os.environ.get(SWITCH, "").strip().lower() == "none"
    if missing is not None:
        # With grading without isolation allowed, nothing keeps faculty from grading; it is said all the same.
        said = (
            f"{missing.problem} {SWITCH}=none: submissions are not isolated." if trusted else missing.problem
        )
        remedy = missing.remedy or f"{SWITCH}=none nbgrader autograde   # only if you trust every submission"
        return Check("bubblewrap", trusted, said, _NEEDED_BY, "" if trusted else remedy)
    escaped = look()
    if escaped:
        return Check("bubblewrap", False, f"a sandbox {' and '.join(escaped)}", _NEEDED_BY, _REPORT)
    said = "a sandbox sees no file, process or network of this machine"
    if trusted:
        said += f"; but {SWITCH}=none is set, so grading does not use it"
    return Check("bubblewrap", True, said, _NEEDED_BY)


def look(confined: Confinement | None = None) -> list[str]:
    """What a sandbox gets at that it must not; empty if it is tight."""
    confined = confined or Confinement(limits=Limits(seconds=30))
    with tempfile.TemporaryDirectory() as folder, closing(socket.socket()) as listening:
        canary = Path(folder, "canary")
        canary.write_text("seen", encoding="utf-8")
        listening.bind(("127.0.0.1", 0))
        listening.listen(4)
        port = listening.getsockname()[1]
        code = _LOOK.format(canary=str(canary), port=port, pid=os.getpid())
        said = run_inside(["-c", code], confined)
    lines = [line for line in said.splitlines() if line.startswith("FOUND ")]
    if not lines:
        return [f"ended without an answer ({said.strip()[-200:]})"]
    found: list[str] = json.loads(lines[-1].removeprefix("FOUND "))
    return found


_REPORT = (
    f"env -u {SWITCH} course doctor --for faculty --json   # and send us what it says; do not grade here"
)
