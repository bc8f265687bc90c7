"""A term in the browser: fetch, answer, validate and hand in; release, collect, grade and return feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.cards import card
from tests.browser.lab import TOKEN, Lab, fresh_page, open_notebook, run_all, violations
from tests.browser.term import MODULE, WORDS, School, answer_orientation, press, saved

pytestmark = pytest.mark.slow


@pytest.mark.timeout(900)
def test_orientation_goes_round_the_whole_loop(tmp_path: Path, browser: Browser, artefacts: Path) -> None:
    school = School(tmp_path)
    school.enrol("ada")
    with (
        school.open("faculty", "--faculty", "--root", str(school.course)) as office,
        fresh_page(browser, 1400) as (faculty, faculty_watch),
    ):
        release(faculty, office)
        school.hand_in_hostile("mallory")
        with (
            school.open("ada", "--cohort", "--desk", str(school.desk("ada"))) as seat,
            fresh_page(browser) as (trainee, trainee_watch),
        ):
            fetch_and_answer(trainee, seat, school, artefacts)
            hand_in(trainee, seat)
            grade(faculty, office, artefacts)
            read_feedback(trainee, seat, school, artefacts)
        read_hostile_feedback(faculty, office, school)
    for watch in (faculty_watch, trainee_watch):
        assert watch.strays == []


def release(page: Page, office: Lab) -> None:
    """Generate and release, with formgrader's buttons."""
    page.goto(f"{office.url}/formgrader/manage_assignments?token={TOKEN}")
    row = page.locator("tr", has_text=MODULE)
    assert "Success" in press(page, row, "assign")
    assert "Success" in press(page, row, "release")
    expect(row.locator("td.status")).to_have_text("released")


def open_assignments(page: Page, seat: Lab) -> None:
    page.goto(f"{seat.url}/lab?token={TOKEN}")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.locator(".lm-Menu-item", has_text="Assignment List").click()
    page.locator("#assignments .list_item, #assignments .list_placeholder:visible").first.wait_for()


def fetch_and_answer(page: Page, seat: Lab, school: School, artefacts: Path) -> None:
    """From the Assignment List to a validated notebook, with a reload half-way."""
    open_assignments(page, seat)
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").wait_for(timeout=60_000)
    show_module(page, seat)
    answer_orientation(page)
    before = saved(school.desk("ada") / MODULE)
    assert before["at-handover"] == WORDS and before["quiet-vests"] == 40
    show_module(page, seat)
    expect(card(page, "at-handover").get_by_role("textbox")).to_have_value(WORDS)
    expect(card(page, "forecast").get_by_role("textbox")).to_have_value("17")
    page.screenshot(path=artefacts / "term-answered.png")
    assert saved(school.desk("ada") / MODULE) == before
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog").last
    expect(dialog).to_contain_text("Success", timeout=120_000)
    page.screenshot(path=artefacts / "term-validated.png")
    dialog.locator("button").last.click()


def show_module(page: Page, seat: Lab) -> None:
    """Open the module as from a bookmark, and run all of it."""
    open_notebook(page, seat, f"{MODULE}/{MODULE}.ipynb")
    run_all(page)
    expect(card(page, "forecast")).to_be_visible()


def hand_in(page: Page, seat: Lab) -> None:
    open_assignments(page, seat)
    page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    page.locator("#submitted_assignments_list .list_item").first.wait_for(timeout=60_000)


def grade(page: Page, office: Lab, artefacts: Path) -> None:
    """Collect, autograde, read the text, give points and a comment, write and return feedback."""
    page.goto(f"{office.url}/formgrader/manage_assignments")
    row = page.locator("tr", has_text=MODULE)
    assert "Success" in press(page, row, "collect")
    expect(row.locator("td.num-submissions")).to_have_text("2")
    page.goto(f"{office.url}/formgrader/manage_submissions/{MODULE}")
    for person in ("ada", "mallory"):
        line = page.locator("tr", has_text=person)
        assert "Success" in press(page, line, "autograde")
        expect(line.locator("td.status")).to_contain_text("needs manual grading")
    page.screenshot(path=artefacts / "term-submissions.png")
    page.goto(f"{office.url}/formgrader/gradebook/{MODULE}/{MODULE}")
    links = page.locator("td.name a")
    links.first.wait_for()
    read = set()
    for address in [link.get_attribute("href") for link in links.all()]:
        page.goto(f"{office.url}{address}" if address and address.startswith("/") else str(address))
        read.add(grade_text(page, artefacts))
    assert read == {True, False}
    page.goto(f"{office.url}/formgrader/manage_assignments")
    row = page.locator("tr", has_text=MODULE)
    assert "Success" in press(page, row, "generate-feedback")
    assert "Success" in press(page, row, "release-feedback")


def grade_text(page: Page, artefacts: Path) -> bool:
    """Grade the written task of the submission shown; says whether it was Ada's."""
    page.locator("#at-handover").wait_for()
    assert page.evaluate("window.hostile") is None and page.title() != "hostile"
    is_ada = WORDS in page.locator("body").inner_text()
    assert page.locator("#notebook .qc").count() > 5
    assert violations(page, "#notebook .qc") == []
    page.locator("#at-handover").fill("2" if is_ada else "0")
    page.locator("#at-handover").press("Tab")
    comment = page.locator("#at-handover-comment")
    comment.fill(
        "Clear, and kind to the colleague." if is_ada else "No check that could come out either way."
    )
    comment.press("Tab")
    page.wait_for_timeout(1000)
    if is_ada:
        page.locator("#at-handover").scroll_into_view_if_needed()
        page.screenshot(path=artefacts / "term-manual-grading.png")
    return is_ada


def read_feedback(page: Page, seat: Lab, school: School, artefacts: Path) -> None:
    """Fetch the feedback from the Assignment List and read it as a page."""
    open_assignments(page, seat)
    page.get_by_text("Fetch Feedback").first.click()
    page.wait_for_timeout(3000)
    pages = sorted((school.desk("ada") / MODULE / "feedback").rglob("*.html"))
    assert len(pages) == 1
    page.goto(f"{seat.url}/files/{pages[0].relative_to(school.desk('ada')).as_posix()}?token={TOKEN}")
    body = page.locator("body").inner_text()
    assert "Clear, and kind to the colleague." in body
    assert WORDS in body
    assert "grade(" not in body and "HIDDEN" not in page.content()
    for theme in ("light", "dark"):
        for width in (1280, 390):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page, "body") == [], (theme, width)
            page.screenshot(path=artefacts / f"feedback-{theme}-{width}.png")


def read_hostile_feedback(page: Page, office: Lab, school: School) -> None:
    """Mallory's feedback, in faculty's browser: words, and no script."""
    pages = sorted((school.course / "feedback" / "mallory" / MODULE).rglob("*.html"))
    assert len(pages) == 1
    page.goto(f"{office.url}/files/{pages[0].relative_to(school.course).as_posix()}?token={TOKEN}")
    assert "I doubt nothing." in page.locator("body").inner_text()
    assert page.evaluate("window.hostile") is None and page.title() != "hostile"
