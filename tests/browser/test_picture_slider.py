"""The slider of pictures in Chromium: by mouse, keyboard and screen reader, in both themes and widths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course import charts
from course.charts.steps_widget import Slider
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook
from tests.browser.test_chart_pictures import THEMES

PER = 100


def picture(guilty: int) -> charts.Picture:
    return charts.risk_icons((guilty, PER), (30, PER), ("Accused", "Cleared"), "belonged to it", per=PER)


def made() -> charts.Steps:
    """Four steps; the middle two hold two pictures, of different heights."""
    return charts.steps(
        "Links in common",
        {2: picture(10), 3: (picture(20), picture(60)), 4: (picture(40), picture(5)), 5: picture(90)},
        at=3,
    )


def stage(theme: str) -> str:
    """The slider in a page without Jupyter, on a model that keeps what it is told."""
    light, ink, paper = THEMES[theme]
    widget = made().widget
    state = {name: getattr(widget, name) for name in ("label", "numbers", "pages", "says", "place")}
    code = Slider._esm.replace("export default { render };", "")
    told = json.dumps(state).replace("</", "<\\/")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Slider</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>:root {{ --jp-content-font-color1: {ink}; --jp-layout-color0: {paper}; }}"
        f" body {{ background: var(--jp-layout-color0); margin: 16px; }} {Slider._css}</style>"
        f'<body data-jp-theme-light="{light}"><main><h1 style="color: {ink}">Slider</h1><div id="here"></div>'
        f'<p id="below" style="color: {ink}">Below</p></main><script type="module">{code}\n'
        f"const state = {told}; const heard = {{}}; window.saved = [];"
        "window.model = { get: n => state[n], set: (n, v) => { state[n] = v; heard['change:' + n]?.(); },"
        " save_changes: () => saved.push(state.place), on: (n, f) => { heard[n] = f; }, off: () => {} };"
        "render({ model, el: document.getElementById('here'), signal: new AbortController().signal });"
        "</script></body>"
    )


def click_at(page: Page, slider: Locator, part: float) -> None:
    """Click the slider at so much of its way: 0 is the left end, 1 the right."""
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 8 + (box["width"] - 16) * part, box["y"] + box["height"] / 2)


def shown(page: Page | Locator) -> list[str]:
    """The sentences of the pictures that can be seen."""
    return page.locator("figcaption").filter(visible=True).all_inner_texts()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_by_mouse_by_keyboard_and_nothing_moves(
    theme: str, width: int, browser: Browser, artefacts: Path
) -> None:
    with fresh_page(browser, width) as (page, watch):
        page.set_content(stage(theme))
        slider = page.get_by_role("slider", name="Links in common", exact=True)
        says = page.get_by_role("status")
        expect(slider).to_have_attribute("aria-valuetext", "3")
        assert shown(page) == [picture(20).sentence, picture(60).sentence]
        expect(says).to_be_empty()  # nothing changed yet, so nothing is announced
        first, second = (page.locator("figure").filter(visible=True).nth(n).bounding_box() for n in (0, 1))
        assert first and second
        if width == 1280:
            assert second["y"] == first["y"] and second["x"] >= first["x"] + first["width"]
        else:
            assert second["x"] == first["x"] and second["y"] >= first["y"] + first["height"]
        below = page.locator("#below").bounding_box()
        for number, part in ((2, 0.0), (5, 1.0), (4, 2 / 3)):
            click_at(page, slider, part)
            expect(slider).to_have_attribute("aria-valuetext", str(number))
            expect(page.locator(".course-steps-reads")).to_have_text(str(number))
            assert page.locator("#below").bounding_box() == below, number
            assert violations(page, "main") == [], number
        assert shown(page) == [picture(40).sentence, picture(5).sentence]
        page.screenshot(path=artefacts / f"slider-{theme}-{width}.png", full_page=True)
        assert page.evaluate("saved") == [0, 3, 2]
        # By keyboard alone, from the top of the page.
        page.locator("h1").click()
        page.keyboard.press("Tab")
        expect(slider).to_be_focused()
        page.keyboard.press("Home")
        expect(says).to_have_text(f"Links in common: 2. {picture(10).sentence}")
        page.keyboard.press("ArrowRight")
        expect(says).to_have_text(f"Links in common: 3. {picture(20).sentence} {picture(60).sentence}")
        page.keyboard.press("End")
        assert shown(page) == [picture(90).sentence]
        # The next stop is the table of what is shown; those of hidden steps are no stops.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.course-steps-page.shown') !== null")
        assert page.locator("summary").filter(visible=True).count() == 1
        page.keyboard.press("Enter")
        assert page.locator("table").filter(visible=True).count() == 1
        for part in (".course-steps-line input", "summary"):
            sizes = [one.bounding_box() for one in page.locator(part).filter(visible=True).all()]
            assert all(box and box["height"] >= 24 and box["width"] >= 24 for box in sizes)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watch.strays == [] and watch.errors == []


CELLS = [
    "# A slider of pictures",
    "from course import charts\n"
    "def picture(n):\n"
    "    return charts.risk_icons((n, 100), (30, 100), ('Accused', 'Cleared'), 'belonged to it', per=100)\n"
    "slider = charts.steps('Links in common', {2: picture(10), 3: (picture(20), picture(60)), "
    "4: picture(90)})\n"
    "slider",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.mark.parametrize("theme", THEMES)
def test_in_jupyterlab(theme: str, lab: Lab, browser: Browser, artefacts: Path) -> None:
    write_notebook(lab.root / "slider.ipynb", CELLS)
    lab.theme(theme)
    with fresh_page(browser) as (page, watch):
        panel = open_notebook(page, lab, "slider.ipynb")
        run_all(page)
        steps = page.locator(".course-steps")
        slider = steps.get_by_role("slider", name="Links in common", exact=True)
        slider.wait_for()
        click_at(page, slider, 1.0)
        expect(steps.get_by_role("status")).to_contain_text("Links in common: 4.")
        page.keyboard.press("ArrowLeft")  # JupyterLab would take the arrows for its cells
        expect(slider).to_have_attribute("aria-valuetext", "3")
        assert shown(steps) == [picture(20).sentence, picture(60).sentence]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            assert violations(page, ".course-steps") == [], width
            panel.screenshot(path=artefacts / f"slider-lab-{theme}-{width}.png")
    assert watch.strays == [] and watch.errors == []
