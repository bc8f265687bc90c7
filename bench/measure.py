"""One measured number with its bound."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A number (a ratio or milliseconds), its bound (or None), and its samples.

    The bound is what the number may be at most, or has to be at least if `least` is set.
    """

    name: str
    value: float
    unit: str
    bound: float | None
    samples: list[float] = field(default_factory=list)
    note: str = ""
    least: bool = False

    @classmethod
    def of(
        cls,
        name: str,
        samples: list[float],
        unit: str,
        bound: float | None,
        note: str = "",
        least: bool = False,
    ) -> Measure:
        """The median of some samples."""
        return cls(name, median(samples), unit, bound, samples, note, least)

    @property
    def held(self) -> bool:
        """Whether the bound, if there is one, is held."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    def line(self) -> str:
        """One line for the terminal."""
        said = f"{self.name}: {self.value:.3g} {self.unit}"
        if self.bound is not None:
            edge = "at least" if self.least else "at most"
            said += f", {edge} {self.bound:g}: {'holds' if self.held else 'DOES NOT HOLD'}"
        return f"{said} ({self.note})" if self.note else said

    def data(self) -> dict[str, Any]:
        """For results.json, rounded to what can be repeated."""
        samples = [round(one, 4) for one in self.samples]
        return {**asdict(self), "value": round(self.value, 4), "samples": samples, "held": self.held}
