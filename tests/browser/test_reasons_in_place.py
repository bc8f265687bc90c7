"""Each reason under its option, in every module, with the rules that JupyterLab has for lists.

JupyterLab makes each `dd` of an output float at four fifths of the width. That once put a reason beside
another option's, at 390 pixels letter by letter.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jupyterlab
import pytest
from playwright.sync_api import Browser

from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys
from course.questions.cards import render
from tests.browser.lab import fresh_page
from tests.browser.modules import ROOT
from tests.browser.walk import PLACES

MODULES = sorted(path.parent.name for path in (ROOT / "release").glob("*/questions.yaml"))
RESULT = SimpleNamespace(
    points=0.0, max_points=1.0, state="wrong", reason="Another option fits better.", lines=[]
)


@cache
def lists_of_the_host() -> str:
    """JupyterLab's own rules for description lists in outputs, from the program that tests run."""
    bundles = (Path(jupyterlab.__file__).parents[4] / "share/jupyter/lab/static").glob("jlab_core.*.js")
    text = next(bundles).read_text(encoding="utf-8").replace("\\n", "\n")
    rules = re.findall(r"(?:\.jp-OutputArea-output d[dlt],?\s*)+\{[^{}]*\}", text)
    assert any("float: left" in rule for rule in rules), "JupyterLab has changed its rules: look at them anew"
    return "\n".join(rules)


def answered_wrongly(module: str) -> tuple[int, str]:
    """How many questions of a module have reasons for options, and their cards with all of them open."""
    bank = load_bank(ROOT / "release" / module)
    keys = load_keys(ROOT / "faculty" / module, bank, trial=False)
    cards = []
    for question in bank:
        key = key_of(question, keys)
        if key is None or not key.options:
            continue
        first = next(iter(key.options))
        drawn: dict[str, Any] = {**draws.draw(question, None, "self-study"), "right": first}
        spec = render.card_spec(question, drawn, folder=ROOT / "release" / module)
        cards.append(
            render.result_html(RESULT, "", key.options, spec=spec, value=first, drawn=drawn, style=not cards)
        )
    return len(cards), "\n".join(cards)


def page_of(cards: str, host: str) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Reasons</title><style>{host}</style>'
        f'<body data-jp-theme-light="true"><div class="jp-OutputArea-output">{cards}</div></body></html>'
    )


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("width", [1280, 390])
def test_each_reason_stands_under_its_option(module: str, width: int, browser: Browser) -> None:
    asked, cards = answered_wrongly(module)
    with fresh_page(browser, width) as (page, _):
        page.set_content(page_of(cards, lists_of_the_host()))
        assert page.locator(".qc-notes").count() == asked
        assert page.evaluate(PLACES) == []


def test_a_reason_out_of_place_is_found(browser: Browser) -> None:
    """Without the sheet of the cards JupyterLab's rules are the only ones."""
    _, cards = answered_wrongly("00-orientation")
    bare = re.sub(r"<style>.*?</style>", "", cards, flags=re.DOTALL)
    with fresh_page(browser) as (page, _):
        page.set_content(page_of(bare, lists_of_the_host()))
        assert any("not under its option" in fault for fault in page.evaluate(PLACES))
