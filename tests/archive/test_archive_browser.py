"""The browser's messages: each is answered at once, whatever it holds, and steps reach all open browsers."""

import json
import re
from pathlib import Path

import pytest
import trailmade
from trailmade import LETTER, START, saved, step

from course.archive import open_archive
from course.archive.browser import live, widget
from course.notebook import session
from course.questions.answers import trails


class Kernel:
    """A kernel of its own, which knows of no browser of another."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.patch, self.open = folder, monkeypatch, {}

    def browser(self):
        self.patch.setattr(live, "_open", self.open)
        now = session.open_session(self.folder)
        archive = open_archive(now.bank.module, now.cohort, now.trainee)
        made = live.make_browser(now, now.question("lamp-trail"), archive, "lamps")
        made.sent = []
        made.send = lambda content, buffers=None: made.sent.append((content, buffers))
        return made

    def say(self, browser, **content):
        self.patch.setattr(live, "_open", self.open)
        browser.sent.clear()
        browser._handle_custom_msg(content, [])
        return browser.sent[-1][0] if browser.sent else None


@pytest.fixture
def folder(tmp_path, web_root, monkeypatch):
    for name in ("NBGRADER_EXECUTION", "COURSE_DESK", "JUPYTERHUB_USER", "COURSE_TRAINEE", "COURSE_COHORT"):
        monkeypatch.delenv(name, raising=False)
    return trailmade.desk(tmp_path)


@pytest.fixture
def kernel(folder, monkeypatch):
    return Kernel(folder, monkeypatch)


def test_it_opens_on_the_first_page_without_asking(kernel) -> None:
    browser = kernel.browser()
    assert browser.spec["tabs"] == [{"places": [{"go": START, "y": 0}], "at": 0}]
    assert browser.spec["pages"][START]["title"] == "A lamp in every bay"
    assert browser.spec["budget"] == 3 and browser.trail == [] and browser.notice == ""
    assert len(json.dumps(browser.spec)) < 20_000


def test_pages_results_and_look_ups_are_answered_under_their_number(kernel) -> None:
    browser = kernel.browser()
    page = kernel.say(browser, ask="page", of=LETTER, n="v-1")
    assert page["n"] == "v-1" and "14 falls" in page["found"]["html"]
    hits = kernel.say(browser, ask="search", of="night lamps", n="v-2")["found"]["hits"]
    assert hits[0]["sponsored"] is True and "<mark>" in hits[0]["html"]
    assert (
        kernel.say(browser, ask="registrant", of="lampwell.example", n="v-3")["found"]["held"][-1]["who"]
        == "Society"
    )
    state = kernel.say(browser, ask="snapshots", of=LETTER, n="v-4")["found"]["states"][0]
    assert "<del>20</del> <ins>14</ins>" in state["changed"]


def test_pictures_come_as_bytes(kernel) -> None:
    browser = kernel.browser()
    browser._handle_custom_msg({"ask": "pictures", "names": ["p901", "p999", 7, "../m1"], "n": "a"}, [])
    content, buffers = browser.sent[-1]
    assert content == {"n": "a", "names": ["p901"]} and buffers[0].startswith(b"\x89PNG")


def test_what_is_opened_is_kept_and_stands_in_every_browser_of_the_kernel(kernel, folder) -> None:
    one, other = kernel.browser(), kernel.browser()
    assert kernel.say(one, do="step", step=step("open", START), n="a") == {"n": "a", "kept": True}
    kernel.say(other, do="step", step=step("search", "falls", 1), n="b")
    assert (
        one.trail
        == other.trail
        == saved(folder)["steps"]
        == [step("open", START), step("search", "falls", 1)]
    )


def test_two_kernels_add_to_one_trail(folder, monkeypatch) -> None:
    a, b = Kernel(folder, monkeypatch), Kernel(folder, monkeypatch)
    one, other = a.browser(), b.browser()
    a.say(one, do="step", step=step("open", START), n="a")
    b.say(other, do="step", step=step("open", LETTER, 1), n="a")
    assert [at["of"] for at in saved(folder)["steps"]] == [START, LETTER]
    assert other.trail == saved(folder)["steps"], "the second sees what the first did"


def test_opened_again_the_tabs_are_where_they_were(kernel) -> None:
    browser = kernel.browser()
    kernel.say(browser, do="step", step=step("open", LETTER), n="a")
    tabs = [
        {"places": [{"go": START, "y": 0}], "at": 0},
        {"places": [{"go": START, "y": 9}, {"go": LETTER, "y": 240}], "at": 1},
    ]
    kernel.say(browser, do="tabs", tabs=tabs, active=1)
    again = kernel.browser()
    assert again.spec["tabs"] == tabs and again.spec["active"] == 1
    assert list(again.spec["pages"]) == [LETTER], "only what is in front comes along"
    assert again.spec["titles"] == {
        START: "A lamp in every bay",
        LETTER: "Falls before and after night lamps",
    }


@pytest.mark.parametrize(
    "content",
    [
        {"do": "step", "step": {"do": "grade", "of": "me", "at": "now"}},
        {"do": "step"},
        {"do": "tabs", "tabs": "none", "active": {}},
        {"ask": "passwords", "of": "/etc/passwd"},
        {"ask": "page", "of": {"a": 1}},
        {"ask": "search", "of": "x" * 100_000},
        {"ask": ["page"], "of": START},
        {"ask": "pictures", "names": {"p901": 1}},
        {"ask": "pictures", "names": 7},
        {"ask": "registrant", "of": "\x00"},
        {"do": "erase"},
        {},
    ],
    ids=str,
)
def test_any_message_leaves_the_browser_alive(kernel, folder, content) -> None:
    browser = kernel.browser()
    kernel.say(browser, do="step", step=step("open", START), n="a")
    before = saved(folder)
    said = kernel.say(browser, **content, n="b")
    assert said is None or said["n"] == "b"
    assert "Something in the course failed" not in str(said)
    assert saved(folder) == before
    assert kernel.say(browser, ask="page", of=LETTER, n="c")["found"]["title"]


def test_a_message_that_is_no_object_is_passed_over(kernel) -> None:
    browser = kernel.browser()
    for content in (None, "page", 7, ["ask"]):
        browser._handle_custom_msg(content, [])
    assert browser.sent == []


def test_a_full_trail_is_said_and_reading_goes_on(kernel, monkeypatch) -> None:
    monkeypatch.setattr(trails, "MOST_STEPS", 2)
    browser = kernel.browser()
    for minute in range(3):
        kernel.say(browser, do="step", step=step("search", f"w{minute}", minute), n="a")
    assert len(browser.trail) == 2 and "You can read on" in browser.notice
    assert kernel.say(browser, ask="page", of=LETTER, n="c")["found"]["title"]


def test_a_damaged_trail_is_said_on_the_browser(kernel, folder) -> None:
    browser = kernel.browser()
    kernel.say(browser, do="step", step=step("open", START), n="a")
    file = folder / "answers.json"
    held = json.loads(file.read_text())
    held["answers"]["lamp-trail"]["value"] = {"steps": [{"do": "<script>"}]}
    file.write_text(json.dumps(held))
    again = kernel.browser()
    assert again.trail == [] and "damaged" in again.notice and "set aside" in again.notice


def test_the_front_end_is_one_module_that_asks_nobody_for_anything() -> None:
    script, style = widget.esm(), widget.css()
    assert script.count("export default") == 1 and not re.search(r"^import |\bimport\(", script, re.MULTILINE)
    assert not re.search(r"\beval\(|\bfetch\(|XMLHttpRequest|new Function|document\.write", script)
    found = re.findall(r"(?:url\(|@import)[^)]{0,40}", style)
    assert found and all(one.startswith('url("data:') for one in found)


def test_the_guide_for_trainees_lists_the_keys_that_there_are() -> None:
    script = (widget.HERE / "keys.js").read_text(encoding="utf-8")
    rows = re.findall(r'^  \["([^"]+)", "', script, re.MULTILINE)
    assert len(rows) > 8
    guide = (Path(__file__).parents[2] / "docs" / "trainee-guide.md").read_text(encoding="utf-8")
    table = guide.split("| key, while the focus is in the browser")[1].split("\n\n")[0]
    said = set(re.findall(r"[^\s`,()|]+", table))
    words = {word for row in rows for word in re.findall(r"[^\s()]+", row)}
    assert words - {"tabs"} <= said
