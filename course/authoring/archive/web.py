"""One trainee's web as the checks walk through it: pages, sites, the search and the look-ups, as text."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path

from course.archive.model import Page, Site
from course.archive.search import Index
from course.authoring.archive.pictures import Alike
from course.authoring.archive.variants import Leaf

RESULTS = 10  # results on the first page of a search: what a reader sees
_MOST_HOPS = 5


def web_folder(root: Path, module: str) -> Path:
    """Where a module's built archive lies in a checkout: package data."""
    return root / "course" / "archive" / "web" / module


class Web:
    """The pages of some stories in one variant each."""

    def __init__(self, leaves: dict[str, Leaf], sites: dict[str, Site], alike: Alike) -> None:
        self.leaves, self.sites, self._alike = leaves, sites, alike
        self._found: dict[str, list[str]] = {}

    def page(self, url: str) -> Page | None:
        """The page that stands at an address, redirects followed; None where there is none."""
        for _ in range(_MOST_HOPS):
            leaf = self.leaves.get(url)
            if leaf is None:
                return None
            if not leaf.page.redirect:
                return leaf.page
            url = leaf.page.redirect
        return None

    def search(self, query: str) -> list[str]:
        """Addresses of the first page of results."""
        if query not in self._found:
            self._found[query] = [hit.url for hit in self._search.search(query)[:RESULTS]]
        return self._found[query]

    @cached_property
    def _search(self) -> Index:
        return Index(leaf.page for leaf in self.leaves.values())

    @cached_property
    def _back(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for url, leaf in self.leaves.items():
            for target in leaf.page.links:
                found[target].append(url)
        return found

    def goes_to(self, url: str) -> set[str]:
        """Where one can get from a page in one step: links, its site's menu, a redirect, the look-ups."""
        leaf = self.leaves[url]
        page = leaf.page
        site = self.sites.get(page.site)
        found = {*page.links, *self._back[url], *(notice.url for notice in page.notices)}
        found |= {link.to for link in site.nav} if site else set()
        found |= {page.redirect} if page.redirect else set()
        for picture in page.pictures:
            found |= self.shows(picture)
        return found & set(self.leaves)

    def shows(self, picture: str) -> set[str]:
        """Pages with this picture, or with one that the picture search takes for it."""
        near = self._alike.get(picture, {picture})
        return {url for url, leaf in self.leaves.items() if near & set(leaf.page.pictures)}

    def looked_up(self, kind: str, of: str) -> tuple[str, set[str]] | None:
        """What a look-up says, and the addresses that it names; None where there is nothing to look up."""
        if kind == "registrant":
            return self._registrant(of)
        if kind == "picture":
            urls = self.shows(of)
            return (self._lines(urls), urls) if urls else None
        if of not in self.leaves:
            return None
        page = self.leaves[of].page
        if kind == "links":
            urls = set(self._back[of])
            return self._lines(urls), urls
        if kind == "notices":
            said = [f"{one.date} {one.kind} {one.says} {one.url}" for one in page.notices]
            return "\n".join(said), {one.url for one in page.notices}
        said = [f"{one.date} {one.title}\n{one.text}" for one in page.snapshots]
        return "\n".join(said), set(page.links)

    def _registrant(self, domain: str) -> tuple[str, set[str]] | None:
        site = self.sites.get(domain)
        if site is None or not site.registrations:
            return None
        held = {one.registrant for one in site.registrations}
        lines = [f"{one.since} {one.registrant} {one.country}" for one in site.registrations]
        same = {domain} | {
            other.domain
            for other in self.sites.values()
            if held & {one.registrant for one in other.registrations}
        }
        return "\n".join([*lines, *sorted(same)]), {f"https://{one}/" for one in same}

    def _lines(self, urls: set[str]) -> str:
        pages = sorted(
            (self.leaves[url].page for url in urls), key=lambda page: (str(page.published), page.url)
        )
        return "\n".join(f"{page.title} {page.url} {page.published or ''}" for page in pages)
