"""A small built archive, written as the build writes it, and a way to bend it."""

import gzip
import json
from pathlib import Path
from typing import Any

STORY = "lamps"
MODULE = "m1"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def page(url: str, title: str, text: str = "", **more: Any) -> dict[str, Any]:
    """A page's built form."""
    site = url.split("/")[2]
    return {"url": url, "site": site, "title": title, "text": text, "html": f"<p>{text}</p>", **more}


def site(domain: str, *registrants: str) -> dict[str, Any]:
    """A site's built form, registered in turn by these."""
    held = [
        {"since": f"20{10 + at}-01-01", "registrant": who, "country": "Kenya"}
        for at, who in enumerate(registrants)
    ]
    return {"domain": domain, "name": domain.split(".")[0].title(), "kind": "blog", "registrations": held}


def _letter(url: str, before: int) -> dict[str, Any]:
    old = "There were 20 falls before the lamps and 9 after."
    return page(
        url,
        "Falls before and after night lamps",
        f"There were {before} falls before the lamps and 9 after.",
        published="2026-01-08",
        pictures=["p901"],
        snapshots=[{"date": "2026-01-02", "title": "Falls", "html": f"<p>{old}</p>", "text": old}],
        notices=[{"kind": "correction", "date": "2026-02-11", "url": url, "says": "Beds were miscounted."}],
    )


def forms() -> dict[str, Any]:
    """A story with two variants, which differ in the count of falls."""
    letter = "https://letters.example/2026/falls"
    shop = "https://lampwell.example/falls"
    pages = [
        page(
            "https://chatter.example/lamps",
            "A lamp in every bay",
            "Falls halved, says a thread.",
            links=[letter],
        ),
        *(_letter(letter, before) for before in (14, 21)),
        page(
            shop,
            "Night lamps halve falls",
            "Our amber lamp. Ask for a price.",
            published="2026-01-20",
            sponsored=["night", "lamps"],
            pictures=["p902"],
            links=[letter],
        ),
        page("https://lampwell.example/old", "Moved", redirect=shop),
    ]
    sites = [
        site("chatter.example", "Chatter"),
        site("letters.example", "Society"),
        site("lampwell.example", "Heron", "Society"),
    ]
    return {
        "id": STORY,
        "title": "A lamp in every bay",
        "start": "https://chatter.example/lamps",
        "budget": 3,
        "search": "night lamps falls",
        "sites": {"forms": sites, "variants": [[0, 1, 2], [0, 1, 2]]},
        "pages": {"forms": pages, "variants": [[0, 1, 3, 4], [0, 2, 3, 4]]},
    }


def lay(root: Path, story: dict[str, Any] | None = None) -> Path:
    """Write an archive of module m1 under `root` and return its folder."""
    folder = root / MODULE
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    (folder / "lamps.json.gz").write_bytes(gzip.compress(json.dumps(story or forms()).encode()))
    pictures = [
        {"id": "p901", "file": "p901.png", "alt": "A chart", "phash": "00000000000000ff"},
        {"id": "p902", "file": "p902.png", "alt": "The chart, cut", "phash": "00000000000000f0"},
    ]
    (folder / "pictures.json").write_text(json.dumps(pictures))
    for one in pictures:
        (folder / "pictures" / one["file"]).write_bytes(PIXEL)
    return folder


def who(variant: int) -> str:
    """A trainee of the cohort autumn who meets this variant of the story."""
    from course.archive.variants import variant_of

    return next(f"t{n}" for n in range(100) if variant_of("autumn", f"t{n}", STORY, 2) == variant)


def lay_module(root: Path) -> Path:
    """A desk in self-study with module m1 and its keys beside it; returns the module's folder."""
    folder = root / "desk" / MODULE
    secret = root / "desk" / "faculty" / MODULE
    (secret / "archive").mkdir(parents=True)
    folder.mkdir(parents=True)
    (folder / "questions.yaml").write_text(QUESTIONS)
    (secret / "key.yaml").write_text(KEYS)
    (secret / "reference.py").write_text(REFERENCE)
    step = {"do": "open", "of": "https://letters.example/2026/falls", "why": "It has both counts."}
    ways = {"forms": [[step], [{**step, "why": "Another way."}]], "variants": [0, 1]}
    variants = {STORY: [{"lamps-before": 14}, {"lamps-before": 21}], "trails": {STORY: ways}}
    (secret / "archive" / "variants.json").write_text(json.dumps(variants))
    desk = {"mode": "self-study", "faculty": "faculty"}
    (folder.parent / ".course.json").write_text(json.dumps(desk))
    return folder


QUESTIONS = """\
module: m1
title: Lamps
minutes: 10
points: 1
questions:
  - id: lamps-trail
    kind: trail
    story: lamps
    points: 0
    concept: lateral-reading
    prompt: The thread is open. Read on from it as you would at night.
  - id: lamps-before
    kind: number
    points: 1
    concept: counts
    prompt: How many falls were there before the lamps?
    parameters: {variant: {archive: lamps}}
"""
KEYS = """\
module: m1
keys:
  lamps-before:
    reference: lamps_before
    tolerance: {absolute: 0}
    rationale: The letter has the count.
    evidence: [{cite: Constructed for this test, looked_at: 2026-11-28, state: constructed}]
"""
REFERENCE = """\
from course.archive import archive_key

lamps_before = archive_key(__file__, "lamps", "lamps-before")
"""
