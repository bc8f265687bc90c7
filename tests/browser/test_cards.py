"""Question cards in a real JupyterLab: answered by mouse, by keyboard, found again, legible to everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import (
    EXPECTED, IN_CODE, ON_CARDS, Desk, Keys, answer_by_keyboard, answer_by_mouse, card, expect_answers_shown,
    expect_saved, make_desk,
)
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def show(page: Page, desk: Desk) -> None:
    """Open the notebook, run it, and wait for the last card."""
    open_notebook(page, desk.lab, desk.path)
    run_all(page)
    for question in (*ON_CARDS, *IN_CODE):
        card(page, question).wait_for()


def test_every_kind_is_answered_by_mouse_and_found_again(lab: Lab, browser: Browser, artefacts: Path) -> None:
    desk = make_desk(lab, "mouse")
    with fresh_page(browser) as (page, watch):
        show(page, desk)
        assert set(desk.saved()) == set(IN_CODE), "showing a card must not answer it"
        answer_by_mouse(page)
        for question in (*ON_CARDS, *IN_CODE):
            expect_saved(page, question)
        saved = desk.saved()
        assert {name: saved[name] for name in ON_CARDS} == EXPECTED
        assert saved["growth"] == 300 and saved["posts-chart"]["mark"]
        expect(card(page, "posts-chart")).to_contain_text("bar · x: month · y: posts")
        expect(card(page, "by-month")).to_contain_text("Recorded: 3 rows")

        page.reload()
        show(page, desk)
        expect_answers_shown(page)
        for question in (*ON_CARDS, *IN_CODE):
            expect_saved(page, question)
        assert desk.saved() == saved
        assert not watch.strays and not watch.errors


def test_every_kind_is_answered_by_keyboard_alone(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "keyboard", ["from course import ask", *[f'ask("{one}")' for one in ON_CARDS]])
    with fresh_page(browser) as (page, watch):
        open_notebook(page, lab, desk.path)
        keys = Keys(page)
        keys.tab_to(".jp-Notebook *")
        page.locator(".jp-Cell").first.wait_for()
        for _ in range(len(ON_CARDS) + 1):
            keys.press("Shift+Enter")
        for question in ON_CARDS:
            card(page, question).wait_for()
        assert desk.saved() == {}, "running the cells must not answer them"
        keys.press("Escape")
        keys.times("k", len(ON_CARDS) + 2)
        answer_by_keyboard(page)
        for question in ON_CARDS:
            expect_saved(page, question)
        assert desk.saved() == EXPECTED
        cells = json.loads((desk.folder / "ten-kinds.ipynb").read_text())["cells"]
        assert page.locator(".jp-CodeCell").count() == len(cells), "a key meant for a card changed the notebook"
        assert not watch.strays and not watch.errors
