"""Every module in self-study, answered wrongly, then badly, then rightly, reloaded and run in between.

What a person sees then must hold for each card: it is there, it says how it stands, each comment is beside
its own option; and nothing that was answered, in whatever form, stops a cell further down.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from course.demo import answering
from course.questions.answers import AnswerFile
from course.questions.loading import load_bank, load_keys, load_reference
from course.questions.scoring import right_answers
from tests.browser.lab import Lab, Watch, fresh_page, open_notebook, run_all, running_lab

ROOT = Path(__file__).resolve().parents[2]
# Run by hand, since it takes long: pytest tests/browser/walk.py; COURSE_WALK=all walks every module.
MODULES = (
    sorted(path.parent.name for path in (ROOT / "release").glob("*/questions.yaml"))
    if os.environ.get("COURSE_WALK") == "all"
    else ["03-numbers"]
)
# anywidget gives up on a card after two seconds, which sixty cards at once need on a busy machine: a person
# then runs the notebook once more, and so does this walk.
GAVE_UP = "[anywidget] Failed to initialize model."
TRIES = 4
# What people type or leave behind that is no answer of the form that is asked for, by kind.
BAD: dict[str, Any] = {
    "number": "20/2500",
    "choice": "no-such-option",
    "choices": ["no-such-option"],
    "order": ["no-such-item"],
    "match": {"no-such-item": "x"},
    "rating": 99,
    "evidence": 3,
    "table": {"columns": ["x"], "rows": [["1,234"]]},
    "text": "x",
    "chain": {"order": [], "from": {}, "labels": {}},
}
# Cells that are scrolled away take their cards out of the page.
WHOLE = {"windowingMode": "none"}
PLACES = """() => [...document.querySelectorAll('.qc-notes')].flatMap(list => {
  const width = list.getBoundingClientRect().width;
  return [...list.querySelectorAll('dd')].map(comment => {
    const option = comment.previousElementSibling.getBoundingClientRect();
    const next = comment.nextElementSibling;
    const box = comment.getBoundingClientRect();
    const said = comment.previousElementSibling.textContent.trim().slice(0, 40);
    const faults = [];
    if (box.top < option.bottom - 1) faults.push('beside or above its option');
    if (box.top > option.bottom + 24) faults.push('far below its option');
    if (Math.abs(box.left - option.left) > 4) faults.push('not under its option');
    if (box.width < width - 4) faults.push('narrow');
    if (next && next.getBoundingClientRect().top < box.bottom - 1) faults.push('beside the next option');
    return faults.length ? `${said}: ${faults.join(', ')}` : '';
  }).filter(Boolean);
})"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = tmp_path_factory.mktemp("root")
    for module in MODULES:
        shutil.copytree(ROOT / "release" / module, root / module)
    settings = {"mode": "self-study", "id": "self-study", "faculty": str(ROOT / "faculty")}
    (root / ".course.json").write_text(json.dumps(settings))
    with running_lab(root, tmp_path_factory.mktemp("home")) as one:
        one.settings("@jupyterlab/notebook-extension", "tracker", WHOLE)
        yield one


def write_answers(folder: Path, how: str) -> None:
    """Answers to every question of a module as `how` says: wrong, bad or right."""
    bank = load_bank(folder)
    secret = ROOT / "faculty" / bank.module
    right = right_answers(bank, load_keys(secret, bank), "self-study", None, load_reference(secret))
    file = AnswerFile(folder, bank.module, "self-study")
    for question in bank.own(None, "self-study"):
        value = right.get(question.id)
        if how == "wrong" and value is not None:
            value = answering._wrong(question, value)
        elif how == "bad":
            value = BAD.get(question.kind)
        if value is not None and question.kind not in ("trail", "chart"):
            file.record(question.id, value, large=question.kind == "table")


def look(page: Page, module: str) -> None:
    """Every card drawn, nothing that failed, and every comment at its option once all reasons are open."""
    cells = json.loads((ROOT / "release" / module / f"{module}.ipynb").read_text())["cells"]
    asked = sum("".join(cell["source"]).startswith("ask(") for cell in cells)
    expect(page.locator("section.qc[data-question], section.aw")).to_have_count(asked, timeout=60_000)
    assert page.locator('.jp-OutputArea-output[data-mime-type*="error"]').all_inner_texts() == []
    assert page.locator('.jp-OutputArea-output[data-mime-type*="stderr"]').all_inner_texts() == []
    for button in page.locator("section.qc[data-question] .qc-main").all():
        if button.is_visible() and button.is_enabled():
            button.click()
    page.wait_for_timeout(1_000)
    assert page.evaluate(PLACES) == []


def run(page: Page, lab: Lab, module: str, watch: Watch) -> None:
    """The module opened anew and run from the top, until every card was given the time that it needs."""
    for _ in range(TRIES):
        watch.errors.clear()
        open_notebook(page, lab, f"{module}/{module}.ipynb")
        run_all(page, 300)
        page.wait_for_timeout(2_500)
        if GAVE_UP not in watch.errors:
            return


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("module", MODULES)
def test_wrong_then_bad_then_right(lab: Lab, browser: Browser, artefacts: Path, module: str) -> None:
    folder = lab.root / module
    with fresh_page(browser, 1280, 1600) as (page, watch):
        for how in ("wrong", "bad", "right"):
            write_answers(folder, how)
            run(page, lab, module, watch)
            look(page, module)
            page.screenshot(path=artefacts / f"{module}-{how}.png")
            assert not watch.errors and not watch.strays
