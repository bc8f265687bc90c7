"""A module in a copy, for a trial run: plain files only, bounded, whatever else lies in the folder."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from course.questions.answers.data import MAX_FILE, NAME
from course.settings import NAME as SETTINGS
from course.settings import read_settings

MOST_BYTES = 100_000_000  # of one file and of all together: what nbgrader hands in
MOST_FILES = 2_000
_NOT_WORK = {".ipynb_checkpoints", "__pycache__"}


def copy_module(folder: Path, scratch: Path) -> tuple[Path, list[str]]:
    """The module on a desk of its own, and a line for each thing that was left out.

    The enrolment comes along (numbers depend on it), a key folder does not.
    """
    copy = scratch / folder.name
    copy.mkdir()
    left_out, room = [], MOST_BYTES
    for count, path in enumerate(_files(folder)):
        name = path.relative_to(folder)
        if name == Path(NAME):
            _copy_answers(path, copy / NAME)
            continue
        reason = "there are too many files" if count >= MOST_FILES else _why_not(path, room)
        if not reason:
            try:
                room -= _copy_bytes(path, copy / name, room)
                continue
            except OSError as error:
                reason = error.strerror or str(error)
        left_out.append(f"{name.as_posix()[:100]!r} was left out of this trial: {reason}.")
        if count >= MOST_FILES:
            break
    settings = read_settings(folder.parent)
    if settings is not None:
        settings.pop("faculty", None)
        (scratch / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    return copy, left_out


def _files(folder: Path) -> Iterator[Path]:
    """Whatever is no folder, and what the answers' name belongs to, even if that is one."""
    for at, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        own = [name for name in folders if at == str(folder) and name == NAME and name not in links]
        folders[:] = sorted(set(folders) - _NOT_WORK - set(links) - set(own))
        yield from (Path(at, name) for name in sorted([*names, *links, *own]))


def _why_not(path: Path, room: int) -> str:
    try:
        found = path.stat()
    except OSError:
        return "it is a link that leads nowhere"
    if not stat.S_ISREG(found.st_mode):
        return "it is no plain file"
    return f"it is too large, with {found.st_size / 1e6:,.0f} MB" if found.st_size > room else ""


def _copy_bytes(path: Path, target: Path, room: int) -> int:
    """Copy at most `room` bytes, whatever size the file claims to have; how many they were."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("rb") as source, target.open("wb") as copy:
        while part := source.read(min(1_000_000, room + 1 - size)):
            size += len(part)
            if size > room:
                break
            copy.write(part)
    if size > room:
        target.unlink()
        raise OSError("it is too large")
    return size


def _copy_answers(path: Path, target: Path) -> None:
    """The answers, or something that is refused for the same reason: a link, no plain file, too large."""
    if path.is_symlink():
        target.symlink_to(os.readlink(path))  # nobody follows it
    elif not stat.S_ISREG(path.stat().st_mode):
        target.mkdir()
    else:
        with path.open("rb") as file:
            target.write_bytes(file.read(MAX_FILE + 1))
