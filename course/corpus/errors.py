"""What can go wrong with a file of posts, said so that a clinician can act on it."""

from __future__ import annotations


class CorpusError(ValueError):
    """A file that cannot be read or written as posts: what was found, what is needed, what to do."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback."""
        return str(self).splitlines() or [type(self).__name__]


class Reject(Exception):
    """One row that cannot become a post; its text is the reason that is kept with the row number."""
