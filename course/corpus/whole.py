"""A folder that is there whole or not at all: written beside its place under a hidden name, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.corpus.errors import CorpusError

_PARTIAL = ".partial-"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def whole_folder(out: Path, force: bool = False) -> Iterator[Path]:
    """A folder to write into that becomes `out` at the end, and is taken away if anything goes wrong.

    Whoever is killed leaves a hidden folder `.<name>.partial-…`, which the next run on this machine takes
    away. Raises CorpusError if `out` is there and `force` is not set, or if the disk is full.
    """
    out = out.expanduser().absolute()
    if out.exists() and not force:
        raise CorpusError(f"{out} is there already. Name another folder, or take it away first (--force).")
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    folder = out.parent / f".{out.name}{_PARTIAL}{_host()}-{os.getpid()}"
    try:
        folder.mkdir()
        yield folder
        _settle(folder)
        _swap(folder, out)
    except OSError as error:
        if error.errno in _FULL:
            raise CorpusError(
                f"The disk of {out.parent} is full. Nothing was written; make room or name another folder."
            ) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Wait until all is on the disk: a full one may say so only now."""
    for path in [*folder.rglob("*"), folder] if os.name == "posix" else []:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(folder: Path, out: Path) -> None:
    old = folder.with_name(folder.name + "-old")
    if out.exists():
        out.rename(old)
    folder.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Take away what killed runs of this machine left."""
    for path in out.parent.glob(f".{out.name}{_PARTIAL}{_host()}-*"):
        owner = path.name.removesuffix("-old").rpartition("-")[2]
        if owner.isdigit() and int(owner) != os.getpid() and not _runs(int(owner)):
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere, asking ends the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in socket.gethostname())
