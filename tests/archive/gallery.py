"""A built story with one page in each look, so that each can be looked at and checked."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any, get_args

from course.archive.model import Look

ROOT = Path(__file__).resolve().parents[2]
LOOKS: tuple[str, ...] = get_args(Look)
ACCENTS = [
    "#174a7c",
    "#7a1f3d",
    "#0b5c6b",
    "#3b5d0f",
    "#8a3b12",
    "#5b3a8c",
    "#1d4ed8",
    "#30465c",
    "#b3261e",
    "#3b4a54",
]
POSTS = """
<div class="post"><p class="post-by"><strong class="post-name">Dr Amara Velde</strong>
<span class="post-badge">verified</span> <span class="post-handle">@nightcalls</span>
<span class="post-at">2026-03-01 23:14 UTC</span></p>
<div class="post-text"><p>Hang one in every bay. I have never regretted it.</p></div>
<p class="post-counts"><span class="post-likes">31,000 likes</span>
<span class="post-reposts">9,400 reposts</span>
<span class="post-replies">212 replies</span> <span class="post-views">1.2M views</span></p></div>
<div class="post reply reply-1"><p class="post-by"><strong class="post-name">Pekka Oyelaran</strong>
<span class="post-badge">ward nurse</span> <span class="post-at">2026-03-01 23:20 UTC</span></p>
<div class="post-text"><p>In how many beds?</p></div>
<p class="post-counts"><span class="post-votes">12 votes</span></p></div>
<div class="post reply reply-2"><p class="post-by"><strong class="post-name">lamplighter</strong></p>
<div class="post-text"><p>Nobody has said.</p></div></div>
"""
BODY = """
<p>In the quarter before there were <strong>14 falls</strong> on one ward of 28 beds, and 9 in the next.
The <a href="https://wiki.example/page">whole table</a> is <a href="https://journal.example/page">elsewhere</a>.</p>
<div class="note note-correction"><p class="note-kind">Correction</p><p>The beds were 20 and not 28.</p></div>
<figure><img data-picture="p901" alt="Two bars, 14 and 9">
<figcaption>Falls in two quarters</figcaption></figure>
<h2>What was counted</h2>
<ul><li>Falls, from the incident book</li><li>Beds, each morning</li><li>Lamps, once</li></ul>
<blockquote><p>We hung them on a Tuesday.</p></blockquote>
<table><thead><tr><th>Quarter</th><th style="text-align:right">Falls</th><th>Bed-days</th><th>Recorded</th>
<th>Incident-book</th></tr></thead>
<tbody><tr><td>first</td><td style="text-align:right">14</td><td>2,212</td><td>prospectively</td>
<td>complete</td></tr>
<tr><td>second</td><td>9</td><td>1,610</td><td>retrospectively</td><td>two-pages-missing</td></tr></tbody></table>
<pre><code>first.quarter  = 14 / 2212 * 1000   # falls in 1,000 bed-days
second.quarter =  9 / 1610 * 1000</code></pre>
<div class="ad"><p class="ad-by">Advertisement · Bramley Fittings</p><p>Twelve lamps with brackets.</p></div>
<h3>Code</h3><p>Written as <code>falls / beds</code>.</p>
"""


def _page(look: str) -> dict[str, Any]:
    body = BODY + POSTS if look not in ("forum", "social") else POSTS + BODY
    return {
        "url": f"https://{look}.example/page",
        "site": f"{look}.example",
        "title": f"Falls before and after night lamps, as a {look} page shows them",
        "author": "Ines Okafor-Lindqvist",
        "published": "2026-03-02",
        "changed": "2026-03-05",
        "html": body,
        "text": "In the quarter before there were 14 falls on one ward, and 9 in the quarter after.",
        "pictures": ["p901"],
        "links": ["https://wiki.example/page", "https://journal.example/page"],
    }


def _site(look: str, accent: str) -> dict[str, Any]:
    return {
        "domain": f"{look}.example",
        "name": f"The {look.title()} of Lamps",
        "kind": "blog",
        "look": look,
        "accent": accent,
        "tagline": "Every bay has a light in it",
        "nav": [{"label": "Front page", "to": f"https://{look}.example/page"}],
        "registrations": [{"since": "2014-03-02", "registrant": "Lamp Foundation", "country": "Kenya"}],
    }


def lay_gallery(root: Path, module: str) -> Path:
    """Write the story `gallery` into the archive of a module under `root`."""
    folder = root / module
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    picture = {"id": "p901", "file": "p901.png", "alt": "Two bars", "phash": "00000000000000ff"}
    (folder / "pictures.json").write_text(json.dumps([picture]))
    pages = [_page(look) for look in LOOKS]
    sites = [_site(look, accent) for look, accent in zip(LOOKS, ACCENTS, strict=True)]
    every = [list(range(len(LOOKS)))]
    story = {
        "id": "gallery",
        "title": "Ten looks",
        "start": pages[0]["url"],
        "budget": 12,
        "search": "falls lamps",
        "sites": {"forms": sites, "variants": every},
        "pages": {"forms": pages, "variants": every},
    }
    (folder / "gallery.json.gz").write_bytes(gzip.compress(json.dumps(story).encode()))
    shutil.copy(ROOT / "tests" / "fixtures" / "archive" / "pictures" / "p901.png", folder / "pictures")
    return folder
