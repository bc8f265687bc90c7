"""A chain drawn in JupyterLab: by mouse, by keyboard, left and taken up again, and seen in both themes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

FIXTURE = Path(__file__).parents[1] / "fixtures" / "chain"
QUESTION = "socks-chain"
TRUE_ORDER = ["d03", "d01", "d05", "d02", "d04"]
NAMES = {
    "d01": "Press release",
    "d02": "Blog: socks with teeth",
    "d03": "Draft of a report",
    "d04": "Post with 9,000 likes",
    "d05": "Newspaper story",
}
FROM = {"d01": "d03", "d05": "d01", "d02": "d03", "d04": "not-determinable"}
LABELS = {"d01": "strengthened", "d05": "added", "d02": "kept", "d04": "not-determinable"}
WHOLE = {"order": TRUE_ORDER, "from": FROM, "labels": LABELS}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def desk(lab: Lab, name: str) -> Path:
    folder = lab.root / name / "m2"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", folder)
    (folder.parent / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "ada", "cohort": "test"}))
    write_notebook(folder / "m2.ipynb", ["from course import ask", f'ask("{QUESTION}")'])
    return folder


def show(page: Page, lab: Lab, name: str) -> Locator:
    open_notebook(page, lab, f"{name}/m2/m2.ipynb")
    run_all(page)
    shown = card(page, QUESTION)
    shown.wait_for()
    return shown


def saved(folder: Path) -> Any:
    return json.loads((folder / "answers.json").read_text())["answers"][QUESTION]["value"]


def row(shown: Locator, one: str) -> Locator:
    return shown.locator(".qc-doc").filter(has=shown.page.locator(".qc-text", has_text=NAMES[one]))


def titles(shown: Locator) -> list[str]:
    found = shown.locator(".qc-doc .qc-text > span:first-child").all_inner_texts()
    return [next(one for one, name in NAMES.items() if name == text) for text in found]


def drag(page: Page, start: Locator, onto: Locator, above: bool = False) -> None:
    """Drag from the middle of one thing to the middle, or the upper edge, of another."""
    start.scroll_into_view_if_needed()
    here, there = start.bounding_box(), onto.bounding_box()
    assert here and there
    x, y = here["x"] + here["width"] / 2, here["y"] + here["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, there["y"] + there["height"] / 2, steps=8)
    if above:
        page.mouse.move(x, there["y"] + 3, steps=4)
    page.mouse.up()


def finish_labels(shown: Locator) -> None:
    for one, label in LABELS.items():
        shown.get_by_role("combobox", name=f"{NAMES[one]}: What changed").select_option(label)


def expect_saved(shown: Locator, folder: Path, wanted: dict[str, Any]) -> None:
    """In time: what the card says may still be of the answer before."""
    for _ in range(50):
        if (folder / "answers.json").exists() and saved(folder) == wanted:
            break
        shown.page.wait_for_timeout(100)
    assert saved(folder) == wanted


def expect_whole(shown: Locator, folder: Path) -> None:
    expect_saved(shown, folder, WHOLE)
    expect(shown).to_have_attribute("data-state", "saved")


def test_by_mouse_with_a_reload_half_way(lab: Lab, browser: Browser) -> None:
    folder = desk(lab, "mouse")
    with fresh_page(browser, height=1700) as (page, watch):
        shown = show(page, lab, "mouse")
        assert titles(shown) == ["d04", "d01", "d05", "d02", "d03"]
        expect(shown).to_have_attribute("data-state", "empty")
        drag(page, row(shown, "d03").locator(".qc-grip"), row(shown, "d04"), above=True)
        assert titles(shown) == ["d03", "d04", "d01", "d05", "d02"]
        for _ in range(3):
            shown.get_by_role("button", name=f"Move down: {NAMES['d04']}").click()
        assert titles(shown) == TRUE_ORDER
        expect(row(shown, "d03")).to_contain_text("The claim begins here.")
        drag(page, row(shown, "d01").locator(".qc-dot"), row(shown, "d03"))
        drag(page, row(shown, "d05").locator(".qc-dot"), row(shown, "d01"))
        expect(shown.locator(".qc-arc")).to_have_count(2)
        expect(shown.get_by_role("status")).to_contain_text("Your chain has 2 of 4 arrows and 0 of 4 labels.")
        page.reload()
        shown = show(page, lab, "mouse")
        assert titles(shown) == TRUE_ORDER
        expect(shown.locator(".qc-arc")).to_have_count(2)
        # Nothing comes from itself, or from what stands later.
        drag(page, row(shown, "d01").locator(".qc-dot"), row(shown, "d02"))
        drag(page, row(shown, "d02").locator(".qc-dot"), row(shown, "d03"))
        shown.get_by_role("combobox", name=f"{NAMES['d04']}: Comes from").select_option("not-determinable")
        expect(shown.locator(".qc-unknown")).to_have_count(1)
        finish_labels(shown)
        expect_whole(shown, folder)
        assert not watch.strays and not watch.errors


def test_by_keyboard_alone_with_a_reload_half_way(lab: Lab, browser: Browser) -> None:
    folder = desk(lab, "keys")
    with fresh_page(browser, height=1700) as (page, watch):
        shown, keys = show(page, lab, "keys"), Keys(page)
        page.locator(".jp-Notebook").focus()
        up, down = (f"[aria-label='Move {word}: {{}}']" for word in ("up", "down"))
        keys.on(QUESTION, down.format(NAMES["d04"]))
        keys.times("Enter", 4)
        assert titles(shown) == ["d01", "d05", "d02", "d03", "d04"]
        keys.press("Shift+Tab")
        while not page.evaluate("s => document.activeElement.matches(s)", up.format(NAMES["d03"])):
            assert page.evaluate("() => Boolean(document.activeElement.closest('.qc'))")
            keys.press("Shift+Tab")
        keys.times("Space", 3)
        assert titles(shown) == TRUE_ORDER
        page.reload()
        shown, keys = show(page, lab, "keys"), Keys(page)
        page.locator(".jp-Notebook").focus()
        for one in TRUE_ORDER[1:]:
            for part, value in ((0, FROM[one]), (1, LABELS[one])):
                select = row(shown, one).locator("select").nth(part)
                keys.tab_to(f"#{select.get_attribute('id')}", 20)
                wanted = select.locator(f"option[value='{value}']")
                places = wanted.evaluate("one => one.index")
                keys.times("ArrowDown", places)
                expect(select).to_have_value(value)
        expect_whole(shown, folder)
        assert not watch.strays and not watch.errors


def test_an_arrow_that_a_move_turns_round_stays_and_says_so(lab: Lab, browser: Browser) -> None:
    folder = desk(lab, "turned")
    with fresh_page(browser, height=1700) as (page, _):
        shown = show(page, lab, "turned")
        source = shown.get_by_role("combobox", name=f"{NAMES['d05']}: Comes from")
        source.select_option("d01")
        shown.get_by_role("button", name=f"Move up: {NAMES['d05']}").click()
        expect(row(shown, "d05")).to_contain_text("stands later")
        order = ["d04", "d05", "d01", "d02", "d03"]
        expect_saved(shown, folder, {"order": order, "from": {"d05": "d01"}, "labels": {}})
        shown.get_by_role("button", name=f"Move down: {NAMES['d05']}").click()
        expect(row(shown, "d05").locator(".qc-late-note")).to_be_hidden()
        expect(source).to_have_value("d01")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_looks_and_axe_in_both_themes_and_widths(
    theme: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    folder = desk(lab, f"look-{theme}")
    lab.theme(theme)
    with fresh_page(browser, height=1700) as (page, watch):
        shown = show(page, lab, f"look-{theme}")
        for one in ("d03", "d03", "d03", "d03"):
            shown.get_by_role("button", name=f"Move up: {NAMES[one]}").click()
        for _ in range(3):
            shown.get_by_role("button", name=f"Move down: {NAMES['d04']}").click()
        for one, source in FROM.items():
            shown.get_by_role("combobox", name=f"{NAMES[one]}: Comes from").select_option(source)
        finish_labels(shown)
        expect_whole(shown, folder)
        shown.locator("summary").click()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 1700})
            page.wait_for_timeout(300)
            shown.scroll_into_view_if_needed()
            small = shown.locator("button, select, summary, .qc-doc:not(.qc-first) .qc-dot").evaluate_all(
                "all => all.map(one => one.getBoundingClientRect())"
                ".filter(box => box.width && Math.min(box.width, box.height) < 24).length"
            )
            assert small == 0, width
            over = shown.locator(".qc-doc").evaluate_all(
                "all => Math.max(...all.map(one => one.scrollWidth - one.clientWidth))"
            )
            assert over <= 0, width
            assert violations(page, f"section.qc[data-question='{QUESTION}']") == [], width
            shown.screenshot(path=artefacts / f"chain-{theme}-{width}.png")
        assert not watch.strays and not watch.errors


def hold(page: Page, start: Locator, y: float) -> None:
    """Take hold of something with the mouse, and keep it at this height of the screen."""
    start.scroll_into_view_if_needed()
    here = start.bounding_box()
    assert here
    x = here["x"] + here["width"] / 2
    page.mouse.move(x, here["y"] + here["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, y, steps=8)


def at_the_end(page: Page, shown: Locator, name: str, place: int) -> None:
    """Wait until a row is the first (0) or the last (-1)."""
    for _ in range(100):
        if titles(shown)[place] == name:
            return
        page.wait_for_timeout(100)
    raise AssertionError(titles(shown))


def test_a_row_is_dragged_past_the_edge_of_the_screen(lab: Lab, browser: Browser) -> None:
    """The screen shows a part of the chain only: it follows the row that is held near its edge, both ways."""
    height = 460
    desk(lab, "edge")
    with fresh_page(browser, height=height) as (page, watch):
        shown = show(page, lab, "edge")
        first, last = row(shown, "d04"), row(shown, "d03")
        first.locator(".qc-grip").scroll_into_view_if_needed()
        low = last.bounding_box()
        assert low and low["y"] > height, "the last row must begin out of sight"
        hold(page, first.locator(".qc-grip"), height - 4)
        at_the_end(page, shown, "d04", -1)
        page.mouse.up()
        hold(page, first.locator(".qc-grip"), 40)
        at_the_end(page, shown, "d04", 0)
        page.mouse.up()
        assert titles(shown) == ["d04", "d01", "d05", "d02", "d03"]
        assert not watch.strays and not watch.errors
