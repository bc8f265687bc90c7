"""A story in all its variants: slots filled, Markdown made into pages, trail and answers in each variant."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from pydantic import ValidationError

from course.archive.model import NavLink, Notice, Page, Registration, Site, Snapshot
from course.authoring.archive import drawing
from course.authoring.archive.faults import Faults
from course.authoring.archive.located import Path
from course.authoring.archive.markdown import Made, convert
from course.authoring.archive.reading import Source, Text, faults_of
from course.authoring.archive.source import PageSource, SiteSource, StorySource
from course.authoring.archive.templating import NotRendered, Values, fill, fill_text, has_slots

_NO_STORY = "Write `story: ID`, the id of a file in stories/."


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
    """A story and its variants. missing: domains whose site.yaml is not here (with one story only)."""

    id: str
    text: Text
    variants: list[Variant]
    missing: set[str] = field(default_factory=set)

    @property
    def story(self) -> StorySource:
        """The fields that no slot changes."""
        return self.variants[0].story


def render(source: Source, story: str, seed: bytes, faults: Faults) -> Rendered | None:
    """Render a story; None where its file has faults that leave nothing to render."""
    text = source.stories[story]
    before = len(faults.faults)
    variants = _variants(text, seed, faults)
    if not variants or len(faults.faults) > before:
        return None
    rendered = Rendered(story, text, variants)
    for page in source.pages_of(story):
        _each(page, rendered, faults, _page_maker(page, faults))
    for domain in sorted({page.file.split("/")[1] for page in source.pages_of(story)}):
        site = source.sites.get(domain)
        if site is None:
            rendered.missing.add(domain)
            for variant in variants:
                variant.sites[domain] = _stand_in(domain)
            continue
        _each(site, rendered, faults, _site_maker(site, domain, story, faults))
    return rendered


# ---- the story


def _variants(text: Text, seed: bytes, faults: Faults) -> list[Variant]:
    data = text.front.data
    slots, never, count = data.get("slots") or {}, data.get("never") or [], data.get("variants", 48)
    if not _slots_fit(text, slots, never, count, faults):
        return []

    def allowed(values: dict[str, Any]) -> bool:
        return not any(fill(str(rule), values) in (True, "True") for rule in never)

    try:
        drawn = drawing.draw(slots, count, seed, text.front.data["id"], allowed)
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
    for values in drawn:
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
    for name in ("trail", "answers"):
        if name in data:
            data[name] = _filled(text, data[name], (name,), values, faults)
    key = json.dumps({name: data.get(name) for name in ("trail", "answers")}, default=str, sort_keys=True)
    if key not in found:
        found[key] = _validated(StorySource, data, text, faults)
    return found[key]


# ---- pages and sites


def _each(text: Text, rendered: Rendered, faults: Faults, make: Callable[[Any, str, Variant], None]) -> None:
    """Fill a file for each variant; `make` gets the filled data, the filled body and the variant."""
    whole = not (has_slots(text.body) or has_slots(repr(text.front.data)))
    filled: tuple[Any, str] | None = None
    for variant in rendered.variants:
        if filled is None or not whole:
            before = len(faults.faults)
            data = _filled(text, text.front.data, (), variant.values, faults)
            body = _body(text, variant.values, faults)
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
    front = _validated(PageSource, data, text, faults)
    if front is None:
        return None
    made = convert(body, front.url)
    _body_faults(text, body, made, faults)
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
        site = _validated(SiteSource, data, text, faults)
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


# ---- filling


def _filled(text: Text, data: Any, path: Path, values: Values, faults: Faults) -> Any:
    if isinstance(data, dict):
        return {key: _filled(text, value, (*path, key), values, faults) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(text, value, (*path, at), values, faults) for at, value in enumerate(data)]
    if not isinstance(data, str):
        return data
    try:
        return fill(data, values)
    except NotRendered as error:
        faults.add(text.file, text.front.line(path) + error.line - 1, error.found, error.remedy)
        return data


def _body(text: Text, values: Values, faults: Faults) -> str:
    try:
        return fill_text(text.body, values)
    except NotRendered as error:
        faults.add(text.file, text.body_line + error.line - 1, error.found, error.remedy)
        return ""


def _validated(model: Any, data: Any, text: Text, faults: Faults) -> Any:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults_of(error, text, faults)
        return None


def _body_faults(text: Text, body: str, made: Made, faults: Faults) -> None:
    for line, found, remedy in made.faults:
        faults.add(text.file, text.body_line + written_line(text.body, body, line) - 1, found, remedy)


def written_line(written: str, filled: str, line: int) -> int:
    """The line of the source from which a line of the filled text came (from 1): the most similar one."""
    rows, shown = written.splitlines(), filled.splitlines()
    if not 1 <= line <= len(shown):
        return 1
    wanted = shown[line - 1]
    if line <= len(rows) and rows[line - 1] == wanted:
        return line
    if wanted in rows:
        return rows.index(wanted) + 1
    alike = [difflib.SequenceMatcher(None, row, wanted, autojunk=False).ratio() for row in rows]
    return alike.index(max(alike)) + 1 if alike else 1
