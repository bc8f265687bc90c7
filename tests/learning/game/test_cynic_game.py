"""The game in a module folder: saving, coming back, nbgrader's plain HTML, and what can go wrong."""

import json
import os
import shutil
from pathlib import Path

import pytest

from course.errors import BankError, FormError, NotSaved
from course.learning.game.cynic import Game, beat_the_cynic
from course.notebook import session

ROOT = Path(__file__).resolve().parents[3]
ORIENTATION = ROOT / "source" / "00-orientation" / "questions.yaml"
SMALL = ROOT / "tests" / "fixtures" / "cynic" / "questions.yaml"
EIGHT = [f"cynic-{n}" for n in range(1, 9)]


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Opens a copy of a module in a desk of its own."""
    for name in ("COURSE_DESK", "NBGRADER_EXECUTION", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)

    def open_module(bank=SMALL):
        folder = tmp_path / "desk" / "module"
        folder.mkdir(parents=True)
        shutil.copy(bank, folder / "questions.yaml")
        return session.use(folder)

    yield open_module
    session.use(None)


def saved(here):
    found = json.loads(here.answers.path.read_text())["answers"]
    return {name: entry["value"] for name, entry in found.items()}


@pytest.fixture
def shown(monkeypatch):
    """What the function displays."""
    seen = []
    monkeypatch.setattr("IPython.display.display", seen.append)
    return seen


def test_the_deck_of_orientation_is_eight_cards_half_of_them_true(opened):
    game = Game(opened(ORIENTATION))
    assert [card.id for card in game.deck] == EIGHT
    assert sum(card.borne_out for card in game.deck) == 4


def test_cards_carry_no_answer_before_they_are_answered(opened):
    game = Game(opened(ORIENTATION))
    sent = json.dumps([dict(card.face) for card in game.deck]) + json.dumps(game.state())
    for card in game.deck:
        assert card.why_html not in sent and card.why_html[3:40] not in sent
    assert "borne_out" not in sent


def test_an_answer_is_saved_as_an_ordinary_answer(opened):
    here = opened()
    state, line = Game(here).move("answer", "cynic-lamp", 20)
    assert state["next"] == "cynic-falls" and line.startswith("Saved ")
    assert saved(here) == {"cynic-lamp": 20}
    assert here.answers.get("cynic-lamp").attempts == 1


def test_coming_back_goes_on_where_it_was_left(opened):
    here = opened()
    Game(here).move("answer", "cynic-lamp", 20)
    again = Game(session.open_session(here.folder)).state()
    assert again["next"] == "cynic-falls" and again["answers"] == {"cynic-lamp": 20}


def test_the_first_answer_is_kept(opened):
    here = opened()
    game = Game(here)
    game.move("answer", "cynic-lamp", 20)
    state, line = game.move("answer", "cynic-lamp", 95)
    assert line == "Your first answer is kept." and state["answers"]["cynic-lamp"] == 20
    assert saved(here) == {"cynic-lamp": 20}


def test_a_second_tab_is_seen(opened):
    here = opened()
    one, two = Game(here), Game(session.open_session(here.folder))
    one.move("answer", "cynic-lamp", 20)
    state, _ = two.move("answer", "cynic-falls", 80)
    assert state["answers"] == {"cynic-lamp": 20, "cynic-falls": 80}


@pytest.mark.parametrize(
    ("do", "name", "value"),
    [
        ("answer", "cynic-lamp", 50),
        ("answer", "cynic-lamp", "20"),
        ("answer", "cynic-lamp", True),
        ("answer", "cynic-lamp", {"deep": [1]}),
        ("answer", "other", 20),
        ("answer", "no-such-card", 20),
        ("predict", "cynic-lamp", 1),
        ("erase", "cynic-lamp", None),
    ],
)
def test_a_message_that_makes_no_sense_saves_nothing(opened, do, name, value):
    here = opened()
    with pytest.raises(FormError, match="^Not saved: "):
        Game(here).move(do, name, value)
    assert not here.answers.path.exists()


def test_guesses_are_saved_where_the_bank_asks_for_them(opened):
    here = opened(ORIENTATION)
    game = Game(here)
    for name in EIGHT:
        game.move("answer", name, 60)
    state, _ = game.move("predict", "cynic-dprime-cynic", "-1,5")
    assert state["predictions"][0]["guess"] == "-1,5"
    assert [row["key"] for row in state["dprime"]] == ["cynic"]
    state, _ = game.move("predict", "cynic-dprime-believer", "0")
    assert [row["number"] for row in state["dprime"]] == ["0", "0", "0"]  # 60 % to all believes all
    assert saved(here)["cynic-dprime-cynic"] == "-1,5"


def test_a_guess_that_is_no_number_says_what_is_needed_and_is_not_saved(opened):
    here = opened(ORIENTATION)
    game = Game(here)
    with pytest.raises(FormError):
        game.move("predict", "cynic-dprime-cynic", "a lot")
    assert not here.answers.path.exists()


def test_guesses_the_bank_does_not_ask_for_are_kept_for_this_sitting_only(opened):
    here = opened()
    game = Game(here)
    for name in ("cynic-lamp", "cynic-falls"):
        game.move("answer", name, 5)
    game.move("predict", "cynic-dprime-cynic", "1")
    state, _ = game.move("predict", "cynic-dprime-believer", "1")
    assert [row["key"] for row in state["dprime"]] == ["cynic", "believer", "you"]
    assert set(saved(here)) == {"cynic-lamp", "cynic-falls"}


def test_a_folder_that_cannot_be_written_keeps_what_was_there(opened, monkeypatch):
    here = opened()
    game = Game(here)
    game.move("answer", "cynic-lamp", 20)

    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotSaved, match="disk is full"):
        game.move("answer", "cynic-falls", 80)
    assert saved(here) == {"cynic-lamp": 20}


def test_a_damaged_answers_file_is_set_aside_and_said_once(opened):
    here = opened()
    here.answers.path.write_text("{not json")
    game = Game(here)
    assert "could not be used" in game.state()["notice"]
    assert game.state()["notice"] == ""
    assert len(list(here.folder.glob("answers.damaged-*.json"))) == 1


def test_no_cards_no_game(opened):
    with pytest.raises(BankError, match="small-deck has no cards for this game.*begin with none-"):
        Game(opened(), "none")


def test_beat_the_cynic_shows_a_message_instead_of_raising(opened, shown):
    opened()
    beat_the_cynic("none")
    assert "has no cards for this game" in shown[0].data


def test_beat_the_cynic_shows_the_widget(opened, shown):
    here = opened()
    beat_the_cynic()
    assert [card["id"] for card in shown[0].cards] == ["cynic-lamp", "cynic-falls"]
    sent = []
    shown[0].send = sent.append
    shown[0]._receive(shown[0], {"do": "answer", "id": "cynic-lamp", "value": 20, "n": 1}, [])
    shown[0]._receive(shown[0], {"do": "answer", "id": "cynic-lamp", "value": "x", "n": 2}, [])
    shown[0]._receive(shown[0], "nonsense", [])
    assert [message["ack"] for message in sent] == [1, 2]
    assert sent[0]["saved"].startswith("Saved ") and sent[1]["error"].startswith("Not saved")
    assert shown[0].play["answers"] == saved(here) == {"cynic-lamp": 20}


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_under_nbgrader_the_cards_are_plain_html(opened, shown, monkeypatch, execution):
    here = opened()
    Game(here).move("answer", "cynic-lamp", 60)
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    beat_the_cynic()
    html = shown[0].data
    assert type(shown[0]).__name__ == "HTML" and "<script" not in html
    assert "You: wrong. The evidence does not bear it out." in html
    assert "cannot show <em>prevents</em>" in html
    assert "Not answered" in html and "40 is half of 80" not in html
    assert "<strong>prevents</strong>" in html and html.count("<style>") == 1


def test_a_strangers_answer_stays_text_in_the_plain_html(opened, monkeypatch):
    here = opened()
    bad = {
        "version": 1,
        "module": "small-deck",
        "id": None,
        "trails": {},
        "answers": {"cynic-lamp": {"value": "<img src=x onerror=alert(1)>"}},
    }
    here.answers.path.write_text(json.dumps(bad))
    assert "<img" not in Game(here).still()
