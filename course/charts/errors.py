"""What a chart says when it cannot be drawn from what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from course.errors import CourseError


class ChartError(CourseError, ValueError):
    """A value that no chart can be drawn from: what was found, what is needed."""


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Turn what a measure refuses into a ChartError that says where in the chart the value stands."""
    try:
        yield
    except ChartError:
        raise
    except ValueError as error:
        raise ChartError(f"{what}: {error}") from None
