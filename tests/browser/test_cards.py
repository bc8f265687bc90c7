"""Question cards in a real JupyterLab: answered by mouse, by keyboard, found again, legible to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import (
    EXPECTED,
    IN_CODE,
    ON_CARDS,
    Desk,
    Keys,
    answer_by_keyboard,
    answer_by_mouse,
    card,
    expect_answers_shown,
    expect_saved,
    make_desk,
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


# What `check` and `hint` put under their cells: calm, a hint, both verdicts, one that is only of the form.
SAID = (
    'check("source-named")',
    'hint("hops")',
    'check("practice-rate", "20")',
    'check("practice-rate", "21")',
    'check("source-named", 2)',
)


def expect_outputs_legible(page: Page) -> None:
    """Every output of check and hint, scrolled into view; no WCAG 2.2 AA violation in any."""
    words = ["Not answered yet.", "Hint 1 of 1", "Right", "Not yet", "the form is right"]
    for number, said in enumerate(words, 2):
        output = page.locator(".jp-CodeCell").nth(number - 1).locator(".jp-OutputArea-output")
        output.first.scroll_into_view_if_needed()
        expect(output.first).to_contain_text(said)
    page.locator(".jp-CodeCell").nth(3).scroll_into_view_if_needed()
    assert violations(page, ".jp-OutputArea-output:has(.qc):not(:has(section.qc))") == []


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
        cells = page.locator(".jp-CodeCell").count()
        keys.press("Escape")
        keys.times("k", len(ON_CARDS) + 2)
        answer_by_keyboard(page)
        for question in ON_CARDS:
            expect_saved(page, question)
        assert desk.saved() == EXPECTED
        assert page.locator(".jp-CodeCell").count() == cells, "a key meant for a card changed the notebook"
        assert not watch.strays and not watch.errors


@pytest.fixture(scope="module")
def bench(lab: Lab, browser: Browser) -> Iterator[tuple[Page, Desk]]:
    """One open notebook whose cards the next tests share, each using cards of its own."""
    asked = ["red-lamps", "hops", "lower-rate", "practice-rate", "source-named", "source-named"]
    desk = make_desk(lab, "bench", ["from course import ask", *[f'ask("{one}")' for one in asked]])
    with fresh_page(browser, height=2600) as (page, watch):
        open_notebook(page, lab, desk.path)
        run_all(page)
        page.locator("section.qc").nth(len(asked) - 1).wait_for()
        yield page, desk
        assert not watch.strays and not watch.errors


def test_shift_enter_inside_a_card_still_runs_the_cell(bench: tuple[Page, Desk]) -> None:
    page, _ = bench
    card(page, "red-lamps").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect_saved(page, "red-lamps")
    prompt = page.locator(".jp-InputPrompt").nth(1)
    before = prompt.text_content()
    page.keyboard.press("Shift+Enter")
    expect(prompt).not_to_have_text(str(before))
    expect(card(page, "red-lamps").get_by_role("radio", checked=True)).to_have_value("20")


def test_an_order_is_no_answer_until_somebody_says_so(bench: tuple[Page, Desk]) -> None:
    page, desk = bench
    one = card(page, "hops")
    expect(one.get_by_role("status")).to_have_text("Not answered")
    one.get_by_role("button", name="This order is my answer").click()
    expect_saved(page, "hops")
    assert desk.saved()["hops"] == ["news", "preprint", "post", "release"]
    down = one.get_by_role("button", name="Move down: News site")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    expect(one.locator("[aria-live=assertive]")).to_contain_text("News site")
    expect(one.locator("[aria-live=assertive]")).to_contain_text("now 2 of 4")


def test_a_confidence_nobody_gave_is_not_an_answer(bench: tuple[Page, Desk]) -> None:
    page, desk = bench
    one = card(page, "lower-rate")
    expect(one.get_by_role("slider")).to_have_attribute("aria-valuetext", "not set yet")
    one.get_by_text("Ward Cedar, from").click()
    expect(one.get_by_role("status")).to_contain_text("Now say how sure you are")
    assert desk.saved()["lower-rate"] == {"choice": "cedar", "confidence": None}
    # A click on the handle where it stands is an answer too: a pure guess.
    one.get_by_role("slider").click(position={"x": 12, "y": 14})
    expect(one.get_by_role("slider")).to_have_attribute("aria-valuetext", "50 % sure")
    expect(one.get_by_role("status")).not_to_contain_text("Now say")
    assert desk.saved()["lower-rate"] == {"choice": "cedar", "confidence": 0.5}


def test_hints_open_one_by_one_and_keep_the_focus(bench: tuple[Page, Desk]) -> None:
    page, _ = bench
    one = card(page, "lower-rate")
    for at in (1, 2, 3):
        one.get_by_role("button", name=f"Hint {at} of 3").click()
        expect(one.locator(".qc-hints li")).to_have_count(at)
    button = one.get_by_role("button", name="All hints shown")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()


def test_a_check_says_whether_and_why(bench: tuple[Page, Desk]) -> None:
    page, _ = bench
    one = card(page, "practice-rate")
    one.get_by_role("textbox").fill("2")
    one.get_by_role("button", name="Check my answer").click()
    expect(one).to_have_attribute("data-state", "wrong")
    expect(one.get_by_role("status")).to_have_text("Not yet.")
    expect(one).to_contain_text("That is the rate per 100 patient days.")
    one.get_by_role("textbox").fill("20,0 per 1,000")
    one.get_by_role("button", name="Check my answer").click()
    expect(one).to_have_attribute("data-state", "right")
    expect(one).to_contain_text("8 ÷ 400 is 0.02")
    one.get_by_role("textbox").fill("1,234")
    expect(one).to_have_attribute("data-state", "error")
    expect(one.get_by_role("textbox")).to_have_value("1,234")
    one.get_by_role("textbox").fill("")
    expect(one.get_by_role("status")).to_have_text("Not answered")


# Answers take a second more on their way to a card, as in a thread of the kernel that is busy otherwise.
LATE = """import threading
from course import ask
from course.questions.cards.card import Card
usual = Card._handle_custom_msg
def late(*message):
    threading.Timer(message[1].get("do") == "answer", usual, message).start()
Card._handle_custom_msg = late"""


def test_a_check_does_not_overtake_the_answer_that_it_checks(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "late", [LATE, 'ask("practice-rate")'])
    with fresh_page(browser) as (page, _):
        open_notebook(page, lab, desk.path)
        run_all(page)
        one = card(page, "practice-rate")
        one.get_by_role("textbox").fill("20")
        one.get_by_role("button", name="Check my answer").click()
        expect(one).to_have_attribute("data-state", "right")
        page.wait_for_timeout(500)
        expect(one).to_have_attribute("data-state", "right")


def test_two_views_of_a_question_share_answers_and_no_ids(bench: tuple[Page, Desk]) -> None:
    page, _ = bench
    first, second = card(page, "source-named").nth(0), card(page, "source-named").nth(1)
    first.locator(".qc-step").nth(3).click()
    expect(second.get_by_role("radio", checked=True)).to_have_value("4")
    ids = page.locator(".qc [id]").evaluate_all("nodes => nodes.map(node => node.id)")
    assert len(ids) == len(set(ids)) > 10


def test_what_was_typed_just_before_leaving_is_saved(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "leaving", ["from course import ask", 'ask("reply")'])
    with fresh_page(browser) as (page, _):
        open_notebook(page, lab, desk.path)
        run_all(page)
        card(page, "reply").get_by_role("textbox").fill("Typed, and gone within the pause for typing.")
        page.goto("about:blank")
        open_notebook(page, lab, desk.path)
        run_all(page)
        box = card(page, "reply").get_by_role("textbox")
        expect(box).to_have_value("Typed, and gone within the pause for typing.")


def kernel_menu(page: Page, command: str) -> None:
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(f".lm-Menu-item[data-command='kernelmenu:{command}']").click()


def test_what_is_typed_survives_a_lost_kernel(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "lost", ["from course import ask", 'ask("reply")'])
    with fresh_page(browser) as (page, _):
        open_notebook(page, lab, desk.path)
        run_all(page)
        one = card(page, "reply")
        one.get_by_role("textbox").fill("Before.")
        expect_saved(page, "reply")

        kernel_menu(page, "restart")
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        page.wait_for_timeout(1500)
        one.get_by_role("textbox").fill("Before. After.")
        expect(one.get_by_role("status")).to_contain_text("Not saved: run this cell again")
        expect(one).to_have_attribute("data-state", "error")
        assert desk.saved() == {"reply": "Before."}
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        expect_saved(page, "reply")
        expect(one.get_by_role("textbox")).to_have_value("Before. After.")
        assert desk.saved() == {"reply": "Before. After."}

        kernel_menu(page, "shutdown")
        page.wait_for_timeout(1000)
        one.get_by_role("textbox").fill("Before. After. Later.")
        expect(one.get_by_role("status")).to_contain_text("Not saved: run this cell again")
        expect(one.get_by_role("textbox")).to_have_value("Before. After. Later.")


def test_a_busy_notebook_is_said_and_the_answer_is_kept(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "busy", ["from course import ask", 'ask("reply")', "import time; time.sleep(6)"])
    with fresh_page(browser) as (page, _):
        open_notebook(page, lab, desk.path)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        one = card(page, "reply")
        one.get_by_role("textbox").fill("While a cell is running.")
        expect(one.get_by_role("status")).to_contain_text("Not saved yet: the notebook is busy")
        expect_saved(page, "reply")
        assert desk.saved() == {"reply": "While a cell is running."}


def test_nothing_jumps_when_an_answer_is_saved(lab: Lab, browser: Browser) -> None:
    desk = make_desk(lab, "still", ["from course import ask", *[f'ask("{one}")' for one in ON_CARDS]])
    places = "card => [card, ...card.querySelectorAll('*')].map(node => [node.offsetTop, node.offsetHeight])"
    for width in (1280, 390):  # at 390 the reserved space must hold two lines
        (desk.folder / "answers.json").unlink(missing_ok=True)
        with fresh_page(browser, width) as (page, _):
            open_notebook(page, lab, desk.path)
            run_all(page)
            for question, step in (("source-named", 1), ("red-lamps", 4)):
                one = card(page, question)
                one.scroll_into_view_if_needed()
                expect(one.get_by_role("status")).to_have_text("Not answered")
                before = one.evaluate(places)
                one.locator(".qc-step").nth(step).click()
                expect_saved(page, question)
                assert one.evaluate(places) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_cards_are_legible_to_everybody(
    lab: Lab, browser: Browser, artefacts: Path, theme: str, width: int
) -> None:
    desk = make_desk(lab, f"axe-{theme}-{width}", first=SAID)
    lab.theme(theme)
    folder = artefacts / "cards"
    folder.mkdir(exist_ok=True)
    try:
        with fresh_page(browser, width, 1000) as (page, watch):
            show(page, desk)
            expect(page.locator("body")).to_have_attribute(
                "data-jp-theme-light", str(theme == "light").lower()
            )
            assert violations(page, "section.qc") == []
            expect_outputs_legible(page)
            card(page, "practice-rate").get_by_role("textbox").fill("")
            answer_by_mouse(page, dragging=width > 600)
            for question in ON_CARDS:
                expect_saved(page, question)
            for question in ("practice-rate", "practice-table"):
                card(page, question).get_by_role("button", name="Check my answer").click()
                expect(card(page, question)).to_have_attribute("data-state", "right")
            card(page, "lower-rate").get_by_role("button", name="Hint 1 of 3").click()
            card(page, "growth").scroll_into_view_if_needed()
            for question in (*ON_CARDS, *IN_CODE):
                one = card(page, question)
                one.scroll_into_view_if_needed()
                box = one.bounding_box()
                assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
                inside = one.evaluate("node => node.scrollWidth <= node.clientWidth")
                assert inside, f"{question} is wider than its card"
                one.screenshot(path=folder / f"{question}-{theme}-{width}.png")
            small = page.locator(
                "section.qc :is(button, select, input:not([type=radio]):not([type=checkbox]))"
            )
            assert small.count() > 10
            assert all(size >= 24 for size in small.evaluate_all("n => n.map(one => one.offsetHeight)"))
            assert violations(page, "section.qc") == []
            assert not watch.strays and not watch.errors
    finally:
        lab.theme("light")
