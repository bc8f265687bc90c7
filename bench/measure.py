"""One measured number with its bound."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A number (a ratio or milliseconds), what it may be at most (or None), and its samples."""

    name: str
    value: float
    unit: str
    bound: float | None
    samples: list[float] = field(default_factory=list)
    note: str = ""

    @classmethod
    def of(cls, name: str, samples: list[float], unit: str, bound: float | None, note: str = "") -> Measure:
        """The median of some samples."""
        return cls(name, median(samples), unit, bound, samples, note)

    @property
    def held(self) -> bool:
        """Whether the bound, if there is one, is held."""
        return self.bound is None or self.value <= self.bound

    def line(self) -> str:
        """One line for the terminal."""
        said = f"{self.name}: {self.value:.3g} {self.unit}"
        if self.bound is not None:
            said += f", at most {self.bound:g}: {'holds' if self.held else 'DOES NOT HOLD'}"
        return f"{said} ({self.note})" if self.note else said

    def data(self) -> dict[str, Any]:
        """For results.json, rounded to what can be repeated."""
        samples = [round(one, 4) for one in self.samples]
        return {**asdict(self), "value": round(self.value, 4), "samples": samples, "held": self.held}
