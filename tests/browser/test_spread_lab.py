"""Who is amplifying it? as it is released: run in a real JupyterLab without a network, its slider, line-up
and tables used by mouse and by keyboard, and looked at by axe-core in both themes and widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, fresh_page, violations
from tests.browser.modules import open_whole, released_lab

pytestmark = pytest.mark.slow

MODULE = "07-spread"
OURS = ("section.qc[data-question]", ".course-picture")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with released_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home"), MODULE) as lab:
        yield lab


def test_slider_and_line_up(lab: Lab, browser: Browser, artefacts: Path) -> None:
    with fresh_page(browser, 1280, 2000) as (page, watch):
        open_whole(page, lab, MODULE, watch)
        steps = page.locator(".course-steps")
        slider = steps.get_by_role("slider", name="Links in common")
        slider.scroll_into_view_if_needed()
        expect(steps.locator(".course-steps-reads")).to_have_text("2")
        title = steps.locator(".course-steps-page.shown .course-picture-title")
        tall = steps.bounding_box()["height"]
        # By mouse: a click at the right end.
        box = slider.bounding_box()
        page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
        expect(steps.locator(".course-steps-reads")).to_have_text("5")
        expect(title).to_contain_text("5 or more links")
        expect(steps.get_by_role("status")).to_contain_text("Links in common: 5.")
        # By keyboard, and nothing moves.
        slider.focus()
        page.keyboard.press("ArrowLeft")
        expect(steps.locator(".course-steps-reads")).to_have_text("4")
        expect(title).to_contain_text("4 or more links")
        assert abs(steps.bounding_box()["height"] - tall) < 2
        # What is not shown cannot be reached: one table is offered, not four.
        assert steps.get_by_text("The numbers as a table").filter(visible=True).count() == 1
        steps.screenshot(path=artefacts / "spread-slider.png")

        thirty = card(page, "line-up")
        thirty.scroll_into_view_if_needed()
        boxes = thirty.get_by_role("checkbox")
        for place in range(11):
            boxes.nth(place).check()
        expect(thirty.locator(".qc-tally")).to_have_text("11 of at most 10 chosen")
        expect(thirty).to_contain_text("You chose 11, at most 10 are asked for.")
        # Nothing was taken away behind one's back.
        assert all(boxes.nth(place).is_checked() for place in range(11))
        keys = Keys(page)
        boxes.nth(10).focus()
        page.keyboard.press("Space")
        expect(thirty.locator(".qc-tally")).to_have_text("10 of at most 10 chosen")
        expect(thirty).not_to_contain_text("You chose 11")
        thirty.screenshot(path=artefacts / "spread-line-up.png")

        # The next card by keyboard alone; how many are guilty stands in its prompt.
        guilty = int(re.search(r"(\d) of the ten guilty", card(page, "line-up-credit").inner_text())[1])
        keys.on("line-up-credit", "input[type=text]")
        page.keyboard.type(f"{guilty / 10 - (10 - guilty) / 20:.2f}")
        keys.on("line-up-credit", ".qc-main")
        keys.press("Enter")
        expect(card(page, "line-up-credit")).to_have_attribute("data-state", "right")
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
            for name, part in (("slider", ".course-steps"), ("bots", "section.qc[data-question='own-ppv']")):
                page.locator(part).first.scroll_into_view_if_needed()
                page.screenshot(path=artefacts / f"spread-{name}-{theme}-{width}.png")
            card(page, "line-up").scroll_into_view_if_needed()
            page.screenshot(path=artefacts / f"spread-line-up-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
