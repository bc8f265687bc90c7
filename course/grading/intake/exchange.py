"""nbgrader's exchange, where its own would stop a whole batch or carry in what should stay outside."""

import os
import pwd
import shutil
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import ignore_patterns, parse_utc
from traitlets import Bool

from course.grading.intake.admission import is_safe_id, refusal
from course.grading.intake.mend import restore_name
from course.grading.logs import guard_log
from course.questions.answers import NAME as ANSWERS

MOST_FILES = 2_000
DEEPEST = 20
_REFUSED = "\0"  # no trainee's id can be this


class CollectSubmissions(ExchangeCollect):
    """Collect submissions; leave out unsafe ids, links and special files, each with a line in the log.

    The inbound folder is open to everybody on the machine, and nbgrader copies with the collector's rights:
    a link to a key would arrive as the key.
    """

    src_records: list[dict[str, Any]]

    refuse_other_owners = Bool(
        False,
        help="Leave out a submission whose files belong to another system account than the trainee it names. "
        "For shared machines on which every trainee has an account of their own.",
    ).tag(config=True)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        # nbgrader reads a time from whatever lies there, and stops for everybody where there is none.
        folder, name = os.path.split(path)
        if (problem := _not_a_submission(Path(path))) is None:
            return super()._path_to_record(path)
        self.log.error("Not collected: %s in %s %s", _shown(name), folder, problem)
        return {"username": _REFUSED, "filename": name, "timestamp": datetime.min}

    def init_src(self) -> None:
        """Find the newest submission of each trainee, and drop those that are refused."""
        guard_log(self.log)
        super().init_src()
        self.src_records = [record for record in self.src_records if self._is_welcome(record)]

    def copy_files(self) -> None:
        """Copy each submission by itself: one that cannot be copied does not stop the others."""
        records = self.src_records
        for record in records:
            self.src_records = [record]
            try:
                super().copy_files()
            except Exception as error:
                name, why = _shown(record["filename"]), type(error).__name__
                self.log.error("Not collected: %s could not be copied (%s: %s)", name, why, error)
        self.src_records = records
        if not records:
            super().copy_files()  # it says that there is nothing to collect

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy plain files and folders only, within nbgrader's limits of size."""
        if not _is_folder(Path(src)):  # looked at once more: it may have been exchanged meanwhile
            self.log.error("Not collected: %s is no longer a folder", _shown(os.path.basename(src)))
            return
        files = [os.path.join(at, name) for at, _, names in os.walk(src) for name in names]
        if (problem := _too_much(src, files)) is not None:
            self.log.error("Not collected: %s %s", _shown(os.path.basename(src)), problem)
            return
        size = sum(os.lstat(path).st_size for path in files)
        if size > 1000 * self.coursedir.max_dir_size:
            self.log.error(
                "Not collected: %s has %d kB, more than is allowed", os.path.basename(src), size // 1000
            )
            return
        usual = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )

        def ignored(folder: str, names: list[str]) -> list[str]:
            left_out = []
            for name in names:
                if (why := _not_plain(Path(folder, name))) is not None:
                    whose = _shown(os.path.basename(src))
                    self.log.error("Not collected: %s of %s %s", _shown(name), whose, why)
                    left_out.append(name)
            return [*usual(folder, names), *left_out]

        # Links are copied as links, not followed, so that one put there a moment ago brings nothing along
        # either.
        shutil.copytree(src, dest, ignore=ignored, symlinks=True)
        for path in Path(dest).rglob("*"):
            if path.is_symlink():
                path.unlink()
        self._repair_time(Path(dest), os.path.basename(src))
        if restore_name(Path(dest), self.coursedir.assignment_id) is not None:
            self.log.warning(
                "%s has no notebook of the released name; one was put under it", _shown(os.path.basename(src))
            )

    def _repair_time(self, folder: Path, name: str) -> None:
        """Put the time of the folder's name where timestamp.txt holds none: nbgrader fails on it later."""
        path = folder / "timestamp.txt"
        try:
            if not path.exists() or _time(path.read_text(encoding="utf-8").strip() or "0") is not None:
                return
        except (OSError, ValueError):
            pass
        self.log.warning("The timestamp.txt of %s cannot be read; it is taken from the name", _shown(name))
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.write_text(f"{_time(name.rsplit('+', 3)[2])} UTC\n", encoding="utf-8")

    def _is_welcome(self, record: dict[str, Any]) -> bool:
        name = record["username"]
        if name == _REFUSED:
            return False
        if not is_safe_id(name):
            self.log.error("Not collected. %s", refusal(name))
            return False
        if self.refuse_other_owners and self._owner(record) != name:
            self.log.error(
                "Not collected: a submission under the id %s belongs to %s", name, self._owner(record)
            )
            return False
        return True

    def _owner(self, record: dict[str, Any]) -> str:
        uid = os.lstat(os.path.join(self.inbound_path, record["filename"])).st_uid
        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            return f"account {uid}"


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Release feedback; a submission that did not come through the exchange does not stop the others.

    nbgrader names a feedback file after a secret written at submission. A folder that was put into
    submitted/ by hand or from a zip file has none, and its `open` failed for the whole batch.
    """

    def copy_files(self) -> None:
        """Release what can be released, and say for whom it could not."""
        excluded = set((self.coursedir.student_id_exclude or "").split(","))
        for student in self._students():
            folder = Path(
                self.coursedir.format_path(
                    self.coursedir.feedback_directory, student, self.coursedir.assignment_id
                )
            )
            missing = [
                name for name in ("timestamp.txt", "submission_secret.txt") if not (folder / name).is_file()
            ]
            if missing:
                self.log.warning(
                    "Feedback for %s stays in %s: the submission has no %s, so it did not come through the "
                    "exchange. Hand the page over yourself.",
                    student,
                    folder,
                    " and no ".join(missing),
                )
                excluded.add(student)
        before = self.coursedir.student_id_exclude
        self.coursedir.student_id_exclude = ",".join(sorted(excluded - {""}))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = before

    def _students(self) -> list[str]:
        wanted = self.coursedir.student_id or "*"
        pattern = self.coursedir.format_path(
            self.coursedir.feedback_directory, wanted, self.coursedir.assignment_id
        )
        root = Path(self.coursedir.format_path(self.coursedir.feedback_directory, ".", "."))
        import glob

        found = (Path(path) for path in glob.glob(pattern))
        return sorted(path.relative_to(root).parts[0] for path in found if path.is_dir())


def _not_a_submission(path: Path) -> str | None:
    """Why an entry of the inbound folder cannot be a submission; None if it can."""
    parts = path.name.rsplit("+", 3)
    if len(parts) != 4 or _time(parts[2]) is None:
        return "is not named as a submission is"
    return None if _is_folder(path) else "is a link or a file, not a folder"


def _time(text: str) -> datetime | None:
    try:
        found = parse_utc(text)
    except (ValueError, OverflowError, TypeError):  # dateutil's ParserError is a ValueError
        return None
    return found if isinstance(found, datetime) else None


def _is_folder(path: Path) -> bool:
    """Whether this is a folder itself, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _shown(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in ".+-_: " else "?" for letter in name[:120])


def _not_plain(path: Path) -> str | None:
    """Why an entry of a submission's folder is left out; None for a plain file or a folder."""
    found = os.lstat(path)
    if stat.S_ISDIR(found.st_mode):
        return "is a folder where a file is expected" if path.name == ANSWERS else None
    if stat.S_ISLNK(found.st_mode):
        return "is a link"
    if not stat.S_ISREG(found.st_mode):
        return "is a pipe, a socket or a device"
    # nbgrader's submit writes every file anew; a second name leads to a file that may be somebody else's.
    return "has a second name elsewhere (a hard link)" if found.st_nlink > 1 else None


def _too_much(folder: str, files: list[str]) -> str | None:
    if len(files) > MOST_FILES:
        return f"has {len(files)} files; at most {MOST_FILES} are taken"
    if any(path[len(folder) :].count(os.sep) > DEEPEST for path in files):
        return f"has folders in folders, more than {DEEPEST} deep"
    return None
