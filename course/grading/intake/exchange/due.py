"""Due dates from the gradebook into the exchange, where trainees' desks read them."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from course.grading.intake.tree import NotTaken, opened_below, read_plain
from course.learning.desk import due_dates

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def publish_due_dates(coursedir: Any, root: Path, log: Any) -> None:
    """Lay the due dates of all released modules into the exchange; a line in the log where that fails.

    Nothing that nbgrader does depends on them, so nothing may stop for them.
    """
    try:
        with opened_below(root, coursedir.course_id) as course:
            dates = _due_dates(coursedir, root / coursedir.course_id / "outbound")
            before, now = read_plain(course, due_dates.FILE, due_dates.MOST_BYTES), due_dates.pack(dates)
            if before != now and (dates or before is not None):
                _write(course, now, 0o664 if coursedir.groupshared else 0o644)
    except NotTaken:
        return  # nothing was ever released in this course
    except Exception as error:  # whatever a database, its driver or a full disk raise
        log.warning("Trainees do not see due dates that changed (%s: %s)", type(error).__name__, error)


def _due_dates(coursedir: Any, outbound: Path) -> dict[str, datetime]:
    """Due dates in the gradebook, of modules that are released now; others are nobody's business yet."""
    from nbgrader.api import Assignment, Gradebook

    url = str(coursedir.db_url)
    if url.startswith("sqlite:///") and not Path(coursedir.root, url.removeprefix("sqlite:///")).is_file():
        return {}  # opening it would make one
    with Gradebook(url, coursedir.course_id) as book:
        rows = book.db.query(Assignment.name, Assignment.duedate).filter(Assignment.duedate.isnot(None))
        return {name: due for name, due in rows if (outbound / name).is_dir()}


def _write(folder: int, data: bytes, mode: int) -> None:
    """The file whole or not at all: a desk may read at any moment."""
    scratch = f".{due_dates.FILE}.{secrets.token_hex(8)}"
    handle = os.open(scratch, _NEW, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
        os.replace(scratch, due_dates.FILE, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(scratch, dir_fd=folder)
        raise
