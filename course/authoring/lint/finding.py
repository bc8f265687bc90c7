"""One thing to mend: where it is, what was found, what to do; the record that every rule gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What one rule found at one place.

    file: path from the course folder; line: counted from 1, or 0 where no line can be named; place: for a
    question `id.field`, for Markdown the heading above, for what concerns a whole module its id; found and
    remedy: sentences for an author.
    """

    file: str
    line: int
    rule: str
    place: str
    found: str
    remedy: str

    @property
    def question(self) -> str:
        """The question's id; empty for what belongs to no single question."""
        return self.place.partition(".")[0] if self.file.endswith(".yaml") and "." in self.place else ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line} {self.place} [{self.rule}] {self.found} {self.remedy}"
