"""nbgrader's own copying from folder to folder, where what is copied was handed in.

It walks by paths, follows links and waits for pipes. What was put into submitted/ by hand or from a zip file
has not passed CollectSubmissions, and may still be where its author can change it.
"""

import fnmatch
import logging
import os
import shutil
from pathlib import Path
from typing import Any

from course.grading.intake.exchange.arrival import FILE as STAMP
from course.grading.intake.exchange.arrival import time_in
from course.grading.intake.tree import Bounds, NotTaken, opened_below, read_plain, shown, take_over

_MOST_ENTRIES = 5_000
_DEEPEST = 30
_guarded = False


def guard_copying() -> None:
    """Let Autograde and GenerateFeedback of this process copy plain files only, and read times safely."""
    global _guarded
    if _guarded:
        return
    from nbgrader.converters import Autograde, GenerateFeedback, base
    from nbgrader.coursedir import CourseDirectory

    usual = base.BaseConverter.init_assignment

    def init_assignment(converter: Any, assignment_id: str, student_id: str) -> None:
        if isinstance(converter, Autograde | GenerateFeedback):
            _copy(converter, assignment_id, student_id)
        else:
            usual(converter, assignment_id, student_id)

    base.BaseConverter.init_assignment = init_assignment
    CourseDirectory.get_existing_timestamp = _existing_timestamp
    _guarded = True


def _copy(converter: Any, module: str, trainee: str) -> None:
    """What nbgrader copies beside the notebooks, as tree.py takes it over."""
    source = Path(converter._format_source(module, trainee))
    target = Path(converter._format_dest(module, trainee))
    patterns = [*converter.coursedir.ignore, "*.ipynb"]
    most = converter.coursedir
    own = Path(most.format_path(most.source_directory, ".", module))

    def skip(path: str, is_folder: bool) -> str | None:
        name = os.path.basename(path)
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            return ""
        # The course's own files come into their places after this, and Autograde would stumble over these.
        if is_folder and (own / path).is_file():
            return "is a folder where the course has a file"
        return "is a file where the course has a folder" if not is_folder and (own / path).is_dir() else None

    target.parent.mkdir(parents=True, exist_ok=True)
    bounds = Bounds(_MOST_ENTRIES, _DEEPEST, 1000 * most.max_file_size, 1000 * most.max_dir_size)
    there = target if not os.path.lexists(target) else target.with_name(f".{target.name}.new")
    try:
        with opened_below(source.parent, source.name) as top:
            taken = take_over(top, there, bounds, skip=skip, replacing=there != target)
    except NotTaken as error:
        raise NotTaken(f"{shown(source.name)} of {shown(trainee)} {error}") from None
    for entry in taken.left_out:
        converter.log.error("Left out: %s of %s %s", entry.name, shown(trainee), entry.reason)
    converter.log.info("Copied %d files of %s", len(taken.files), trainee)
    if there != target:
        _merge(there, target, taken.files)


def _merge(new: Path, target: Path, files: list[str]) -> None:
    """Put new files beside what is there: one notebook of several is graded anew."""
    try:
        for file in files:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            os.replace(new / file, target / file)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _existing_timestamp(coursedir: Any, folder: str) -> Any:
    """The time in a submission's timestamp.txt; None where there is none or it is none, which is said."""
    if not os.path.lexists(os.path.join(folder, STAMP)):
        return None
    path = Path(folder)
    try:
        with opened_below(path.parent, path.name) as handle:
            found = time_in(read_plain(handle, STAMP, 1_000))
    except NotTaken:
        found = None
    if found is None:
        log: logging.Logger = coursedir.log
        log.warning("The %s in %s holds no time: write it there, or it is on time", STAMP, folder)
    return found
