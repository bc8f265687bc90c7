"""Locks for folders of answers, in a folder of the user's own: in a shared one, anybody could hold them.

They never lie beside the notebook, because nbgrader submits every file that it finds there.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.errors import NotSaved


@contextmanager
def locked(folder: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of a folder; raises NotSaved if another process holds it longer than `seconds`."""
    import filelock

    path = lock_path(folder)
    lock = filelock.FileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise NotSaved(
            f"Not saved: another window has been saving for {seconds:g} seconds. Try again."
        ) from None
    except OSError as error:
        raise NotSaved(_remedy(path.parent, error.strerror or str(error))) from None
    try:
        yield
    finally:
        lock.release()


def lock_path(folder: Path) -> Path:
    """Where the lock of a folder lies, the same for all of one person's processes; raises NotSaved."""
    digest = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    refused: list[tuple[Path, str]] = []
    for place in _places():
        reason = _why_not(place)
        if not reason:
            return place / f"answers-{digest}.lock"
        refused.append((place, reason))
    raise NotSaved(_remedy(*refused[-1]))


def _places() -> Iterator[Path]:
    """Folders of one's own, the best first: of the session, for caches, and one in the shared /tmp."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime, "course", "locks")
    local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    home = Path(local) if local else Path(os.path.expanduser("~"), ".cache")
    if home.is_absolute():
        yield home / "course" / "locks"
    yield Path(tempfile.gettempdir(), f"course-locks-{_user()}")


def _why_not(place: Path) -> str:
    """Make the folder, for this user alone; why it cannot be used, or an empty text."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        found = os.lstat(place)
        if not stat.S_ISDIR(found.st_mode):
            return "it is a link or a file, not a folder"
        if os.name != "posix":
            return ""
        if found.st_uid != os.getuid():
            return "it belongs to somebody else"
        if stat.S_IMODE(found.st_mode) != 0o700:
            os.chmod(place, 0o700)
        return "" if os.access(place, os.W_OK | os.X_OK) else "it cannot be written to"
    except FileExistsError:
        return "it is a link or a file, not a folder"
    except OSError as error:
        return error.strerror or str(error)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _remedy(place: Path, reason: str) -> str:
    return (
        f"Not saved: the course keeps a lock in {place}, and cannot use it ({reason}). Your module's folder "
        "is not the trouble. Make that a folder of your own, or name one in XDG_RUNTIME_DIR, and start "
        "again. What was saved before is kept."
    )
