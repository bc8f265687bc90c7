"""The archived web: pages that hold still, a search over them, look-ups, and the trail of what was read."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.archive.errors import ArchiveError
    from course.archive.store import Archive, open_archive
    from course.archive.variants import archive_key, variant_of

_HOMES = {
    "Archive": "course.archive.store",
    "ArchiveError": "course.archive.errors",
    "archive_key": "course.archive.variants",
    "open_archive": "course.archive.store",
    "variant_of": "course.archive.variants",
}

__all__ = ["Archive", "ArchiveError", "archive_key", "open_archive", "variant_of"]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'course.archive' has no attribute {name!r}")
    return getattr(import_module(home), name)
