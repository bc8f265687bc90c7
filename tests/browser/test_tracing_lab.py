"""Trace it to the source as it is released: the breath card's chain end to end in a real JupyterLab without a
network, by mouse and by keyboard, with a reload half-way, and looked at by axe-core.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.archive import variant_of
from course.questions.bank.loading import load_bank
from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, Watch, fresh_page, running_lab, violations
from tests.browser.modules import open_whole

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MODULE, STORY, QUESTION = "02-tracing-sources", "breath-card", "breath-chain"
OURS = ("section.qc[data-question]", ".aw")
VARIANTS = json.loads((ROOT / "faculty" / MODULE / "archive" / "variants.json").read_text(encoding="utf-8"))
PLACE = variant_of("autumn", "t007", STORY, len(VARIANTS[STORY]))
KEY: dict[str, Any] = VARIANTS[STORY][PLACE]
TRUE = {part: KEY[QUESTION][part] for part in ("order", "from", "labels")}
TRAILS = VARIANTS["trails"][STORY]
WAY: list[dict[str, str]] = TRAILS["forms"][TRAILS["variants"][PLACE]]
BANK = load_bank(ROOT / "release" / MODULE)
LISTED = [one.id for one in BANK.find(QUESTION).documents]
CARD = f'section.qc[data-question="{QUESTION}"]'
NAMES = {one.id: one.text for one in BANK.find(QUESTION).documents}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        one.settings("@jupyterlab/notebook-extension", "tracker", {"windowingMode": "none"})
        yield one


def lay(lab: Lab, name: str) -> Path:
    """A desk of its own for one test; the module's folder."""
    folder = Path(shutil.copytree(ROOT / "release" / MODULE, lab.root / name / MODULE))
    settings = {"mode": "cohort", "id": "t007", "cohort": "autumn"}
    (folder.parent / ".course.json").write_text(json.dumps(settings))
    return folder


def open_all(page: Page, lab: Lab, folder: Path, watch: Watch) -> Locator:
    """The chain's card, after the whole notebook has run."""
    open_whole(page, lab, MODULE, watch, folder=folder)
    expect(page.locator(".aw")).to_have_count(2, timeout=30_000)
    assert page.locator('.jp-OutputArea-output[data-mime-type*="error"]').count() == 0
    return card(page, QUESTION)


def saved(folder: Path) -> dict[str, Any]:
    file = folder / "answers.json"
    answers = json.loads(file.read_text(encoding="utf-8"))["answers"] if file.exists() else {}
    return {name: entry["value"] for name, entry in answers.items()}


def expect_saved(page: Page, folder: Path, name: str, wanted: Any) -> None:
    for _ in range(80):
        if saved(folder).get(name) == wanted:
            break
        page.wait_for_timeout(100)
    assert saved(folder).get(name) == wanted


def row(shown: Locator, one: str) -> Locator:
    return shown.locator(".qc-doc").filter(has=shown.page.get_by_text(NAMES[one], exact=True))


def drag(page: Page, start: Locator, onto: Locator, above: bool = False) -> None:
    start.scroll_into_view_if_needed()
    here, there = start.bounding_box(), onto.bounding_box()
    assert here and there
    x, y = here["x"] + here["width"] / 2, here["y"] + here["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, there["y"] + there["height"] / 2, steps=6)
    if above:
        page.mouse.move(x, there["y"] + 3, steps=3)
    page.mouse.up()


def order_by_mouse(page: Page, shown: Locator) -> None:
    order = list(LISTED)
    for place, one in enumerate(TRUE["order"]):
        if order[place] == one:
            continue
        drag(page, row(shown, one).locator(".qc-grip"), row(shown, order[place]), above=True)
        order.remove(one)
        order.insert(place, one)
        expect(shown.locator(".qc-doc").nth(place)).to_contain_text(NAMES[one])


def hops_by_mouse(page: Page, shown: Locator, documents: list[str]) -> None:
    for one in documents:
        source = TRUE["from"][one]
        if source == "not-determinable":
            shown.get_by_role("combobox", name=f"{NAMES[one]}: Comes from").select_option(source)
        else:
            drag(page, row(shown, one).locator(".qc-dot"), row(shown, source))
        shown.get_by_role("combobox", name=f"{NAMES[one]}: What changed").select_option(TRUE["labels"][one])


def order_by_keyboard(shown: Locator, keys: Keys) -> None:
    """Each document is lifted to its place; the next one stands further down, so that Tab is enough."""
    shown.locator("summary").focus()
    order = list(LISTED)
    for place, one in enumerate(TRUE["order"]):
        steps = order.index(one) - place
        if steps:
            keys.tab_to(f'{CARD} [aria-label="Move up: {NAMES[one]}"]', 80)
            keys.times("Enter", steps)
        order.remove(one)
        order.insert(place, one)


def hops_by_keyboard(shown: Locator, keys: Keys, documents: list[str]) -> None:
    shown.locator("summary").focus()
    for one in documents:
        for part, value in ((0, TRUE["from"][one]), (1, TRUE["labels"][one])):
            select = row(shown, one).locator("select").nth(part)
            keys.tab_to(f"#{select.get_attribute('id')}", 80)
            keys.times("ArrowDown", select.locator(f"option[value='{value}']").evaluate("one => one.index"))
            expect(select).to_have_value(value)


def read_the_way(page: Page, web: Locator) -> None:
    """What the fact-checker opens, typed into the address bar."""
    for step in WAY:
        if step["do"] != "open":
            continue
        bar = web.get_by_role("textbox", name="Address or words to search for")
        bar.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(step["of"])
        page.keyboard.press("Enter")
        expect(bar).to_have_value(step["of"])
        expect(web.locator(".aw-view")).to_be_focused()


@pytest.mark.parametrize("hand", ["mouse", "keyboard"])
def test_the_breath_card_end_to_end_with_a_reload_half_way(
    hand: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    folder = lay(lab, hand)
    half = {"order": TRUE["order"], "from": {}, "labels": {}}
    first, rest = TRUE["order"][1:6], TRUE["order"][6:]
    for one in first:
        half["from"][one], half["labels"][one] = TRUE["from"][one], TRUE["labels"][one]
    with fresh_page(browser, 1280, 3000) as (page, watch):
        shown = open_all(page, lab, folder, watch)
        if hand == "mouse":
            read_the_way(page, page.locator(f'.aw[data-story="{STORY}"]'))
            order_by_mouse(page, shown)
            hops_by_mouse(page, shown, first)
        else:
            keys = Keys(page)
            order_by_keyboard(shown, keys)
            hops_by_keyboard(shown, keys, first)
        expect_saved(page, folder, QUESTION, half)
        assert not watch.strays and not watch.errors
    with fresh_page(browser, 1280, 3000) as (page, watch):
        shown = open_all(page, lab, folder, watch)
        expect(shown.get_by_role("status")).to_contain_text(
            "Your chain has 5 of 11 arrows and 5 of 11 labels."
        )
        expect(shown.locator(".qc-doc").first).to_contain_text(NAMES[TRUE["order"][0]])
        if hand == "mouse":
            hops_by_mouse(page, shown, rest)
        else:
            hops_by_keyboard(shown, Keys(page), rest)
        expect_saved(page, folder, QUESTION, TRUE)
        expect(shown).to_have_attribute("data-state", "saved")
        shown.screenshot(path=artefacts / f"tracing-chain-{hand}.png")
        assert not watch.strays and not watch.errors
    if hand == "mouse":
        opened = [step["of"] for step in saved(folder)["breath-trail"]["steps"] if step["do"] == "open"]
        assert {step["of"] for step in WAY if step["do"] == "open"} <= set(opened)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_either_theme_and_width(
    theme: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    folder = lay(lab, theme)
    lab.theme(theme)
    with fresh_page(browser, 1280, 2000) as (page, watch):
        shown = open_all(page, lab, folder, watch)
        slider = page.get_by_role("slider", name="Hand")
        slider.focus()
        page.keyboard.press("End")
        expect(page.get_by_text("Post, read by 1,300,000").first).to_be_visible()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 2000})
            page.wait_for_timeout(500)
            for part in OURS:
                assert violations(page, part) == [], (theme, width, part)
            for name, what in (("chain", shown), ("grown", slider), ("real", card(page, "real-labels"))):
                what.scroll_into_view_if_needed()
                page.screenshot(path=artefacts / f"tracing-{name}-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
