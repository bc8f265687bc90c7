"""A folder that is there whole or not at all: written beside its place under a hidden name, then renamed."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from course.corpus.errors import CorpusError


@contextmanager
def whole_folder(
    out: Path, force: bool = False, *, made_by: str, is_ours: Callable[[Path], bool]
) -> Iterator[Path]:
    """A folder to write into that becomes `out` at the end, and is taken away if anything goes wrong.

    An empty folder is replaced, a full one only with `force` and if `is_ours` says that it is of the kind
    that the command `made_by` makes: a slip of the pen costs nobody a home folder. Whoever is killed leaves
    a hidden folder `.<name>.part-…`, which the next run takes away. Raises CorpusError, also for a disk that
    is full.
    """
    from filelock import FileLock

    out = out.expanduser().absolute()
    _may_write(out, force, made_by, is_ours)
    part = out.parent / f".{out.name}.part-{secrets.token_hex(4)}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        # Held while we live, so that the next run can tell a folder left behind from one in use.
        with FileLock(_lock_of(part)):
            part.mkdir()
            yield part
            _settle(part)
            # Somebody may have made it while we wrote.
            _may_write(out, force, made_by, is_ours)
            _take_name(part, out)
    except OSError as error:
        raise CorpusError(_not_written(out, error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _lock_of(part).unlink(missing_ok=True)


def _not_written(out: Path, error: OSError) -> str:
    # pyarrow says it in words of its own, without an errno.
    full = error.errno in (errno.ENOSPC, errno.EDQUOT) or f"errno {errno.ENOSPC}]" in str(error)
    if full:
        return (
            f"{out} could not be written: the disk is full. Nothing was left behind. Free some space or name "
            "another folder, and run it again."
        )
    why = error.strerror or str(error)
    return f"{out} could not be written: {why}. Nothing was left behind. Name another folder."


def _may_write(out: Path, force: bool, made_by: str, is_ours: Callable[[Path], bool]) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not force:
        raise CorpusError(
            f"{out} is there already. Name another folder, or replace it with --force (force=True)."
        )
    if not is_ours(out):
        raise CorpusError(
            f"{out} is not a folder that {made_by} wrote, so it is not replaced. Name another one."
        )


def _settle(folder: Path) -> None:
    """Wait until all is on the disk: a full one may say so only now."""
    for path in [*folder.rglob("*"), folder] if os.name == "posix" else []:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_name(part: Path, out: Path) -> None:
    if not out.exists():
        part.rename(out)
        return
    old = out.with_name(f".{out.name}.old-{secrets.token_hex(4)}")
    out.rename(old)
    part.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Take away what a run that was killed left beside the target."""
    from filelock import FileLock, Timeout

    for left in out.parent.glob(f".{glob.escape(out.name)}.part-*"):
        if not left.is_dir():
            continue
        try:
            with FileLock(_lock_of(left), timeout=0):
                shutil.rmtree(left, ignore_errors=True)
        except Timeout:
            continue
        _lock_of(left).unlink(missing_ok=True)


def _lock_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.lock")
