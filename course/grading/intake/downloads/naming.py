"""Whose a download is, by its name alone.

Faculty's pattern (`c.FileNameCollectorPlugin.named_regexp`) is made for paths that a learning platform
writes. A trainee chooses the names within a zip, and often the end of the zip's own name; a pattern that
begins with `.*` prefers what comes last. So the pattern is shown each part of a download's path with a plain
file name behind it, and what it says must not hang on that.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.grading.intake.downloads.bulk import OWN_ZIP_ALONE
from course.grading.intake.downloads.matching import CollectFiles
from course.grading.intake.downloads.platforms import attempt_order, called
from course.grading.intake.downloads.taking import Download
from course.grading.intake.downloads.zips import Refused
from course.grading.intake.enrolment import Roll


@dataclass(frozen=True)
class Named:
    """What a download's name says.

    time: as the pattern found it, "" without one, and time_at where in the path; level: how many parts of the
    path say it; one: the platform's number of a person, where names alone could be two people's; attempt:
    higher for a later one, None where the name does not say; called: the person, as the platform has it.
    """

    student: str
    time: str
    time_at: int
    level: int
    one: str = ""
    attempt: float | None = None
    called: str = ""


class Names:
    """Reads the names of one zip_collect."""

    def __init__(self, collector: CollectFiles, extracted: Path, module: str, roll: Roll) -> None:
        self.collector, self.top, self.roll = collector, f"{extracted}{os.sep}", roll
        # A pattern may want a certain kind of file; each download has at least one of these.
        self.plain = (f"{module}.ipynb", "answers.json", "x.ipynb", "x.json")

    def read(self, download: Download) -> Named:
        """Whose it is; raises Refused where the name says no id, or can be read as two trainees.

        Of several parts of the path the outermost that names somebody enrolled counts: platforms put a
        trainee's files into a folder that they name.
        """
        parts = download.parts
        levels = range(1, len(parts) + 1)
        readings = [found for level in levels if (found := self._at(download, level)) is not None]
        if not readings:
            raise Refused(self._nobody(download))
        known = [named for named in readings if named.student in self.roll.ids]
        named = known[0] if known else readings[-1]
        for other in self._other_readings(parts, named, download.is_zip):
            if other.student != named.student and other.student in self.roll.ids:
                raise Refused(
                    f"can be read as the work of {other.student} or of {named.student}. Copy it by hand, or "
                    "make named_regexp fit one place"
                )
            if other.student == named.student and other.time and other.time_at != named.time_at:
                raise Refused(f"has two times in its name. Copy it by hand to submitted/{named.student}/")
        return named

    def _nobody(self, download: Download) -> str:
        """Why a name says no id."""
        if not self.roll.known:
            within = "; names of files within a zip do not count" if download.is_zip else ""
            return f"has no id in its name that named_regexp finds{within}"
        why = f"is not named as {self.collector.platform} names what one trainee handed in"
        return f"{why}. {OWN_ZIP_ALONE}" if download.is_zip else why

    def file_id(self, download: Download, named: Named, inside: str) -> str:
        """The path of a file in the submission: as the pattern says, where it says so of this file alone.

        inside: the file's path within the download, for a loose file its name.
        """
        parts = download.parts if download.is_zip else download.parts[:-1]
        prefix = self.top + "".join(f"{part}{os.sep}" for part in parts)
        found = self.collector.match(prefix + inside)
        whole = found is not None and self._whom(found) == named.student
        if found is None or not whole or not found.groupdict().get("file_id"):
            return inside
        own_name = not download.is_zip and named.level == len(download.parts)
        if not own_name and found.start("file_id") < len(prefix):
            return inside
        return os.path.splitext(str(found["file_id"]))[0] + os.path.splitext(inside)[1]

    def _at(self, download: Download, level: int) -> Named | None:
        """What the first `level` parts say."""
        path = self.top + os.sep.join(download.parts[:level])
        if level == len(download.parts) and not download.is_zip:
            return self._named(self.collector.match(path), len(path), level)
        for plain in self.plain:
            found = self._named(self.collector.match(f"{path}{os.sep}{plain}"), len(path), level)
            if found is not None:
                return found
        return None

    def _named(self, found: re.Match[str] | None, end: int, level: int) -> Named | None:
        """What a match says, if it says it of the download and of nothing before or behind."""
        if found is None or found.start("student_id") < len(self.top) or found.end("student_id") > end:
            return None
        time, time_at = found.groupdict().get("timestamp") or "", -1
        if time:
            time_at = found.start("timestamp")
            time = "" if time_at < len(self.top) or found.end("timestamp") > end else time
        says = found.groupdict()
        attempt = attempt_order(says.get("attempt") or "")
        return Named(self._whom(found), time, time_at, level, says.get("one") or "", attempt, called(found))

    def _whom(self, found: re.Match[str]) -> str:
        """The id; on a platform that writes names or numbers, the enrolled trainee's to whom they belong."""
        return self.roll.known.whom(found) if self.roll.known else str(found["student_id"])

    def _other_readings(self, parts: tuple[str, ...], named: Named, is_zip: bool) -> Iterator[Named]:
        """What the pattern finds in the beginnings of the name: before a part that a trainee added."""
        *before, name = parts[: named.level]
        root = self.top + "".join(f"{part}{os.sep}" for part in before)
        loose = named.level == len(parts) and not is_zip
        ends = [os.path.splitext(name)[1]] if loose else [f"{os.sep}{plain}" for plain in self.plain]
        for cut in range(1, len(name)):
            for end in ends:
                path = root + name[:cut]
                found = self._named(self.collector.match(path + end), len(path), named.level)
                if found is not None:
                    yield found
