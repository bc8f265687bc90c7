"""Stop, and read laterally as it is released: *03:10, bay four* solved end to end in a real JupyterLab
without a network, half by mouse and half by keyboard with a reload between, and looked at by axe-core.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.archive import variant_of
from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, Watch, fresh_page, running_lab, violations
from tests.browser.modules import open_whole

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MODULE, STORY = "01-viral-claims", "bay-four"
OURS = ("section.qc[data-question]", ".aw")
VARIANTS = json.loads((ROOT / "faculty" / MODULE / "archive" / "variants.json").read_text(encoding="utf-8"))
PLACE = variant_of("autumn", "t007", STORY, len(VARIANTS[STORY]))
KEY: dict[str, Any] = VARIANTS[STORY][PLACE]
TRAILS = VARIANTS["trails"][STORY]
WAY: list[dict[str, str]] = TRAILS["forms"][TRAILS["variants"][PLACE]]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    root = tmp_path / "root"
    shutil.copytree(ROOT / "release" / MODULE, root / MODULE)
    settings = {"mode": "cohort", "id": "t007", "cohort": "autumn"}
    (root / ".course.json").write_text(json.dumps(settings))
    with running_lab(root, tmp_path / "home") as one:
        one.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
        yield one


def open_all(page: Page, lab: Lab, watch: Watch) -> Locator:
    open_whole(page, lab, MODULE, watch)
    expect(page.locator(".aw")).to_have_count(6, timeout=30_000)
    assert page.locator('.jp-OutputArea-output[data-mime-type*="error"]').count() == 0
    found = page.locator(f'.aw[data-story="{STORY}"]')
    found.scroll_into_view_if_needed()
    expect(found.locator(".aw-banner")).to_contain_text("All pages here are fictional")
    return found


def trail(lab: Lab) -> list[dict[str, Any]]:
    saved = json.loads((lab.root / MODULE / "answers.json").read_text(encoding="utf-8"))
    steps: list[dict[str, Any]] = saved["answers"]["bay-trail"]["value"]["steps"]
    return steps


def go(web: Locator, words: str) -> None:
    """What is typed into the address bar is opened, or searched."""
    bar = web.get_by_role("textbox", name="Address or words to search for")
    bar.fill(words)
    bar.press("Enter")


def by_mouse(web: Locator) -> None:
    """The first half of the fact-checker's way: the search, whose two first results share one owner."""
    go(web, "verdazine first dose")
    hits = web.locator(".aw-hit")
    expect(hits.nth(0)).to_contain_text("Sponsored")
    web.get_by_role("button", name="Tools").click()
    for place, domain in ((0, "vitalis-institute.example"), (1, "dosekeel.example")):
        hits.nth(place).get_by_role("link").click()
        expect(web.locator(".aw-address")).to_have_value(re.compile(re.escape(domain)))
        web.get_by_role("button", name="Who registered this domain?").click()
        expect(web.locator(".aw-tools")).to_contain_text("2")
        web.get_by_role("button", name="Back", exact=True).click()
        expect(hits.nth(0)).to_be_visible()


def choose(page: Page, name: str, option: str) -> None:
    """An option by mouse, by the place that it has on the card."""
    card(page, name).get_by_role("radio").nth(_options()[name].index(option)).check()


def _options() -> dict[str, list[str]]:
    from course.questions.bank.loading import load_bank

    bank = load_bank(ROOT / "release" / MODULE)
    return {one.id: [option.id for option in one.options] for one in bank if one.kind == "choice"}


def test_bay_four_end_to_end_with_a_reload_half_way(lab: Lab, browser: Browser, artefacts: Path) -> None:
    with fresh_page(browser, 1280, 1600) as (page, watch):
        web = open_all(page, lab, watch)
        by_mouse(web)
        choose(page, "bay-claim", KEY["bay-claim"])
        choose(page, "bay-owner", KEY["bay-owner"])
        expect(card(page, "bay-owner")).to_have_attribute("data-state", "saved")
        web.scroll_into_view_if_needed()
        web.screenshot(path=artefacts / "claims-bay-four-search.png")
        read = len(trail(lab))
        assert read >= 5
        assert not watch.strays and not watch.errors

    with fresh_page(browser, 1280, 1600) as (page, watch):
        web = open_all(page, lab, watch)
        # It goes on where it was.
        assert len(trail(lab)) == read
        expect(web.locator(".aw-hit").nth(0)).to_be_visible()
        expect(card(page, "bay-owner")).to_have_attribute("data-state", "saved")
        keys = Keys(page)
        web.get_by_role("textbox", name="Address or words to search for").focus()
        for step in WAY:
            if step["do"] != "open":
                continue
            bar = web.get_by_role("textbox", name="Address or words to search for")
            bar.focus()
            page.keyboard.press("Control+a")
            page.keyboard.type(step["of"])
            page.keyboard.press("Enter")
            expect(web.locator(".aw-view")).to_be_focused()
            expect(bar).to_have_value(step["of"])
            expect(web.locator(".aw-hero")).to_be_visible()
        keys.on("bay-dose", "input[type=text]")
        page.keyboard.type(str(KEY["bay-dose"]))
        for name in ("bay-first", "bay-correction"):
            choose(page, name, KEY[name])
        for name in ("bay-verdict", "bay-action"):
            choose(page, name, KEY[name])
            card(page, name).get_by_role("slider").focus()
            page.keyboard.press("End")
        for name in ("bay-dose", "bay-first", "bay-correction", "bay-verdict", "bay-action"):
            expect(card(page, name)).to_have_attribute("data-state", "saved")
        opened = [step["of"] for step in trail(lab) if step["do"] == "open"]
        assert {step["of"] for step in WAY if step["do"] == "open"} <= set(opened)
        web.scroll_into_view_if_needed()
        web.screenshot(path=artefacts / "claims-bay-four-end.png")
        assert not watch.strays and not watch.errors
    saved = json.loads((lab.root / MODULE / "answers.json").read_text(encoding="utf-8"))["answers"]
    for name in ("bay-claim", "bay-first", "bay-owner", "bay-correction"):
        assert saved[name]["value"] == KEY[name]
    assert saved["bay-verdict"]["value"] == {"choice": KEY["bay-verdict"], "confidence": 1.0}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_either_theme_and_width(
    theme: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    lab.theme(theme)
    with fresh_page(browser, 1280, 2000) as (page, watch):
        web = open_all(page, lab, watch)
        web.get_by_role("button", name="Tools").click()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 2000})
            page.wait_for_timeout(500)
            for part in OURS:
                assert violations(page, part) == [], (theme, width, part)
            web.scroll_into_view_if_needed()
            page.screenshot(path=artefacts / f"claims-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
