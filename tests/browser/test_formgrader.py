"""Formgrader as a grader uses it: from the box of an answer to the next trainee's by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from course_in_a_box import Box, from_nbgrader, ok
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import TOKEN, Lab, fresh_page
from tests.browser.term import course_open, environment

pytestmark = from_nbgrader
PEOPLE = ("ada", "ben", "cyd")
ANSWER = "#why"  # the one question of the fixture that a person grades


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Formgrader on a module that three people handed in, graded by the machine."""
    root = tmp_path_factory.mktemp("office")
    box = Box(root / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
    box.add("m1")
    box.release("m1")
    for name in PEOPLE:
        box.hand_in(name, "m1", {**box.right("m1", name), "why": f"{name} says why."}, solved=True)
    ok(box.collect("m1"))
    ok(box.autograde("m1"))
    options = ("--faculty", "--root", str(box.course))
    with course_open(box.course, environment(root / "home"), root / "office.log", *options) as lab:
        yield lab


def open_answers(page: Page, office: Lab) -> list[str]:
    """The addresses of the submissions in the order of formgrader's list."""
    page.goto(f"{office.url}/formgrader/manage_assignments?token={TOKEN}")
    page.goto(f"{office.url}/formgrader/gradebook/m1/m1")
    links = page.locator("td.name a.name-hidden")
    expect(links).to_have_count(len(PEOPLE))
    return [str(link.get_attribute("href")) for link in links.all()]


def await_ready(page: Page) -> None:
    """Until the page has its grades and keys: a key pressed earlier waits for a grade that never comes."""
    page.wait_for_function(
        "() => formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded", timeout=60_000
    )


def press(page: Page, key: str) -> str:
    """Press a key that leads to another submission, and give whose answer is in view there."""
    here = page.url.split("?")[0]
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url.split("?")[0] != here, timeout=60_000)
    await_ready(page)
    expect(page.locator(ANSWER)).to_be_focused()
    return who(page)


def who(page: Page) -> str:
    text = page.locator("body").inner_text()
    return next(name for name in PEOPLE if f"{name} says why." in text)


def test_the_keyboard_leads_to_the_same_answer_of_the_next_trainee(office: Lab, browser: Browser) -> None:
    with fresh_page(browser, 1400) as (page, watch):
        first, *_ = open_answers(page, office)
        page.goto(first if "://" in first else office.url + first)
        await_ready(page)
        page.locator(ANSWER).focus()
        page.keyboard.type("1")
        seen = [who(page), press(page, "Control+."), press(page, "Control+.")]
        assert sorted(seen) == list(PEOPLE)
        assert [press(page, "Control+,"), press(page, "Control+,")] == seen[-2::-1]
        expect(page.locator(ANSWER)).to_have_value("1")  # moving on has kept it
        page.locator(".help").click()
        expect(page.locator("#help-dialog")).to_contain_text("next submission")
        assert watch.errors == [] and watch.strays == []
