"""What the exchange holds for one desk: released modules, their due dates, work handed in, feedback.

Others can write into the exchange, so all of it is read with suspicion: plain files and folders only, never
through a link, no more than is needed, and nothing there stops a desk from opening.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from course.learning.desk import due_dates
from course.learning.doctor import nbgrader_config
from course.syllabus import syllabus

MOST_ENTRIES = 2_000  # looked at in one folder
MOST_OTHERS = 50  # modules that the syllabus lacks
_USUAL_ROOT = "/usr/local/share/nbgrader/exchange"
_LONGEST_NAME = 100
_MOST_SUBMISSIONS = 30  # of one module, the newest
_SECRET = "submission_secret.txt"
_LARGEST_PAGE = 20_000_000

Trouble = Literal["", "absent", "closed", "elsewhere"]
Feedback = Literal["", "waiting", "fetched"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where nbgrader exchanges work for a desk. root: None where that is no folder (ngshare, for instance).

    modules: the folder into which modules are fetched, the desk or one in it; cache: where nbgrader keeps
    what was handed in.
    """

    desk: Path
    root: Path | None
    course: str
    trainee: str
    modules: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class Released:
    """The modules in the exchange, as taught. more: there are others that are not in the list."""

    modules: tuple[str, ...]
    more: bool = False
    trouble: Trouble = ""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The last time that a module was handed in, as nbgrader wrote it, and whether feedback has come."""

    at: str
    feedback: Feedback


def place_of(desk: Path, course: str, trainee: str) -> Place:
    """Where nbgrader would look, started on this desk with all its settings.

    The settings are read without nbgrader, whose import takes longer than all the rest.
    """
    config, _ = nbgrader_config(desk)
    another = config.get("ExchangeFactory", {}).get("list")
    root = None if another else _setting(config, "root", _USUAL_ROOT)
    inner = course if _setting(config, "path_includes_course", False) else "."
    cache = Path(desk, _setting(config, "cache", ".nbgrader-cache"), course)
    return Place(desk, Path(root).expanduser() if root else None, course, trainee, desk / inner, cache)


def _setting(config: Any, name: str, default: Any) -> Any:
    """A setting of nbgrader's exchange: for its list, else for all of it, else nbgrader's default."""
    for section in ("ExchangeList", "Exchange"):
        if name in config.get(section, {}):
            return config[section][name]
    return default


def released(place: Place) -> Released:
    """The modules that can be fetched; those of the syllabus are found however much lies beside them."""
    if place.root is None:
        return Released((), trouble="elsewhere")
    outbound = place.root / place.course / "outbound"
    try:
        names = _folders(outbound)
    except FileNotFoundError:
        return Released((), trouble="" if os.path.isdir(place.root) else "absent")
    except OSError:
        return Released((), trouble="closed")
    known = [module.id for module in syllabus().modules if _is_folder(outbound / module.id)]
    others = [name for name in names if name not in known and _is_name(name)]
    listed = sorted({*known, *others[:MOST_OTHERS]}, key=syllabus().order)
    return Released(tuple(listed), len(others) > MOST_OTHERS)


def due(place: Place) -> dict[str, datetime]:
    """Due dates by module, in UTC; nothing where none can be read."""
    if place.root is None:
        return {}
    return due_dates.unpack(_plain(place.root / place.course / due_dates.FILE, due_dates.MOST_BYTES))


def handed_in(place: Place, module: str) -> HandedIn | None:
    """When this trainee last handed a module in from this desk; None where they did not."""
    mine = f"{place.trainee}+{module}+"
    try:
        names = [name for name in _folders(place.cache) if name.startswith(mine)]
    except OSError:
        return None
    times = sorted((name.removeprefix(mine) for name in names), reverse=True)[:_MOST_SUBMISSIONS]
    if not times:
        return None
    states = [_feedback(place, module, at) for at in times]
    # Feedback may be for an earlier submission, collected before the last one was handed in.
    if "waiting" in states:
        return HandedIn(times[0], "waiting")
    return HandedIn(times[0], "fetched" if "fetched" in states else "")


def _feedback(place: Place, module: str, at: str) -> Feedback:
    """Whether a submission's page lies in the exchange, where its secret names it, or came to the desk."""
    here = _plain(place.modules / module / "feedback" / at / f"{module}.html", _LARGEST_PAGE)
    secret = _plain(place.cache / f"{place.trainee}+{module}+{at}" / _SECRET, 1_000)
    there = None
    if place.root is not None and secret:
        name = hashlib.md5(secret + module.encode(), usedforsecurity=False).hexdigest()
        there = _plain(place.root / place.course / "feedback" / f"{name}.html", _LARGEST_PAGE)
    if there is not None and there != here:
        return "waiting"
    return "" if here is None else "fetched"


def _folders(parent: Path) -> list[str]:
    """The names of the folders in a folder, of a bounded number of entries; OSError where there is none."""
    with os.scandir(parent) as entries:
        first = itertools.islice(entries, MOST_ENTRIES)
        return sorted(entry.name for entry in first if entry.is_dir(follow_symlinks=False))


def _is_folder(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISDIR(os.lstat(path).st_mode)
    return False


def _is_name(name: str) -> bool:
    """Whether a folder's name can be a module's: nbgrader splits names at each +."""
    return len(name) <= _LONGEST_NAME and name.isprintable() and "+" not in name and not name.startswith(".")


def _plain(path: Path, most: int) -> bytes | None:
    """The bytes of a plain file, at most `most`; None for a link, a pipe, nothing, or more than that."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(most + 1)
    except OSError:
        return None
    finally:
        os.close(handle)
    return data if len(data) <= most else None
