"""The made-up archive of tests/fixtures/archive, laid into a course folder and, if asked, broken."""

import shutil
from pathlib import Path
from typing import Any

import yaml
from course_in_a_box import REPOSITORY

FIXTURES = REPOSITORY / "tests" / "fixtures"
FAULTS = sorted(path.stem for path in (FIXTURES / "archive-faults").glob("*.yaml"))
MODULE = "m1"


def lay(root: Path) -> Path:
    """Copy the archive into root/faculty/m1/archive and return that folder."""
    folder = root / "faculty" / MODULE / "archive"
    shutil.copytree(FIXTURES / "archive", folder)
    return folder


def fault(name: str) -> dict[str, Any]:
    """What a fixture edits, adds and expects."""
    return yaml.safe_load((FIXTURES / "archive-faults" / f"{name}.yaml").read_text(encoding="utf-8"))


def damage(folder: Path, name: str) -> dict[str, Any]:
    """Put one fault into the archive and return what is to be said of it."""
    asked = fault(name)
    for change in asked.get("edit", []):
        edit(folder / change["file"], change["old"], change["new"])
    for file, text in asked.get("add", {}).items():
        (folder / file).write_text(text, encoding="utf-8")
    return asked


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")
