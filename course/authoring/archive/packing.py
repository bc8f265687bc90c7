"""A rendered story as the package holds it: forms shared between variants, in an order that says nothing."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from course.archive.model import Page, Pages, Picture, Site, Sites, Story
from course.authoring.archive import chaining
from course.authoring.archive.drawing import shuffled
from course.authoring.archive.variants import Rendered, Variant

Form = TypeVar("Form", Page, Site)
TRAILS = "trails"  # beside the stories in variants.json


def pack(story: Rendered, seed: bytes) -> Story:
    """The built story: nothing of slots, roles, trail, answers or chain."""
    pages = [[leaf.page for _, leaf in sorted(variant.pages.items())] for variant in story.variants]
    sites = [[site for _, site in sorted(variant.sites.items())] for variant in story.variants]
    page_forms, page_variants = _shared(pages, seed, story.id, "pages")
    site_forms, site_variants = _shared(sites, seed, story.id, "sites")
    return Story(
        id=story.id,
        title=story.story.title,
        start=story.story.start,
        budget=story.story.budget,
        search=story.story.search,
        sites=Sites(forms=tuple(site_forms), variants=site_variants),
        pages=Pages(forms=tuple(page_forms), variants=page_variants),
    )


def _shared(
    variants: list[list[Form]], seed: bytes, *place: str
) -> tuple[list[Form], tuple[tuple[int, ...], ...]]:
    """The different forms in a drawn order, and each variant as places among them (by address)."""
    forms = shuffled(list(dict.fromkeys(form for variant in variants for form in variant)), seed, *place)
    places = {form: at for at, form in enumerate(forms)}
    return forms, tuple(tuple(places[form] for form in variant) for variant in variants)


def story_bytes(story: Story) -> bytes:
    """The story as gzipped JSON without a time or a name: the same bytes each time."""
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=out, mtime=0) as packed:
        packed.write(_json(story.model_dump(mode="json", exclude_defaults=True)))
    return out.getvalue()


def pictures_bytes(pictures: list[Picture]) -> bytes:
    """pictures.json."""
    return _json([one.model_dump(mode="json") for one in pictures], indent=1) + b"\n"


def variants_bytes(stories: Sequence[Rendered]) -> bytes:
    """variants.json, secret: keys by story and variant, and trails with their whys."""
    data: dict[str, Any] = {story.id: [_keys(variant) for variant in story.variants] for story in stories}
    data[TRAILS] = {story.id: _trails(story) for story in stories}
    return _json(data, indent=1) + b"\n"


def _keys(variant: Variant) -> dict[str, Any]:
    keys = {name: answer.key for name, answer in variant.story.answers.items()}
    if (chain := variant.story.chain) and (key := chaining.key_of(variant)):
        keys[chaining.question_of(variant.story.id, chain)] = key
    return keys


def _trails(story: Rendered) -> dict[str, Any]:
    """Different trails, and which each variant has: {"forms": [[step, …]], "variants": [place, …]}."""
    texts = [
        json.dumps(
            [{"do": step.do, "of": step.object, "why": step.why} for step in variant.story.trail if step.when]
        )
        for variant in story.variants
    ]
    forms = list(dict.fromkeys(texts))
    return {"forms": [json.loads(form) for form in forms], "variants": [forms.index(text) for text in texts]}


def _json(data: Any, indent: int | None = None) -> bytes:
    separators = (",", ":") if indent is None else None
    return json.dumps(data, ensure_ascii=False, indent=indent, separators=separators, default=str).encode()
