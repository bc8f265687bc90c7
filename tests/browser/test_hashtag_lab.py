"""Read a hashtag as it is released: run in a real JupyterLab without a network, its brush, switch and tables
used by mouse and by keyboard, and looked at by axe-core in both themes and widths.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, fresh_page, violations
from tests.browser.modules import open_whole, released_lab

pytestmark = pytest.mark.slow

MODULE = "06-hashtag-data"
OURS = ("section.qc[data-question]", ".course-picture")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with released_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home"), MODULE) as lab:
        yield lab


def picture(page: Page, inside: str) -> Locator:
    found = page.locator(f".course-picture:has({inside})")
    found.first.scroll_into_view_if_needed()
    return found.first


def test_brush_switch_tables_and_cards(lab: Lab, browser: Browser, artefacts: Path) -> None:
    with fresh_page(browser, 1280, 2000) as (page, watch):
        open_whole(page, lab, MODULE, watch)
        brush = picture(page, ".course-brush-plot")
        says = brush.locator(".course-brush-says")
        expect(says).to_contain_text("60,000 originals, 100.0 %")
        box = brush.locator(".course-brush-plot svg").bounding_box()
        assert box is not None
        y, right = box["y"] + 60, box["x"] + box["width"] - 15
        page.mouse.move(right - (box["width"] - 76) * 0.1, y)
        page.mouse.down()
        page.mouse.move(right, y, steps=5)
        page.mouse.up()
        expect(says).to_contain_text("to December 2022")
        by_mouse = says.inner_text()
        assert "100.0 %" not in by_mouse
        first = brush.get_by_role("slider", name="From")
        first.focus()
        page.keyboard.press("ArrowLeft")
        expect(says).not_to_have_text(by_mouse)
        brush.screenshot(path=artefacts / "hashtag-brush.png")

        clock = (
            page.locator(".course-picture:has(.course-picture-switch)").filter(has_text="Hours as in").first
        )
        clock.get_by_role("radio", name="UTC").focus()
        page.keyboard.press("ArrowDown")
        expect(clock.get_by_text("Hours as in New York")).to_be_visible()
        expect(clock.get_by_text("Hours as in UTC")).to_be_hidden()

        for place, way in ((0, "mouse"), (1, "keyboard")):
            disclosed = page.locator("figure details").nth(place)
            summary = disclosed.locator("summary")
            if way == "mouse":
                summary.click()
            else:
                summary.focus()
                page.keyboard.press("Enter")
            expect(disclosed).to_have_attribute("open", "")
            expect(disclosed.locator("table")).to_be_visible()

        keys = Keys(page)
        page.get_by_text("from course import").first.click()
        keys.press("Escape")
        keys.on("meded-step", "input[type=text]")
        page.keyboard.type("41.3")
        keys.on("meded-step", ".qc-main")
        keys.press("Enter")
        expect(card(page, "meded-step")).to_have_attribute("data-state", "wrong")
        keys.on("thursday-first", "input[type=radio]")
        keys.times("ArrowDown", 2)
        keys.on("thursday-first", ".qc-main")
        keys.press("Enter")
        expect(card(page, "thursday-first")).to_have_attribute("data-state", "right")
        assert not watch.strays and not watch.errors


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_either_theme_and_width(
    theme: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    lab.theme(theme)
    with fresh_page(browser, 1280, 2000) as (page, watch):
        open_whole(page, lab, MODULE, watch)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 2000})
            page.wait_for_timeout(500)
            for part in OURS:
                assert violations(page, part) == [], (theme, width, part)
            for name, inside in (("brush", ".course-brush-plot"), ("switch", ".course-picture-switch")):
                picture(page, inside)
                page.screenshot(path=artefacts / f"hashtag-{name}-{theme}-{width}.png")
            card(page, "critique").scroll_into_view_if_needed()
            page.screenshot(path=artefacts / f"hashtag-critique-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
