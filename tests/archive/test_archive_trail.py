"""Reading is kept as it happens: by two browsers at once, after damage, and beside the fact-checker's way."""

import json
from pathlib import Path
from typing import Any

import madeweb
import pytest
from madeweb import who

from course.archive import browsing, comparing
from course.archive.browser.live import FULL, make_browser
from course.archive.recording import NOT_RECORDED, Recorder
from course.archive.store import open_archive
from course.archive.variants import variant_of
from course.notebook import session
from course.notebook.session import Session
from course.questions.answers import trails
from course.questions.answers.store import AnswerFile

LETTER = "https://letters.example/2026/falls"
START = "https://chatter.example/lamps"


def step(of: str = LETTER, do: str = "open", at: str = "2026-11-28T03:10:00Z") -> dict[str, str]:
    return {"do": do, "of": of, "at": at}


@pytest.fixture
def folder(tmp_path: Path, web_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module folder on a desk in self-study, with a trail question and another of the same story."""
    for name in ("NBGRADER_EXECUTION", "COURSE_DESK", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    return madeweb.lay_module(tmp_path)


@pytest.fixture
def now(folder: Path) -> Session:
    """A session on it."""
    return session.open_session(folder)


def browser_of(now: Session) -> tuple[Any, list[dict[str, Any]]]:
    """A browser and what it was sent."""
    archive = open_archive(now.bank.module, now.cohort, now.trainee)
    browser = make_browser(now, now.bank.find("lamps-trail"), archive, "lamps")
    sent: list[dict[str, Any]] = []
    browser.send = lambda content, buffers=None: sent.append({**content, "buffers": buffers})
    return browser, sent


def hear(browser: Any, **content: Any) -> None:
    browser._handle_custom_msg({"n": "v-1", **content}, [])


def kept(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "answers.json").read_text())["answers"]["lamps-trail"]["value"]


def test_looking_at_the_start_keeps_nothing(now: Session, folder: Path) -> None:
    browser, _ = browser_of(now)
    hear(browser, do="tabs", tabs=[{"places": [{"go": START, "y": 40}], "at": 0}], active=0)
    assert not (folder / "answers.json").exists()
    assert browser.spec["pages"][START]["title"] == "A lamp in every bay"


def test_a_step_is_kept_and_shown_on_every_browser(now: Session, folder: Path) -> None:
    (one, sent), (other, _) = browser_of(now), browser_of(now)
    hear(one, do="step", step=step())
    assert sent == [{"n": "v-1", "kept": True, "buffers": None}]
    assert one.trail == other.trail == kept(folder)["steps"] == [step()]


def test_two_kernels_lose_nothing_of_each_other(folder: Path) -> None:
    (one, _), (other, _) = (browser_of(session.open_session(folder)) for _ in range(2))
    hear(one, do="step", step=step(at="2026-11-28T03:10:00Z"))
    hear(other, do="step", step=step(START, at="2026-11-28T03:10:05Z"))
    hear(one, do="tabs", tabs=[{"places": [{"go": LETTER, "y": 7}], "at": 0}], active=0)
    hear(one, do="step", step=step("falls", "search", "2026-11-28T03:10:03Z"))
    assert [one["of"] for one in kept(folder)["steps"]] == [LETTER, "falls", START]
    assert kept(folder)["tabs"][0]["places"][0]["y"] == 7


def test_a_browser_opens_where_it_was_left(now: Session) -> None:
    browser, _ = browser_of(now)
    hear(browser, do="step", step=step())
    tabs = [
        {"places": [{"go": START, "y": 0}, {"go": LETTER, "y": 120}], "at": 1},
        {"places": [{"go": "?falls", "y": 0}], "at": 0},
    ]
    hear(browser, do="tabs", tabs=tabs, active=0)
    again, _ = browser_of(now)
    assert (again.spec["tabs"], again.spec["active"], again.trail) == (tabs, 0, [step()])
    assert list(again.spec["pages"]) == [LETTER]


@pytest.mark.parametrize(
    "bad", [None, "x", {}, {"do": "open"}, step(do="buy"), step("x" * 301), step(at="now")]
)
def test_what_is_no_step_is_refused_and_said(now: Session, folder: Path, bad: Any) -> None:
    browser, sent = browser_of(now)
    hear(browser, do="step", step=bad)
    assert sent[0]["failed"] == "That is no step of a reading trail."
    assert not (folder / "answers.json").exists()


def test_a_damaged_trail_is_set_aside_and_said(folder: Path) -> None:
    damaged = {"steps": [{"do": "open"}], "note": "mine"}
    AnswerFile(folder, "m1", "self-study").record("lamps-trail", damaged)
    browser, _ = browser_of(session.open_session(folder))
    assert "steps.0.of" in browser.notice and "set aside in answers.json" in browser.notice
    found = json.loads((folder / "answers.json").read_text())
    assert list(found["trails"].values()) == [damaged]
    hear(browser, do="step", step=step())
    assert kept(folder)["steps"] == [step()]


def test_a_trail_damaged_while_a_browser_is_open_is_kept_too(now: Session, folder: Path) -> None:
    browser, _ = browser_of(now)
    hear(browser, do="step", step=step())
    AnswerFile(folder, "m1", "self-study").record("lamps-trail", {"steps": 3})
    hear(browser, do="step", step=step(START))
    assert kept(folder)["steps"] == [step(START)]
    assert list(json.loads((folder / "answers.json").read_text())["trails"].values()) == [{"steps": 3}]


def test_a_full_trail_says_so(now: Session) -> None:
    browser, _ = browser_of(now)
    steps = [
        step(f"{START}/{n}", at=f"2026-11-28T03:{n // 60:02}:{n % 60:02}Z") for n in range(trails.MOST_STEPS)
    ]
    now.answers.record("lamps-trail", {"steps": steps})
    hear(browser, do="step", step=step(at="2026-11-28T04:00:00Z"))
    assert browser.notice == FULL and len(browser.trail) == trails.MOST_STEPS


def test_without_a_question_nothing_is_kept_and_that_is_said(now: Session, folder: Path) -> None:
    recorder = Recorder(now, None)
    assert recorder.open() == trails.Trail() and recorder.step(step()) is None
    assert recorder.notice == NOT_RECORDED and not (folder / "answers.json").exists()


@pytest.mark.parametrize(
    ("asked", "of", "has"),
    [
        ("page", LETTER, "title"),
        ("page", "https://nobody.example/", "missing"),
        ("search", "falls", "hits"),
        ("search", "x" * 100_000, "hits"),
        ("registrant", "lampwell.example", "held"),
        ("registrant", "[", "missing"),
        ("snapshots", LETTER, "states"),
        ("picture", "p902", "uses"),
        ("notices", LETTER, "notices"),
        ("links", LETTER, "links"),
        ("source", LETTER, "text"),
        ("buy", LETTER, "missing"),
        ("page", None, "missing"),
    ],
)
def test_whatever_is_asked_is_answered(now: Session, asked: str, of: Any, has: str) -> None:
    browser, sent = browser_of(now)
    hear(browser, ask=asked, of=of)
    assert has in sent[0]["found"] and sent[0]["n"] == "v-1"
    json.dumps(sent[0])


def test_pictures_come_as_bytes_and_missing_ones_not_at_all(now: Session) -> None:
    browser, sent = browser_of(now)
    hear(browser, ask="pictures", names=["p901", "p999", 3])
    assert sent[0]["names"] == ["p901"] and sent[0]["buffers"][0].startswith(b"\x89PNG")


def test_the_fact_checkers_way_waits_for_the_answers(now: Session) -> None:
    browser, sent = browser_of(now)
    hear(browser, do="compare")
    assert sent[0]["found"] == {"waits": "Answer the questions of this story first: 1 of 1 still to do."}
    now.answers.record("lamps-before", "14")
    hear(browser, do="compare")
    [shown] = sent[1]["found"]["steps"]
    why = ["It has both counts.", "Another way."][variant_of(None, "self-study", "lamps", 2)]
    assert (shown["of"], shown["why"]) == (LETTER, why)
    assert shown["title"] == "Falls before and after night lamps"


def test_in_a_cohort_it_comes_with_feedback(folder: Path) -> None:
    (folder.parent / ".course.json").write_text(
        json.dumps({"mode": "cohort", "id": "ada", "cohort": "autumn"})
    )
    browser, sent = browser_of(session.open_session(folder))
    hear(browser, do="compare")
    assert sent[0]["found"] == {"waits": "A fact-checker's trail comes with your feedback."}
    assert browser.spec["may_compare"] is False


def test_a_feedback_page_shows_both_trails_in_the_variant_of_the_trainee(folder: Path) -> None:
    secret = folder.parent / "faculty" / "m1"
    value = {"steps": [step(START), step("<i>", "search")]}
    html = comparing.feedback_html(secret, "m1", "lamps", 0, value)
    assert "Your trail" in html and "A lamp in every bay" in html and "It has both counts." in html
    assert "&lt;i&gt;" in html and "<i>" not in html
    assert "Another way." in comparing.feedback_html(secret, "m1", "lamps", 1, value)
    assert comparing.feedback_html(folder, "m1", "lamps", 0, value) == ""
    assert comparing.feedback_html(secret, "m9", "lamps", 0, value) == ""
    for nothing in (None, {"steps": 1}):
        html = comparing.feedback_html(secret, "m1", "lamps", 0, nothing)
        assert "Nothing was opened." in html and "It has both counts." in html


def test_under_grading_plain_html_says_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, _ = browser_of(session.open_session(folder))
    hear(browser, do="step", step=step())
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    now = session.open_session(folder)
    html = browsing.static_html(now, now.bank.find("lamps-trail"), "lamps")
    assert "1 page read" in html and "Falls before and after night lamps" in html and "<script" not in html
    assert "A lamp in every bay" in browsing.static_html(now, None, "lamps")


def test_browse_names_the_stories_there_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import course
    from course.archive.errors import ArchiveError

    session.use(folder)
    try:
        with pytest.raises(ArchiveError, match="There are: lamps"):
            course.browse("bay-four")
    finally:
        session.use(None)


def test_trainees_of_two_variants_read_their_own(folder: Path) -> None:
    for variant, count in ((0, "14"), (1, "21")):
        desk = {"mode": "cohort", "id": who(variant), "cohort": "autumn"}
        (folder.parent / ".course.json").write_text(json.dumps(desk))
        browser, sent = browser_of(session.open_session(folder))
        hear(browser, ask="page", of=LETTER)
        assert f"{count} falls" in sent[0]["found"]["html"]
