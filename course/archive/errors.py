"""What can be wrong with an archive, or with an address, as a reader can mend it."""

from __future__ import annotations

from course.errors import CourseError


class ArchiveError(CourseError):
    """An archive that is not there, or not as the build writes it: what was found, and what to do."""
