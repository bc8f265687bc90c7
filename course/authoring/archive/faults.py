"""A fault of the archive's source: where it is, what was found there, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from course.authoring.errors import AuthoringError


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend. file: path under the archive's folder; line: from 1, or 0 where none applies."""

    file: str
    line: int
    found: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.found} {self.remedy}"


@dataclass
class Faults:
    """What was found so far. The same fault in another variant counts once. Notes ask for a look only."""

    faults: dict[Fault, None] = field(default_factory=dict)
    notes: dict[Fault, None] = field(default_factory=dict)

    def add(self, file: str, line: int, found: str, remedy: str) -> None:
        """Something that must be mended."""
        self.faults[Fault(file, line, found, remedy)] = None

    def note(self, file: str, line: int, found: str, remedy: str) -> None:
        """Something to look at; it stops nothing."""
        self.notes[Fault(file, line, found, remedy)] = None

    def __bool__(self) -> bool:
        return bool(self.faults)

    def listed(self) -> list[Fault]:
        """All faults by file and line."""
        return sorted(self.faults)


class FaultyArchive(AuthoringError):
    """The archive cannot be built; `faults` lists why."""

    def __init__(self, module: str, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join([f"The archive of {module} is not built:", *map(str, faults)]))
