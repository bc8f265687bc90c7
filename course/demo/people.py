"""The made-up cohort. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COHORT = "demo"


@dataclass(frozen=True, slots=True)
class Person:
    """A trainee. ability: the share of questions answered rightly, or None for one who answers nothing.

    text: the rubric level of their written answers, or None for none. twist: what else they do.
    """

    id: str
    name: str
    story: str
    ability: float | None
    text: str | None
    twist: Literal["", "late", "hostile", "other-id"] = ""


PEOPLE = (
    Person("okafor", "Adaeze Okafor", "right every time", 1.0, "Proficient"),
    Person("lindqvist", "Maja Lindqvist", "right about two times in three", 0.66, "Emerging"),
    Person("tanaka", "Ren Tanaka", "right every third time, writes nothing", 0.33, None),
    Person("haddad", "Samir Haddad", "submitted without answering", None, None),
    Person("moreau", "Élise Moreau", "good, and after the deadline", 0.8, "Proficient", "late"),
    Person("castro", "Luz Castro", "worked under a mistyped id", 0.9, "Emerging", "other-id"),
    Person("mallory", "M. Allory", "put scripts into the notebook", 0.5, "Basic", "hostile"),
)
