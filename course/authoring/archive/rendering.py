"""A story in all its variants: slots filled, Markdown made into pages, trail and answers in each variant."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from course.archive.model import NavLink, Notice, Page, Registration, Site, Snapshot
from course.authoring.archive.faults import Faults
from course.authoring.archive.filling import body_faults, filled_body, filled_data, validated
from course.authoring.archive.markdown import Made, convert
from course.authoring.archive.reading import Source, Text
from course.authoring.archive.source import PageSource, SiteSource
from course.authoring.archive.templating import has_slots
from course.authoring.archive.variants import Leaf, Rendered, Variant, drawn


def render(source: Source, story: str, seed: bytes, faults: Faults) -> Rendered | None:
    """Render a story; None where its file has faults that leave nothing to render."""
    text = source.stories[story]
    before = len(faults.faults)
    variants = drawn(text, seed, faults)
    if not variants or len(faults.faults) > before:
        return None
    rendered = Rendered(story, text, variants)
    for page in source.pages_of(story):
        known = len(faults.faults)
        _each(page, rendered, faults, _page_maker(page, faults))
        if len(faults.faults) > known:
            rendered.broken.add(str(page.get("url")))
    for domain in sorted({page.file.split("/")[1] for page in source.pages_of(story)}):
        site = source.sites.get(domain)
        if site is None:
            rendered.missing.add(domain)
            for variant in variants:
                variant.sites[domain] = _stand_in(domain)
            continue
        _each(site, rendered, faults, _site_maker(site, domain, story, faults))
    return rendered


# ---- pages and sites


def _each(text: Text, rendered: Rendered, faults: Faults, make: Callable[[Any, str, Variant], None]) -> None:
    """Fill a file for each variant; `make` gets the filled data, the filled body and the variant."""
    whole = not (has_slots(text.body) or has_slots(repr(text.front.data)))
    filled: tuple[Any, str] | None = None
    for variant in rendered.variants:
        if filled is None or not whole:
            before = len(faults.faults)
            data = filled_data(text, text.front.data, (), variant.values, faults)
            body = filled_body(text, variant.values, faults)
            if len(faults.faults) > before:
                return
            filled = data, body
        make(*filled, variant)


def _page_maker(text: Text, faults: Faults) -> Callable[[Any, str, Variant], None]:
    made: dict[str, Leaf | None] = {}

    def make(data: Any, body: str, variant: Variant) -> None:
        key = json.dumps([data, body], default=str, sort_keys=True)
        if key not in made:
            made[key] = _leaf(text, data, body, faults)
        leaf = made[key]
        if leaf is None or not leaf.front.when:
            return
        if other := variant.pages.get(leaf.page.url):
            line = text.front.line(("url",))
            faults.add(text.file, line, f"{leaf.page.url} is {other.file}, too.", "Give one another address.")
            return
        variant.pages[leaf.page.url] = leaf

    return make


def _leaf(text: Text, data: Any, body: str, faults: Faults) -> Leaf | None:
    front = validated(PageSource, data, text, faults)
    if front is None:
        return None
    made = convert(body, front.url)
    body_faults(text, body, made, faults)
    if not front.redirect and not body.strip():
        faults.add(
            text.file, text.body_line, "the page has no text.", "Write its Markdown, or give `redirect`."
        )
    shots = [_snapshot(text, place, front, faults) for place in range(len(front.snapshots))]
    _pictures_named(text, front, [made, *(shot for _, shot in shots)], faults)
    links = [*made.links, *(link for _, shot in shots for link in shot.links)]
    page = Page(
        url=front.url,
        site=urlsplit(front.url).hostname or "",
        title=front.title,
        author=front.author,
        published=front.published,
        changed=front.changed,
        summary=front.summary,
        html=made.html,
        text=made.text,
        snapshots=tuple(shot for shot, _ in shots),
        links=tuple(dict.fromkeys(links)),
        pictures=tuple(dict.fromkeys([*made.pictures, *(one for _, shot in shots for one in shot.pictures)])),
        sponsored=tuple(word for phrase in front.sponsored for word in phrase.lower().split()),
        boost=front.boost,
        redirect=front.redirect,
        notices=tuple(Notice(**one.model_dump()) for one in front.notices),
        source=_json_ld(front),
    )
    return Leaf(page, front, text.file)


def _snapshot(text: Text, place: int, front: PageSource, faults: Faults) -> tuple[Snapshot, Made]:
    shot = front.snapshots[place]
    made = convert(shot.body, front.url)
    line = text.front.line(("snapshots", place, "body"))
    for at, found, remedy in made.faults:
        faults.add(text.file, line + at - 1, found, remedy)
    return Snapshot(date=shot.date, title=shot.title or front.title, html=made.html, text=made.text), made


def _pictures_named(text: Text, front: PageSource, made: list[Made], faults: Faults) -> None:
    used = {picture for one in made for picture in one.pictures}
    line = text.front.line(("pictures",))
    for picture in sorted(used - set(front.pictures)):
        faults.add(text.file, line, f"{picture} stands in the text and not in `pictures`.", "Add it there.")
    for picture in sorted(set(front.pictures) - used):
        faults.add(
            text.file, line, f"{picture} is listed and not shown.", f"Write ![…]({picture}), or take it out."
        )


def _json_ld(front: PageSource) -> str | None:
    review = front.claim_review
    if review is None:
        return None
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": front.url,
        "claimReviewed": review.claim,
        "author": {"@type": "Organization", "name": review.author},
        "reviewRating": {"@type": "Rating", "alternateName": review.rating},
    }
    if front.published:
        data["datePublished"] = front.published.isoformat()
    return json.dumps(data, ensure_ascii=False, indent=2)


def _site_maker(text: Text, domain: str, story: str, faults: Faults) -> Callable[[Any, str, Variant], None]:
    def make(data: Any, body: str, variant: Variant) -> None:
        site = validated(SiteSource, data, text, faults)
        if site is None:
            return
        if site.domain != domain:
            line = text.front.line(("domain",))
            faults.add(text.file, line, f"the domain is {site.domain}.", f"It lies in the folder {domain}.")
        if site.story not in (None, story):
            line = text.front.line(("story",))
            faults.add(
                text.file,
                line,
                f"the site is {site.story}'s, and {story} has a page on it.",
                "Move the page, or drop `story`.",
            )
        variant.sites[domain] = Site(
            domain=domain,
            name=site.name,
            kind=site.kind,
            look=site.look,
            accent=site.accent,
            tagline=site.tagline,
            nav=tuple(NavLink(label=one.label, to=urljoin(f"https://{domain}/", one.to)) for one in site.nav),
            registrations=tuple(Registration(**one.model_dump()) for one in site.registrations),
        )

    return make


def _stand_in(domain: str) -> Site:
    return Site(domain=domain, name=domain, kind="abandoned", registrations=())
