"""What `course open --cohort` shows first: the modules of the exchange, with titles and due dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from course.learning.desk import due_dates
from tests.browser.lab import TOKEN, Lab, fresh_page, violations
from tests.browser.term import MODULE, School

EVIL = "<img src=x onerror='window.hostile = true'> $x$ \\(y\\) \\begin{align}z\\end{align} **b**"


def test_a_trainee_lands_on_titles_and_due_dates(tmp_path: Path, browser: Browser, artefacts: Path) -> None:
    school = School(tmp_path)
    desk = school.desk("ada")
    school.run("ada", "course", "enrol", "ada", "--exchange", str(school.exchange), "--desk", str(desk))
    release(school, MODULE, "03-numbers", EVIL)
    with school.open("ada", "--cohort", "--desk", str(desk)) as seat:
        for theme in ("light", "dark"):
            seat.theme(theme)
            for width in (1280, 390):
                with fresh_page(browser, width) as (page, watch):
                    land(page, seat)
                    page.screenshot(path=artefacts / f"landing-{theme}-{width}.png")
                    see_modules(page)
                    assert watch.strays == [] and watch.errors == []
        with fresh_page(browser) as (page, watch):
            land(page, seat)
            fetch(page)
            assert (desk / MODULE / f"{MODULE}.ipynb").is_file()
    with (
        school.open("ada", "--cohort", "--desk", str(desk)) as seat,
        fresh_page(browser) as (page, watch),
    ):
        land(page, seat)
        expect(row(page, "Orientation")).to_contain_text("On your desk, 0 of 21 answered.")
        page.get_by_role("link", name="Open Orientation").click()
        expect(page.locator(".jp-NotebookPanel:visible h1", has_text="Orientation")).to_be_visible(
            timeout=60_000
        )


def release(school: School, *modules: str) -> None:
    """Modules in the exchange, as released, with a due date for the first."""
    course = school.exchange / "discernment"
    (course / "inbound").mkdir(parents=True)
    for module in modules:
        folder = course / "outbound" / module
        folder.mkdir(parents=True)
        for name in (f"{module}.ipynb", "questions.yaml"):
            source = school.course / "source" / module / name
            (folder / name).write_bytes(source.read_bytes() if source.is_file() else b"{}")
    dates = due_dates.pack({modules[0]: datetime(2026, 12, 4, 18)})
    (course / due_dates.FILE).write_bytes(dates)


def land(page: Page, seat: Lab) -> None:
    """Go where `course open` sends a browser."""
    page.goto(f"{seat.url}/?token={TOKEN}")
    expect(page.get_by_role("heading", name="Start here")).to_be_visible(timeout=90_000)


def row(page: Page, title: str) -> Locator:
    return page.locator(".jp-RenderedMarkdown tr", has_text=title)


def see_modules(page: Page) -> None:
    orientation = row(page, "Orientation")
    expect(orientation).to_contain_text(MODULE)
    expect(orientation).to_contain_text("due Friday 4 December 2026, 18:00 UTC")
    expect(orientation).to_contain_text("To fetch.")
    expect(row(page, "Recompute the number")).to_contain_text("90 minutes")
    expect(row(page, EVIL)).to_be_visible()
    assert page.locator(".jp-RenderedMarkdown img, .jp-RenderedMarkdown mjx-container").count() == 0
    assert page.evaluate("window.hostile") is None
    # What is around the table is JupyterLab's, which lets a page scroll that Tab does not reach.
    assert violations(page, ".jp-RenderedMarkdown table") == []


def fetch(page: Page) -> None:
    """Through the menu that the page names."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.locator(".lm-Menu-item", has_text="Assignment List").click()
    released = page.locator("#released_assignments_list .list_item", has_text=MODULE)
    released.get_by_role("button", name="Fetch").click()
    page.locator("#fetched_assignments_list", has_text=MODULE).get_by_role("button", name="Submit").wait_for(
        timeout=60_000
    )
