"""What authors write: sites, pages, stories and pictures, as they stand once their slots are filled.

docs/archive-format.md describes each field with examples.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from course.archive.chains import ClaimChain
from course.archive.model import SITE_KINDS, Look, NoticeKind


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _listed(value: Any) -> Any:
    return [] if value is None or value == "" else [value] if isinstance(value, str) else value


Day = Annotated[date | None, BeforeValidator(_blank_is_none)]
Address = Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+\.example(/\S*)?$")]
Words = Annotated[list[str], BeforeValidator(_listed)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9-]+)*\.example$")]


class Written(BaseModel):
    """A record of the source: unknown fields are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class RegistrationSource(Written):
    """Who held the domain from a day on."""

    since: date
    registrant: str = Field(min_length=1)
    country: str = ""


class NavSource(Written):
    """An entry of the site's menu. to: a path of the site or a whole address."""

    label: str = Field(min_length=1)
    to: str = Field(min_length=1)


class SiteSource(Written):
    """`sites/<domain>/site.yaml`."""

    domain: Domain
    name: str = Field(min_length=1)
    kind: str
    look: Look = "plain"
    accent: str = Field("#3b4a54", pattern=r"^#[0-9a-fA-F]{6}$")
    tagline: str = ""
    nav: list[NavSource] = []
    registrations: list[RegistrationSource] = Field(min_length=1)
    story: str | None = None

    @field_validator("kind")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in SITE_KINDS:
            raise ValueError(f"is one of {', '.join(SITE_KINDS)}")
        return value

    @field_validator("accent")
    @classmethod
    def _seen_on_white(cls, value: str) -> str:
        if (ratio := contrast_on_white(value)) < 4.5:
            raise ValueError(f"has a contrast of {ratio:.1f}:1 on white; at least 4.5:1 is needed")
        return value

    @field_validator("registrations")
    @classmethod
    def _oldest_first(cls, value: list[RegistrationSource]) -> list[RegistrationSource]:
        days = [one.since for one in value]
        if days != sorted(days):
            raise ValueError("stand oldest first")
        return value


class NoticeSource(Written):
    """What the correction and retraction look-up says of a page."""

    kind: NoticeKind
    date: date
    url: Address
    says: str = Field(min_length=1)


class ClaimReviewSource(Written):
    """What the page's ClaimReview JSON-LD says."""

    claim: str = Field(min_length=1)
    rating: str = Field(min_length=1)
    author: str = Field(min_length=1)


class SnapshotSource(Written):
    """An earlier state of the page; body is Markdown."""

    date: date
    title: str | None = None
    body: str = Field(min_length=1)


class PageSource(Written):
    """The front matter of `sites/<domain>/<slug>.md`."""

    url: Address
    title: str = ""
    author: str = ""
    published: Day = None
    changed: Day = None
    story: str
    role: Literal["solution", "distractor"]
    summary: str = ""
    pictures: Words = []
    sponsored: Words = []
    boost: float = Field(1.0, ge=0.2, le=5)
    when: bool = True
    redirect: Annotated[Address | None, BeforeValidator(_blank_is_none)] = None
    notices: list[NoticeSource] = []
    claim_review: ClaimReviewSource | None = None
    snapshots: list[SnapshotSource] = []
    copy_of: str | None = None

    @model_validator(mode="after")
    def _titled(self) -> PageSource:
        if not self.redirect and not self.title:
            raise ValueError("a page needs a title")
        if self.published and self.changed and self.changed < self.published:
            raise ValueError("a page cannot be changed before it was published")
        days = [one.date for one in self.snapshots]
        if days != sorted(days):
            raise ValueError("snapshots stand oldest first")
        return self


class StepSource(Written):
    """One step of the fact-checker's way."""

    do: Literal["search", "open", "registrant", "snapshots", "picture", "notices", "links"]
    query: str = ""
    url: str = ""
    of: str = ""
    why: str = Field(min_length=1)
    when: bool = True

    @model_validator(mode="after")
    def _has_its_object(self) -> StepSource:
        needed = {"search": "query", "open": "url"}.get(self.do, "of")
        for name in ("query", "url", "of"):
            if (name == needed) != bool(getattr(self, name)):
                raise ValueError(f"a step `do: {self.do}` has `{needed}` and no other of query, url, of")
        return self

    @property
    def object(self) -> str:
        """What the step asks, opens or looks up."""
        return self.query or self.url or self.of


class ShownSource(Written):
    """Where a step of the trail shows what an answer rests on. at: an address, or `registrant DOMAIN` etc."""

    at: str = Field(min_length=1)
    text: str = Field(min_length=1)
    when: bool = True


class AnswerSource(Written):
    """A graded question: its key, where it is shown, and what the two lazy readers answer."""

    key: Any
    shown: list[ShownSource] = Field(min_length=1)
    first_page: Any = None
    first_result: Any = None


class StorySource(Written):
    """`stories/<story>.yaml` in one variant. spare: no question is about it yet."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    start: Address
    budget: int = Field(ge=1, le=30)
    slots: dict[str, list[Any]] = {}
    never: list[str] = []
    variants: int = Field(48, ge=1, le=200)
    search: str = Field(min_length=1)
    trail: list[StepSource] = Field(min_length=1)
    answers: dict[str, AnswerSource] = Field(min_length=1)
    verdict: str | None = None
    fact: str = ""
    chain: ClaimChain | None = None
    spare: bool = False

    @model_validator(mode="after")
    def _verdict_is_an_answer(self) -> StorySource:
        if self.verdict is not None and self.verdict not in self.answers:
            raise ValueError(f"verdict names {self.verdict}, which is no entry of answers")
        return self


class PictureSource(Written):
    """An entry of `pictures/<story>.yaml`. from and how: a picture that it was made of."""

    id: str = Field(pattern=r"^p\d{3}$")
    file: str = Field(pattern=r"^[\w.-]+\.png$")
    alt: str = Field(min_length=1)
    from_: str | None = Field(None, alias="from", pattern=r"^p\d{3}$")
    how: str | None = None


def contrast_on_white(colour: str) -> float:
    """WCAG 2.2's contrast ratio of a colour (`#rrggbb`) on white.

    >>> round(contrast_on_white("#767676"), 2)
    4.54
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
