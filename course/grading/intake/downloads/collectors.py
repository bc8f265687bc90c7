"""Submissions that come as files from a learning platform: what `nbgrader zip_collect` takes over.

nbgrader's own extractor unpacks whatever a file holds, archives within archives included, and its own loop
over trainees ends for all at the first name, time or folder that it cannot use. Here each file is taken by
itself, each refusal is one line with its reason, and the others go on.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.plugins import ExtractorPlugin

from course.grading.intake.downloads import bulk
from course.grading.intake.downloads.matching import CollectFiles
from course.grading.intake.downloads.taking import Download, by_hand, files_below, take_one
from course.grading.intake.downloads.zips import Refused
from course.grading.intake.tree import NotTaken, shown
from course.grading.outputs.logs import guard_log


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
        found = list(files_below(archive, (), self._skipped))
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
        self.downloads.append(take_one(archive, parts, extracted))
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
        downloads = self.downloads if self.downloads is not None else by_hand(extracted)
        file_all(app, extracted, downloads)
