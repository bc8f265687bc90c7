"""The tools beside a page: registrants, earlier states, where else a picture is, notices, back-links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from course.archive import addresses
from course.archive.differences import marked
from course.archive.model import Notice, Page, Picture, Registration, Site, Snapshot

NEAR = 14  # bits of 64 in which the hashes of near pictures differ at most


@dataclass(frozen=True)
class Registrant:
    """Who held a domain, oldest first; `same` are other domains that one of them held, each with whom."""

    domain: str
    name: str
    registrations: tuple[Registration, ...]
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class State:
    """A page on one day: its HTML, and its text with what the `next` state took out and put in."""

    date: date
    title: str
    html: str
    changed_html: str
    next: str


@dataclass(frozen=True)
class Use:
    """A page that shows a picture, or a near one; `distance` is in bits of 64, 0 for the very same."""

    url: str
    title: str
    picture: str
    distance: int
    published: date | None

    @property
    def exact(self) -> bool:
        """Whether it is the same picture and not one that was cropped or altered."""
        return self.distance == 0


class Lookups:
    """Look-ups over one trainee's pages and sites."""

    def __init__(
        self, pages: Mapping[str, Page], sites: Mapping[str, Site], pictures: Mapping[str, Picture]
    ) -> None:
        self._pages, self._sites, self._pictures = pages, sites, pictures

    def registrant(self, domain: str) -> Registrant | None:
        """Who registered a domain, and what else they hold; None for a domain that the archive has not."""
        domain = (addresses.host_of(domain) or domain).lower().strip().removeprefix("www.")
        site = self._sites.get(domain)
        if site is None:
            return None
        held = {one.registrant for one in site.registrations}
        same = [
            (other.domain, one.registrant)
            for other in self._sites.values()
            for one in other.registrations
            if other.domain != domain and one.registrant in held
        ]
        return Registrant(domain, site.name, site.registrations, tuple(sorted(set(same))))

    def snapshots(self, url: str) -> list[State] | None:
        """Earlier states of a page, newest first, each with what changed after it; None without the page."""
        page = self._pages.get(url)
        if page is None:
            return None
        texts = [*(one.text for one in page.snapshots), page.text]
        days = [*(one.date.isoformat() for one in page.snapshots), "today"]
        states = [_state(shot, texts[at + 1], days[at + 1]) for at, shot in enumerate(page.snapshots)]
        return states[::-1]

    def picture(self, name: str) -> list[Use] | None:
        """Pages with this picture or a near one: the same first, then by distance and by date."""
        if name not in self._pictures:
            return None
        mine = int(self._pictures[name].phash, 16)
        apart = {
            other: 0 if other == name else (mine ^ int(one.phash, 16)).bit_count()
            for other, one in self._pictures.items()
        }
        uses = [
            Use(page.url, page.title, shown, apart[shown], page.published)
            for page in self._pages.values()
            for shown in page.pictures
            if apart.get(shown, 64) <= NEAR
        ]
        return sorted(uses, key=lambda use: (use.distance, use.published or date.max, use.url))

    def notices(self, url: str) -> list[Notice] | None:
        """Corrections, retractions and the like of a page, oldest first; None without the page."""
        page = self._pages.get(url)
        return None if page is None else sorted(page.notices, key=lambda one: one.date)

    def links_to(self, url: str) -> list[Page] | None:
        """Pages that link to this one or send on to it, oldest first; None without the page."""
        if url not in self._pages:
            return None
        found = [self._pages[one] for one in self._back.get(url, ())]
        return sorted(found, key=lambda page: (page.published or date.max, page.url))

    @cached_property
    def _back(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for url, page in self._pages.items():
            for target in dict.fromkeys([*page.links, *([page.redirect] if page.redirect else [])]):
                found[target].append(url)
        return found


def _state(shot: Snapshot, later: str, until: str) -> State:
    return State(shot.date, shot.title, shot.html, marked(shot.text, later), until)
