"""A submitted chart, drawn by us from its specification as an SVG picture inside an <img>.

An SVG in an <img> runs no script and loads nothing. It is drawn in a process of its own with bounded time
and memory, and one notebook may show so many and no more.
"""

import html
import json
import subprocess
import sys
from typing import Any

from course.charts import embedded

MAX_SVG = 2_000_000
MAX_DRAWN = 20  # charts that one notebook displays; a card's own chart is not among them
MOST_READ = 1_000_000  # letters of Markdown and HTML that one notebook has read; the rest is shown as text
SECONDS = 30
MEMORY = 2_000_000_000
# What is written to counts, not what is reserved: the drawing library reserves far more than it touches.
_DRAW = f"""
import sys, json
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY}))
    resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
import vl_convert
svg = vl_convert.vegalite_to_svg(json.load(sys.stdin), allowed_base_urls=[])
sys.exit(3) if len(svg) > {MAX_SVG} else sys.stdout.write(svg)
"""


class Pen:
    """How much more one notebook may have drawn and read in the grader's time.

    A chart is a process that may take 30 seconds. Readers of Markdown and HTML take up to 7 seconds for
    200,000 letters that are made for it, such as tags within tags.
    """

    def __init__(self, most: int = MAX_DRAWN) -> None:
        self.most = self.left = most
        self.letters = MOST_READ

    def may_read(self, text: str) -> bool:
        """Whether this may still be read as Markdown or HTML; it then counts as read."""
        if len(text) > self.letters:
            return False
        self.letters -= len(text)
        return True

    def draw(self, spec: Any) -> str:
        """The chart as `chart_html` gives it; a line of text when there have been too many."""
        if self.left <= 0:
            return f"<p>Not drawn: this notebook displays more than {self.most} charts.</p>"
        self.left -= 1
        return chart_html(spec)


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
