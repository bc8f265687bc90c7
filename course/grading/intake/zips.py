"""Submissions that come as zip files from a learning platform: opened as a stranger's, by `nbgrader
zip_collect`.

nbgrader's own extractor unpacks whatever a file holds, archives within archives included. Here a file is
unpacked whole or not at all, each refusal is one line with its reason, and the others go on.
"""

import os
import re
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from course.grading.intake.admission import is_safe_id, refusal
from course.grading.logs import guard_log

LARGEST = 50_000_000  # bytes of one file, unpacked
ALL = 100_000_000  # bytes of all files of one zip, unpacked
MOST_FILES = 500
DEEPEST = 6
RATIO = 200  # unpacked to packed; text of a notebook reaches about 20
_CHUNK = 65_536
_NAME = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]{1,120}")


class Refused(Exception):
    """Why a file is not unpacked, as the end of a sentence that begins with its name."""


class ExtractZips(ExtractorPlugin):
    """Unpack bounded zip files of plain files; copy loose plain files; refuse everything else with a
    reason.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Take over what lies in `archive_path`, file by file, into `extracted_path`."""
        guard_log(self.log)
        found = False
        for at, folders, names in os.walk(archive_path):
            folders.sort()
            for name in sorted(names):
                found = True
                target = Path(extracted_path, os.path.relpath(at, archive_path))
                try:
                    self._take(Path(at, name), target)
                except (Refused, OSError) as error:
                    why = error if isinstance(error, Refused) else f"cannot be read ({error.strerror})"
                    self.log.error("Not taken: %s %s", shown(name), why)
        if not found:
            self.log.warning("No files found in directory: %s", archive_path)

    def _take(self, path: Path, target: Path) -> None:
        mode = os.lstat(path).st_mode
        if not stat.S_ISREG(mode):
            raise Refused("is a link or no plain file")
        target.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".zip":
            unpack(path, target / path.name[: -len(path.suffix)])
            self.log.info("Unpacked %s", shown(path.name))
        elif path.suffix.lower() in (".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz"):
            raise Refused("is an archive of another kind; ask for a zip file")
        elif path.stat().st_size > LARGEST:
            raise Refused(f"has {path.stat().st_size / 1e6:.0f} MB, more than is allowed")
        else:
            shutil.copyfile(path, target / path.name, follow_symlinks=False)


class CollectFiles(FileNameCollectorPlugin):
    """Take a submission's files by their names, as nbgrader does; leave out unsafe ids and names."""

    def collect(self, submitted_file: str) -> Any:
        """What nbgrader's own collector finds in a file's name; None, with a line in the log, if it is
        unsafe.
        """
        found = super().collect(submitted_file)
        if not found:
            return found
        if not is_safe_id(str(found.get("student_id", ""))):
            self.log.error("Not taken. %s", refusal(str(found.get("student_id", ""))))
            return None
        if _bad_name(str(found.get("file_id", ""))):
            self.log.error("Not taken: the file name %s is not safe", shown(str(found.get("file_id", ""))))
            return None
        return found


def unpack(path: Path, target: Path) -> None:
    """Unpack a zip of plain files into a new folder; raises Refused, and then leaves nothing behind."""
    if os.path.lexists(target):
        raise Refused("has the name of something that was taken before")
    parent = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target.parent))
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked(archive)
            left = ALL
            for member, inside in members:
                left -= _write(archive, member, parent / inside, left)
        parent.chmod(0o755)
        parent.rename(target)
    except Refused:
        raise
    except Exception:  # a broken file makes zipfile raise errors of a dozen kinds
        raise Refused("is not a zip file, or is damaged") from None
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def _checked(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The members that are files, with the path that each may have."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise Refused(f"holds {len(infos)} files; at most {MOST_FILES} are taken")
    taken: dict[str, zipfile.ZipInfo] = {}
    found = []
    for one in infos:
        name = one.orig_filename
        inside = PurePosixPath(name)
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused(f"holds a link or a special file: {shown(name)}")
        if one.flag_bits & 0x1:
            raise Refused("is locked with a password")
        if _bad_name(name.rstrip("/")) or len(inside.parts) > DEEPEST:
            raise Refused(f"holds a file whose name is not safe: {shown(name)}")
        if one.is_dir():
            continue
        if str(inside).casefold() in taken:
            raise Refused(f"holds two files of the name {shown(name)}")
        if one.file_size > LARGEST:
            raise Refused(f"holds a file of {one.file_size / 1e6:.0f} MB: {shown(name)}")
        if one.file_size > 1_000_000 and one.file_size > RATIO * max(one.compress_size, 1):
            raise Refused(f"holds a file that grows {RATIO} times and more: {shown(name)}")
        taken[str(inside).casefold()] = one
        found.append((one, inside))
    return found


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpack one member, counting what really comes out: what the zip says of it may be a lie."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(member) as source, open(target, "xb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > min(LARGEST, left):
                raise Refused("holds more than is allowed once it is unpacked")
            file.write(chunk)
    return size


def _bad_name(name: str) -> bool:
    parts = name.split("/")
    return not name or any(part in ("", ".", "..") or not _NAME.fullmatch(part) for part in parts)


def shown(name: str) -> str:
    """A name that a terminal and a page may show.

    >>> shown("a\\x1b[2J<b>.zip")
    'a?[2J?b?.zip'
    """
    return "".join(letter if letter.isalnum() or letter in ".+-_: /[]()," else "?" for letter in name[:120])
