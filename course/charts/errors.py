"""What a chart says when it cannot be drawn from what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class ChartError(ValueError):
    """A value that no chart can be drawn from: what was found, what is needed."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback."""
        return str(self).splitlines() or [type(self).__name__]


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Turn what a measure refuses into a ChartError that says where in the chart the value stands."""
    try:
        yield
    except ChartError:
        raise
    except ValueError as error:
        raise ChartError(f"{what}: {error}") from None
