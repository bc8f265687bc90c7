"""How a claim travelled: documents, hops, what each hop did to it, and what is wrong with a chain as written.

A chain here is the truth of one variant; it is built into the key folder only. What a trainee draws is plain
data (`course.measures.chains`, which scores it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from course.measures.chains import LABELS, NOT_DETERMINABLE

MOST = 14
Path = tuple[str | int, ...]
Problem = tuple[Path, str, str]  # where in the `chain:` section, what was found, what to do


def _is_label(value: str) -> str:
    if value not in LABELS:
        raise ValueError(f"is one of {', '.join(LABELS)}")
    return value


class Record(BaseModel):
    """A record of a chain: unknown fields are faults, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Document(Record):
    """A page through which the claim went; `short` is what trainees see it called."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*$", max_length=20)
    url: str = Field(pattern=r"^https://[a-z0-9.-]+\.example(/\S*)?$")
    short: str = Field(min_length=1, max_length=90)

    @property
    def site(self) -> str:
        """The domain that it stands on."""
        return urlsplit(self.url).hostname or ""


class Hop(Record):
    """From which earlier document one has the claim, and what that hop did to it.

    `missing` names the document that would tell, where these pages cannot; `evidence` are words that show the
    descent where neither a link, nor a name, nor shared wording does.
    """

    doc: str
    source: str = Field(alias="from")
    label: Annotated[str, AfterValidator(_is_label)]
    missing: str = ""
    evidence: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the pages tell where the claim came from."""
        return self.source != NOT_DETERMINABLE

    @model_validator(mode="after")
    def _names_what_is_missing(self) -> Hop:
        if not self.is_told and self.label != NOT_DETERMINABLE:
            raise ValueError(f"without a known `from` the label is {NOT_DETERMINABLE}, too")
        if NOT_DETERMINABLE in (self.source, self.label) and not self.missing:
            raise ValueError("`missing` names the document that would tell")
        return self


class ClaimChain(Record):
    """A claim, its documents in no order, and one hop for each of them but the origin.

    `question` is the id of the question of kind `chain`; `<story>-chain` where it is not given.
    """

    question: str = ""
    claim: str = Field(min_length=1)
    documents: tuple[Document, ...] = Field(min_length=3, max_length=MOST)
    hops: tuple[Hop, ...]

    @property
    def ids(self) -> list[str]:
        """The documents' ids as they are listed."""
        return [one.id for one in self.documents]

    def order(self, published: dict[str, date]) -> list[str]:
        """The documents from the first to the last by the day on which each was published."""
        return sorted(self.ids, key=lambda one: published[one])

    def key(self, published: dict[str, date]) -> dict[str, Any]:
        """What the question's key is: order, from, labels, and what is missing where pages cannot tell."""
        hops = {hop.doc: hop for hop in self.hops}
        order = self.order(published)
        return {
            "order": order,
            "from": {one: hops[one].source for one in order[1:]},
            "labels": {one: hops[one].label for one in order[1:]},
            "missing": {one: hops[one].missing for one in order[1:] if NOT_DETERMINABLE in _said(hops[one])},
            "claim": self.claim,
        }

    def problems(self, published: dict[str, date]) -> Iterator[Problem]:
        """Why this is no chain: twice the same, hops that do not fit, an arrow from a later document.

        `published` holds the days by document; one without a day has been complained of already.
        """
        yield from self._doubled()
        known, hops = set(self.ids), [hop.doc for hop in self.hops]
        for at, hop in enumerate(self.hops):
            for field, one in (("doc", hop.doc), ("from", hop.source)):
                if one not in known and not (field == "from" and one == NOT_DETERMINABLE):
                    ids = ", ".join(self.ids)
                    yield ("hops", at, field), f"`{field}` is {one}, which is no document", f"One of {ids}."
            if hops.index(hop.doc) < at:
                yield ("hops", at), f"{hop.doc} has two hops", "Keep one of them."
            days = published.get(hop.doc), published.get(hop.source)
            if hop.source == hop.doc or (days[0] and days[1] and days[1] >= days[0]):
                found = f"{hop.doc} comes from {hop.source}, which is not earlier by its `published` date"
                yield ("hops", at, "from"), found, "Correct the arrow or one of the two dates."
        yield from self._origin(published)

    def _doubled(self) -> Iterator[Problem]:
        for field in ("id", "url", "short"):
            counts = Counter(getattr(one, field) for one in self.documents)
            for at, one in enumerate(self.documents):
                if counts[value := getattr(one, field)] > 1:
                    yield ("documents", at, field), f"two documents have the {field} {value}", "Change one."

    def _origin(self, published: dict[str, date]) -> Iterator[Problem]:
        origins = [one for one in dict.fromkeys(self.ids) if one not in {hop.doc for hop in self.hops}]
        if len(origins) != 1:
            found = f"{len(origins)} documents have no hop ({', '.join(origins) or 'none'})"
            yield ("hops",), found, "Every document but the origin has one."
        elif set(published) == set(self.ids) and (first := self.order(published)[0]) != origins[0]:
            found = f"the origin {origins[0]} was published after {first}"
            yield ("hops",), found, "The origin is the earliest document."
        days = Counter(published.values())
        for at, one in enumerate(self.documents):
            if (day := published.get(one.id)) and days[day] > 1:
                found = f"{one.id} was published on {day}, as another document"
                yield ("documents", at), found, "Give every document a day of its own."


def _said(hop: Hop) -> tuple[str, str]:
    return hop.source, hop.label
