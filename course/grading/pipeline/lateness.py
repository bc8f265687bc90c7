"""How late a submission came, what it cost, and the words for it: the same in a terminal and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Lateness:
    """seconds after the due date, more than 0; due: that date, UTC, as text; penalty: points taken off;
    grace_minutes: how late costs nothing; rule: the course's rule as the end of a sentence.
    """

    seconds: float
    due: str
    penalty: float
    grace_minutes: int
    rule: str

    @property
    def within_grace(self) -> bool:
        """Whether it came so soon after the due date that no rule applies."""
        return self.seconds <= 60 * self.grace_minutes

    @property
    def says(self) -> str:
        """When it came, what that cost, and by which rule, in sentences.

        >>> Lateness(40, "2026-11-23 10:00", 0, 15, "late work has no points").says
        'Handed in 40 s after the due date (2026-11-23 10:00 UTC). Up to 15 minutes cost nothing.'
        """
        came = f"Handed in {span(self.seconds)} after the due date ({self.due} UTC)"
        if self.within_grace:
            return f"{came}. Up to {self.grace_minutes} minutes cost nothing."
        if not self.penalty:
            return f"{came}. Nothing was taken off."
        points = f"{self.penalty:.2f}".rstrip("0").rstrip(".")
        return f"{came}: {points} {'point' if points == '1' else 'points'} off. The rule: {self.rule}."

    def data(self) -> dict[str, Any]:
        """For the metadata of a notebook and for scripts."""
        return asdict(self)


def lateness_in(metadata: Any) -> Lateness | None:
    """What the grading kept in a notebook's metadata; None if it was on time."""
    kept = metadata.get("course", {}).get("late") if isinstance(metadata, Mapping) else None
    try:
        return Lateness(**kept) if kept else None
    except TypeError:
        return None


def span(seconds: float) -> str:
    """A time in the two largest units that it has.

    >>> span(15), span(3 * 3600 + 12 * 60 + 5), span(90_000)
    ('15 s', '3 h 12 min', '1 day 1 h')
    """
    whole = int(seconds)
    days, hours, minutes = whole // 86_400, whole // 3_600 % 24, whole // 60 % 60
    named = [
        f"{days} day{'' if days == 1 else 's'}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{whole % 60} s" if whole % 60 else "",
    ]
    return " ".join([part for part in named if part][:2]) or "less than a second"
