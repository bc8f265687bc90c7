"""Every module in self-study, answered wrongly, then badly, then rightly, reloaded and run in between.

What a person sees then must hold for each card: it is there, it says how it stands, each comment is beside
its own option; and nothing that was answered, in whatever form, stops a cell further down.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course.demo import answering
from course.questions.answers.store import AnswerFile
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.scoring.score import right_answers
from tests.browser.lab import Lab, fresh_page
from tests.browser.modules import open_whole, released_lab

ROOT = Path(__file__).resolve().parents[2]
# Run by hand, since it takes long: pytest tests/browser/walk.py; COURSE_WALK=all walks every module.
MODULES = (
    sorted(path.parent.name for path in (ROOT / "release").glob("*/questions.yaml"))
    if os.environ.get("COURSE_WALK") == "all"
    else ["03-numbers"]
)
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
    with released_lab(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home"), *MODULES) as lab:
        yield lab


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


def look(page: Page) -> None:
    """Every comment at its option once all reasons are open."""
    for button in page.locator("section.qc[data-question] .qc-main").all():
        if button.is_visible() and button.is_enabled():
            button.click()
    page.wait_for_timeout(1_000)
    assert page.evaluate(PLACES) == []


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("module", MODULES)
def test_wrong_then_bad_then_right(lab: Lab, browser: Browser, artefacts: Path, module: str) -> None:
    folder = lab.root / module
    with fresh_page(browser, 1280, 1600) as (page, watch):
        for how in ("wrong", "bad", "right"):
            write_answers(folder, how)
            open_whole(page, lab, module, watch, 300)
            look(page)
            page.screenshot(path=artefacts / f"{module}-{how}.png")
            assert not watch.errors and not watch.strays
