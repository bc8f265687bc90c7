"""Many files put in place together: all of them or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from course.authoring.errors import AuthoringError

FRESH, ASIDE = ".course-new", ".course-old"  # what a build that was cut off leaves beside a file


def is_left_over(name: str) -> bool:
    """Whether a file's name is one that is only there while files are put in place."""
    return name.startswith(".") and name.endswith((FRESH, ASIDE))


def place(written: Mapping[Path, bytes], removed: Iterable[Path] = ()) -> None:
    """Write these files and remove those; raises AuthoringError, with every file as it was, if one fails.

    All are written beside their places first, where a full disk or a read-only folder shows, and renamed
    when the last of them is there.
    """
    work = _Work()
    try:
        for path, content in written.items():
            if not (path.is_file() and path.read_bytes() == content):
                work.stage(path, content)
        for path in removed:
            work.remove(path)
        work.rename()
    except OSError as error:
        work.undo()
        raise AuthoringError(
            f"{error.filename or 'A file'}: {error.strerror or error}. Nothing was changed: source/ and "
            "release/ are as they were. They must be folders that you can write to, with room on the disk. "
            "Then build again."
        ) from None
    except BaseException:
        work.undo()
        raise
    work.finish()


class _Work:
    """What has been done so far, for it to be undone."""

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self.fresh: list[tuple[Path, Path]] = []  # where it is written, where it belongs
        self.gone: list[Path] = []
        self.moved: list[tuple[Path, Path | None]] = []  # a place, and where what stood there is kept

    def stage(self, path: Path, content: bytes) -> None:
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            self.folders.append(folder)
        fresh = path.with_name(f".{path.name}{FRESH}")
        self.fresh.append((fresh, path))
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def remove(self, path: Path) -> None:
        self.gone.append(path)

    def rename(self) -> None:
        for fresh, path in self.fresh:
            self._set_aside(path)
            os.replace(fresh, path)
        for path in self.gone:
            self._set_aside(path)

    def _set_aside(self, path: Path) -> None:
        if not os.path.lexists(path):
            self.moved.append((path, None))
            return
        aside = path.with_name(f".{path.name}{ASIDE}")
        os.replace(path, aside)
        self.moved.append((path, aside))

    def undo(self) -> None:
        for path, aside in reversed(self.moved):
            with contextlib.suppress(OSError):
                if aside is None:
                    path.unlink(missing_ok=True)
                else:
                    os.replace(aside, path)
        for fresh, _ in self.fresh:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
        for folder in reversed(self.folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def finish(self) -> None:
        for _, aside in self.moved:
            if aside is not None:
                with contextlib.suppress(OSError):
                    aside.unlink()
