"""The trail in answers.json: two browsers add to one, a damaged one is set aside, nothing else is touched."""

import json

import pytest
import trailmade
from trailmade import LETTER, START, saved, step

from course.archive.recording import NOT_RECORDED, Recorder
from course.errors import FormError, NotSaved
from course.notebook import session
from course.questions.answers.store import AnswerFile


@pytest.fixture
def folder(tmp_path, web_root, monkeypatch):
    for name in ("NBGRADER_EXECUTION", "COURSE_DESK", "JUPYTERHUB_USER", "COURSE_TRAINEE", "COURSE_COHORT"):
        monkeypatch.delenv(name, raising=False)
    return trailmade.desk(tmp_path)


def recorder(folder) -> Recorder:
    """As a kernel of its own would have it."""
    now = session.open_session(folder)
    return Recorder(now, now.question("lamp-trail"))


def damage(folder, value) -> None:
    file = folder / "answers.json"
    held = json.loads(file.read_text())
    held["answers"]["lamp-trail"]["value"] = value
    file.write_text(json.dumps(held))


def test_a_step_is_in_the_file_at_once_with_its_time(folder) -> None:
    recorder(folder).step(step("open", START))
    assert saved(folder)["steps"] == [step("open", START)]


def test_two_browsers_at_once_lose_nothing_of_each_other(folder) -> None:
    one, other = recorder(folder), recorder(folder)
    one.open(), other.open()
    for minute in range(6):
        (one, other)[minute % 2].step(step("search", f"words {minute}", minute))
    other.tabs([{"places": [{"go": LETTER, "y": 40}], "at": 0}], 0)
    one.step(step("open", LETTER, 7))
    assert [at["of"] for at in saved(folder)["steps"]] == [*(f"words {n}" for n in range(6)), LETTER]
    assert saved(folder)["tabs"][0]["places"] == [{"go": LETTER, "y": 40}], "the step took no tab away"


def test_looking_at_the_first_page_is_not_yet_an_answer(folder) -> None:
    recorder(folder).tabs([{"places": [{"go": START, "y": 0}], "at": 0}], 0)
    assert not (folder / "answers.json").exists()


@pytest.mark.parametrize("tabs", [None, "x", [{"places": []}], [{"places": [{"go": 1}], "at": 0}]])
def test_tabs_that_are_none_are_refused_and_the_trail_stays(folder, tabs) -> None:
    mine = recorder(folder)
    mine.step(step("open", START))
    before = saved(folder)
    with pytest.raises(FormError, match="no tabs"):
        mine.tabs(tabs, 0)
    assert saved(folder) == before


@pytest.mark.parametrize(
    "given", [None, {}, {"do": "open"}, step("ate", START), {**step("open", START), "n": 1}]
)
def test_what_is_no_step_is_refused(folder, given) -> None:
    with pytest.raises(FormError, match="no step"):
        recorder(folder).step(given)
    assert not (folder / "answers.json").exists()


def test_a_damaged_trail_is_set_aside_whole_and_the_reader_is_told(folder) -> None:
    recorder(folder).step(step("open", START))
    damage(folder, {"steps": "all of them"})
    again = recorder(folder)
    assert again.open().steps == []
    held = json.loads((folder / "answers.json").read_text())
    (name,) = held["trails"]
    assert held["trails"][name] == {"steps": "all of them"}
    assert name in again.notice and "set aside" in again.notice and "a new trail begins" in again.notice
    again.step(step("open", LETTER, 1))
    assert [at["of"] for at in saved(folder)["steps"]] == [LETTER]


def test_a_trail_damaged_while_the_browser_is_open_is_set_aside_too(folder) -> None:
    mine = recorder(folder)
    mine.step(step("open", START))
    damage(folder, [1, 2])
    mine.step(step("open", LETTER, 1))
    held = json.loads((folder / "answers.json").read_text())
    assert list(held["trails"].values()) == [[1, 2]]
    assert [at["of"] for at in saved(folder)["steps"]] == [LETTER]
    assert "set aside" in mine.notice, "the reader is told"


def test_a_damaged_trail_that_cannot_be_set_aside_stays_where_it_is(folder, monkeypatch) -> None:
    mine = recorder(folder)
    mine.step(step("open", START))
    damage(folder, {"steps": 7})

    def full(*_: object) -> None:
        raise NotSaved("Not saved: the disk is full.")

    monkeypatch.setattr(AnswerFile, "keep_trail", full)
    assert mine.open().steps == []
    assert "stays where it is" in mine.notice and "the disk is full" in mine.notice
    with pytest.raises(NotSaved):
        mine.step(step("open", LETTER, 1))
    assert saved(folder) == {"steps": 7}


def test_setting_aside_takes_nothing_from_a_kernel_that_was_quicker(folder, monkeypatch) -> None:
    mine, other = recorder(folder), recorder(folder)
    mine.step(step("open", START))
    damage(folder, "gone")
    keep = AnswerFile.keep_trail

    def slowly(*given: object) -> None:
        monkeypatch.setattr(AnswerFile, "keep_trail", keep)
        other.open()
        other.step(step("search", "from the other", 1))
        keep(*given)

    monkeypatch.setattr(AnswerFile, "keep_trail", slowly)
    mine.step(step("open", LETTER, 2))
    assert [at["of"] for at in saved(folder)["steps"]] == ["from the other", LETTER]


def test_without_a_question_the_browser_says_that_nothing_is_kept(folder) -> None:
    free = Recorder(session.open_session(folder), None)
    assert free.step(step("open", START)) is None and free.notice == NOT_RECORDED
    assert not (folder / "answers.json").exists()
