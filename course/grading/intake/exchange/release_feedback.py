"""Feedback pages, laid into the exchange where each trainee's own nbgrader looks for theirs.

nbgrader names a page after a secret written at submission, which is a stranger's bytes until it was looked
at. It reads the secrets of all trainees in one loop, which the first bad one ends.
"""

import contextlib
import fnmatch
import os
import re
import secrets
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from course.grading.intake.exchange.arrival import FILE as STAMP
from course.grading.intake.tree import NotTaken, opened_below, read_plain, shown
from course.grading.outputs.logs import guard_log

SECRET = "submission_secret.txt"
_SECRET = re.compile(rb"[0-9a-f]{128}")  # what nbgrader's submit writes
_LARGEST_PAGE = 200_000_000


class _Stays(Exception):
    """Why a trainee's feedback is not released, as the end of a sentence."""


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Release feedback, each trainee's by itself: what is wrong with one is named, and the others go on."""

    def copy_files(self) -> None:
        """Release what can be released, and say for whom it could not."""
        guard_log(self.log)
        excluded = set((self.coursedir.student_id_exclude or "").split(","))
        folders = dict(self._folders())
        found = {trainee: _secret(folder) for trainee, folder in folders.items()}
        self._times = Counter(found.values())
        wanted = self.coursedir.student_id or "*"
        for trainee, folder in sorted(folders.items()):
            if trainee in excluded or not (trainee == wanted or fnmatch.fnmatchcase(trainee, wanted)):
                continue
            try:
                self._release(trainee, folder, found[trainee])
            except (_Stays, NotTaken, OSError) as error:
                self._say(trainee, folder, str(error))
            except Exception as error:
                self._say(trainee, folder, f"{type(error).__name__}: {error}")

    def _say(self, trainee: str, folder: Path, why: str) -> None:
        self.log.error(
            "Feedback for %s stays in %s: %s. Hand the page over yourself.", shown(trainee), folder, why
        )

    def _folders(self) -> Iterator[tuple[str, Path]]:
        """Every trainee with a feedback folder of this module: a secret must be one's own among all."""
        module, step = self.coursedir.assignment_id, self.coursedir.feedback_directory
        root = Path(self.coursedir.format_path(step, ".", "."))
        with contextlib.suppress(FileNotFoundError):
            for entry in sorted(root.iterdir()):
                folder = Path(self.coursedir.format_path(step, entry.name, module))
                if entry.is_dir() and folder.is_dir():
                    yield entry.name, folder

    def _release(self, trainee: str, folder: Path, secret: str | None) -> None:
        if secret is None:
            missing = [name for name in (STAMP, SECRET) if not (folder / name).is_file()]
            what = " and no ".join(missing) if missing else f"{SECRET} as nbgrader writes it"
            raise _Stays(f"the submission has no {what}, so it did not come through the exchange")
        if self._times[secret] > 1:
            raise _Stays(f"its {SECRET} is that of another trainee as well")
        pages = sorted(path for path in folder.glob("*.html") if self._is_page(trainee, path))
        if not pages:
            raise _Stays("there is no page in it")
        with opened_below(Path(self.root), self.coursedir.course_id, "feedback") as outbound:
            if not self.coursedir.groupshared and os.fstat(outbound).st_uid != os.geteuid():
                raise _Stays("the exchange's feedback folder belongs to another account")
            for path in pages:
                name = f"{notebook_hash(secret=secret, notebook_id=path.stem)}.html"
                _publish(folder, path.name, outbound, name)
                self.log.info("Feedback for %s on %s released", trainee, path.stem)

    def _is_page(self, trainee: str, path: Path) -> bool:
        """Whether it was made from a graded notebook, and is no file that was handed in beside it."""
        graded = self.coursedir.format_path(
            self.coursedir.autograded_directory, trainee, self.coursedir.assignment_id
        )
        return Path(graded, f"{path.stem}.ipynb").is_file()


def is_secret(data: bytes | None) -> bool:
    """Whether these bytes are a secret as nbgrader's submit writes it: 128 hexadecimal digits.

    >>> is_secret(b"0f" * 64), is_secret(b""), is_secret(None)
    (True, False, False)
    """
    return data is not None and _SECRET.fullmatch(data) is not None


def _secret(folder: Path) -> str | None:
    """The secret of a submission that came through the exchange."""
    try:
        with opened_below(folder) as handle:
            data, stamp = read_plain(handle, SECRET, 1_000), read_plain(handle, STAMP, 1_000)
    except NotTaken:
        return None
    return data.decode() if data is not None and stamp is not None and is_secret(data) else None


def _publish(folder: Path, page: str, outbound: int, name: str) -> None:
    """Put a page into an open folder: whoever looks finds the old one or the new one, whole."""
    with opened_below(folder) as handle:
        data = read_plain(handle, page, _LARGEST_PAGE)
    if data is None:
        raise _Stays(f"the page {shown(page)} is no plain file, or too large")
    new = f".{secrets.token_hex(16)}.tmp"
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=outbound)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
            os.fchmod(out.fileno(), stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
        os.replace(new, name, src_dir_fd=outbound, dst_dir_fd=outbound)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new, dir_fd=outbound)
        raise
