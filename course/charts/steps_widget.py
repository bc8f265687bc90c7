"""The slider of pictures as an anywidget: it shows one of the pages that Python sent once."""

from __future__ import annotations

import anywidget
import traitlets

from course.charts.browse_widget import HERE, slim
from course.styles import read_scoped


class Slider(anywidget.AnyWidget):
    """`pages` is the HTML of each picture, `says` its sentence, `numbers` what the slider reads at each.

    `place` is the place of the one that is shown; the browser and Python may set it.
    """

    _esm = slim("steps.js", "//")
    _css = read_scoped(HERE / "picture.css", HERE / "steps.css")

    label = traitlets.Unicode().tag(sync=True)
    numbers = traitlets.List(traitlets.Int()).tag(sync=True)
    pages = traitlets.List(traitlets.Unicode()).tag(sync=True)
    says = traitlets.List(traitlets.Unicode()).tag(sync=True)
    place = traitlets.Int(0).tag(sync=True)

    @traitlets.validate("place")  # type: ignore[untyped-decorator]
    def _inside(self, proposal: dict[str, int]) -> int:
        return max(0, min(len(self.pages) - 1, proposal["value"]))
