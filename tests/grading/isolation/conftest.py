"""A probe runs twice: in a sandbox, and as the grader would run it without one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.grading.isolation.confinement import Confinement
from course.grading.isolation.ready import run_inside

TELL = "import json\nprint('RESULT', json.dumps(RESULT))"
Probe = Callable[..., Any]


def _result(said: str) -> Any:
    lines = [line for line in said.splitlines() if line.startswith("RESULT ")]
    return json.loads(lines[-1].removeprefix("RESULT ")) if lines else said


@pytest.fixture(scope="session")
def inside() -> Probe:
    """What a probe leaves in RESULT inside a sandbox; or, if it did not come that far, what was said."""

    def run(code: str, confined: Confinement | None = None, **files: str) -> Any:
        return _result(run_inside(["-c", f"{code}\n{TELL}"], confined or Confinement(), files))

    return run


@pytest.fixture
def outside(tmp_path: Path) -> Probe:
    """The same with the grader's own rights, in a folder of its own."""

    def run(code: str, **files: str) -> Any:
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        done = subprocess.run(
            [sys.executable, "-c", f"{code}\n{TELL}"],
            cwd=tmp_path,
            env=os.environ,
            capture_output=True,
            text=True,
        )
        return _result(done.stdout + done.stderr)

    return run
