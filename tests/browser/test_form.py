"""The test in a real JupyterLab: answered and closed by keyboard, results read, legible to all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.learning.test_report import report as form
from course.notebook import live, session
from tests.browser.cards import Keys, card
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

FIXTURE = Path(__file__).parents[1] / "fixtures" / "t1-forms-abc"
ORIENTATION = Path(__file__).parents[2] / "source" / "00-orientation" / "questions.yaml"
MODULE = "t1-forms-abc"
CARDS = [f"card-{n}" for n in range(1, 7)]
STEPS = (20, 40, 80, 60, 5, 95)
TITLES = ["The grey socks", "Nine rashes", "Bed days", "The institute"]
TITLES += ["Fifty in a hundred", "With a second ward"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def make_desk(lab: Lab, name: str, cells: list[str], **settings: Any) -> Path:
    """A desk of one's own with the small test and Orientation's forecast; gives the module's folder."""
    desk = lab.root / name
    folder = desk / MODULE
    folder.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", folder)
    shutil.copytree(FIXTURE / "pictures", folder / "pictures")
    settings = settings or {"mode": "self-study", "id": "self-study", "faculty": str(FIXTURE)}
    (desk / ".course.json").write_text(json.dumps(settings))
    (desk / "00-orientation").mkdir()
    text = ORIENTATION.read_text(encoding="utf-8").replace("range: [0, 24]", "range: [0, 6]")
    (desk / "00-orientation" / "questions.yaml").write_text(text, encoding="utf-8")
    entry = {"value": "5", "at": "2026-11-23T10:00:00+00:00"}
    kept = {"version": 1, "module": "00-orientation", "answers": {"forecast": entry}}
    (desk / "00-orientation" / "answers.json").write_text(json.dumps(kept))
    write_notebook(folder / f"{MODULE}.ipynb", ["from course import ask, check, test_results", *cells])
    return folder


def answer(folder: Path, *steps: int) -> session.Session:
    """Answer cards in order, as if in an earlier sitting."""
    here = session.use(folder)
    assert here is not None
    for question, step in zip(here.bank, steps, strict=False):
        live.record(here, question, step)
    session.use(None)
    return here


def saved(folder: Path) -> dict[str, Any]:
    file = folder / "answers.json"
    return json.loads(file.read_text())["answers"] if file.exists() else {}


def await_saved(page: Page, folder: Path, seconds: float = 10) -> None:
    """Each arrow key saves the step it passes, so that the last one may still be on its way."""
    for _ in range(int(10 * seconds)):
        if [saved(folder).get(name, {}).get("value") for name in CARDS] == list(STEPS):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Saved: {saved(folder)}")


def show(page: Page, lab: Lab, folder: Path) -> Locator:
    open_notebook(page, lab, f"{folder.relative_to(lab.root)}/{MODULE}.ipynb")
    run_all(page)
    view = page.locator(".fr")
    view.wait_for()
    return view


def test_answered_closed_and_read_by_keyboard(lab: Lab, browser: Browser, artefacts: Path) -> None:
    folder = make_desk(lab, "keyboard", [*(f'ask("{one}")' for one in CARDS), "test_results()"])
    with fresh_page(browser, 1280, 3600) as (page, watch):
        view = show(page, lab, folder)
        expect(view).to_contain_text("0 of 6 cards answered")
        expect(view).to_contain_text("Sitting 1: all 3 cards, 1 to 3")
        keys = Keys(page)
        page.get_by_text("from course import").first.click()
        keys.press("Escape")
        downs = {5: 0, 20: 1, 40: 2, 60: 3, 80: 4, 95: 5}
        for name, step in zip(CARDS, STEPS, strict=True):
            keys.on(name, "input[type=radio]")
            if downs[step]:
                keys.times("ArrowRight", downs[step])
            else:
                keys.press("Space")
            expect(card(page, name)).to_have_attribute("data-state", "saved")
        await_saved(page, folder)
        expect(view).to_contain_text("6 of 6 cards answered")
        expect(view).to_contain_text("your answers here stand for good")
        assert "borne out ·" not in view.inner_text()

        keys.tab_to('[data-do="close"]')
        keys.press("Enter")
        title = view.locator(".fr-title")
        expect(title).to_have_text("Your results")
        expect(title).to_be_focused()
        expect(view).to_contain_text("One form cannot show whether you changed")
        expect(view).to_contain_text("You expected 5 of 6 right and got")
        expect(view.locator(".fr-name")).to_have_text(TITLES)

        keys.tab_to(".fr-card summary")
        keys.press("Enter")
        first = view.locator(".fr-card").first
        expect(first).to_have_attribute("open", "")
        expect(first.locator(".fr-why")).to_contain_text("Twelve wards were counted")
        said = "The evidence bears the post out. You said 20 %, so your verdict differs."
        expect(first.locator(".fr-said")).to_have_text(said)

        one = card(page, "card-1")
        expect(one).to_have_attribute("data-state", "wrong")
        expect(one).to_contain_text("Twelve wards were counted")
        expect(one.get_by_role("radio", name="20 %")).to_be_disabled()
        one.screenshot(path=artefacts / "form-card-closed.png")
        assert not watch.strays and not watch.errors

        page.reload()
        view = show(page, lab, folder)
        expect(view.locator(".fr-title")).to_have_text("Your results")
        expect(card(page, "card-6").get_by_role("radio", name="95 %")).to_be_disabled()
        assert [saved(folder)[name]["value"] for name in CARDS] == list(STEPS)


def test_a_tab_that_was_open_shows_the_answer_that_stands(lab: Lab, browser: Browser) -> None:
    folder = make_desk(lab, "two-tabs", ['ask("card-1")', "test_results()"])
    here = answer(folder, *STEPS)
    with fresh_page(browser) as (page, watch):
        show(page, lab, folder)
        form.close(here)  # in another window
        one = card(page, "card-1")
        one.locator(".qc-step").nth(5).click()
        expect(one).to_contain_text("Not changed: the test is closed and your answer stands.")
        expect(one.get_by_role("radio", name="20 %")).to_be_checked()
        assert saved(folder)["card-1"]["value"] == 20
        assert not watch.strays and not watch.errors


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_legible_to_everybody(lab: Lab, browser: Browser, artefacts: Path, theme: str, width: int) -> None:
    lab.theme(theme)
    name = f"{theme}-{width}"
    ready = make_desk(lab, f"ready-{name}", ["test_results()"])
    answer(ready, *STEPS)
    partial = make_desk(lab, f"partial-{name}", ["test_results()"], mode="cohort", id="ada", cohort="autumn")
    answer(partial, 20, 40)
    closed = make_desk(lab, f"closed-{name}", ["test_results()"])
    form.close(answer(closed, *STEPS))
    try:
        for stand, folder in (("partial", partial), ("ready", ready), ("closed", closed)):
            with fresh_page(browser, width, 3400) as (page, watch):
                view = show(page, lab, folder)
                if stand == "closed":
                    view.locator(".fr-card summary").nth(2).click()
                    expect(view.locator(".fr-card").nth(2)).to_contain_text("The table gives 820 and 640")
                assert violations(page, ".fr") == []
                assert view.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
                page.mouse.move(0, 0)
                view.screenshot(path=artefacts / f"form-{stand}-{name}.png")
                assert not watch.strays and not watch.errors
    finally:
        lab.theme("light")
