"""How submissions were copied before: checked by a path, then opened by it. For weakened settings."""

import contextlib
import logging
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from nbgrader.utils import ignore_patterns

from course.grading.intake import tree
from course.grading.intake.exchange import collect as exchange
from course.grading.isolation.supervisor import box as supervisor

_log = logging.getLogger("old")


def copy(src: str, dest: str, largest: int = 100_000_000) -> None:
    """CollectSubmissions.do_copy as it was."""
    if not _is_folder(src):
        return
    files = [os.path.join(at, name) for at, _, names in os.walk(src) for name in names]
    if sum(os.lstat(path).st_size for path in files) > largest:
        return
    usual = ignore_patterns(exclude=[".ipynb_checkpoints"], max_file_size=largest // 1000, log=_log)

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [*usual(folder, names), *(name for name in names if not _plain(Path(folder, name)))]

    shutil.copytree(src, dest, ignore=ignored, symlinks=True)
    for path in Path(dest).rglob("*"):
        if path.is_symlink():
            path.unlink()


def nbgraders_own(src: str, dest: str, largest: int = 100_000_000) -> None:
    """nbgrader's Exchange.do_copy."""
    shutil.copytree(src, dest, ignore=ignore_patterns(exclude=[".ipynb_checkpoints"], log=_log))


def supervisors(source: str, target: str) -> None:
    """The supervisor's _copy, from autograded/ into the sandbox, as it was."""
    for at, folders, names in os.walk(source):
        here = os.path.join(target, os.path.relpath(at, source))
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(at, name))]
        for name in folders:
            os.mkdir(os.path.join(here, name))
        for name in names:
            handle = supervisor.open_plain(os.path.join(at, name))
            if handle is None:
                continue
            with os.fdopen(handle, "rb") as old, open(os.path.join(here, name), "wb") as new:
                shutil.copyfileobj(old, new)


@contextlib.contextmanager
def by_paths() -> Iterator[None]:
    """CollectSubmissions with the old copying in it."""

    def take_over(top, target, bounds=None, *, finish=None, replacing=False, **_):
        if replacing:
            shutil.rmtree(target)
        copy(os.readlink(f"/proc/self/fd/{top}"), str(target))
        taken = tree.Taken(os.fstat(top).st_uid, os.fstat(top).st_ctime)
        if finish is not None:
            finish(target, taken)
        return taken

    with mock.patch.object(exchange, "take_over", take_over):
        yield


def _is_folder(path: str) -> bool:
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _plain(path: Path) -> bool:
    found = os.lstat(path)
    return stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)
