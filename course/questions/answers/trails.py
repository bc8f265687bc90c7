"""A reading trail as it is kept: what was opened, searched and looked up, and where each tab stands.

A trail comes from a file that nobody vouches for, so it is read strictly and has bounds. It grows by one step
at a time under the lock of `answers.json`: two open browsers add to one trail and neither loses a step.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from course.errors import FormError

MOST_STEPS = 300
MOST_TABS = 12
MOST_PLACES = 30  # that a tab's back and forward lead to
MOST_LETTERS = 300  # of an address or a search
MOST_BYTES = 40_000  # of all steps, so that with the tabs they stay below what an answer may have
MOST_TAB_BYTES = 16_000
WORDS = {
    "open": "opened",
    "search": "searched for",
    "registrant": "looked up who registered",
    "snapshots": "looked at earlier states of",
    "picture": "searched for the picture",
    "notices": "looked for corrections of",
    "links": "looked up who links to",
    "source": "looked at the source of",
}
Do = Literal["open", "search", "registrant", "snapshots", "picture", "notices", "links", "source"]
_Text = Annotated[str, StringConstraints(max_length=MOST_LETTERS)]
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


class Step(BaseModel):
    """One thing done: `of` is an address, the words of a search, a domain or a picture's id; `at` is UTC."""

    model_config = _STRICT

    do: Do
    of: _Text
    at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


class Place(BaseModel):
    """What a tab shows: `go` is an address, `?words` of a search, or nothing; `y` how far it is scrolled."""

    model_config = _STRICT

    go: _Text
    y: int = Field(default=0, ge=0, le=1_000_000)


class Tab(BaseModel):
    """A tab: where it has been, oldest first, and which of these it shows."""

    model_config = _STRICT

    places: list[Place] = Field(min_length=1, max_length=MOST_PLACES)
    at: int = Field(ge=0, lt=MOST_PLACES)


class Trail(BaseModel):
    """What is kept of one story's reading."""

    model_config = _STRICT

    steps: list[Step] = Field(default=[], max_length=MOST_STEPS)
    tabs: list[Tab] = Field(default=[], max_length=MOST_TABS)
    active: int = Field(default=0, ge=0, lt=MOST_TABS)


def read(value: Any) -> Trail:
    """A trail from data of unknown origin, an empty one for None. Raises FormError: what is wrong."""
    if value is None:
        return Trail()
    try:
        trail = Trail.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part)[:40] for part in first["loc"]) or "the whole"
        raise FormError(f"The reading trail is damaged: `{where}` is not as the course writes it.") from None
    if _bytes(trail.model_dump()["steps"]) > MOST_BYTES:
        raise FormError(f"The reading trail is damaged: it has more than {MOST_BYTES // 1000} kB.")
    return trail


def with_step(value: Any, step: Step) -> dict[str, Any]:
    """The trail with one more step, in order of time; unchanged where it has that step, or is full."""
    trail = read(value)
    if step in trail.steps or is_full(trail):
        return trail.model_dump()
    steps = sorted([*trail.steps, step], key=lambda one: one.at)
    return trail.model_copy(update={"steps": steps}).model_dump()


def is_full(trail: Trail) -> bool:
    """Whether no further step is kept."""
    return len(trail.steps) >= MOST_STEPS or _bytes(trail.model_dump()["steps"]) > MOST_BYTES - 1500


def with_tabs(value: Any, tabs: Any, active: Any) -> dict[str, Any]:
    """The trail with its tabs as they stand now, the oldest places left out where they are too many."""
    trail = read(value)
    found = Trail.model_validate({"tabs": tabs, "active": active})
    kept = [tab.model_dump() for tab in found.tabs]
    while _bytes(kept) > MOST_TAB_BYTES:
        longest = max(kept, key=lambda tab: len(tab["places"]))
        if len(longest["places"]) == 1:
            break
        drop = 0 if longest["at"] > 0 else -1
        longest["places"].pop(drop)
        longest["at"] -= drop == 0
    return {**trail.model_dump(), "tabs": kept, "active": min(found.active, max(len(kept) - 1, 0))}


def joined(mine: Any, theirs: Any) -> dict[str, Any]:
    """Two trails of one story as one: the steps of both in order of time, the tabs of `theirs` if any."""
    one, other = read(mine), read(theirs)
    steps = sorted(dict.fromkeys([*one.steps, *other.steps]), key=lambda step: step.at)[:MOST_STEPS]
    while _bytes([step.model_dump() for step in steps]) > MOST_BYTES:
        steps.pop()
    kept = other if other.tabs else one
    return Trail(steps=steps, tabs=kept.tabs, active=kept.active).model_dump()


def pages_read(trail: Trail) -> list[str]:
    """The addresses of the pages that were opened, each once, in order."""
    return list(dict.fromkeys(step.of for step in trail.steps if step.do == "open"))


def _bytes(part: Any) -> int:
    return len(json.dumps(part, ensure_ascii=False).encode("utf-8", "replace"))
