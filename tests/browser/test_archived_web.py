"""The archived web in a real browser, without a network: by mouse, by keyboard, in each look."""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.archive import gallery, madeweb
from tests.browser.cards import card
from tests.browser.lab import Lab, fresh_page, open_notebook, run_all, running_lab, violations, write_notebook

LETTER = "https://letters.example/2026/falls"
CELLS = ["from course import ask, browse", 'browse("lamps")', 'ask("lamps-before")']
GALLERY = ["from course import browse", 'browse("gallery")']

STOPS = """() => [...document.querySelectorAll(".aw-scroll")].every(
  (box) => box.scrollWidth > box.clientWidth === (box.tabIndex === 0))"""


@dataclass
class Desk:
    """A desk of its own with the module, and what is saved there."""

    lab: Lab
    folder: Path

    def show(self, page: Page, cells: list[str], name: str = "web") -> Locator:
        path = write_notebook(self.folder / f"{name}.ipynb", cells)
        open_notebook(page, self.lab, str(path.relative_to(self.lab.root)))
        return self.run(page)

    def run(self, page: Page) -> Locator:
        run_all(page)
        web = page.locator("section.aw")
        web.wait_for()
        return web

    def value(self) -> dict[str, Any]:
        file = self.folder / "answers.json"
        found = json.loads(file.read_text())["answers"] if file.exists() else {}
        return found.get("lamps-trail", {}).get("value") or {"steps": []}

    def await_steps(self, page: Page, *done: tuple[str, str], in_order: bool = True) -> None:
        """Until the file holds exactly these steps."""
        arrange = list if in_order else sorted
        until = time.monotonic() + 10
        while self.steps() != list(done) and time.monotonic() < until:
            page.wait_for_timeout(100)
        assert arrange(self.steps()) == arrange(done)

    def steps(self) -> list[tuple[str, str]]:
        """What was done, and to what, as the file holds it."""
        return [(one["do"], one["of"]) for one in self.value()["steps"]]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = tmp_path_factory.mktemp("root")
    web = root / "web"
    madeweb.lay(web, with_script())
    gallery.lay_gallery(web, "m2")
    for name in ("p901.png", "p902.png"):
        picture = gallery.ROOT / "tests" / "fixtures" / "archive" / "pictures" / name
        shutil.copy(picture, web / madeweb.MODULE / "pictures")
    env = {"COURSE_ARCHIVE": str(web)}
    with running_lab(root, tmp_path_factory.mktemp("home"), env=env) as one:
        yield one


def with_script() -> dict[str, Any]:
    """The story with a thread that holds what no build would let through."""
    story = madeweb.forms()
    thread = story["pages"]["forms"][0]
    thread["html"] = (
        gallery.POSTS
        + f'<p>It is in <a href="{LETTER}">a letter</a>, and at '
        + '<a href="https://lampwell.example/old">a shop</a>.'
        + '<script>window.ran = 1</script><img src="x" alt="x" onerror="window.ran = 2"></p>'
    )
    for page in story["pages"]["forms"][1:4]:
        page["html"] = f'<p>{page["text"]}</p><figure><img data-picture="p901" alt="A chart"></figure>' * 3
        page["pictures"] = ["p901"]
    return story


@pytest.fixture
def desk(lab: Lab, request: pytest.FixtureRequest) -> Desk:
    name = request.node.originalname.removeprefix("test_") + str(abs(hash(request.node.name)) % 10_000)
    return Desk(lab, madeweb.lay_module(lab.root / name))


def go(web: Locator, text: str) -> None:
    web.get_by_label("Address or words to search for").fill(text)
    web.get_by_label("Address or words to search for").press("Enter")


def heading(web: Locator, text: str) -> Locator:
    return web.get_by_role("heading", level=1, name=text)


def test_by_mouse_with_a_reload_half_way(desk: Desk, browser: Browser, artefacts: Path) -> None:
    with fresh_page(browser) as (page, watch):
        web = desk.show(page, CELLS)
        expect(heading(web, "A lamp in every bay")).to_be_visible()
        expect(web).to_contain_text("All pages here are fictional.")
        expect(web).to_contain_text("0 of 3 pages")
        expect(web.locator(".post-likes")).to_have_text("31,000 likes")

        # Search, read the results, open one in a new tab.
        go(web, "night lamps falls")
        first = web.locator(".aw-hit").first
        expect(first).to_contain_text("Sponsored")
        expect(first.locator("mark").first).to_be_visible()
        web.get_by_role("link", name="Falls before and after night lamps").click(modifiers=["Control"])
        expect(web.get_by_role("tab")).to_have_count(2)
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        expect(web.locator(".aw-picture img").first).to_have_js_property("complete", True)

        # Look things up beside the page.
        web.get_by_role("button", name="Tools", exact=True).click()
        tools = web.get_by_role("complementary", name="Tools")
        tools.get_by_role("button", name="Who registered this domain?").click()
        expect(tools).to_contain_text("Society")
        expect(tools).to_contain_text("lampwell.example")
        tools.get_by_role("button", name="Earlier snapshots").click()
        expect(tools.locator("del")).to_have_text("20")
        tools.get_by_role("button", name="Corrected or retracted?").click()
        expect(tools).to_contain_text("Beds were miscounted.")
        tools.get_by_role("button", name="Page source").click()
        expect(tools).to_contain_text("<title>Falls before and after night lamps</title>")
        tools.get_by_role("button", name="Who links here?").click()
        expect(tools.get_by_role("link", name="A lamp in every bay")).to_be_visible()
        web.get_by_role("button", name="Where else is this picture?").first.click()
        expect(tools).to_contain_text("the same")
        assert violations(page, "section.aw") == []
        done = [
            ("open", "https://chatter.example/lamps"),
            ("search", "night lamps falls"),
            ("open", LETTER),
            ("registrant", "letters.example"),
            ("snapshots", LETTER),
            ("notices", LETTER),
            ("source", LETTER),
            ("links", LETTER),
            ("picture", "p901"),
        ]
        desk.await_steps(page, *done)
        tools.get_by_role("button", name="Close tools").click()
        web.screenshot(path=artefacts / "archived-web-before-reload.png")

        # Half-way: the page is loaded anew, and everything stands where it stood.
        web.get_by_role("tabpanel").evaluate("view => { view.scrollTop = 120; }")
        page.wait_for_timeout(1500)
        assert desk.value()["tabs"][1]["places"][-1] == {"go": LETTER, "y": 120}
        page.reload()
        page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        web = desk.run(page)
        expect(web.get_by_role("tab")).to_have_count(2)
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        expect(web.locator(".aw-step")).to_have_count(len(done))
        expect(web).to_contain_text("1 of 3 pages")
        expect(web.get_by_role("tabpanel")).to_have_js_property("scrollTop", 120)

        # On: the other tab, back, a link that sends on, an address that is not there.
        web.get_by_role("tab").first.click()
        web.get_by_role("button", name="Back", exact=True).click()
        web.get_by_role("link", name="a shop").click()
        expect(heading(web, "Night lamps halve falls")).to_be_visible()
        expect(web.get_by_label("Address or words")).to_have_value("https://lampwell.example/falls")
        go(web, "leters.example/2026/falls")
        expect(heading(web, "Not archived")).to_be_visible()
        web.get_by_role("link", name="Falls before and after night lamps").click()
        done += [("open", "https://lampwell.example/falls"), ("open", LETTER)]
        desk.await_steps(page, *done)

        # Replay, then the question, then the fact-checker's way beside it.
        web.get_by_role("button", name="Replay").click()
        expect(web).to_contain_text("Step 1 of 11: Opened A lamp in every bay")
        web.get_by_role("button", name="Next step").click()
        expect(web.locator(".aw-hit").first).to_be_visible()
        web.get_by_role("button", name="End replay").click()
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        web.get_by_role("button", name="Beside a fact-checker’s").click()
        expect(web).to_contain_text("Answer the questions of this story first: 1 of 1 still to do.")
        card(page, "lamps-before").get_by_role("textbox").fill("14")
        card(page, "lamps-before").get_by_role("textbox").press("Tab")
        expect(card(page, "lamps-before").get_by_role("status")).to_contain_text("Saved")
        # One press more, and it is there: in view, with the focus, and closed by its own name.
        web.get_by_role("button", name="Beside a fact-checker’s").click()
        expect(web.get_by_role("region", name="A fact-checker’s trail")).to_contain_text("Opened")
        expect(web.get_by_role("region", name="A fact-checker’s trail")).to_be_in_viewport()
        hide = web.get_by_role("button", name="Hide the comparison")
        expect(hide).to_have_attribute("aria-expanded", "true")
        assert violations(page, "section.aw") == []
        web.screenshot(path=artefacts / "archived-web-compared.png")
        desk.await_steps(page, *done)
        assert page.evaluate("window.ran") is None
        assert not watch.errors and not watch.strays


def test_by_keyboard_alone(desk: Desk, browser: Browser) -> None:
    with fresh_page(browser) as (page, watch):
        web = desk.show(page, CELLS[:2])
        keys = page.keyboard
        web.get_by_role("tab").focus()
        keys.press("/")
        expect(web.get_by_label("Address or words")).to_be_focused()
        keys.type("night lamps falls")
        keys.press("Enter")
        expect(web.get_by_role("tabpanel")).to_be_focused()
        for _ in range(3):  # the search box, its button, the first result
            keys.press("Tab")
        expect(web.get_by_role("link", name="Night lamps halve falls")).to_be_focused()
        keys.press("Tab")
        keys.press("Control+Enter")
        expect(web.get_by_role("tab")).to_have_count(2)
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        keys.press("Control+f")
        keys.type("falls")
        expect(web.locator("mark.aw-current")).to_have_count(1)
        expect(web.locator(".aw-find-count")).to_contain_text("1 of ")
        keys.press("Enter")
        expect(web.locator(".aw-find-count")).to_contain_text("2 of ")
        keys.press("Escape")
        expect(web.locator("mark.aw-found")).to_have_count(0)

        # Tools by keyboard, and Escape closes them.
        keys.press("o")
        expect(web.get_by_role("button", name="Who registered this domain?")).to_be_focused()
        keys.press("Enter")
        expect(web.get_by_role("complementary", name="Tools")).to_contain_text("Society")
        keys.press("Escape")
        expect(web.get_by_role("complementary", name="Tools")).to_have_count(0)
        expect(web.get_by_role("tabpanel")).to_be_focused()

        # Tabs: a new one, along them with arrows, Delete closes, numbers choose.
        keys.press("t")
        expect(web.get_by_role("tabpanel").get_by_label("Search the archive")).to_be_focused()
        keys.press("Escape")
        web.get_by_role("tab", selected=True).focus()
        keys.press("ArrowLeft")
        expect(web.get_by_role("tab").nth(1)).to_be_focused()
        keys.press("End")
        keys.press("Delete")
        expect(web.get_by_role("tab")).to_have_count(2)
        keys.press("1")
        expect(web.get_by_role("tab").first).to_have_attribute("aria-selected", "true")
        keys.press("Alt+ArrowLeft")
        expect(heading(web, "A lamp in every bay")).to_be_visible()
        keys.press("Alt+ArrowRight")
        expect(web.locator(".aw-hit").first).to_be_visible()
        keys.press("?")
        expect(web.get_by_role("region", name="Keys")).to_be_visible()
        keys.press("Escape")
        keys.press("w")
        expect(web.get_by_role("tab")).to_have_count(1)

        # The trail: one stop, arrows along it, Enter goes there.
        web.locator(".aw-step").last.focus()
        keys.press("Home")
        expect(web.locator(".aw-step").first).to_be_focused()
        keys.press("Enter")
        expect(heading(web, "A lamp in every bay")).to_be_visible()
        # None of these keys reached the notebook.
        expect(page.locator(".jp-Cell")).to_have_count(2)
        desk.await_steps(
            page,
            ("open", "https://chatter.example/lamps"),
            ("search", "night lamps falls"),
            ("open", LETTER),
            ("registrant", "letters.example"),
            ("open", "https://chatter.example/lamps"),
        )
        assert not watch.errors and not watch.strays


def test_two_browsers_lose_nothing_of_each_other(desk: Desk, browser: Browser) -> None:
    with fresh_page(browser) as (a, watch_a), fresh_page(browser) as (b, watch_b):
        one, other = desk.show(a, CELLS[:2], "a"), desk.show(b, CELLS[:2], "b")
        go(one, "falls")
        expect(one.locator(".aw-hit").first).to_be_visible()
        a.wait_for_timeout(1100)  # steps are kept to the second
        go(other, LETTER)
        expect(heading(other, "Falls before and after night lamps")).to_be_visible()
        expect(other.locator(".aw-step-label").nth(2)).to_be_attached()
        start = ("open", "https://chatter.example/lamps")
        desk.await_steps(b, start, ("search", "falls"), start, ("open", LETTER), in_order=False)
        assert not watch_a.errors + watch_b.errors and not watch_a.strays + watch_b.strays


def test_a_damaged_trail_is_said_and_set_aside(desk: Desk, browser: Browser) -> None:
    answers = {"version": 1, "module": "m1", "answers": {"lamps-trail": {"value": {"steps": [{"do": "x"}]}}}}
    (desk.folder / "answers.json").write_text(json.dumps(answers))
    with fresh_page(browser) as (page, watch):
        web = desk.show(page, CELLS[:2])
        expect(web).to_contain_text("The reading trail is damaged")
        expect(web).to_contain_text("a new trail begins")
        assert violations(page, "section.aw") == []
        go(web, LETTER)
        desk.await_steps(page, ("open", "https://chatter.example/lamps"), ("open", LETTER))
        assert list(json.loads((desk.folder / "answers.json").read_text())["trails"].values()) == [
            {"steps": [{"do": "x"}]}
        ]
        assert not watch.errors and not watch.strays


def test_what_is_asked_while_a_page_is_on_its_way_is_asked_of_that_page(desk: Desk, browser: Browser) -> None:
    """On a slow machine a look-up was asked of the page before, and its answer closed when the page came."""
    at_once = """() => {
      const named = (of, words) =>
        [...document.querySelectorAll(of)].find((it) => it.textContent.includes(words));
      named(".aw-hit a", "Falls before and after night lamps").click();
      named(".aw-tool-button", "Who registered this domain?").click();
    }"""
    with fresh_page(browser) as (page, watch):
        web = desk.show(page, CELLS[:2])
        go(web, "night lamps falls")
        expect(web.locator(".aw-hit").first).to_be_visible()
        web.get_by_role("button", name="Tools", exact=True).click()
        page.evaluate(at_once)
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        expect(web.get_by_role("complementary", name="Tools")).to_contain_text("Society")
        assert not watch.errors and not watch.strays


def test_when_the_kernel_has_gone_it_says_so_and_keeps_the_step(desk: Desk, browser: Browser) -> None:
    with fresh_page(browser) as (page, watch):
        web = desk.show(page, CELLS[:2])
        go(web, "falls")
        expect(web.locator(".aw-hit").first).to_be_visible()
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.locator(".lm-Menu-item[data-command='kernelmenu:restart']").click()
        page.get_by_role("button", name="Confirm Kernel Restart").click()
        page.wait_for_timeout(1500)
        go(web, LETTER)
        expect(web).to_contain_text("run this cell again")
        expect(heading(web, "This did not open")).to_be_visible()
        web.get_by_role("button", name="Back", exact=True).click()
        expect(web.locator(".aw-hit").first).to_be_visible()
        assert violations(page, "section.aw") == []
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
        expect(web).not_to_contain_text("run this cell again")
        go(web, LETTER)
        expect(heading(web, "Falls before and after night lamps")).to_be_visible()
        start = ("open", "https://chatter.example/lamps")
        desk.await_steps(page, start, ("search", "falls"), ("open", LETTER))
        assert not watch.strays


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_look(desk: Desk, browser: Browser, artefacts: Path, theme: str, width: int) -> None:
    desk.lab.theme(theme)
    questions = desk.folder / "questions.yaml"
    questions.write_text(questions.read_text().replace("module: m1", "module: m2"))
    try:
        with fresh_page(browser, width, 1000) as (page, watch):
            web = desk.show(page, GALLERY)
            for look in gallery.LOOKS:
                go(web, f"https://{look}.example/page")
                expect(web.locator(f".aw-look-{look}")).to_be_visible()
                expect(web.locator(".aw-picture img")).to_have_js_property("complete", True)
                web.get_by_role("tabpanel").evaluate("view => { view.style.height = 'auto'; }")
                # What is wider than the page can be scrolled by keyboard; what fits is no stop.
                page.wait_for_function(STOPS)
                assert violations(page, "section.aw") == [], look
                assert web.evaluate("web => web.scrollWidth <= web.clientWidth"), look
                web.screenshot(path=artefacts / f"archived-web-{look}-{theme}-{width}.png")
            go(web, "falls lamps")
            expect(web.locator(".aw-hit").first).to_be_visible()
            web.get_by_role("button", name="Tools", exact=True).click()
            assert violations(page, "section.aw") == []
            web.screenshot(path=artefacts / f"archived-web-results-{theme}-{width}.png")
            assert not watch.errors and not watch.strays
    finally:
        desk.lab.theme("light")
