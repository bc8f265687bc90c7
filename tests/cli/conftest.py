"""A course folder, and the `course` command run in it as a person would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commanded import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """What a checkout holds, without the library."""
    folder = tmp_path / "course folder"  # people's paths have blanks
    for name in ("source", "faculty", "release"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.fixture
def course(course_folder: Path) -> Run:
    """`course …` in that folder, in a process of its own, with a HOME of its own."""
    home = course_folder.parent / "home"
    home.mkdir()
    gone = ("COURSE_", "JUPYTER", "NBGRADER", "COLUMNS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(gone)}

    def run(*words: str, cwd: Path | None = None, **env: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "course", *words],
            cwd=cwd or course_folder,
            env={**kept, "HOME": str(home), "COLUMNS": "200", **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    return run
