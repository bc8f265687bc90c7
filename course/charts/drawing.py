"""From a Vega-Lite specification of ours to SVG, and from SVG to HTML.

Submitted specifications are drawn elsewhere (`course.grading.outputs.charts`), in a process of their own.
"""

from __future__ import annotations

import base64
import html
import json
import re
from hashlib import sha256
from typing import Any

from course.charts.errors import ChartError

MAX_ROWS, MAX_BYTES = 5_000, 1_000_000
VEGALITE = "6.1"  # what Altair 6 writes; named, so that a newer vl-convert draws the same
_known: dict[str, str] = {}
_notes: list[dict[str, str]] = []
# Vega names every group for assistive technology; inside one image with one description these are noise.
_NAMES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"<>]*"|aria-hidden="true")')
_TAG = re.compile(r"<svg\b[^>]*?\bwidth=\"(?P<width>[\d.]+)\"[^>]*>")


def draw(spec: dict[str, Any]) -> str:
    """The SVG of a specification that carries its data; the same bytes on every machine.

    Raises ChartError where a table has more than 5,000 rows or the picture more than 1 MB.
    """
    rows = max((len(values) for values in _tables(spec)), default=0)
    if rows > MAX_ROWS:
        raise ChartError(f"This chart has {rows:,} rows. At most {MAX_ROWS:,} are drawn: summarise first.")
    key = sha256(json.dumps([VEGALITE, spec], default=str).encode()).hexdigest() if _known or _notes else ""
    if key in _known:
        return _known[key]
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGALITE, allowed_base_urls=[])
    svg = re.sub(r"<[^<>]+>", lambda tag: _NAMES.sub("", tag[0]), drawn)
    size = len(svg.encode())
    if size > MAX_BYTES:
        raise ChartError(f"This chart takes {size // 1000:,} kB. At most {MAX_BYTES // 1000:,} are drawn.")
    for notes in _notes:
        notes[key] = svg
    return svg


def note_drawn() -> dict[str, str]:
    """From now on keep what this process draws, by a digest of its specification; the dictionary fills."""
    _notes.append({})
    return _notes[-1]


def remember(pictures: dict[str, str]) -> None:
    """Take over what another process has drawn: starting to draw takes a third of a second."""
    _known.update(pictures)


def inline(svg: str, label: str) -> str:
    """An SVG as part of a page, one image with one description, no wider than a quarter over its size."""
    found = _TAG.match(svg)
    assert found is not None, svg[:80]
    most = round(float(found["width"]) * 1.25)
    # Names inside an SVG hold for the whole page: two charts would borrow each other's clipping paths.
    mark = sha256(svg.encode()).hexdigest()[:8]
    body = re.sub(r'(\bid="|url\(#)(?=[\w-])', rf"\g<1>c{mark}-", svg[found.end() :])
    tag = re.sub(r' (?:class|width|height|version|xmlns:xlink)="[^"]*"', "", found[0])[:-1]
    said = html.escape(label)
    return f'{tag} role="img" aria-label="{said}" focusable="false" style="max-width:{most}px">{body}'


def embedded(svg: str, label: str) -> str:
    """An SVG inside an `<img>`, where it neither runs script nor loads anything, with a label to be read."""
    content = base64.b64encode(svg.encode("utf-8", "replace")).decode()
    return f'<img alt="{html.escape(label)}" src="data:image/svg+xml;base64,{content}">'


def _tables(part: Any) -> list[list[Any]]:
    if isinstance(part, list):
        return [found for inner in part for found in _tables(inner)]
    if not isinstance(part, dict):
        return []
    data = part.get("data")
    own = [data["values"]] if isinstance(data, dict) and isinstance(data.get("values"), list) else []
    return own + [found for key, inner in part.items() if key != "data" for found in _tables(inner)]
