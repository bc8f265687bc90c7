"""One file of a learning platform's, taken over by handles, and unpacked within bounds where it is a zip."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.grading.intake.downloads.zips import ALL, LARGEST, Refused, unpack
from course.grading.intake.tree import NotTaken, opened_below, read_plain, shown

_OTHERS = (".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst")
_DEEPEST = 8  # folders in folders of downloads


@dataclass(frozen=True)
class Download:
    """One file of the platform's, taken over.

    parts: its path below the folder of downloads, a zip's without the ending: what names its trainee. place:
    where it is now, for a zip the folder with its files. modified: seconds since 1970, as the download has
    it.
    """

    parts: tuple[str, ...]
    place: Path
    is_zip: bool
    modified: float

    @property
    def name(self) -> str:
        """Its name, as it may be shown."""
        return shown("/".join(self.parts)) + (".zip" if self.is_zip else "")


def files_below(top: Path, parts: tuple[str, ...], skipped: Any) -> Iterator[tuple[str, ...]]:
    """The paths of what lies in a folder, folders within it included, in order."""
    try:
        with opened_below(top, *parts) as folder:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            kinds = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except (NotTaken, OSError) as error:
        skipped("/".join(parts) or top.name, str(error))
        return
    for name, is_folder in kinds:
        if not is_folder:
            yield (*parts, name)
        elif len(parts) >= _DEEPEST:
            skipped("/".join((*parts, name)), "lies too deep in folders")
        else:
            yield from files_below(top, (*parts, name), skipped)


def take_one(archive: Path, parts: tuple[str, ...], extracted: Path) -> Download:
    """Take over one file; raises Refused or NotTaken."""
    *folders, name = parts
    stem, suffix = os.path.splitext(name)
    if suffix.lower() in _OTHERS:
        raise Refused("is an archive of another kind; ask for a zip file")
    is_zip = suffix.lower() == ".zip"
    most = ALL if is_zip else LARGEST
    with opened_below(archive, *folders) as folder:
        modified = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
        data = read_plain(folder, name, most)
    if data is None:
        raise Refused(f"is a link, no plain file, or has more than {most / 1e6:.0f} MB")
    target = extracted.joinpath(*folders)
    target.mkdir(parents=True, exist_ok=True)
    if not is_zip:
        _write(target / name, data)
        return Download(parts, target / name, False, modified)
    # Two names that differ in their ending alone are two downloads of one trainee.
    place = target / (name if os.path.lexists(target / stem) else stem)
    unpack(io.BytesIO(data), place)
    return Download((*folders, stem), place, True, modified)


def by_hand(extracted: Path) -> list[Download]:
    """What faculty put into extracted/ themselves, where there is no folder of downloads."""
    if not extracted.is_dir():
        return []
    return [
        Download((path.name,), path, path.is_dir(), path.lstat().st_mtime)
        for path in sorted(extracted.iterdir())
        if not path.is_symlink()
    ]


def _write(target: Path, data: bytes) -> None:
    with open(target, "xb") as file:
        file.write(data)
        os.fchmod(file.fileno(), 0o644)
