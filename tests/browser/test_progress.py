"""The progress list in a real JupyterLab: read, downloaded without a network, put back, legible to all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

ROOT = Path(__file__).resolve().parents[2]
BANKS = {
    "00-orientation": ROOT / "source" / "00-orientation" / "questions.yaml",
    "small-deck": ROOT / "tests" / "fixtures" / "cynic" / "questions.yaml",
}
STEPS = (20, 80, 95, 20, 60, 60, 5, 95)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")) as one:
        yield one


def make_desk(lab: Lab, name: str, cells: list[str]) -> Path:
    """A desk with three modules: the eight cards answered; feedback is back; and one that cannot be read."""
    desk = lab.root / name
    for module, bank in BANKS.items():
        (desk / module).mkdir(parents=True)
        shutil.copy(bank, desk / module / "questions.yaml")
    (desk / "broken").mkdir()
    (desk / "broken" / "questions.yaml").write_text("module: broken\n")
    answers(desk, "00-orientation", {f"cynic-{n}": step for n, step in enumerate(STEPS, 1)})
    answers(desk, "small-deck", {"cynic-lamp": 20, "cynic-falls": 95, "other": 40})
    results = {"version": 1, "module": "small-deck", "trainee": None, "points": 2.5, "max_points": 3}
    page = desk / "small-deck" / "feedback" / "2026-11-23 10:00:00 UTC" / "small-deck.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<script type="application/json" id="course-results">{json.dumps(results)}</script>')
    write_notebook(desk / "00-orientation" / "00-orientation.ipynb", cells)
    return desk


def answers(desk: Path, module: str, values: dict[str, object]) -> None:
    entry = {"at": "2026-11-23T10:00:00+00:00", "attempts": 1, "hints": 0}
    kept = {name: {**entry, "value": value} for name, value in values.items()}
    found = {"version": 1, "module": module, "id": None, "answers": kept, "trails": {}}
    (desk / module / "answers.json").write_text(json.dumps(found))


def test_downloaded_and_put_back(lab: Lab, browser: Browser, tmp_path: Path) -> None:
    desk = make_desk(lab, "old", ["from course import progress", "progress()"])
    with fresh_page(browser, accept_downloads=True) as (page, watch):
        open_notebook(page, lab, "old/00-orientation/00-orientation.ipynb")
        run_all(page)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download my progress").click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.name.startswith("course-progress-") and file.suffix == ".zip"
        assert not watch.strays and not watch.errors
    names = zipfile.ZipFile(file).namelist()
    assert names == ["progress.json", "00-orientation/answers.json", "small-deck/answers.json"]

    new = make_desk(lab, "new", ["from course import restore_progress", f'restore_progress("{file.name}")'])
    (new / "00-orientation" / "answers.json").unlink()
    shutil.copy(file, new)
    with fresh_page(browser) as (page, watch):
        open_notebook(page, lab, "new/00-orientation/00-orientation.ipynb")
        run_all(page)
        expect(page.locator(".pg")).to_contain_text("00-orientation: 8 answers put back.")
        expect(page.locator(".pg")).to_contain_text("small-deck: 3 the same in both.")
        assert not watch.strays and not watch.errors
    old, put_back = ((one / "00-orientation" / "answers.json").read_text() for one in (desk, new))
    assert json.loads(old)["answers"] == json.loads(put_back)["answers"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_legible_to_everybody(lab: Lab, browser: Browser, artefacts: Path, theme: str, width: int) -> None:
    lab.theme(theme)
    name = f"{theme}-{width}"
    make_desk(lab, name, ["from course import progress", "progress()"])
    try:
        with fresh_page(browser, width, 1600) as (page, watch):
            open_notebook(page, lab, f"{name}/00-orientation/00-orientation.ipynb")
            run_all(page)
            shown = page.locator(".pg")
            expect(shown.locator(".pg-row")).to_have_count(3)
            expect(shown.locator(".pg-returned")).to_contain_text("2.5 of 3 points")
            expect(shown.locator(".pg-trouble")).to_contain_text("Cannot be read")
            expect(shown).to_contain_text("Brier score")
            assert violations(page, ".pg") == []
            assert shown.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
            shown.screenshot(path=artefacts / f"progress-{name}.png")
            assert not watch.strays and not watch.errors
    finally:
        lab.theme("light")
