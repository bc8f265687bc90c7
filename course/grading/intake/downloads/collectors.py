"""Submissions that come as files from a learning platform: what `nbgrader zip_collect` takes over.

nbgrader's own extractor unpacks whatever a file holds, archives within archives included, and its own loop
over trainees ends for all at the first name, time or folder that it cannot use. Here each file is taken by
itself, each refusal is one line with its reason, and the others go on.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Enum

from course.grading.intake.downloads import bulk
from course.grading.intake.downloads.platforms import PLATFORMS
from course.grading.intake.downloads.zips import ALL, LARGEST, Refused, unpack
from course.grading.intake.tree import NotTaken, opened_below, read_plain, shown
from course.grading.outputs.logs import guard_log

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


class ExtractZips(ExtractorPlugin):
    """Unpack bounded zip files of plain files; copy loose plain files; refuse everything else with a
    reason.
    """

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        self.downloads: list[Download] | None = None
        app = self.parent
        if not isinstance(app, ZipCollectApp):
            return
        guard_log(self.log)
        if not issubclass(app.collector_plugin, CollectFiles):
            self.log.warning(
                "%s reads whose a file is from whole paths, and so from names within zip files, which "
                "trainees choose. course.grading.CollectFiles does not.",
                app.collector_plugin.__name__,
            )
            return
        # nbgrader takes no other class for the command, and this step is the one that ends for everybody.
        app.process_extracted_files = self._file_all

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Take over what lies in `archive_path`, file by file, into `extracted_path`."""
        guard_log(self.log)
        self.downloads = []
        archive, extracted = Path(archive_path), Path(extracted_path)
        found = list(_files_below(archive, (), self._skipped))
        if not found:
            self.log.warning("No files found in directory: %s", archive_path)
        named = self._named_by_platform()
        if named is not None and bulk.are_the_platforms_own(found):
            for parts in bulk.in_order(archive, found):
                self._try(parts, partial(self._take_all, archive, parts, extracted, named))
        else:
            for parts in found:
                self._try(parts, partial(self._take, archive, parts, extracted))

    def _named_by_platform(self) -> re.Pattern[str] | None:
        """How the platform names what one trainee handed in, where faculty named a platform."""
        collector = getattr(self.parent, "collector_plugin_inst", None)
        if not isinstance(collector, CollectFiles) or collector.named_regexp or not collector.platform:
            return None
        return re.compile(collector.pattern)

    def _take(self, archive: Path, parts: tuple[str, ...], extracted: Path) -> None:
        assert self.downloads is not None
        self.downloads.append(_take(archive, parts, extracted))
        self.log.info("Taken: %s", self.downloads[-1].name)

    def _take_all(
        self, archive: Path, parts: tuple[str, ...], extracted: Path, named: re.Pattern[str]
    ) -> None:
        """Take over each file of the platform's own zip as if somebody had unpacked it into `archive`."""
        with bulk.opened(archive, parts[0], named, self._skipped) as (scratch, files):
            for inside in files:
                self._try(inside, partial(self._take, scratch, inside, extracted))

    def _try(self, parts: tuple[str, ...], take: Callable[[], None]) -> None:
        """Take one over, or say why not."""
        name = "/".join(parts)
        try:
            take()
        except (Refused, NotTaken) as why:
            self._skipped(name, str(why))
        except OSError as error:
            self._skipped(name, f"cannot be read ({error.strerror or error})")
        except Exception as error:  # whatever it is, the others' work is not lost for it
            self._skipped(name, f"cannot be read ({type(error).__name__})")

    def _skipped(self, name: str, why: str) -> None:
        self.log.error("Not taken: %s %s", shown(name), why)

    def _file_all(self) -> None:
        from course.grading.intake.downloads.filing import file_all

        app = self.parent
        extracted = Path(app._format_collect_path(app.extracted_directory))
        downloads = self.downloads if self.downloads is not None else _by_hand(extracted)
        file_all(app, extracted, downloads)


class CollectFiles(FileNameCollectorPlugin):
    """Reads whose a download is from its name, by the pattern that faculty set; see `filing`.

    c.FileNameCollectorPlugin.named_regexp is matched with a path, as nbgrader does; of a file in a zip the
    part that the zip's own name makes up says the id and the time, whatever its files are called.
    """

    platform = Enum(
        ("", *PLATFORMS),
        "",
        help="Whose downloads these are: their names are known, and looked up in the gradebook. "
        "named_regexp, if it is set, counts instead.",
    ).tag(config=True)

    @property
    def pattern(self) -> str:
        """What names are matched with; "" if faculty set nothing."""
        if self.named_regexp or not self.platform:
            return str(self.named_regexp)
        return PLATFORMS[self.platform]

    def match(self, path: str) -> re.Match[str] | None:
        """The pattern's match with a path, or None; raises Refused where it says no id."""
        found = re.match(self.pattern, path)
        return found if found and found.groupdict().get("student_id") else None


def _files_below(top: Path, parts: tuple[str, ...], skipped: Any) -> Iterator[tuple[str, ...]]:
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
            yield from _files_below(top, (*parts, name), skipped)


def _take(archive: Path, parts: tuple[str, ...], extracted: Path) -> Download:
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


def _by_hand(extracted: Path) -> list[Download]:
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
