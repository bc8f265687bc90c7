"""What authoring says when a module's text cannot be built."""

from course.errors import CourseError


class AuthoringError(CourseError):
    """A module cannot be built; the message names the file, what was found and the remedy."""
