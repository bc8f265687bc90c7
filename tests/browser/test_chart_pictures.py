"""Every chart in Chromium: legible in light and dark, on a desk and on a telephone, clean under axe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from course.charts import Picture
from course.charts import theme as look
from tests.browser.lab import fresh_page, violations
from tests.charts.examples import EXAMPLES

# What JupyterLab 4 sets in its two themes.
THEMES = {
    "light": ("true", "rgba(0, 0, 0, 0.87)", "white"),
    "dark": ("false", "rgba(255, 255, 255, 0.87)", "#111111"),
}


def page_of(theme: str, examples: Mapping[str, Callable[[], Picture]] = EXAMPLES) -> str:
    light, ink, paper = THEMES[theme]
    pictures = "\n".join(make().html() for make in examples.values())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Charts</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>:root {{ --jp-content-font-color1: {ink}; --jp-layout-color0: {paper}; }}"
        " body { background: var(--jp-layout-color0); margin: 16px; }</style>"
        f'<body data-jp-theme-light="{light}"><main>'
        f'<h1 style="color: {ink}">Charts</h1>{pictures}</main></body>'
    )


# The contrast of what is drawn with the paper it lies on; axe looks at text outside of images only.
_CONTRASTS = """() => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paper = getComputedStyle(document.body).backgroundColor;
  const light = colours => {
    paint.clearRect(0, 0, 1, 1);
    for (const one of colours) { paint.fillStyle = one; paint.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = colour => {
    const [low, high] = [light([paper]), light([paper, colour])].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const all = (those, of) =>
    [...document.querySelectorAll(those)].map(one => contrast(getComputedStyle(one)[of]));
  const svg = '.course-picture svg ';
  return {
    text: Math.min(...all(svg + 'text:not([stroke])', 'fill')),
    marks: Math.min(...all(svg + '[fill="BLUE"]', 'fill'), ...all(svg + '[stroke="RED"]', 'stroke')),
    rims: Math.max(...all(svg + 'text[stroke]', 'stroke')),
  };
}""".replace("BLUE", look.BLUE).replace("RED", look.VERMILLION)


def check(page: Page, width: int, examples: Mapping[str, Callable[[], Picture]] = EXAMPLES) -> None:
    assert violations(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg[role=img]").count() == sum(len(make().panels) for make in examples.values())
    found = page.evaluate(_CONTRASTS)
    assert found["text"] >= 4.5 and found["marks"] >= 3 and found["rims"] < 1.01, found
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect()).filter(b => b.width)"
        ".map(b => [b.left, b.right])"
    )
    assert all(0 <= left and right <= width for left, right in sizes)


@pytest.mark.parametrize("theme", THEMES)
def test_every_chart_is_legible(theme: str, browser: Browser, artefacts: Path) -> None:
    for width in (1280, 390):
        with fresh_page(browser, width) as (page, watch):
            page.set_content(page_of(theme))
            page.locator("summary").nth(0).press("Enter")
            assert page.locator("table").nth(0).is_visible()
            check(page, width)
            page.screenshot(path=artefacts / f"charts-{theme}-{width}.png", full_page=True)
        assert watch.strays == [] and watch.errors == []
