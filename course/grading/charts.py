"""A submitted chart, drawn by us from its specification as an SVG picture inside an <img>.

An SVG in an <img> runs no script and loads nothing. It is drawn in a process of its own with bounded time
and memory.
"""

import html
import json
import subprocess
import sys
from typing import Any

from course.charts import embedded

MAX_SVG = 2_000_000
SECONDS = 30
_DRAW = """
import sys, json
import vl_convert
spec = json.load(sys.stdin)
sys.stdout.write(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
"""


def chart_html(spec: Any, label: str = "Submitted chart") -> str:
    """The picture of a Vega-Lite specification; a line of text where it cannot be drawn."""
    from course.questions.errors import FormError
    from course.questions.specs import to_spec

    try:
        # The same bounds as for an answer: no address, no transform, at most 5,000 rows.
        svg = draw_svg(to_spec(spec, "The chart"))
    except FormError as error:
        return f"<p>{html.escape(str(error))}</p>"
    return svg_html(svg, label) if svg else "<p>This chart could not be drawn.</p>"


def draw_svg(spec: dict[str, Any]) -> str:
    """An SVG of a Vega-Lite specification that carries its data; empty if it cannot be drawn in 30 s."""
    if _generates(spec):
        return ""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _DRAW],
            input=json.dumps(spec),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout if done.returncode == 0 and len(done.stdout) <= MAX_SVG else ""


def svg_html(svg: str, label: str) -> str:
    """An SVG as an embedded picture with a label for those who cannot see it."""
    if not svg or len(svg) > MAX_SVG:
        return ""
    return embedded(svg, label)


def _generates(part: Any) -> bool:
    """Whether data are made by a generator, which could make any number of rows."""
    if isinstance(part, dict):
        if {"sequence", "graticule", "sphere"} & set(part):
            return True
        return any(_generates(inner) for inner in part.values())
    return isinstance(part, list) and any(_generates(inner) for inner in part)
