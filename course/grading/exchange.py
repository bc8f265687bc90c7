"""nbgrader's exchange, where its own would stop a whole batch or carry in what should stay outside."""

import os
import pwd
import shutil
import stat
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import ignore_patterns
from traitlets import Bool

from course.grading.admission import is_safe_id, refusal


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

    def init_src(self) -> None:
        """Find the newest submission of each trainee, and drop those that are refused."""
        super().init_src()
        self.src_records = [record for record in self.src_records if self._is_welcome(record)]

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy plain files and folders only, within nbgrader's limits of size."""
        size = sum(
            os.lstat(os.path.join(at, name)).st_size for at, _, names in os.walk(src) for name in names
        )
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
            return [*usual(folder, names), *(name for name in names if not _is_plain(Path(folder, name)))]

        # Links are copied as links, not followed, so that one put there a moment ago brings nothing along
        # either.
        shutil.copytree(src, dest, ignore=ignored, symlinks=True)
        for path in Path(dest).rglob("*"):
            if path.is_symlink():
                path.unlink()

    def _is_welcome(self, record: dict[str, Any]) -> bool:
        name = record["username"]
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


def _is_plain(path: Path) -> bool:
    mode = os.lstat(path).st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
