"""Worlds and samples of the package: `worlds/<module>/<name>/`, rendered by faculty, and small exports.

A world is a whole corpus, a sample a few invented posts in the format of some platform.

>>> from course import corpus
>>> corpus.world("06-hashtag-data", "w01")          # doctest: +SKIP
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from course.corpus.errors import CorpusError
from course.corpus.storage.layout import MANIFEST
from course.corpus.storage.store import load

if TYPE_CHECKING:
    from course.corpus.storage.store import Stored

WORLDS = Path(__file__).parent / "worlds"


def world_names(module: str) -> list[str]:
    """The names of a module's worlds, such as w01, in order; none for a module without worlds."""
    return sorted(path.parent.name for path in (WORLDS / module).glob(f"*/{MANIFEST}"))


@cache
def world(module: str, name: str) -> Stored:
    """A world of a module, by its name. Raises CorpusError that names the worlds there are."""
    names = world_names(module)
    if name not in names:
        raise CorpusError(
            f"{module} has no world {name!r}. There are: {', '.join(names) or 'none'}. "
            "If yours is missing, install the course again."
        )
    return load(WORLDS / module / name)


def sample(name: str) -> Path:
    """The path of a small invented export shipped with the course, such as `synthetic-mastodon.json`.

    Raises CorpusError that names the files there are.
    """
    folder = Path(__file__).parent / "samples"
    path = folder / name
    if name not in samples():
        raise CorpusError(f"There is no sample {name!r}. There are: {', '.join(samples())}.")
    return path


def samples() -> list[str]:
    """The names of all invented exports, damaged ones last, as `damaged/...`."""
    folder = Path(__file__).parent / "samples"
    paths = (path for path in folder.rglob("synthetic-*") if path.is_file())
    return sorted((path.relative_to(folder).as_posix() for path in paths), key=lambda one: ("/" in one, one))
