"""The course's one look: colours, type and axes of every chart.

The colours are Okabe and Ito's (2008, https://jfly.uni-koeln.de/color/), at most six, and never the only
thing that tells two series apart. `picture.css` finds them by their value, so that a chart follows a dark
page.
"""

from __future__ import annotations

from typing import Any

BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
ORANGE, SKY, PINK = "#E69F00", "#56B4E9", "#CC79A7"
SERIES = (BLUE, VERMILLION, GREEN, ORANGE, SKY, PINK)
INK, SOFT, LINE, PAPER = "#1b1f24", "#57606a", "#d0d7de", "#ffffff"

# vl-convert carries this font, so that text has the same width, and a chart the same bytes, on every machine.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SIZE = 12
WIDTH = 340  # pixels of a plot: it stays legible on a telephone, and two stand side by side on a desk


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    axis = {
        "labelColor": INK,
        "labelFontSize": SIZE,
        "titleColor": SOFT,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": LINE,
        "domainColor": SOFT,
        "tickColor": SOFT,
        "labelPadding": 5,
        "labelFlush": False,
    }
    title = {
        "anchor": "start",
        "frame": "bounds",
        "align": "left",
        "color": INK,
        "fontSize": 13,
        "fontWeight": "bold",
        "subtitleColor": SOFT,
        "subtitleFontSize": SIZE,
        "subtitlePadding": 4,
        "lineHeight": 17,
        "subtitleLineHeight": 16,
        "offset": 12,
    }
    return {
        # The whole picture has one description; a screen reader is spared the names of its axes and marks.
        "aria": False,
        "background": PAPER,
        "font": FONT,
        "padding": 6,
        "view": {"stroke": None},
        "axis": axis,
        "title": title,
        "text": {"fontSize": SIZE, "color": INK},
        "rule": {"color": INK},
        "concat": {"spacing": 36},
    }
