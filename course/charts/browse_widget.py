"""The monthly chart as an anywidget: it sums up in the browser what Python sent once."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from course.styles import read_scoped

HERE = Path(__file__).parent


def slim(name: str, comment: str) -> str:
    """A file without indentation, empty lines and whole-line comments: it is sent with every chart."""
    lines = (line.strip() for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(comment))


class Brush(anywidget.AnyWidget):
    """`cube` is what `browse.monthly` makes; `head`, `foot` are HTML around it, `said` describes it.

    `span` holds the places of the first and last month that are chosen; the browser and Python may set it.
    """

    _esm = slim("browse.js", "//")
    _css = read_scoped(HERE / "picture.css", HERE / "browse.css")

    cube = traitlets.Dict().tag(sync=True)
    head = traitlets.Unicode().tag(sync=True)
    foot = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    span = traitlets.List(traitlets.Int(), minlen=2, maxlen=2).tag(sync=True)

    @traitlets.validate("span")  # type: ignore[untyped-decorator]
    def _inside(self, proposal: dict[str, list[int]]) -> list[int]:
        last = len(self.cube.get("names", [])) - 1
        low, high = sorted(max(0, min(last, place)) for place in proposal["value"])
        return [low, high]
