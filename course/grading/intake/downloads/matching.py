"""Whose a download is by the pattern that faculty set, as nbgrader asks a collector."""

import re

from nbgrader.plugins import FileNameCollectorPlugin
from traitlets import Enum

from course.grading.intake.downloads.platforms import PLATFORMS


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
