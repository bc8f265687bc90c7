"""A zip file that a stranger made: unpacked whole and within bounds, or not at all.

Nothing of it but bytes and names is used: no modes, no times, no owners, no links. Names are only paths below
the folder into which it is unpacked.
"""

import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from course.grading.intake.tree import bad_name as hidden_letters
from course.grading.intake.tree import shown

LARGEST = 50_000_000  # bytes of one file, unpacked
ALL = 100_000_000  # bytes of all files of one zip, unpacked; and of the zip itself
MOST_FILES = 500
DEEPEST = 6
RATIO = 200  # unpacked to packed; text of a notebook reaches about 20
_ENTRY = 1_000  # bytes of a file in a zip's list of its files, which Python reads as a whole
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack a byte
_CHUNK = 65_536
_NAME = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]{1,120}")
_LONGEST_NAME = 200  # bytes; file systems take 255
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Refused(Exception):
    """Why a file is not unpacked, as the end of a sentence that begins with its name."""


def unpack(source: IO[bytes], target: Path) -> None:
    """Unpack a zip of plain files into a new folder; raises Refused, and then leaves nothing behind.

    Files have mode 0644, folders 0755. What systems add by themselves, such as `__MACOSX`, is left out.
    """
    if os.path.lexists(target):
        raise Refused("has the name of something that was taken before")
    parent = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target.parent))
    try:
        check_listing(source, MOST_FILES)
        with zipfile.ZipFile(source) as archive:
            members = _checked(archive)
            left = ALL
            for member, inside in members:
                left -= write_member(archive, member, parent, inside, left)
        parent.chmod(0o755)
        parent.rename(target)
    except Refused:
        raise
    except Exception:  # a broken file makes zipfile raise errors of a dozen kinds
        raise Refused("is not a zip file, or is damaged") from None
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def is_bad_name(name: str) -> bool:
    """Whether a path of a submission is none, leads elsewhere or cannot be shown."""
    return not name or any(_is_bad_part(part) for part in name.split("/"))


def _is_bad_part(part: str) -> bool:
    if part in ("", ".", "..") or not _NAME.fullmatch(part) or hidden_letters(part) is not None:
        return True
    return len(part.encode()) > _LONGEST_NAME or part != part.strip()


def check_listing(source: IO[bytes], most: int) -> None:
    """Refuse a list of files that is long before it is read: Python makes an object of each entry."""
    end = zipfile._EndRecData(source)  # type: ignore[attr-defined]
    if end is None:
        raise zipfile.BadZipFile
    if end[zipfile._ECD_SIZE] > most * _ENTRY:  # type: ignore[attr-defined]
        raise Refused(f"lists about {end[zipfile._ECD_ENTRIES_TOTAL]} files; at most {most} are taken")  # type: ignore[attr-defined]


def _checked(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The members that are files, with the path that each may have."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise Refused(f"holds {len(infos)} files; at most {MOST_FILES} are taken")
    taken: set[str] = set()
    members = []
    for info in infos:
        check_member(info)
        inside = PurePosixPath(info.orig_filename)
        if info.is_dir() or any(part in _JUNK for part in inside.parts):
            continue
        same = unicodedata.normalize("NFKC", str(inside)).casefold()
        if same in taken:
            raise Refused(f"holds two files of the name {shown(info.orig_filename)}")
        taken.add(same)
        members.append((info, inside))
    check_overlap(archive, infos)
    return members


def check_member(info: zipfile.ZipInfo) -> None:
    """Refuse a member that is no plain file of a safe name and an ordinary size."""
    name = info.orig_filename
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f"holds a link or a special file: {shown(name)}")
    if info.flag_bits & 0x41:  # its own encryption, and a stronger one
        raise Refused("is locked with a password")
    if is_bad_name(name.removesuffix("/")) or name.count("/") >= DEEPEST:
        raise Refused(f"holds a file whose name is not safe: {shown(name)}")
    if info.compress_type not in _KINDS:
        raise Refused(f"is packed in an unusual way; ask for an ordinary zip file: {shown(name)}")
    if info.file_size > LARGEST:
        raise Refused(f"holds a file of {info.file_size / 1e6:.0f} MB: {shown(name)}")
    if info.file_size > 1_000_000 and info.file_size > RATIO * max(info.compress_size, 1):
        raise Refused(f"holds a file that grows {RATIO} times and more: {shown(name)}")


def check_overlap(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share bytes: how a small file holds the same megabytes many times."""
    end = archive.start_dir
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        if info.header_offset + 30 + info.compress_size > end:
            raise Refused("holds files that lie in one another")
        end = info.header_offset


def write_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, parent: Path, inside: PurePosixPath, left: int
) -> int:
    """Unpack one member, counting what really comes out: what the zip says of it may be a lie."""
    folder = parent
    for part in inside.parts[:-1]:
        folder /= part
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(0o755)
    size = 0
    with archive.open(member) as source, open(folder / inside.name, "xb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > min(LARGEST, left):
                raise Refused("holds more than is allowed once it is unpacked")
            file.write(chunk)
        os.fchmod(file.fileno(), 0o644)
    return size
