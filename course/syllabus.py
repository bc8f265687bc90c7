"""The modules of the course in the order in which they are taught: titles, minutes, points, tracks.

>>> from course.syllabus import syllabus
>>> syllabus().find("00-orientation").title
'Orientation'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Module:
    """One module: one notebook and, for nbgrader, one assignment. points: None until it is written."""

    id: str
    title: str
    minutes: int
    tracks: tuple[str, ...]
    objective: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Syllabus:
    """All modules in order, and the tracks by id."""

    modules: tuple[Module, ...]
    tracks: dict[str, str]

    def find(self, module: str) -> Module | None:
        """The module with this id, or None."""
        return next((one for one in self.modules if one.id == module), None)

    def order(self, module: str) -> tuple[int, str]:
        """A sort key: known modules as taught, others after them by name (faculty may add modules)."""
        ids = [one.id for one in self.modules]
        return (ids.index(module) if module in ids else len(ids), module)


@cache
def syllabus() -> Syllabus:
    """The course's syllabus, read once from syllabus.yaml beside this file."""
    from course import yamltext

    text = resources.files("course").joinpath("syllabus.yaml").read_text(encoding="utf-8")
    found = yamltext.load(text)
    modules = tuple(Module(**{**entry, "tracks": tuple(entry["tracks"])}) for entry in found["modules"])
    return Syllabus(modules=modules, tracks=found["tracks"])
