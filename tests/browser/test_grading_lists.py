"""Formgrader's lists of submissions, as `course open --faculty` serves them: no false alarm in a column."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from course_in_a_box import Box, from_nbgrader, ok
from playwright.sync_api import Browser, Page, expect

from course.learning.desk.lab import environment
from tests.browser.lab import TOKEN, Lab, fresh_page, running_lab

pytestmark = from_nbgrader

LISTS = {"of a notebook": "gradebook/m1/m1", "of a trainee": "manage_students/ben/m1"}
OTHERS = ["manage_assignments", "gradebook", "gradebook/m1", "manage_submissions/m1", "manage_students"]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    """Ann has all points that the machine gives, Ben lost one; the texts of both wait."""
    box = Box(tmp_path_factory.mktemp("lists") / "box")
    box.add("m1")
    box.release("m1")
    for name, wrong in (("ann", {}), ("ben", {"which": "b"})):
        text = {"why": "Nobody says how many were asked."}
        box.hand_in(name, "m1", box.right("m1", name) | text | wrong, solved=True)
    ok(box.collect("m1"))
    ok(box.autograde("m1"))
    return box


@pytest.fixture(scope="module")
def lab(box: Box, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    env = environment(box.course, "faculty", {"PATH": ""})
    ours = {name: env[name] for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH")}
    with running_lab(box.course, tmp_path_factory.mktemp("home"), env=ours) as lab:
        yield lab


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    with fresh_page(browser) as (page, watch):
        page.goto(f"{lab.url}/formgrader/gradebook?token={TOKEN}")
        yield page
        assert watch.errors == []


def headers(page: Page) -> list[str]:
    return [words.strip() for words in page.locator("thead th").all_inner_texts()]


@pytest.mark.parametrize("which", LISTS)
def test_a_lost_point_is_not_called_a_failed_test(page: Page, lab: Lab, artefacts: Path, which: str) -> None:
    page.goto(f"{lab.url}/formgrader/{LISTS[which]}")
    row = page.locator("#main-table tr").first
    expect(row.locator("td.needs-manual-grade .glyphicon-ok")).to_be_visible()
    page.screenshot(path=artefacts / f"list-{which.replace(' ', '-')}.png")
    assert [words for words in headers(page) if "fail" in words.lower()] == []
    assert page.locator("td.tests-failed").count() == 0
    # Each value still stands below its own name, the last one too.
    assert len(headers(page)) == row.locator("td").count()
    assert headers(page)[-2:] == ["Needs Manual Grade?", "Flagged?"] or headers(page)[-2:] == [
        "Needs manual grade?",
        "Flagged?",
    ]
    expect(row.locator("td").last).to_have_class("text-center flagged")


def test_the_list_can_still_be_sorted_and_searched(page: Page, lab: Lab) -> None:
    page.goto(f"{lab.url}/formgrader/{LISTS['of a notebook']}")
    rows = page.locator("#main-table tr")
    expect(rows).to_have_count(2)
    page.locator("thead th", has_text="Overall Score").click()
    assert [words.split("/")[0].strip() for words in page.locator("td.score").all_inner_texts()] == ["4", "5"]
    page.get_by_role("searchbox").fill("tests failed")
    expect(page.locator("td.score")).to_have_count(0)


@pytest.mark.parametrize("path", [*LISTS.values(), *OTHERS])
def test_every_page_of_formgrader_is_served(lab: Lab, path: str) -> None:
    with urllib.request.urlopen(f"{lab.url}/formgrader/{path}?token={TOKEN}", timeout=30) as answer:
        served = answer.read().decode()
    assert answer.status == 200 and "formgrader/static/js/" in served and "Traceback" not in served
