"""From downloads to submitted/: one trainee after the other, and what fails for one is said and left.

Which of several downloads of a trainee counts: the newest, by the time in the name where named_regexp finds
one in all of them or the platform numbers or dates them, else by the time that the downloaded files have.
Loose files make one submission together; a zip stands for itself. The time of the submission is the one that
named_regexp finds in the outer name; without one nothing is late. A platform's time is that of its own
clock, whose zone nobody knows: it orders attempts and makes nobody late.
"""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.utils import find_all_notebooks

from course.grading.batch.worker import marks
from course.grading.intake.admission import refusal
from course.grading.intake.downloads.naming import Named, Names
from course.grading.intake.downloads.platforms import PLATFORMS, is_paper
from course.grading.intake.downloads.strangers import Strangers
from course.grading.intake.downloads.taking import Download
from course.grading.intake.downloads.zips import ALL, LARGEST, Refused, is_bad_name
from course.grading.intake.enrolment import Roll, enrolled_ids, is_open, known_to_platforms
from course.grading.intake.exchange.arrival import FILE as STAMP
from course.grading.intake.exchange.arrival import time_in
from course.grading.intake.exchange.release_feedback import SECRET
from course.grading.intake.notebooks import restore_name
from course.grading.intake.tree import NotTaken, opened_below, read_plain, shown
from course.names import is_safe_id

_NBGRADERS_OWN = (STAMP, SECRET)  # a trainee's say nothing


@dataclass
class Work:
    """What one download holds of a trainee's work. time: in UTC, None without one in the name; files: where
    each file is, by its path in the submission; named: what the download's name says.
    """

    download: Download
    time: datetime | None
    files: dict[str, Path]
    named: Named


def file_all(app: Any, extracted: Path, downloads: list[Download]) -> None:
    """Put each enrolled trainee's newest work into submitted/, and say what is left out and why.

    app: nbgrader's zip_collect; extracted: the folder in which the downloads lie.
    """
    collector = app.collector_plugin_inst
    if not collector.pattern:
        app.fail(
            "It is not said yet how your platform names its downloads, so nothing was taken. Write one line "
            'into nbgrader_config.py: c.CollectFiles.platform = "canvas" '
            f"(or {', '.join(list(PLATFORMS)[1:])}). "
            "For files named ID.zip: "
            r'c.FileNameCollectorPlugin.named_regexp = r".*/extracted/(?P<student_id>[^/]+)/(?P<file_id>.+)"'
        )
    uses_platform = collector.platform and not collector.named_regexp
    called = known_to_platforms(app.coursedir) if uses_platform else None
    roll = Roll(enrolled_ids(app.coursedir), is_open(app.config), called)
    names = Names(collector, extracted, app.coursedir.assignment_id, roll)
    works: defaultdict[str, list[Work]] = defaultdict(list)
    strangers = Strangers(collector.platform if called else "")
    for download in downloads:
        if called and is_paper(collector.platform, download.parts):
            app.log.info("Not needed: %s", download.name)
            continue
        try:
            named = names.read(download)
            if called and named.student not in roll.ids and not roll.open:
                strangers.add(named.called, download.name)
            elif not is_safe_id(named.student):
                app.log.error("Not taken. %s", refusal(named.student))
            elif roll.admits(named.student):
                time = _time(named.time, download, app.log)
                work = Work(download, time, _files(app, names, named, download), named)
                works[named.student].append(work)
        except Exception as error:
            _skipped(app.log, download.name, error)
    filed = 0
    for student in sorted(works):
        try:
            if len({work.named.one for work in works[student]}) > 1:
                raise Refused("came from two people of this name. Copy each by hand into submitted/")
            filed += _file(app, student, works[student], extracted)
        except Exception as error:
            _skipped(app.log, f"the work of {student}", error)
    again = f"`nbgrader zip_collect {_module(app)} --force`"
    strangers.report(app.log, again)
    roll.report(app.log, Path(app.coursedir.root), again)
    app.log.info("%d submissions put into %s", filed, app.coursedir.submitted_directory)


def _skipped(log: Any, name: str, error: Exception) -> None:
    known = isinstance(error, Refused | NotTaken)
    log.error(
        "Not taken: %s %s", name, error if known else f"cannot be used ({type(error).__name__}: {error})"
    )


def _module(app: Any) -> str:
    return str(app.coursedir.assignment_id)


def _time(text: str, download: Download, log: Any) -> datetime | None:
    if not text:
        return None
    if (found := time_in(text)) is not None:
        return found
    log.warning("%s: the time in its name cannot be read; it is taken without one", download.name)
    return None


def _files(app: Any, names: Names, named: Any, download: Download) -> dict[str, Path]:
    """The files of a download that are collected, by their paths in the submission; Refused without any."""
    kinds = tuple(app.collector_plugin_inst.valid_ext)
    files: dict[str, Path] = {}
    for inside, path in _inside(download):
        file_id = names.file_id(download, named, inside)
        if os.path.splitext(inside)[1] not in kinds or file_id in _NBGRADERS_OWN:
            continue
        if is_bad_name(file_id):
            raise Refused(f"has a file whose name is not safe: {shown(file_id)}")
        if file_id.endswith(".ipynb") and app.strict and file_id not in _released(app):
            app.log.warning("Left out of %s, because --strict: %s", download.name, shown(file_id))
            continue
        files.setdefault(file_id, path)
    if not files:
        raise Refused(f"holds nothing that is collected ({', '.join(kinds)}; a zip in a zip is not opened)")
    return files


def _released(app: Any) -> list[str]:
    folder = app.coursedir.format_path(app.coursedir.release_directory, ".", _module(app))
    return list(find_all_notebooks(folder))


def _inside(download: Download) -> list[tuple[str, Path]]:
    """The files of a download, each with its path within; without the one folder that holds them all."""
    if not download.is_zip:
        return [(download.parts[-1], download.place)]
    paths = sorted(path for path in download.place.rglob("*") if path.is_file() and not path.is_symlink())
    inside = [PurePosixPath(path.relative_to(download.place)) for path in paths]
    while _is_wrapped(inside):
        inside = [PurePosixPath(*path.parts[1:]) for path in inside]
    return sorted((str(path), place) for path, place in zip(inside, paths, strict=True))


def _is_wrapped(inside: list[PurePosixPath]) -> bool:
    return all(len(path.parts) > 1 for path in inside) and len({path.parts[0] for path in inside}) == 1


def _file(app: Any, student: str, works: list[Work], extracted: Path) -> bool:
    """Put a trainee's newest work into submitted/, in place of what is there if faculty said so."""
    files, time = _newest(app, student, works)
    target = Path(app.coursedir.format_path(app.coursedir.submitted_directory, student, _module(app)))
    if target.is_dir() and any(target.iterdir()):
        before = _time_of(target)
        if not app.force:
            raise Refused(f"stays outside: there is collected work in {target}. --force replaces it")
        if time is not None and before is not None and before > time:
            raise Refused(f"stays outside: what is in {target} is newer ({before} UTC)")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".filing-", dir=target.parent))
    try:
        new = beside / "new"
        _folder(new)
        _copy(files, extracted, new)
        if time is not None:
            _write(new / STAMP, f"{time.isoformat(' ')} UTC\n".encode())
        if (given := restore_name(new, _module(app))) is not None:
            given.chmod(0o644)
            app.log.warning("%s: there was no notebook of the released name; one was put under it", student)
        if is_replaced := os.path.lexists(target):
            if _contents(new) == _contents(target):
                app.log.info("As before: %s", student)
                return True
            target.rename(beside / "old")
        new.rename(target)
        if is_replaced:
            # Without a time of its own nothing tells nbgrader that this is other work than it has graded.
            (marks(Path(app.coursedir.root), _module(app)) / student).touch()
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    app.log.info("Collected: %s, %d files", student, len(files))
    return True


def _newest(app: Any, student: str, works: list[Work]) -> tuple[dict[str, Path], datetime | None]:
    """The files that count, and their time."""
    works, how = _by_age(works)
    since = max((place for place, work in enumerate(works) if work.download.is_zip), default=-1)
    used = works[since + 1 :] or [works[since]]
    files: dict[str, Path] = {}
    for work in used:
        files |= work.files
    kept = {path for path in files.values()}
    dropped = [work.download.name for work in works if not kept & set(work.files.values())]
    if dropped:
        app.log.warning(
            "%s: of several downloads the newest was taken, by %s: %s, not %s",
            student, how, used[-1].download.name, ", ".join(dropped),
        )  # fmt: skip
    return files, max((work.time for work in used if work.time is not None), default=None)


def _by_age(works: list[Work]) -> tuple[list[Work], str]:
    """The oldest first, and what says so, in words."""
    ages: dict[str, Callable[[Work], Any]] = {
        "the time in its name": lambda work: work.time,
        "the platform's number or time in its name": lambda work: work.named.attempt,
        "the time of the downloaded file": lambda work: work.download.modified,
    }
    how = next(how for how, age in ages.items() if all(age(work) is not None for work in works))
    return sorted(works, key=ages[how]), how  # of two as old, the one that was downloaded later stays behind


def _contents(folder: Path) -> dict[str, bytes | None]:
    """The bytes of every plain file below a folder, by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in folder.rglob("*")
    }


def _copy(files: dict[str, Path], extracted: Path, new: Path) -> None:
    size = 0
    for file_id, path in files.items():
        *folders, name = path.relative_to(extracted).parts
        with opened_below(extracted, *folders) as folder:
            data = read_plain(folder, name, LARGEST)
        if data is None:
            raise Refused(f"has a file that is none any more: {shown(file_id)}")
        size += len(data)
        if size > ALL:
            raise Refused(f"has more than {ALL // 1_000_000} MB in all")
        *above, name = file_id.split("/")
        place = new
        for part in above:
            place /= part
            if not place.is_dir():
                _folder(place)
        _write(place / name, data)


def _folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0o755)


def _write(path: Path, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)
        os.fchmod(file.fileno(), 0o644)


def _time_of(folder: Path) -> datetime | None:
    with opened_below(folder) as handle:
        return time_in(read_plain(handle, STAMP, 1_000))
