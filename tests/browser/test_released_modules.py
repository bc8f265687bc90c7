"""Recompute the number, and the test, as they are released: run from the top in a real JupyterLab without a
network, answered by keyboard, and looked at by axe-core in both themes and widths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, fresh_page, violations
from tests.browser.modules import open_whole, released_lab

pytestmark = pytest.mark.slow

NUMBERS, TEST = "03-numbers", "t1-before"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with released_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home"), NUMBERS, TEST) as lab:
        yield lab


def values(lab: Lab, module: str) -> dict[str, Any]:
    file = lab.root / module / "answers.json"
    found = json.loads(file.read_text())["answers"] if file.exists() else {}
    return {name: entry["value"] for name, entry in found.items()}


def test_numbers_by_keyboard(lab: Lab, browser: Browser, artefacts: Path) -> None:
    with fresh_page(browser, 1280, 2000) as (page, watch):
        open_whole(page, lab, NUMBERS, watch)
        keys = Keys(page)
        page.get_by_text("from course import").first.click()
        keys.press("Escape")

        keys.on("half-what", "input[type=radio]")
        keys.times("ArrowDown", 2)
        keys.on("half-what", ".qc-main")
        keys.press("Enter")
        expect(card(page, "half-what")).to_have_attribute("data-state", "right")

        keys.on("caps-points", "input[type=text]")
        page.keyboard.type("50")
        keys.on("caps-points", ".qc-main")
        keys.press("Enter")
        expect(card(page, "caps-points")).to_have_attribute("data-state", "wrong")
        expect(card(page, "caps-points")).to_contain_text("50 is the relative change")
        card(page, "caps-points").evaluate("one => one.scrollIntoView({block: 'start'})")
        page.screenshot(path=artefacts / "numbers.png", clip={"x": 0, "y": 0, "width": 1280, "height": 1250})

        keys.on("relative-only", "input[type=checkbox]")
        keys.press("Space")
        keys.on("relative-only", ".qc-main")
        keys.press("Enter")
        expect(card(page, "relative-only")).to_have_attribute("data-state", "right")

        keys.on("own-points", ".qc-button:not(.qc-main)")
        keys.press("Enter")
        expect(card(page, "own-points")).to_contain_text("Both groups first")

        first = page.locator("figure details summary").first
        first.focus()
        keys.press("Enter")
        expect(page.locator("figure details").first).to_have_attribute("open", "")
        assert not watch.strays and not watch.errors
    saved = values(lab, NUMBERS)
    assert (saved["half-what"], saved["caps-points"]) == ("base", "50")
    assert saved["relative-only"] == "cannot-be-computed"


def test_the_test_by_keyboard_and_after_a_break(lab: Lab, browser: Browser) -> None:
    with fresh_page(browser, 1280, 2000) as (page, watch):
        open_whole(page, lab, TEST, watch)
        keys = Keys(page)
        page.get_by_text("from course import").first.click()
        keys.press("Escape")
        for name, downs in (("card-01", 4), ("card-06", 1), ("card-12", 0)):
            keys.on(name, "input[type=radio]")
            if downs:
                keys.times("ArrowRight", downs)
            else:
                keys.press("Space")
            expect(card(page, name)).to_have_attribute("data-state", "saved")
        expect(page.locator(".fr")).to_contain_text("3 of 24 cards answered")
        assert "agrees" not in page.locator(".fr").inner_text()
        page.wait_for_timeout(500)

        open_whole(page, lab, TEST, watch)
        expect(card(page, "card-01").get_by_role("radio", name="80 %")).to_be_checked()
        assert card(page, "card-06").locator("img").get_attribute("alt")
        assert not watch.strays and not watch.errors
    assert {name: values(lab, TEST)[name] for name in ("card-01", "card-06", "card-12")} == {
        "card-01": 80, "card-06": 20, "card-12": 5,
    }  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_that_the_course_draws_is_hard_to_read(
    lab: Lab, browser: Browser, artefacts: Path, theme: str, width: int
) -> None:
    lab.theme(theme)
    with fresh_page(browser, width, 1400) as (page, watch):
        for module in (NUMBERS, TEST):
            open_whole(page, lab, module, watch)
            assert violations(page, ".jp-OutputArea-output") == []
            wide = page.evaluate(
                "() => [...document.querySelectorAll('section.qc, figure')]"
                ".filter(one => one.scrollWidth > one.clientWidth + 1).length"
            )
            assert wide == 0, "something is cut off at the right"
            for part in ("own-table", "own-interval") if module == NUMBERS else ("card-06", "card-18"):
                shot = artefacts / f"{module}-{part}-{theme}-{width}.png"
                card(page, part).screenshot(path=shot)
            if module == NUMBERS:
                page.locator("figure").nth(0).screenshot(path=artefacts / f"risk-icons-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
