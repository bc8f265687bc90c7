"""Tests that need a program which pip cannot bring: without it they say what to install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = {
    "browser": ("tests/browser/test_reasons_in_place.py", "chromium fonts-dejavu-core"),
    "sandbox": ("tests/grading/intake/downloads/test_platforms.py", "bubblewrap"),
    "cluster": ("tests/grading/cluster/test_cluster.py", "postgresql"),
}
# A machine that lacks some of them, as the tests see it.
LACKING = """
import tools
for mark in {marks!r}:
    tools.TOOLS[mark] = (*tools.TOOLS[mark][:2], lambda: False)
"""


def run(tmp_path: Path, marks: list[str], file: str) -> subprocess.CompletedProcess[str]:
    """A file's tests on a machine without the programs of these marks, up to the first that fails."""
    (tmp_path / "lacking.py").write_text(LACKING.format(marks=marks))
    paths = os.pathsep.join([str(tmp_path), str(ROOT / "tests"), str(ROOT)])
    command = [sys.executable, "-m", "pytest", "-p", "lacking", "-p", "no:cacheprovider", "-x", "-q", file]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True
    )


@pytest.mark.parametrize("mark", TESTS)
def test_a_missing_program_is_named_with_the_mark_that_leaves_it_out(mark: str, tmp_path: Path) -> None:
    file, packages = TESTS[mark]
    done = run(tmp_path, [mark], file)
    assert done.returncode == 1
    assert f"sudo apt-get install {packages}." in done.stdout and f"-m 'not {mark}'" in done.stdout


def test_questions_are_tested_without_any_of_them(tmp_path: Path) -> None:
    done = run(tmp_path, list(TESTS), "tests/questions/bank/test_bank_loading.py")
    assert done.returncode == 0, done.stdout
