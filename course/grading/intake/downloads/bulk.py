"""The platform's own zip of everybody's work: each file in it is a download, as if it had been unpacked.

Names in this zip are the platform's, and say whose a file is; names in a trainee's zip say nothing. So
nothing is opened as the platform's own unless all that lies in archive/ is: where files of single trainees
lie there as well, a zip among them may be anybody's.
"""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from course.grading.intake.downloads.platforms import names_somebody
from course.grading.intake.downloads.zips import (
    Refused,
    check_listing,
    check_member,
    check_overlap,
    write_member,
)
from course.grading.intake.tree import NotTaken, open_plain, opened_below

OWN_ZIP_ALONE = (
    "If it is the platform's own zip of everybody's work, leave only such zips in archive/, or unpack it"
)
_MOST_FILES = 20_000
_ALL = 4_000_000_000  # bytes, unpacked
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # what a zip has where it has no date

Parts = tuple[str, ...]


def are_the_platforms_own(found: list[Parts]) -> bool:
    """Whether all that was found in archive/ are zips directly in it that are named for no single trainee."""
    return all(
        len(parts) == 1 and parts[0].lower().endswith(".zip") and not names_somebody(parts[0])
        for parts in found
    )


def in_order(archive: Path, found: list[Parts]) -> list[Parts]:
    """The zips in the order in which they were saved: what is in a later one is not older."""
    return sorted(found, key=lambda parts: archive.joinpath(*parts).lstat().st_mtime)


@contextmanager
def opened(
    archive: Path, name: str, named: re.Pattern[str], skipped: Callable[[str, str], None]
) -> Iterator[tuple[Path, Iterator[Parts]]]:
    """A folder beside archive/, and the paths of the zip's files in it, each there until the next is asked.

    named: how the platform names what one trainee handed in; Refused where that fits no file. skipped: is
    told the name of a file that is not unpacked, and why.
    """
    scratch = Path(tempfile.mkdtemp(prefix=".opened-", dir=archive.parent))
    try:
        with opened_below(archive) as folder:
            if (handle := open_plain(folder, name)) is None:
                raise Refused("is a link, or no plain file")
        with os.fdopen(handle, "rb") as source:
            downloaded = os.fstat(handle).st_mtime
            with _zip(source) as whole:
                members = [info for info in whole.infolist() if not info.is_dir()]
                if not any(named.match(f"/extracted/{info.orig_filename}") for info in members):
                    raise Refused(
                        "holds no file that is named as the platform in nbgrader_config.py names them: is "
                        "c.CollectFiles.platform the right one?"
                    )
                stem = os.path.splitext(name)[0]
                yield scratch, _one_by_one(whole, members, scratch, stem, downloaded, skipped)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _zip(source: IO[bytes]) -> zipfile.ZipFile:
    try:
        check_listing(source, _MOST_FILES)
        whole = zipfile.ZipFile(source)
        if len(whole.infolist()) > _MOST_FILES:
            raise Refused(f"holds {len(whole.infolist())} files; at most {_MOST_FILES} are taken")
        check_overlap(whole, whole.infolist())
    except Refused:
        raise
    except Exception:  # a broken file makes zipfile raise errors of a dozen kinds
        raise Refused("is not a zip file, or is damaged") from None
    return whole


def _one_by_one(
    whole: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    scratch: Path,
    stem: str,
    downloaded: float,
    skipped: Callable[[str, str], None],
) -> Iterator[Parts]:
    """Unpack a file, give its path, and take it away again."""
    left = _ALL
    for info in members:
        inside = PurePosixPath(stem, info.orig_filename)
        try:
            check_member(info)
            left -= write_member(whole, info, scratch, inside, left)
        except (Refused, NotTaken) as why:
            skipped(f"{stem}.zip", str(why))
            continue
        except Exception as error:  # of this file; the others are unpacked
            skipped(str(inside), f"cannot be unpacked ({type(error).__name__})")
            continue
        path = scratch / inside
        changed = _changed(info, downloaded)
        os.utime(path, (changed, changed))
        yield inside.parts
        path.unlink()


def _changed(info: zipfile.ZipInfo, downloaded: float) -> float:
    """When a file was put into the zip, which for a later attempt is later; else when the zip was saved."""
    if info.date_time == _NO_DATE:
        return downloaded
    try:
        return datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError):
        return downloaded
