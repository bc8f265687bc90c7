"""A story's variants: which values its slots take in each, and its trail and answers there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from course.archive.model import Page, Site
from course.authoring.archive import drawing
from course.authoring.archive.faults import Faults
from course.authoring.archive.filling import filled_data, validated
from course.authoring.archive.reading import Text
from course.authoring.archive.source import PageSource, StorySource
from course.authoring.archive.templating import NotRendered, Values, fill

_PER_VARIANT = ("trail", "answers", "chain")


@dataclass(frozen=True)
class Leaf:
    """A page in one variant, with what the package must not know of it."""

    page: Page
    front: PageSource
    file: str


@dataclass
class Variant:
    """One variant: its slots' values, sites by domain, pages by address, the story's trail and answers."""

    values: dict[str, Any]
    story: StorySource
    sites: dict[str, Site] = field(default_factory=dict)
    pages: dict[str, Leaf] = field(default_factory=dict)


@dataclass
class Rendered:
    """A story and its variants. missing: domains whose site.yaml is not here (with one story only).

    broken: addresses of pages with faults, of which no more is said than those faults."""

    id: str
    text: Text
    variants: list[Variant]
    missing: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    @property
    def story(self) -> StorySource:
        """The fields that no slot changes."""
        return self.variants[0].story


def drawn(text: Text, seed: bytes, faults: Faults) -> list[Variant]:
    """The variants of a story's file, with neither pages nor sites yet; none where it has faults."""
    data = text.front.data
    slots, never, count = data.get("slots") or {}, data.get("never") or [], data.get("variants", 48)
    if not _slots_fit(text, slots, never, count, faults):
        return []

    def allowed(values: dict[str, Any]) -> bool:
        return not any(fill(str(rule), values) in (True, "True") for rule in never)

    try:
        combinations = drawing.draw(slots, count, seed, text.front.data["id"], allowed)
    except drawing.TooFew as error:
        faults.add(
            text.file,
            text.front.line(("variants",)),
            f"{count} variants are wanted, and there are {error}.",
            "Add values or slots, loosen `never`, or write a smaller `variants:` (at least 20).",
        )
        return []
    except NotRendered as error:
        faults.add(text.file, text.front.line(("never",)), error.found, error.remedy)
        return []
    found: dict[str, StorySource | None] = {}
    variants = []
    for values in combinations:
        story = _story(text, values, faults, found)
        if story is not None:
            variants.append(Variant(values, story))
    return variants


def _slots_fit(text: Text, slots: Any, never: Any, count: Any, faults: Faults) -> bool:
    before = len(faults.faults)
    if not isinstance(slots, dict):
        faults.add(
            text.file, text.front.line(("slots",)), "`slots` is no mapping.", "Write name: [value, value]."
        )
        return False
    for name, values in slots.items():
        line = text.front.line(("slots", name))
        if not isinstance(values, list) or not values:
            faults.add(
                text.file, line, f"the slot `{name}` has no list of values.", "Write name: [value, value]."
            )
        elif not re.fullmatch(r"[A-Za-z_]\w*", name):
            faults.add(text.file, line, f"`{name}` cannot be a slot's name.", "Use letters, digits and _.")
        elif len({tuple(sorted(value)) for value in values if isinstance(value, dict)}) > 1:
            faults.add(
                text.file, line, f"the values of `{name}` have different fields.", "Give all the same."
            )
    if not isinstance(never, list):
        faults.add(text.file, text.front.line(("never",)), "`never` is no list.", 'Write never: ["{{ … }}"].')
    if not isinstance(count, int) or not 1 <= count <= 200:
        faults.add(text.file, text.front.line(("variants",)), f"`variants` is {count!r}.", "Write 20 to 200.")
    return len(faults.faults) == before


def _story(
    text: Text, values: Values, faults: Faults, found: dict[str, StorySource | None]
) -> StorySource | None:
    data = {**text.front.data}
    for name in _PER_VARIANT:
        if name in data:
            data[name] = filled_data(text, data[name], (name,), values, faults)
    key = json.dumps({name: data.get(name) for name in _PER_VARIANT}, default=str, sort_keys=True)
    if key not in found:
        found[key] = validated(StorySource, data, text, faults)
    return found[key]
