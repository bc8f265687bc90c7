"""The module of ten kinds on a desk, and hands that answer its cards."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, write_notebook

FIXTURE = Path(__file__).parents[1] / "fixtures" / "ten-kinds"
ON_CARDS = [
    "practice-rate",
    "practice-table",
    "lower-rate",
    "what-is-missing",
    "hops",
    "designs",
    "source-named",
    "red-lamps",
    "reply",
]
IN_CODE = ["growth", "by-month", "posts-chart"]
TABLES = """import altair as alt
import pandas as pd
months = ["Mar"] * 12 + ["Apr"] * 20 + ["May"] * 48
posts = pd.DataFrame({"month": months, "repost": ([True] + [False] * 3) * 20})"""
CODE = {
    "growth": 'growth = 300.0\ncheck("growth", growth)',
    "by-month": 'groups = posts.groupby("month", sort=False)\n'
    'monthly = groups.agg(posts=("repost", "size"), share=("repost", "mean")).reset_index()\n'
    'monthly["share"] *= 100\ncheck("by-month", monthly)',
    "posts-chart": 'chart = alt.Chart(monthly).mark_bar().encode(x="month:O", y="posts:Q")\n'
    'check("posts-chart", chart)',
}
REPLY = "Fewer patients had delirium in one small preprint. It is no cure, and nobody has repeated it."
EXPECTED = {
    "practice-rate": "20",
    "lower-rate": {"choice": "birch", "confidence": 0.8},
    "practice-table": {
        "columns": ["ward", "patients", "fell", "share"],
        "rows": [["Birch", 50, 4, "8"], ["Cedar", 200, 10, "5"]],
    },
    "what-is-missing": ["days", "rule"],
    "hops": ["preprint", "release", "news", "post"],
    "designs": {"survey": "went-with", "trial": "caused", "case": "happened"},
    "source-named": 2,
    "red-lamps": 20,
    "reply": REPLY,
}


@dataclass
class Desk:
    """One module folder inside a running JupyterLab."""

    lab: Lab
    folder: Path

    @property
    def path(self) -> str:
        return f"{self.folder.relative_to(self.lab.root)}/ten-kinds.ipynb"

    def saved(self) -> dict[str, Any]:
        """Question id to value, as saved; empty when nothing was."""
        file = self.folder / "answers.json"
        if not file.exists():
            return {}
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
        return {name: entry["value"] for name, entry in answers.items() if entry.get("value") is not None}


def make_desk(lab: Lab, name: str, cells: list[str] | None = None, first: tuple[str, ...] = ()) -> Desk:
    """A desk of a made-up cohort with the module of ten kinds, every question asked; `first` are cells
    before the cards.
    """
    folder = lab.root / name / "ten-kinds"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURE / "questions.yaml", folder)
    (folder.parent / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "ada", "cohort": "test"}))
    if cells is None:
        cells = [
            "# Ten kinds",
            "from course import ask, check, hint",
            *first,
            *[f'ask("{one}")' for one in ON_CARDS],
            TABLES,
        ]
        for one in IN_CODE:
            cells += [f'ask("{one}")', CODE[one]]
    write_notebook(folder / "ten-kinds.ipynb", cells)
    return Desk(lab, folder)


def card(page: Page, question: str) -> Locator:
    """The live card of a question."""
    return page.locator(f'section.qc[data-question="{question}"]')


def expect_saved(page: Page, question: str) -> None:
    """The card says so, with icon and words."""
    expect(card(page, question).get_by_role("status")).to_contain_text("Saved")
    expect(card(page, question)).to_have_attribute("data-state", "saved")


def answer_by_mouse(page: Page, dragging: bool = True) -> None:
    """Answer every card as a mouse does; where a card is narrow, items have buttons and no grip."""
    one = card(page, "practice-rate")
    one.get_by_role("textbox").click()
    one.get_by_role("textbox").press_sequentially("20")
    one = card(page, "practice-table")
    one.get_by_label("share (%), Birch, 50, 4").fill("8")
    one.get_by_label("share (%), Cedar, 200, 10").fill("5")
    one = card(page, "lower-rate")
    one.get_by_text("Ward Birch, from").click()
    slide(one.get_by_role("slider"), 0.6)
    one = card(page, "what-is-missing")
    one.get_by_text("How many patient days").click()
    one.get_by_text("What the ward counts").click()
    if dragging:
        drag(page, "preprint", "news")
    else:
        card(page, "hops").get_by_role("button", name="Move up: Preprint").click()
    for _ in range(2):
        card(page, "hops").get_by_role("button", name="Move up: Hospital press release").click()
    one = card(page, "designs")
    for line, verb in (("One-day", "went-with"), ("Randomised", "caused"), ("One patient", "happened")):
        one.get_by_role("combobox", name=line).select_option(verb)
    card(page, "source-named").locator(".qc-step").nth(1).click()
    card(page, "red-lamps").get_by_role("radio", name="20 %").click()
    card(page, "reply").get_by_role("textbox").fill(REPLY)


def slide(slider: Locator, share: float) -> None:
    """Click the track of a slider at a share of its length."""
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": 12 + (box["width"] - 24) * share, "y": box["height"] / 2})


def drag(page: Page, item: str, onto: str) -> None:
    """Drag an item of the order above another, by its grip."""
    rows = card(page, "hops").locator(".qc-item")
    words = {"preprint": "Preprint", "news": "News site"}
    grip = rows.filter(has_text=f"{words[item]}.").locator(".qc-grip")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), rows.filter(has_text=f"{words[onto]}.").bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] / 2, steps=6)
    page.mouse.move(start["x"] + 10, end["y"] + 4, steps=4)
    page.mouse.up()


class Keys:
    """A keyboard, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page, self.press = page, page.keyboard.press

    def tab_to(self, selector: str, limit: int = 60) -> None:
        """Press Tab until what has the focus matches a selector."""
        for _ in range(limit):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        here = self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        raise AssertionError(f"Tab did not reach {selector} in {limit} steps; it stands at {here}")

    def on(self, question: str, selector: str) -> None:
        """Tab to a control of a question's card."""
        self.tab_to(f'section.qc[data-question="{question}"] {selector}')

    def times(self, key: str, count: int) -> None:
        for _ in range(count):
            self.press(key)


def answer_by_keyboard(page: Page) -> None:
    """Answer every card in the order of the page, forward with Tab alone."""
    keys = Keys(page)
    keys.on("practice-rate", "input[type=text]")
    page.keyboard.type("20")
    keys.on("practice-table", "input")
    page.keyboard.type("8")
    keys.press("Tab")
    page.keyboard.type("5")
    keys.on("lower-rate", "input[type=radio]")
    keys.press("Space")
    keys.on("lower-rate", "input[type=range]")
    keys.times("ArrowRight", 6)
    keys.on("what-is-missing", "input")
    keys.press("Space")
    keys.times("Tab", 3)
    keys.press("Space")
    # News, preprint, post, release: the preprint up, the release up twice, all by the buttons.
    keys.on("hops", '[aria-label^="Move up: Preprint"]')
    keys.press("Enter")
    keys.on("hops", '[aria-label^="Move up: Hospital"]')
    keys.times("Enter", 2)
    for at, verb in enumerate(("went with", "caused", "happened")):
        keys.on("designs", f'select[id$="left{at}"]')
        down = {"caused": 1, "went with": 2, "happened": 3}[verb]
        keys.times("ArrowDown", down)
    keys.on("source-named", "input")
    keys.press("Space")
    keys.press("ArrowRight")
    keys.on("red-lamps", "input")
    keys.press("ArrowRight")
    keys.on("reply", "textarea")
    page.keyboard.type(REPLY)


def expect_answers_shown(page: Page) -> None:
    """Every card shows what EXPECTED says was answered."""
    expect(card(page, "practice-rate").get_by_role("textbox")).to_have_value("20")
    expect(card(page, "practice-table").get_by_role("textbox").nth(1)).to_have_value("5")
    expect(card(page, "lower-rate").get_by_role("radio").nth(0)).to_be_checked()
    expect(card(page, "lower-rate").locator(".qc-sure")).to_have_text("80 %")
    boxes = card(page, "what-is-missing").get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [True, False, False, True, False, False]
    order = [
        text.split(".")[0] for text in card(page, "hops").locator(".qc-item .qc-text").all_text_contents()
    ]
    assert order == ["Preprint", "Hospital press release", "News site", "Post"]
    chosen = [one.input_value() for one in card(page, "designs").get_by_role("combobox").all()]
    assert chosen == ["went-with", "caused", "happened"]
    expect(card(page, "source-named").get_by_role("radio", checked=True)).to_have_value("2")
    expect(card(page, "red-lamps").get_by_role("radio", checked=True)).to_have_value("20")
    expect(card(page, "reply").get_by_role("textbox")).to_have_value(REPLY)
