"""The charts of a hashtag in Chromium without a network, and those to play with in a real JupyterLab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.charts.browse_widget import Brush
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook
from tests.browser.test_chart_pictures import THEMES, check, page_of
from tests.charts.hashtag_examples import HASHTAG, monthly


@pytest.mark.parametrize("theme", THEMES)
def test_every_chart_is_legible(theme: str, browser: Browser, artefacts: Path) -> None:
    for width in (1280, 390):
        with fresh_page(browser, width) as (page, watch):
            page.set_content(page_of(theme, HASHTAG))
            check(page, width, HASHTAG)
            page.screenshot(path=artefacts / f"hashtag-charts-{theme}-{width}.png", full_page=True)
        assert watch.strays == [] and watch.errors == []


def test_a_switch_shows_one_panel_at_a_time_by_mouse_and_by_keyboard(browser: Browser) -> None:
    with fresh_page(browser) as (page, watch):
        page.set_content(page_of("light", {"hours": HASHTAG["hours"], "kinds": HASHTAG["kinds"]}))
        hours, kinds = page.locator("figure").nth(0), page.locator("figure").nth(1)

        def seen(figure: Locator) -> list[int]:
            panels = figure.locator(".course-panel").all()
            return [n for n, panel in enumerate(panels) if panel.is_visible()]

        assert seen(hours) == seen(kinds) == [0]
        hours.get_by_role("radio", name="New York").check()
        assert seen(hours) == [1] and seen(kinds) == [0]  # the other chart keeps its own
        page.keyboard.press("ArrowRight")
        assert seen(hours) == [2]
        page.keyboard.press("Enter")  # sends no form
        expect(hours.get_by_role("radio", name="Kolkata")).to_be_checked()
        expect(hours.get_by_text("Hours as in Kolkata")).to_be_visible()
        kinds.get_by_text("Shares", exact=True).click()
        assert seen(kinds) == [1] and seen(hours) == [2]
        assert violations(page, "main") == []
        sizes = page.locator(".course-picture-switch label").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 24
    assert watch.strays == [] and watch.errors == []


def stage(theme: str) -> str:
    """The brush in a page without Jupyter, on a model that keeps what it is told."""
    light, ink, paper = THEMES[theme]
    widget = monthly(132).widget
    state = {name: getattr(widget, name) for name in ("cube", "head", "foot", "said", "span")}
    code = Brush._esm.replace("export default { render };", "")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Brush</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>:root {{ --jp-content-font-color1: {ink}; --jp-layout-color0: {paper}; }}"
        f" body {{ background: var(--jp-layout-color0); margin: 16px; }} {Brush._css}</style>"
        f'<body data-jp-theme-light="{light}"><main><h1 style="color: {ink}">Brush</h1><div id="here"></div>'
        f'</main><script type="module">{code}\nconst state = {json.dumps(state)}; const heard = {{}};'
        "window.saved = []; window.model = { get: n => state[n], set: (n, v) => { state[n] = v; },"
        " save_changes: () => saved.push(state.span), on: (n, f) => { heard[n] = f; }, off: () => {},"
        " tell: v => { state.span = v; heard['change:span'](); } };"
        "render({ model, el: document.getElementById('here'), signal: new AbortController().signal });"
        "</script></body>"
    )


def leading(page: Page | Locator) -> list[str]:
    return page.locator(".course-brush-lists ol").first.locator("b").all_inner_texts()


@pytest.mark.parametrize("theme", THEMES)
def test_the_brush_by_mouse_and_its_twin_by_keyboard(theme: str, browser: Browser, artefacts: Path) -> None:
    cube = monthly(132).widget.cube
    counts, names = cube["counts"], cube["names"]
    total = f"{sum(counts):,}"
    for width in (1280, 390):
        with fresh_page(browser, width) as (page, watch):
            page.set_content(stage(theme))
            says = page.locator(".course-brush-says")
            expect(says).to_contain_text(f"{names[0]} to {names[-1]}: {total} #MedEd originals, 100.0 %")
            whole = leading(page)
            box = page.locator(".course-brush-plot svg").bounding_box()
            assert box is not None and box["height"] == 200
            y = box["y"] + 100
            across = box["width"] - 62 - 14
            page.mouse.move(box["x"] + 62 + across * 0.9, y)
            page.mouse.down()
            page.mouse.move(box["x"] + 62 + across, y, steps=4)
            page.mouse.up()
            low, high = page.evaluate("saved.at(-1)")
            assert low == round(131 * 0.9) and high == 131
            part = sum(counts[low:])
            expect(says).to_contain_text(f"{names[low]} to {names[-1]}: {part:,} #MedEd originals")
            assert leading(page) != whole  # two tags come late: the brush finds them
            page.screenshot(path=artefacts / f"brush-{theme}-{width}.png", full_page=True)
            # The twin: the same from the keyboard.
            first = page.get_by_role("slider", name="From")
            first.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            assert page.evaluate("saved.at(-1)") == [low + 2, 131]
            expect(first).to_have_attribute("aria-valuetext", names[low + 2])
            page.keyboard.press("End")  # an end that meets the other takes it along
            expect(says).to_contain_text(f"{names[-1]}: {counts[-1]:,} #MedEd originals")
            page.keyboard.press("Tab")
            page.keyboard.press("Home")
            expect(says).to_contain_text(f"{names[0]}: {counts[0]:,} #MedEd originals")
            expect(says).to_contain_text("assumed")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(says).to_contain_text("100.0 %")
            assert leading(page) == whole
            page.evaluate("model.tell([3, 5])")  # and from Python
            expect(says).to_contain_text(f"{names[3]} to {names[5]}: {sum(counts[3:6]):,}")
            assert violations(page, "main") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.get_by_role("img").count() == 1
        assert watch.strays == [] and watch.errors == []


CELLS = [
    "# Charts to play with",
    "import numpy as np, pandas as pd\n"
    "from course import charts, measures\n"
    "rng = np.random.default_rng(1)\n"
    "times = np.datetime64('2019-01-01') + rng.integers(0, 4 * 365 * 24 * 60, 60_000).astype('m8[m]')\n"
    "tags = rng.choice(['meded', 'ecg', 'sepsis', 'pocus'], 60_000, p=[0.5, 0.25, 0.15, 0.1])\n"
    "tags[times >= np.datetime64('2022-07-01')] = 'airway'\n"
    "picture = charts.monthly(measures.period_counts(times), measures.leading(times, tags),\n"
    "    measures.leading(times, np.char.add(tags, '.example')), assumed=[2019, 2020],\n"
    "    what='#MedEd originals', source=charts.SYNTHETIC)\n"
    "zones = ['UTC', 'America/New_York']",
    "charts.hours({zone: measures.hour_by_weekday(times, zone) for zone in zones}, source=charts.SYNTHETIC)",
    "picture",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def test_in_jupyterlab_by_mouse_and_by_keyboard(lab: Lab, browser: Browser, artefacts: Path) -> None:
    write_notebook(lab.root / "hashtag.ipynb", CELLS)
    for theme in THEMES:
        lab.theme(theme)
        with fresh_page(browser) as (page, watch):
            panel = open_notebook(page, lab, "hashtag.ipynb")
            run_all(page)
            brush = page.locator(".course-picture:has(.course-brush-plot)")
            brush.wait_for()
            brush.scroll_into_view_if_needed()
            says = brush.locator(".course-brush-says")
            expect(says).to_contain_text("January 2019 to December 2022: 60,000 #MedEd originals, 100.0 %")
            assert leading(brush)[0] == "#meded"
            box = brush.locator(".course-brush-plot svg").bounding_box()
            assert box is not None
            y, right = box["y"] + 60, box["x"] + box["width"] - 15
            page.mouse.move(right - (box["width"] - 76) * 5 / 47, y)
            page.mouse.down()
            page.mouse.move(right, y, steps=5)
            page.mouse.up()
            expect(says).to_contain_text("July 2022 to December 2022")
            assert leading(brush) == ["#airway"]
            first = brush.get_by_role("slider", name="From")
            first.focus()
            for _ in range(3):
                page.keyboard.press("ArrowLeft")  # JupyterLab would take the arrows for its cells
            expect(says).to_contain_text("April 2022 to December 2022")
            assert set(leading(brush)) == {"#airway", "#meded", "#ecg", "#sepsis", "#pocus"}
            assert violations(page, ".course-picture:has(.course-brush-plot)") == []
            panel.screenshot(path=artefacts / f"hashtag-lab-{theme}.png")
            clock = page.locator(".course-picture:has(.course-picture-switch)")
            clock.scroll_into_view_if_needed()
            clock.get_by_role("radio", name="UTC").focus()
            page.keyboard.press("ArrowDown")
            expect(clock.get_by_text("Hours as in New York")).to_be_visible()
            expect(clock.get_by_text("Hours as in UTC")).to_be_hidden()
            assert violations(page, ".course-picture:has(.course-picture-switch)") == []
        assert watch.strays == [] and watch.errors == []
