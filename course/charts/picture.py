"""A chart as the course shows it: title, picture, one sentence, and the numbers as a table."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from course.charts import drawing, theme, words
from course.styles import read_scoped

# JupyterLab takes arrow keys and Enter for its cells, except from an element that says this of itself.
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'


@dataclass(frozen=True)
class Picture:
    """One chart. The last line of a notebook cell shows it; its parts can be had one by one.

    `title` says what to see, `sentence` what the chart shows, `description` what it looks like (for a screen
    reader). `panels` are Vega-Lite specifications, drawn side by side where there is room and else one below
    the other. `columns` and `rows` are the numbers behind it. `source` says what the numbers are of, where
    that must not be missed ("Synthetic posts, made for teaching"). With `options`, one name for each panel,
    the panels are alternatives: a page shows one at a time, `choose` asks which, and without style all are
    seen. Nothing needs a network.
    """

    title: str
    sentence: str
    description: str
    panels: tuple[Mapping[str, Any], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    source: str = ""
    choose: str = "Show"
    options: tuple[str, ...] = ()

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The whole chart as one Vega-Lite specification, title and data inside."""
        if len(self.panels) > 1:
            wide = theme.WIDTH * len(self.panels)
            text = words.lines(self.title, wide, 15)
            title: dict[str, Any] = {"text": text, "fontSize": 15, "lineHeight": 19, "offset": 18}
            if self.source:
                title["subtitle"] = self.source
            return {"title": title, "hconcat": list(self.panels), "config": theme.config()}
        (panel,) = self.panels
        title = {"text": words.lines(self.title, theme.WIDTH)}
        above = panel.get("title", {"text": []})
        below = [self.source, *above["text"], *above.get("subtitle", "").splitlines()]
        if any(below):
            title["subtitle"] = [line for line in below if line]
        return {**panel, "title": title, "config": theme.config()}

    @property
    def chart(self) -> Any:
        """The chart as Altair draws it, to look at how it is made or to change it."""
        import altair as alt

        return alt.Chart.from_dict(self.spec)

    @property
    def table(self) -> Any:
        """The numbers behind the chart as a pandas table."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def svg(self) -> str:
        """The whole chart as one SVG on white paper; the same bytes on every machine."""
        return drawing.draw(self.spec)

    def html(self, *, static: bool = False) -> str:
        """The chart for a page: a figure with its sentence and, folded away, its table.

        `static` is for pages that keep neither style nor SVG, such as feedback: each panel is then an image
        on white paper. Otherwise the SVG stands in the page and takes its colours.
        """
        place = drawing.embedded if static else drawing.inline
        figure = "".join(
            f'<div class="course-panel">{_panel_title(panel)}{place(_drawn(panel), said)}</div>'
            for panel, said in self._said()
        )
        return (
            f'{style_html()}<figure class="course-picture">{self.head_html()}'
            f"{'' if static else self._switch_html()}"
            f'<div class="course-panels">{figure}</div>{self.foot_html()}</figure>'
        )

    def head_html(self) -> str:
        """Title and source."""
        title = f'<p class="course-picture-title"><strong>{html.escape(self.title)}</strong></p>'
        source = f'<p class="course-picture-source">{html.escape(self.source)}</p>' if self.source else ""
        return title + source

    def foot_html(self) -> str:
        """The sentence and, folded away, the table."""
        summary = f"<summary {OWN_KEYS}>The numbers as a table</summary>"
        table = f"<details>{summary}{self.table_html()}</details>"
        return f"<figcaption>{html.escape(self.sentence)}</figcaption>{table}"

    def _switch_html(self) -> str:
        """Buttons that show one panel at a time, by style alone: there is no script to be blocked.

        A form keeps the buttons of two charts apart; `dialog` because Enter would otherwise send it.
        """
        if not self.options:
            return ""
        buttons = "".join(
            f'<label><input type="radio" name="panel" value="{place}" {OWN_KEYS}{" checked" * (place == 0)}>'
            f"<span>{html.escape(name)}</span></label>"
            for place, name in enumerate(self.options)
        )
        return (
            '<form class="course-picture-switch" method="dialog">'
            f"<fieldset><legend>{html.escape(self.choose)}</legend>{buttons}</fieldset></form>"
        )

    def _said(self) -> list[tuple[Mapping[str, Any], str]]:
        """Each panel with what a screen reader says: the description once, then only what is different."""
        first, *others = self.panels
        rest = [(panel, " ".join(panel["title"]["text"]) + ".") for panel in others]
        source = f"{self.source}. " if self.source else ""
        return [(first, f"Chart. {source}{self.description}"), *rest]

    def table_html(self) -> str:
        """The numbers as a table that scrolls where it is too wide or too long."""
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.columns)
        rows = "".join(
            f'<tr><th scope="row">{_cell(first)}</th>'
            + "".join(f"<td>{_cell(value)}</td>" for value in rest)
            + "</tr>"
            for first, *rest in self.rows
        )
        return (
            f'<div class="course-picture-scroll" role="region" aria-label="Table" tabindex="0" {OWN_KEYS}>'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # One kind of output only: with two, nbconvert and JupyterLab choose differently.
        return {"text/html": self.html(static=bool(os.environ.get("NBGRADER_EXECUTION")))}

    def __repr__(self) -> str:
        return f"Picture: {self.title}. {self.sentence}"


def _drawn(panel: Mapping[str, Any]) -> str:
    """A panel without its title, which stands above it as text that wraps."""
    bare = {key: part for key, part in panel.items() if key != "title"}
    return drawing.draw({**bare, "config": theme.config()})


def _panel_title(panel: Mapping[str, Any]) -> str:
    title = panel.get("title")
    if not title:
        return ""
    below = f"<br>{html.escape(title['subtitle'])}" if "subtitle" in title else ""
    return f'<p class="course-panel-title"><strong>{html.escape(" ".join(title["text"]))}</strong>{below}</p>'


@cache
def style_html() -> str:
    """The style sheet as a `<style>` element, scoped to `.course-picture`."""
    return f"<style>{read_scoped(Path(__file__).with_name('picture.css'))}</style>"


def _cell(value: Any) -> str:
    if value is None:
        return "–"  # an empty cell would be read out as nothing at all
    return html.escape(words.count(value) if isinstance(value, int) else str(value))
