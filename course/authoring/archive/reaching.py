"""Whether every link leads somewhere, every redirect ends, and every page can be come upon."""

from __future__ import annotations

import difflib
from urllib.parse import urlsplit

from course.authoring.archive.faults import Faults
from course.authoring.archive.reading import Source, Text
from course.authoring.archive.source import StepSource
from course.authoring.archive.variants import Leaf, Rendered, Variant
from course.authoring.archive.web import Web


class Addresses:
    """Which addresses stand at all: of other stories' pages, those that stand in each of their variants."""

    def __init__(self, source: Source, stories: list[Rendered]) -> None:
        self._source = source
        self._always = {
            story.id: set.intersection(*(set(variant.pages) for variant in story.variants))
            for story in stories
        }
        self.ever = {url for story in stories for variant in story.variants for url in variant.pages}
        self.ever |= set(source.elsewhere)
        self._elsewhere = set(source.elsewhere).union(*(story.broken for story in stories))

    def stands(self, url: str, variant: Variant, story: str) -> bool:
        """Whether somebody with this variant of the story finds a page at the address."""
        if url in variant.pages or url in self._elsewhere:
            return True
        return any(url in always for other, always in self._always.items() if other != story)

    def unknown_here(self, url: str) -> bool:
        """With one story only: a site whose folder is somebody else's to write."""
        host = urlsplit(url).hostname or ""
        return (
            self._source.only is not None
            and not (self._source.folder / "sites" / host / "site.yaml").is_file()
        )

    def advice(self, url: str) -> str:
        """What to write instead."""
        near = difflib.get_close_matches(url, sorted(self.ever), n=1, cutoff=0.75)
        return f"Did you mean {near[0]} ?" if near else "Write that page, or take the link out."


def links(source: Source, story: Rendered, addresses: Addresses, faults: Faults) -> None:
    """Every link, menu entry, notice, redirect and picture of the story leads to something."""
    texts = {page.file: page for page in source.pages_of(story.id)}
    seen: set[int] = set()
    for variant in story.variants:
        for leaf in variant.pages.values():
            for target in _targets(leaf):
                if not addresses.stands(target, variant, story.id):
                    _dead(texts[leaf.file], target, variant, addresses, faults)
            if id(leaf) not in seen:
                seen.add(id(leaf))
                _pictures(texts[leaf.file], leaf, source, faults)
            _redirects(texts[leaf.file], leaf, variant, faults)
        for domain, site in variant.sites.items():
            for place, link in enumerate(site.nav):
                if not addresses.stands(link.to, variant, story.id):
                    _dead_menu(source.sites[domain], place, link.to, addresses, faults)


def _targets(leaf: Leaf) -> set[str]:
    page = leaf.page
    return {*page.links, *(one.url for one in page.notices), *([page.redirect] if page.redirect else [])}


def _dead(text: Text, target: str, variant: Variant, addresses: Addresses, faults: Faults) -> None:
    line = line_with(text, target)
    found = f"the link to {target} is dead"
    if addresses.unknown_here(target):
        faults.note(
            text.file, line, f"{found} here: no such site.", "Check again when its owner's pages are here."
        )
        return
    if target in addresses.ever:
        found = f"the link to {target} is dead in some variants, where that page does not exist"
        faults.add(text.file, line, f"{found}.", "Give the link the same {% if %} as that page's `when`.")
        return
    faults.add(text.file, line, f"{found}.", addresses.advice(target))


def _dead_menu(text: Text, place: int, target: str, addresses: Addresses, faults: Faults) -> None:
    line = text.front.line(("nav", place))
    if addresses.unknown_here(target) or addresses._source.only is not None:
        faults.note(text.file, line, f"the menu leads to {target}, not there yet.", "Its owner writes it.")
        return
    faults.add(text.file, line, f"the menu leads to {target}, where no page is.", addresses.advice(target))


def _pictures(text: Text, leaf: Leaf, source: Source, faults: Faults) -> None:
    for picture in leaf.page.pictures:
        if picture not in source.pictures:
            line = line_with(text, picture)
            faults.add(
                text.file,
                line,
                f"the picture {picture} is listed nowhere.",
                "List it in pictures/<story>.yaml.",
            )


def _redirects(text: Text, leaf: Leaf, variant: Variant, faults: Faults) -> None:
    seen = [leaf.page.url]
    while (now := variant.pages.get(seen[-1])) is not None and now.page.redirect:
        if now.page.redirect in seen:
            line = text.front.line(("redirect",))
            way = " → ".join([*seen, now.page.redirect])
            faults.add(text.file, line, f"the redirect goes in a circle: {way}.", "Let it end at a page.")
            return
        seen.append(now.page.redirect)
    if len(seen) > 4:
        line = text.front.line(("redirect",))
        faults.add(text.file, line, f"{len(seen) - 1} redirects follow each other.", "At most three.")


def line_with(text: Text, target: str) -> int:
    """The line of a page's file that holds an address (whole, or its path), or an id; else its first."""
    path = urlsplit(target).path
    rows = text.body.splitlines()
    for wanted in (target, f"({path}", f"({path.rstrip('/')}"):
        for at, row in enumerate(rows):
            if wanted and len(wanted) > 2 and wanted in row:
                return text.body_line + at
    for field, values in (text.front.data or {}).items():
        if target in repr(values):
            return text.front.line((field,))
    return text.body_line


def unreached(story: Rendered, webs: list[Web], source: Source, faults: Faults) -> None:
    """Each page can be come upon in some variant: by links, search or a look-up, from the start on."""
    reached: set[str] = set()
    for variant, web in zip(story.variants, webs, strict=True):
        if {leaf.file for leaf in variant.pages.values()} <= reached:
            continue
        reached |= {variant.pages[url].file for url in reach(story, variant, web) if url in variant.pages}
    exist = {leaf.file for variant in story.variants for leaf in variant.pages.values()}
    for page in source.pages_of(story.id):
        line = page.front.line(("url",))
        if page.get("url") in story.broken:
            continue
        if page.file in exist - reached:
            faults.add(
                page.file,
                line,
                "nothing leads to this page: no link, search or look-up.",
                "Link to it, or use words of `search` or of the trail's searches in its title.",
            )
        elif page.file not in exist:
            faults.add(page.file, line, "the page exists in no variant.", "Mend `when`, or delete the page.")


def reach(story: Rendered, variant: Variant, web: Web) -> set[str]:
    """Addresses that can be come upon in this variant."""
    steps = variant.story.trail
    todo = [story.story.start, *web.search(story.story.search)]
    for step in steps:
        todo += _from_step(step, web)
    seen: set[str] = set()
    while todo:
        url = todo.pop()
        if url not in seen and url in web.leaves:
            seen.add(url)
            todo += web.goes_to(url)
    return seen


def _from_step(step: StepSource, web: Web) -> list[str]:
    if step.do == "search":
        return web.search(step.query)
    if step.do == "open":
        return []
    found = web.looked_up(step.do, step.of)
    return sorted(found[1]) if found else []
