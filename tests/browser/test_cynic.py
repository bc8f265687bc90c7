"""Beat the Cynic in a real JupyterLab: by mouse, by keyboard, left half-way and resumed, legible to all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import (
    Lab,
    fresh_page,
    open_notebook,
    run_all,
    running_lab,
    violations,
    write_notebook,
)

BANK = Path(__file__).resolve().parents[2] / "source" / "00-orientation" / "questions.yaml"
STEPS = (20, 80, 95, 20, 60, 60, 5, 95)  # right but for the fifth, a false post believed
EIGHT = [f"cynic-{n}" for n in range(1, 9)]
CODE = ["from course import beat_the_cynic", "beat_the_cynic()"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def make_module(lab: Lab, desk: str) -> Path:
    """Orientation's questions with a notebook that plays the game, on a desk of its own."""
    folder = lab.root / desk / "00-orientation"
    write_notebook(folder / "00-orientation.ipynb", CODE)
    shutil.copy(BANK, folder)
    return folder


def saved(folder: Path) -> dict[str, object]:
    file = folder / "answers.json"
    found = json.loads(file.read_text())["answers"] if file.exists() else {}
    return {name: entry["value"] for name, entry in found.items()}


def show(page: Page, lab: Lab, desk: str) -> Locator:
    open_notebook(page, lab, f"{desk}/00-orientation/00-orientation.ipynb")
    run_all(page)
    game = page.locator(".cy")
    game.wait_for()
    return game


def answer(game: Locator, step: int) -> None:
    game.locator(".qc-step", has_text=f"{step} %").first.click()
    game.get_by_role("button", name="See what the evidence says").click()
    expect(game.locator(".cy-headline")).to_be_visible()


def go_on(game: Locator) -> None:
    game.locator(".cy-go button").click()


def guess(game: Locator, bot: str, number: str) -> None:
    game.get_by_label(f"d′ of {bot}").fill(number)
    game.get_by_role("button", name="Guess").click()


def finish(game: Locator, steps: tuple[int, ...]) -> None:
    """Play the remaining cards and both guesses."""
    for step in steps:
        answer(game, step)
        go_on(game)
    guess(game, "the Cynic", "-1")
    guess(game, "the Believer", "1,5")
    expect(game.locator(".cy-closing")).to_be_visible()


def picture(game: Locator, artefacts: Path, name: str) -> None:
    game.page.mouse.move(0, 0)
    game.screenshot(path=artefacts / f"cynic-{name}.png")


def test_played_by_mouse_left_half_way_and_finished(lab: Lab, browser: Browser) -> None:
    folder = make_module(lab, "mouse")
    with fresh_page(browser) as (page, watch):
        game = show(page, lab, "mouse")
        expect(game).to_contain_text("card 1 of 8")
        assert saved(folder) == {}, "showing the game must not answer it"
        button = game.get_by_role("button", name="See what the evidence says")
        button.click(force=True)  # marked as not usable yet, but it says why
        expect(game.get_by_role("status")).to_have_text("Choose one of the six steps first.")
        for n, step in enumerate(STEPS[:4], 1):
            answer(game, step)
            expect(game.locator(".cy-you .cy-of")).to_have_text(f"{n} of {n} right")
            if n == 1:
                expect(game.locator(".cy-headline")).to_have_text("The evidence does not bear it out.")
                expect(game.locator(".cy-believer")).to_contain_text("95 %: borne out")
                expect(game.locator(".cy-believer .cy-mark")).to_have_text("wrong")
            if n < 4:
                go_on(game)
        assert saved(folder) == dict(zip(EIGHT, STEPS[:4], strict=False))

        page.reload()  # the fourth card's reason was still open
        game = show(page, lab, "mouse")
        expect(game).to_contain_text("card 5 of 8")
        expect(game.locator(".cy-you .cy-of")).to_have_text("4 of 4 right")
        finish(game, STEPS[4:])
        assert saved(folder) == {
            **dict(zip(EIGHT, STEPS, strict=True)),
            "cynic-dprime-cynic": "-1",
            "cynic-dprime-believer": "1,5",
        }
        numbers = [game.locator(f".cy-dprime.cy-{key} .cy-number") for key in ("cynic", "believer", "you")]
        for one, text in zip(numbers, ("d′ 0", "d′ 0", "d′ 1.81"), strict=True):
            expect(one).to_have_text(text)
        words = game.locator(".cy-dprime.cy-you")
        expect(words).to_contain_text("Believed 4 of 4 true posts (hits) and 1 of 4 false ones (false")
        expect(game).to_contain_text("Eight cards are far too few to say anything about you.")
        expect(game.locator(".cy-player.cy-cynic .cy-of")).to_have_text("4 of 8 right")
        expect(game.locator(".cy-player.cy-believer .cy-of")).to_have_text("4 of 8 right")
        assert not watch.strays and not watch.errors


def test_run_again_it_goes_on_and_first_answers_stay(lab: Lab, browser: Browser) -> None:
    folder = make_module(lab, "again")
    with fresh_page(browser) as (page, watch):
        game = show(page, lab, "again")
        answer(game, 20)
        run_all(page)
        expect(game).to_contain_text("card 2 of 8")
        assert saved(folder) == {"cynic-1": 20}
        assert not watch.strays and not watch.errors


def test_played_by_keyboard_alone(lab: Lab, browser: Browser) -> None:
    folder = make_module(lab, "keys")
    with fresh_page(browser) as (page, watch):
        game = show(page, lab, "keys")
        game.locator(".qc-step input").first.focus()  # from here on only keys
        for n in range(1, 9):
            # An untouched group of radio buttons takes its first with Space; arrows then walk on.
            page.keyboard.press("Space")
            for _ in range(n % 3):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("Enter")
            headline = game.locator(".cy-headline")
            expect(headline).to_be_focused()
            page.keyboard.press("Tab")
            expect(game.locator(".cy-go button")).to_be_focused()
            page.keyboard.press("Enter")
            expect(game.locator(".cy-title")).to_be_focused()
            page.keyboard.press("Tab")
        expect(game.get_by_label("d′ of the Cynic")).to_be_focused()
        page.keyboard.type("a lot")
        page.keyboard.press("Enter")
        expect(game.get_by_role("status")).to_contain_text("number")
        expect(game.get_by_label("d′ of the Cynic")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.type("0")
        page.keyboard.press("Enter")
        expect(game.locator(".cy-result")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        expect(game.locator(".cy-result").last).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(game.locator(".cy-again")).to_have_count(8)
        steps = (5, 20, 40)
        assert saved(folder) == {
            **{name: steps[n % 3] for n, name in enumerate(EIGHT, 1)},
            "cynic-dprime-cynic": "0",
            "cynic-dprime-believer": "2",
        }
        assert page.locator(".jp-Cell").count() == len(CODE), "a key meant for the game changed the notebook"
        assert not watch.strays and not watch.errors


def test_a_folder_that_cannot_be_written_says_so_and_keeps_the_choice(lab: Lab, browser: Browser) -> None:
    folder = make_module(lab, "full")
    with fresh_page(browser) as (page, watch):
        game = show(page, lab, "full")
        shutil.rmtree(folder)  # gone, so that nobody can write there, root included
        game.locator(".qc-step", has_text="20 %").click()
        game.get_by_role("button", name="See what the evidence says").click()
        expect(game.get_by_role("status")).to_contain_text("Not saved")
        expect(game.get_by_role("radio", name="20 %")).to_be_checked()
        expect(game).to_contain_text("card 1 of 8")
        assert not watch.errors


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_legible_to_everybody(lab: Lab, browser: Browser, artefacts: Path, theme: str, width: int) -> None:
    lab.theme(theme)
    desk = f"{theme}-{width}"
    make_module(lab, desk)
    try:
        with fresh_page(browser, width, 2000, reduced_motion="reduce") as (page, watch):
            game = show(page, lab, desk)
            found = violations(page, ".cy")
            picture(game, artefacts, f"open-{desk}")
            for step in STEPS[:2]:
                answer(game, step)
                found += violations(page, ".cy")
                picture(game, artefacts, f"answered-{desk}")
                go_on(game)
            found += violations(page, ".cy")
            for step in STEPS[2:]:
                answer(game, step)
                go_on(game)
            found += violations(page, ".cy")
            guess(game, "the Cynic", "-1")
            expect(game.locator(".cy-result")).to_be_visible()
            picture(game, artefacts, f"guess-{desk}")
            guess(game, "the Believer", "0")
            expect(game.locator(".cy-closing")).to_be_visible()
            picture(game, artefacts, f"end-{desk}")
            game.locator("summary").click()
            found += violations(page, ".cy")
            assert found == []
            over = game.evaluate("one => one.scrollWidth - one.clientWidth")
            assert over <= 0, f"{over} px stick out on the right"
            assert not watch.strays and not watch.errors
    finally:
        lab.theme("light")
