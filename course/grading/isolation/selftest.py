"""Isolation tried for real, for `course doctor`: a sandbox is started and looks for what it must not find."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from course.grading.isolation import SWITCH, groups
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
for one in os.listdir("/proc"):
    try:
        if one.isdigit() and {mark!r}[::-1].encode() in open("/proc/" + one + "/cmdline", "rb").read():
            found.append("sees other processes")
    except OSError:
        pass
try:
    open("/opt/canary-of-a-probe", "w").close()
    os.unlink("/opt/canary-of-a-probe")
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
    undrawn = draws()
    if undrawn:
        return Check("bubblewrap", False, f"a sandbox draws no chart ({undrawn})", _NEEDED_BY, _REPORT)
    said = "a sandbox sees no file, process or network of this machine, and draws charts"
    if trusted:
        said += f"; but {SWITCH}=none is set, so grading does not use it"
    return Check("bubblewrap", True, said, _NEEDED_BY)


def try_groups() -> Check:
    """By what memory and processor time are bounded here; nothing is missing where it is by counting."""
    return Check("control groups", True, groups.said(), _NEEDED_BY)


def look(confined: Confinement | None = None) -> list[str]:
    """What a sandbox gets at that it must not; empty if it is tight."""
    confined = confined or Confinement(limits=Limits(seconds=30))
    with tempfile.TemporaryDirectory() as folder, closing(socket.socket()) as listening:
        canary = Path(folder, "canary")
        canary.write_text("seen", encoding="utf-8")
        listening.bind(("127.0.0.1", 0))
        listening.listen(4)
        port = listening.getsockname()[1]
        # A process is known by a word in its command line: a number may be another one's inside.
        mark = secrets.token_hex(8)
        code = _LOOK.format(canary=str(canary), port=port, mark=mark[::-1])
        words = [sys.executable, "-I", "-S", "-c", "input()", mark]
        with subprocess.Popen(words, stdin=subprocess.PIPE) as other:
            said = run_inside(["-c", code], confined)
            other.communicate(b"\n")
    lines = [line for line in said.splitlines() if line.startswith("FOUND ")]
    if not lines:
        return [f"ended without an answer ({said.strip()[-200:]})"]
    found: list[str] = json.loads(lines[-1].removeprefix("FOUND "))
    return found


def draws() -> str:
    """Why a chart cannot be drawn in a sandbox here; empty if it can."""
    from course.grading.outputs.drawing import draw_all

    return draw_all([{"mark": "bar", "data": {"values": [{"posts": 1}]}}])[0].problem


_REPORT = (
    f"env -u {SWITCH} course doctor --for faculty --json   # and send us what it says; do not grade here"
)
