"""What the browser widget asks for, as data: pages, results and look-ups. Nothing here knows the widget."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from typing import Any

from course.archive import addresses
from course.archive.model import Page, Site
from course.archive.sanitising import sanitised
from course.archive.store import Archive, Found

Data = dict[str, Any]
MOST_HITS = 60
MOST_PICTURES = 20  # sent at a time


def answer(archive: Archive, asked: str, of: str) -> Data:
    """The answer to one question of the browser; `{"missing": True}` where there is nothing of that kind."""
    ask = _ASKED.get(asked)
    if ask is None:
        return {"missing": True}
    return ask(archive, of[:20_000])


def pictures(archive: Archive, names: list[str]) -> list[tuple[str, bytes]]:
    """Pictures as PNG; those that are missing are left out."""
    found = ((name, archive.picture_bytes(name)) for name in names[:MOST_PICTURES])
    return [(name, data) for name, data in found if data is not None]


def titles(archive: Archive, urls: list[str]) -> dict[str, str]:
    """The titles of these addresses, where they are pages."""
    return {url: page.title for url in urls if (page := archive.page(url)) is not None}


def _page(archive: Archive, of: str) -> Data:
    found = archive.find(of)
    if found.page is None:
        return _not_there(archive, found)
    page = found.page
    site = archive.sites.get(page.site)
    return {
        "url": page.url,
        "via": list(found.via),
        "title": page.title,
        "author": page.author,
        "published": _day(page.published),
        "changed": _day(page.changed),
        "html": archive.html(page),
        "pictures": {name: _size(archive, name) for name in page.pictures},
        "shown": page.published.isoformat() if page.published else "",
        "site": _site(site, page.site),
    }


def _not_there(archive: Archive, found: Found) -> Data:
    site = archive.sites.get(addresses.host_of(found.url))
    return {
        "missing": True,
        "url": found.url,
        "loop": bool(found.via),
        "near": _listed(archive, found.near),
        "of_site": _listed(archive, found.site_pages),
        "site": site.name if site else "",
    }


def _listed(archive: Archive, urls: tuple[str, ...]) -> list[Data]:
    return [_line(archive.pages[url]) for url in urls]


def _line(page: Page) -> Data:
    return {"url": page.url, "title": page.title, "day": _day(page.published)}


def _site(site: Site | None, domain: str) -> Data:
    if site is None:
        bare = {"domain": domain, "name": domain, "kind": "abandoned", "look": "plain"}
        return {**bare, "accent": "#3b4a54", "tagline": "", "nav": []}
    nav = [{"label": one.label, "to": one.to} for one in site.nav]
    return {**site.model_dump(include={"domain", "name", "kind", "look", "accent", "tagline"}), "nav": nav}


def _search(archive: Archive, of: str) -> Data:
    hits = archive.search(of)
    return {
        "count": len(hits),
        "hits": [
            {
                "url": hit.url,
                "title": hit.title,
                "site": archive.sites[hit.site].name if hit.site in archive.sites else hit.site,
                "html": hit.snippet_html,
                "sponsored": hit.sponsored,
                "day": _day(archive.pages[hit.url].published),
            }
            for hit in hits[:MOST_HITS]
        ],
    }


def _registrant(archive: Archive, of: str) -> Data:
    found = archive.lookups.registrant(of)
    if found is None:
        return {"missing": True, "domain": addresses.host_of(of) or of.strip()[:100]}
    return {
        "domain": found.domain,
        "name": found.name,
        "held": [
            {"since": _day(one.since), "who": one.registrant, "country": one.country}
            for one in found.registrations
        ],
        "same": [{"domain": domain, "who": who} for domain, who in found.same],
    }


def _snapshots(archive: Archive, of: str) -> Data:
    states = archive.lookups.snapshots(of)
    if states is None:
        return {"missing": True}
    return {
        "states": [
            {
                "day": _day(one.date),
                "title": one.title,
                "html": sanitised(one.html),
                "changed": one.changed_html,
                "next": one.next,
            }
            for one in states
        ]
    }


def _picture(archive: Archive, of: str) -> Data:
    uses = archive.lookups.picture(of)
    if uses is None:
        return {"missing": True}
    return {
        "alt": archive.pictures[of].alt,
        "uses": [
            {
                "url": use.url,
                "title": use.title,
                "day": _day(use.published),
                "picture": use.picture,
                "distance": use.distance,
                "exact": use.exact,
            }
            for use in uses
        ],
    }


def _notices(archive: Archive, of: str) -> Data:
    found = archive.lookups.notices(of)
    if found is None:
        return {"missing": True}
    kept = [{"kind": one.kind, "day": _day(one.date), "url": one.url, "says": one.says} for one in found]
    return {"notices": kept}


def _links(archive: Archive, of: str) -> Data:
    found = archive.lookups.links_to(of)
    return {"missing": True} if found is None else {"links": [_line(page) for page in found]}


def _source(archive: Archive, of: str) -> Data:
    page = archive.page(of)
    if page is None:
        return {"missing": True}
    meta = [("author", page.author), ("published", page.published), ("modified", page.changed)]
    head = [f"<title>{page.title}</title>", f'<link rel="canonical" href="{page.url}">']
    head += [f'<meta name="{name}" content="{value}">' for name, value in meta if value]
    if page.source:
        head += ['<script type="application/ld+json">', page.source, "</script>"]
    text = "\n".join(["<!doctype html>", "<head>", *head, "</head>", "<body>", archive.html(page), "</body>"])
    return {"text": text, "data": page.source or ""}


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _size(archive: Archive, name: str) -> list[int]:
    """Width and height in pixels, from the head of the PNG, so that the page keeps its place for it."""
    data = archive.picture_bytes(name)
    return [0, 0] if data is None or len(data) < 24 else list(struct.unpack(">II", data[16:24]))


_ASKED: dict[str, Callable[[Archive, str], Data]] = {
    "page": _page,
    "search": _search,
    "registrant": _registrant,
    "snapshots": _snapshots,
    "picture": _picture,
    "notices": _notices,
    "links": _links,
    "source": _source,
}
