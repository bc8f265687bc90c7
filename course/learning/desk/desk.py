"""The desk: a person's own copies of the released modules, and the settings that say for whom they are.

Nothing that a person has written is ever overwritten. A module that nobody has touched is brought up to date
where it lies; one that has been worked in stays, and the newer release is laid beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from course.files import write_whole
from course.errors import DeskError
from course.settings import NAME as SETTINGS
from course.settings import read_settings
from course.syllabus import syllabus

_LAID = ".laid.json"  # what was laid, file by file: tells a person's changes from a newer release's
_NOT_WORK = {".ipynb_checkpoints", "__pycache__", ".DS_Store"}


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying did to one module. folder: where the newest release lies now."""

    module: str
    what: Literal["new", "unchanged", "updated", "beside"]
    folder: Path

    def __str__(self) -> str:
        if self.what == "new":
            return f"{self.module} is on your desk: {self.folder}"
        if self.what == "updated":
            return f"{self.module} was brought up to date. You had not changed anything in it."
        if self.what == "beside":
            return (
                f"There is a newer release of {self.module} in {self.folder.name}/. Your own copy is as "
                f"you left it. To move on with your answers, copy answers.json from {self.module}/ into "
                "the new folder."
            )
        return f"{self.module} is as you left it."


def released_modules(release: Path) -> list[str]:
    """The ids of the modules in a release folder, in the order in which they are taught."""
    found = {path.parent.name for path in release.glob("*/*.ipynb")}
    return sorted(found, key=syllabus().order)


def lay(release: Path, desk: Path) -> list[Laid]:
    """Copy every released module to the desk, without overwriting anybody's work.

    Raises DeskError if the desk cannot be written or there is no release.
    """
    modules = released_modules(release)
    if not modules:
        raise DeskError(
            f"There are no released modules in {release}. Run this in the course folder (the one with "
            "release/ in it), or name that folder with --root."
        )
    with writing(desk):
        desk.mkdir(parents=True, exist_ok=True)
        notes = _read_notes(desk)
        laid = [_lay_one(release / module, desk, notes) for module in modules]
        _write_json(desk / _LAID, notes)
    return laid


def write_settings(desk: Path, settings: dict[str, Any]) -> None:
    """Write .course.json, whole or not at all; raises DeskError if the desk cannot be written."""
    with writing(desk):
        desk.mkdir(parents=True, exist_ok=True)
        _write_json(desk / SETTINGS, settings)


def set_self_study(desk: Path, faculty: Path | None) -> None:
    """Open the desk for self-study, with keys from `faculty` or without; refuses a cohort's desk."""
    before = read_settings(desk)
    if before and before["mode"] == "cohort":
        raise DeskError(
            f"{desk} belongs to {before.get('id') or 'a trainee'} in a cohort, where results come with "
            "feedback. Open it with `course open --cohort`, or study by yourself on another desk: `course "
            f"open --desk {desk / 'self-study'}`."
        )
    wanted = {"mode": "self-study", "id": "self-study"}
    if faculty is not None:
        wanted["faculty"] = str(faculty.resolve())
    if before != wanted:
        write_settings(desk, wanted)


def worked_in(desk: Path) -> list[str]:
    """The modules on a desk that hold answers."""
    return sorted(path.parent.name for path in desk.glob("*/answers*.json"))


def _lay_one(source: Path, desk: Path, notes: dict[str, Any]) -> Laid:
    module, target, now = source.name, desk / source.name, _digests(source)
    note: dict[str, Any] = notes.get(module, {})
    if not target.exists():
        _copy(source, target)
        notes[module] = {"files": now}
        return Laid(module, "new", target)
    if note.get("files") == now:
        return Laid(module, "unchanged", target)
    mine = _digests(target)
    if mine == now:
        notes[module] = {"files": now}
        return Laid(module, "unchanged", target)
    if mine == note.get("files"):
        _replace(source, target)
        notes[module] = {"files": now}
        return Laid(module, "updated", target)
    return _lay_beside(source, target, now, notes)


def _lay_beside(source: Path, target: Path, now: dict[str, str], notes: dict[str, Any]) -> Laid:
    """Lay a newer release next to somebody's work, once for each release."""
    note = notes.setdefault(source.name, {})
    known, mark = note.setdefault("beside", {}), _mark(now)
    if mark in known:
        folder = target.parent / known[mark]
        if folder.exists():
            return Laid(source.name, "beside", folder)
        notes[source.name] = {"files": now}  # renamed or merged by its owner
        return Laid(source.name, "unchanged", target)
    folder = _free(target.with_name(f"{source.name}.release-{date.today().isoformat()}"))
    _copy(source, folder)
    known[mark] = folder.name
    return Laid(source.name, "beside", folder)


def _copy(source: Path, target: Path) -> None:
    """Copy a module whole or not at all; without file modes, for a release may be read-only."""
    scratch = Path(tempfile.mkdtemp(prefix=".laying-", dir=target.parent))
    try:
        for name in _digests(source):
            (scratch / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, scratch / name)
        scratch.chmod(0o755)
        os.replace(scratch, target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def _replace(source: Path, target: Path) -> None:
    """Exchange an untouched module for a newer one; it is kept until the newer one stands."""
    aside = _free(target.with_name(f".{target.name}.before"))
    os.replace(target, aside)
    try:
        _copy(source, target)
    except BaseException:
        os.replace(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _free(path: Path) -> Path:
    """The path, or the first of path-2, path-3, … that does not exist."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a module by its relative path, without what Jupyter leaves behind."""
    files = (path for path in folder.rglob("*") if path.is_file())
    inside = ((path, path.relative_to(folder)) for path in sorted(files))
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path, name in inside
        if not _NOT_WORK & set(name.parts)
    }


def _mark(digests: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]


def _read_notes(desk: Path) -> dict[str, Any]:
    """What was laid before. Without it every module that differs counts as worked in, which loses nothing."""
    try:
        found = json.loads((desk / _LAID).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(module): note for module, note in found.items() if isinstance(note, dict)}


def _write_json(file: Path, content: dict[str, Any]) -> None:
    write_whole(file, json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", mode=0o600)


@contextmanager
def writing(desk: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeskError(
            f"{error.filename or desk}: {error.strerror or error}. The desk must be a folder that you can "
            "write to, with room on the disk. Name another one with --desk. Nothing of yours was changed."
        ) from None
