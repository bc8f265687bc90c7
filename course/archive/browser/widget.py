"""The browser as an anywidget. Its JavaScript lies beside this module, one file a concern.

The parts share one scope and are joined in a fixed order into the one module that anywidget wants, after the
question cards' helpers; there is nothing to build and nothing to download.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import anywidget
import traitlets

from course.questions.cards import card
from course.styles import read_scoped

HERE = Path(__file__).parent
PARTS = (
    "asking.js",
    "places.js",
    "tabs.js",
    "sites.js",
    "results.js",
    "finding.js",
    "tools.js",
    "trail.js",
    "keys.js",
    "main.js",
)
STYLES = ("frame.css", "pages.css", "looks.css", "posts.css")


@cache
def esm() -> str:
    """The browser's JavaScript as one module."""
    files = [card.HERE / "dom.js", *(HERE / part for part in PARTS)]
    return "\n".join(card._slim(file.read_text(encoding="utf-8")) for file in files)


@cache
def css() -> str:
    """The browser's style sheet."""
    return read_scoped(*(HERE / part for part in STYLES))


class Browser(anywidget.AnyWidget):
    """The archived web on the page.

    Python sets ``spec`` (story, start, budget, tabs to begin with and the first page), ``trail`` (the steps
    kept so far) and ``notice``. The browser sends ``{"ask": "page" | "search" | …, "of": …, "n": …}``,
    answered by a message with the same ``n``, and ``{"do": "step" | "tabs" | "compare", …, "n": …}``.
    """

    _esm = esm()
    _css = css()

    spec = traitlets.Dict().tag(sync=True)
    trail = traitlets.List().tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)
