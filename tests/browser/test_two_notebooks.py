"""Two notebooks of one module folder, each with a kernel, open at once: what one saves the other keeps."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cards import Desk, card, expect_saved, make_desk
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

CELLS = ["from course import ask", 'ask("designs")', 'ask("reply")']
MINE = "Only a preprint, and nobody has repeated it."
THEIRS = "One small study; wait for the trial."


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def show(page: Page, desk: Desk, name: str) -> None:
    path = desk.folder / f"{name}.ipynb"
    write_notebook(path, CELLS)
    open_notebook(page, desk.lab, str(path.relative_to(desk.lab.root)))
    run_all(page)
    card(page, "reply").wait_for()


def label(page: Page, line: str) -> Locator:
    return card(page, "designs").get_by_role("combobox", name=line)


def await_saved(page: Page, desk: Desk, question: str, value: object) -> None:
    """Until the file holds it: "Saved" may be of the answer before."""
    until = time.monotonic() + 10
    while desk.saved().get(question) != value and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert desk.saved()[question] == value
    expect_saved(page, question)


def test_neither_loses_what_the_other_saved(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "two")
    with fresh_page(browser) as (a, watch_a), fresh_page(browser) as (b, watch_b):
        show(a, desk, "a")
        show(b, desk, "b")

        # Different lines of one card: both stand, and the second card shows both.
        label(a, "One-day survey").select_option("went-with")
        expect_saved(a, "designs")
        label(b, "Randomised trial").select_option("caused")
        expect(label(b, "One-day survey")).to_have_value("went-with")
        label(b, "One patient").select_option("happened")
        await_saved(b, desk, "designs", {"survey": "went-with", "trial": "caused", "case": "happened"})

        # One text: the first stays, the second stays on the screen, and it is said.
        card(a, "reply").get_by_role("textbox").fill(THEIRS)
        expect_saved(a, "reply")
        second = card(b, "reply")
        box = second.get_by_role("textbox")
        box.fill(MINE)
        expect(second.get_by_role("status")).to_contain_text("another open notebook saved a different answer")
        expect(second).to_have_attribute("data-state", "error")
        expect(box).to_have_value(MINE)
        box.press("End")
        box.press_sequentially(" Typed on.")
        b.wait_for_timeout(1000)
        expect(second.get_by_role("status")).to_contain_text("another open notebook saved a different answer")
        expect(box).to_have_value(MINE + " Typed on.")
        assert desk.saved()["reply"] == THEIRS
        assert violations(b, "section.qc-text") == []

        # By keyboard: the reader says which one it is to be, and goes on in the field.
        second.get_by_role("button", name="Use mine instead").press("Enter")
        await_saved(b, desk, "reply", MINE + " Typed on.")
        expect(second.get_by_role("button", name="Use mine instead")).to_have_count(0)
        expect(box).to_be_focused()

        # The first is the stale one now; its cell run again shows what is saved.
        card(a, "reply").get_by_role("textbox").fill("A third text.")
        expect(card(a, "reply").get_by_role("status")).to_contain_text("run this cell again")
        run_all(a)
        expect(card(a, "reply").get_by_role("textbox")).to_have_value(MINE + " Typed on.")
        card(a, "reply").get_by_role("textbox").fill("A third text.")
        await_saved(a, desk, "reply", "A third text.")
        assert not watch_a.errors + watch_b.errors and not watch_a.strays + watch_b.strays
