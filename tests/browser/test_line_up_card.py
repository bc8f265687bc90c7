"""A card with thirty options and a greatest number of picks: columns, counting, nothing lost beyond it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.cards import card
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

NUMBERS = [f"{place:02}" for place in range(1, 31)]
ASK = {"concept": "coordination", "kind": "choices", "points": 1, "at_most": 10}
# The numbers alone, and the same with names that are drawn: one dictionary for each line-up.
WHO = [{f"a{n}": f"@ward_owl_{n}{end}" for n in NUMBERS} for end in "ab"]
BANK = {
    "module": "line-ups",
    "title": "Line-ups (invented)",
    "minutes": 5,
    "points": 2,
    "questions": [
        {
            **ASK,
            "id": "numbers",
            "prompt": "Accuse **at most ten**.",
            "options": [{"id": f"a{n}", "text": n} for n in NUMBERS],
        },
        {
            **ASK,
            "id": "names",
            "prompt": "Accuse **at most ten**.",
            "parameters": {"who": {"choice": WHO}},
            "options": [{"id": f"a{n}", "text": f"{n} {{{{ who.a{n} }}}}"} for n in NUMBERS],
        },
    ],
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def desk(lab: Lab, name: str) -> Path:
    """A desk of its own with both cards in a notebook."""
    folder = lab.root / name / "line-ups"
    folder.mkdir(parents=True)
    (folder / "questions.yaml").write_text(yaml.safe_dump(BANK, sort_keys=False), encoding="utf-8")
    (folder.parent / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "ada", "cohort": "test"}))
    write_notebook(folder / "line-ups.ipynb", ["from course import ask", 'ask("numbers")', 'ask("names")'])
    return folder


def show(page: Page, lab: Lab, name: str) -> None:
    open_notebook(page, lab, f"{name}/line-ups/line-ups.ipynb")
    run_all(page)
    card(page, "names").wait_for()


def saved(folder: Path, question: str) -> Any:
    return json.loads((folder / "answers.json").read_text())["answers"][question]["value"]


def columns(shown: Locator) -> int:
    lefts = shown.locator(".qc-grid .qc-option").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().left))"
    )
    assert len(lefts) == 30
    return len(set(lefts))


def test_ten_are_counted_and_an_eleventh_is_kept_but_not_accepted(lab: Lab, browser: Browser) -> None:
    folder = desk(lab, "count")
    with fresh_page(browser, height=1400) as (page, watch):
        show(page, lab, "count")
        shown = card(page, "numbers")
        boxes, tally = shown.get_by_role("checkbox"), shown.locator(".qc-tally")
        assert shown.get_by_role("group", name="Choose at most 10", exact=True).count() == 1
        expect(tally).to_have_text("0 of at most 10 chosen")
        for place in range(7):
            boxes.nth(place).check()
        expect(tally).to_have_text("7 of at most 10 chosen")
        # On by keyboard: Tab goes along the numbers, Space ticks.
        boxes.nth(6).focus()
        for _ in range(4):
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        expect(tally).to_have_text("11 of at most 10 chosen")
        said = "cannot be used yet. You chose 11, at most 10 are asked for. Take 1 back."
        expect(shown.locator(".qc-says")).to_contain_text(said)
        expect(shown).to_have_attribute("data-state", "error")
        eleven = [f"a{n}" for n in NUMBERS[:11]]
        assert saved(folder, "numbers") == eleven
        page.reload()
        show(page, lab, "count")
        assert [box.is_checked() for box in boxes.all()] == [True] * 11 + [False] * 20
        expect(tally).to_have_text("11 of at most 10 chosen")
        boxes.nth(3).focus()
        page.keyboard.press("Space")
        expect(tally).to_have_text("10 of at most 10 chosen")
        expect(shown).to_have_attribute("data-state", "saved")
        assert saved(folder, "numbers") == [one for one in eleven if one != "a04"]
        shown.get_by_role("checkbox", name="None of these").check()
        expect(tally).to_have_text("0 of at most 10 chosen")
        assert not watch.strays and not watch.errors


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_columns_and_axe_in_both_themes_and_widths(
    theme: str, lab: Lab, browser: Browser, artefacts: Path
) -> None:
    desk(lab, f"look-{theme}")
    lab.theme(theme)
    with fresh_page(browser, height=1600) as (page, watch):
        show(page, lab, f"look-{theme}")
        for question in ("numbers", "names"):
            for place in range(11):
                card(page, question).get_by_role("checkbox").nth(place).check()
        for width, numbers, names in ((1280, range(6, 16), range(3, 7)), (390, range(2, 4), range(1, 3))):
            page.set_viewport_size({"width": width, "height": 1600})
            page.wait_for_timeout(300)
            for question, wanted in (("numbers", numbers), ("names", names)):
                shown = card(page, question)
                shown.scroll_into_view_if_needed()
                assert columns(shown) in wanted, (question, width, columns(shown))
                sizes = shown.locator(".qc-grid .qc-option").evaluate_all(
                    "all => all.map(one => [one.offsetHeight, one.scrollWidth - one.clientWidth])"
                )
                assert all(tall >= 42 and over <= 0 for tall, over in sizes)
                assert violations(page, f"section.qc[data-question='{question}']") == [], width
                shown.screenshot(path=artefacts / f"line-up-{question}-{theme}-{width}.png")
        assert not watch.strays and not watch.errors
