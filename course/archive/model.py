"""What the build puts into the package: one file a story; its variants share forms they have in common."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SITE_KINDS = (
    "abandoned",
    "blog",
    "encyclopedia",
    "fact-checker",
    "farm",
    "forum",
    "institute",
    "institution",
    "journal",
    "newspaper",
    "preprint-server",
    "press-office",
    "register",
    "registry",
    "satire",
    "shop",
    "social",
    "wire",
)

Look = Literal["journal", "agency", "newspaper", "blog", "shop", "forum", "social", "wiki", "farm", "plain"]
NoticeKind = Literal["correction", "retraction", "concern", "reinstatement"]


class Built(BaseModel):
    """A record of the package: nothing but what is named here, and nothing that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Registration(Built):
    """Who held a domain from a day on."""

    since: date
    registrant: str
    country: str = ""


class NavLink(Built):
    """An entry of a site's own menu; `to` is an absolute address."""

    label: str
    to: str


class Site(Built):
    """A domain: how its pages are framed, and who registered it (oldest first)."""

    domain: str
    name: str
    kind: str
    look: Look = "plain"
    accent: str = "#3b4a54"
    tagline: str = ""
    nav: tuple[NavLink, ...] = ()
    registrations: tuple[Registration, ...]


class Notice(Built):
    """What the correction and retraction look-up says of a page."""

    kind: NoticeKind
    date: date
    url: str
    says: str


class Snapshot(Built):
    """An earlier state of a page."""

    date: date
    title: str
    html: str
    text: str


class Page(Built):
    """A page as it stands. `html` is sanitised; pictures in it are `<img data-picture="p003">`."""

    url: str
    site: str
    title: str
    author: str = ""
    published: date | None = None
    changed: date | None = None
    summary: str = ""
    html: str = ""
    text: str = ""
    snapshots: tuple[Snapshot, ...] = ()
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    sponsored: tuple[str, ...] = ()
    boost: float = Field(1.0, ge=0.2, le=5)
    redirect: str | None = None
    notices: tuple[Notice, ...] = ()
    source: str | None = None


class Picture(Built):
    """A picture: `phash` is its 64-bit perceptual hash (imagehash.phash) as 16 hex digits."""

    id: str
    file: str
    alt: str
    phash: str = Field(pattern=r"^[0-9a-f]{16}$")


class Sites(Built):
    """Different forms of the sites; a variant names one form a site."""

    forms: tuple[Site, ...]
    variants: tuple[tuple[int, ...], ...]


class Pages(Built):
    """Different forms of the pages; a variant names one form a page."""

    forms: tuple[Page, ...]
    variants: tuple[tuple[int, ...], ...]


class Story(Built):
    """One story in all its variants."""

    id: str
    title: str
    start: str
    budget: int = Field(ge=1)
    search: str
    sites: Sites
    pages: Pages
