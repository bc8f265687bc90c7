"""What can go wrong with a file of posts, said so that a clinician can act on it."""

from __future__ import annotations

from course.errors import CourseError


class CorpusError(CourseError, ValueError):
    """A file that cannot be read or written as posts: what was found, what is needed, what to do."""


class Reject(Exception):
    """One row that cannot become a post; its text is the reason that is kept with the row number."""
