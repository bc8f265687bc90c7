"""`ask`, `check`, `hint`, `grade` and live cards, as a notebook meets them."""

import errno
import json
import os
import re
import time

import altair as alt
import pandas as pd
import pytest

from course import files
from course.errors import FormError, NotAnswered, UnknownQuestion
from course.notebook import api, live, session
from course.questions.answers import store as answers_module

MONTHLY = pd.DataFrame({"month": ["Mar", "Apr", "May"], "posts": [12, 20, 48], "share": [25.0, 40.0, 75.0]})


class Screen:
    """What a notebook would show: html and text of outputs, and live cards."""

    def __init__(self):
        self.html, self.text, self.cards = [], [], []

    @property
    def all(self):
        return "\n".join(self.html + self.text)


@pytest.fixture
def screen(monkeypatch):
    seen = Screen()

    def show(html, text):
        seen.html.append(html)
        seen.text.append(text)

    monkeypatch.setattr(api, "_show", show)
    monkeypatch.setattr(api, "_show_object", seen.cards.append)
    return seen


@pytest.fixture
def cohort(module_folder, screen):
    (module_folder.parent / ".course.json").write_text(
        json.dumps({"mode": "cohort", "id": "ada", "cohort": "c1"})
    )
    return session.use(module_folder)


@pytest.fixture
def self_study(module_folder, key_folder, screen):
    settings = {"mode": "self-study", "faculty": str(key_folder.parent)}
    (module_folder.parent / ".course.json").write_text(json.dumps(settings))
    return session.use(module_folder)


@pytest.fixture(params=["validate", "autograde"])
def execution(request, monkeypatch, module_folder, screen):
    (module_folder.parent / ".course.json").write_text(
        json.dumps({"mode": "cohort", "id": "ada", "cohort": "c1"})
    )
    monkeypatch.setenv("NBGRADER_EXECUTION", request.param)
    return session.use(module_folder)


def saved(now, question):
    return json.loads(now.answers.path.read_text())["answers"][question]


def send(card, **message):
    card._handle_custom_msg(message, [])


# check


def test_check_without_an_answer_is_calm(cohort, screen):
    assert api.check("hops") is None
    assert screen.text == ["Not answered yet."]


def test_check_of_a_saved_answer(cohort, screen):
    cohort.answers.record("source-named", 2)
    api.check("source-named")
    assert screen.text[0].startswith("Saved ")
    assert screen.text[0].endswith("the form is right. Points come with feedback.")


def test_check_with_a_value_records_it(cohort, screen):
    api.check("growth", 300)
    api.check("by-month", MONTHLY)
    api.check("posts-chart", alt.Chart(MONTHLY).mark_bar().encode(x="month:O", y="posts:Q"))
    assert saved(cohort, "growth")["value"] == 300
    assert saved(cohort, "by-month")["value"]["rows"][0] == ["Mar", 12, 25.0]
    assert saved(cohort, "posts-chart")["value"]["mark"] == {"type": "bar"}
    assert all("the form is right" in text for text in screen.text)


@pytest.mark.parametrize("blank", [None, ...])
def test_a_scaffold_left_as_it_was_is_not_answered(cohort, screen, blank):
    api.check("growth", 300)
    api.check("growth", blank)
    assert screen.text[-1] == "Not answered yet."
    assert saved(cohort, "growth")["value"] == 300  # what was saved stays


@pytest.mark.parametrize(
    "name, value",
    [
        ("growth", "x"),
        ("growth", float("nan")),
        ("growth", 3.0),
        ("growth", True),
        ("by-month", MONTHLY[["month"]]),
        ("posts-chart", MONTHLY),
        ("growth", "9" * 99_999),
    ],
)
def test_a_wrong_form_stops_nothing_and_loses_nothing(cohort, screen, monkeypatch, name, value):
    cohort.answers.record(name, "before")
    api.check(name, value)
    assert "qc-is-error" in screen.html[-1]
    assert saved(cohort, name)["value"] == "before"
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(FormError):
        api.check(name, value)
    assert saved(cohort, name)["value"] == "before"


def test_a_message_in_place_of_a_traceback(execution):
    with pytest.raises(FormError) as caught:
        api.check("growth", 3.0)
    assert caught.value._render_traceback_() == [
        "`growth` is 3. The question asks for a percentage between 10 and 1000. "
        "If this is a proportion, multiply by 100."
    ]


def test_an_unknown_question(cohort):
    for call in (api.ask, api.check, api.hint, api.grade):
        with pytest.raises(UnknownQuestion, match="Did you mean 'growth'"):
            call("growht")


def test_in_a_cohort_nobody_is_told_what_is_right(cohort, screen):
    for value in (300, 299):
        api.check("growth", value)
    said = [re.sub(r"Saved \d\d:\d\d", "Saved", html) for html in screen.html]
    assert said[0] == said[1]  # right and wrong look the same
    assert "three times" not in said[0]


@pytest.mark.parametrize(
    "name, value, state, words",
    [
        ("growth", 300, "Right", "three times 12"),
        ("growth", 400, "Not right", "asks how much was added"),
        ("growth", 299, "Not right", "Asked for: 300 %"),
        ("by-month", MONTHLY, "Right", "Most of the growth is repetition"),
        ("by-month", MONTHLY.assign(share=1.0), "Partly", "differs from the key: share"),
        ("hops", ["preprint", "release", "news", "post"], "Right", "names the one before"),
        ("red-lamps", 5, "Right", "both one half"),
        ("red-lamps", 95, "Not right", "less sure would cost less"),
    ],
)
def test_in_self_study_check_says_right_or_wrong_and_why(self_study, screen, name, value, state, words):
    api.check(name, value)
    assert screen.text[0].startswith(state)
    assert words in screen.html[0]
    assert "Constructed for the tests" in screen.html[0]


def test_in_self_study_own_numbers_are_judged_by_the_reference(self_study, screen):
    question = self_study.question("lower-rate")
    days = self_study.drawn(question)["case"]["birch_days"]
    ward = {400: "cedar", 700: "birch", 600: "cedar"}[days]
    api.check("lower-rate", {"choice": ward, "confidence": 1.0})
    assert screen.text[0].startswith("Right")


def test_practice_is_told_at_once_in_a_cohort_too(cohort, screen):
    api.check("practice-rate", "2")
    assert screen.text[0].startswith("Not yet")
    assert "The question asks for 1,000" in screen.html[0]


def test_a_text_in_self_study_is_compared_not_graded(self_study, screen):
    api.check("reply", "Nine of 60 against fifteen of 60, in a preprint. A cure is more than that.")
    assert "compare your text" in screen.text[0]
    assert "states the numbers first" in screen.html[0]


def test_self_study_without_its_key_says_so_and_saves(self_study, key_folder, screen):
    (key_folder / "key.yaml").unlink()
    api.check("growth", 300)
    assert saved(self_study, "growth")["value"] == 300
    assert any("key.yaml" in text for text in screen.text)
    assert screen.text[0].endswith("the form is right.")


def test_a_full_disk_is_said_and_the_old_answer_stays(cohort, screen, monkeypatch):
    api.check("growth", 300)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(answers_module.os, "replace", full)
    api.check("growth", 301)
    assert "disk is full" in screen.text[-1] and "qc-is-error" in screen.html[-1]
    assert saved(cohort, "growth")["value"] == 300


# Under nbgrader


def test_under_nbgrader_a_missing_answer_fails(execution):
    with pytest.raises(NotAnswered, match="`hops` is not answered yet"):
        api.check("hops")
    with pytest.raises(NotAnswered):
        api.check("growth", None)


def test_under_nbgrader_check_prints_text_and_records(execution, screen, capsys):
    api.check("growth", 300)
    assert screen.html == [] and screen.cards == []
    assert "the form is right" in capsys.readouterr().out
    assert saved(execution, "growth")["value"] == 300


def test_under_nbgrader_not_even_practice_is_judged(execution, screen, capsys):
    api.check("practice-rate", "2")
    assert "Not yet" not in capsys.readouterr().out


def test_under_nbgrader_a_wrong_form_fails(execution):
    with pytest.raises(FormError, match="multiply by 100"):
        api.check("growth", 3.0)


def test_under_nbgrader_a_card_is_html_alone(execution, screen):
    execution.answers.record("hops", ["post", "news", "release", "preprint"])
    api.ask("hops")
    assert screen.cards == []
    assert len(screen.html) == 1 and "tamivexin" in screen.html[0] and "<script" not in screen.html[0]


def test_under_nbgrader_hints_stay_closed(execution, screen, capsys):
    assert api.hint("growth") is None
    assert screen.html == [] and capsys.readouterr().out == ""
    assert not execution.answers.path.exists()


def test_a_graders_kernel_keeps_whose_numbers_were_answered(cohort, monkeypatch):
    value = {"choice": "birch", "confidence": 0.6}
    cohort.answers.record("lower-rate", value, drawn_for="c1/bo")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    api.check("lower-rate", {**value, "choice": "cedar"})
    assert saved(cohort, "lower-rate")["drawn_for"] == "c1/bo"
    cohort.answers.path.unlink()
    api.check("lower-rate", value)
    assert "drawn_for" not in saved(cohort, "lower-rate")  # and makes none up
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    api.check("lower-rate", value)
    assert saved(cohort, "lower-rate")["drawn_for"] == "c1/ada"


def test_grade_gives_nothing_away_and_fails_closed(cohort, screen, monkeypatch):
    assert api.grade("growth") is None
    assert "after you submit" in screen.text[0]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    found = api.grade("growth")
    assert found == 0.0 and type(found) is float
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert api.grade("growth") is None


# Hints


def test_hints_open_one_by_one_and_are_counted(cohort, screen):
    for words in ("share of where it began", "counts the posts of March", "multiply by 100"):
        api.hint("growth")
        assert words in screen.html[-1].replace("as a share of where it began", "share of where it began")
    assert screen.text[-1].startswith("Hint 3 of 3")
    api.hint("growth")
    assert saved(cohort, "growth")["hints"] == 3


def test_hints_hold_own_numbers(cohort, screen):
    for _ in range(3):
        api.hint("lower-rate")
    case = cohort.drawn(cohort.question("lower-rate"))["case"]
    assert f"{case['birch']} ÷ {case['birch_days']}" in screen.html[-1]


def test_a_question_without_hints(module_folder, screen):
    from bankdata import CHOICE, bank_data, write_yaml

    write_yaml(module_folder, "questions.yaml", bank_data(CHOICE))
    session.use(module_folder)
    api.hint("which")
    assert screen.text == ["This question has no hints."]


def test_a_full_disk_keeps_no_hint_back(cohort, screen, monkeypatch):
    monkeypatch.setattr(
        files.tempfile, "mkstemp", lambda **_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full"))
    )
    api.hint("growth")
    assert "share of where it began" in screen.html[0]
    assert any("disk is full" in text for text in screen.text)
    api.ask("growth")
    send(screen.cards[0], do="hint")
    assert len(screen.cards[0].hints) == 1
    assert "disk is full" in screen.cards[0].status["text"]


# Live cards


def test_a_card_saves_each_change_at_once(cohort, screen):
    api.ask("source-named")
    card = screen.cards[0]
    assert card.value is None and card.status["state"] == "empty"
    send(card, do="answer", value=4)
    assert saved(cohort, "source-named")["value"] == 4
    assert card.value == 4 and card.status["state"] == "saved" and card.status["text"].startswith("Saved ")
    send(card, do="answer", value=None)
    assert saved(cohort, "source-named")["value"] is None
    assert card.status["state"] == "empty"


def test_a_card_reopened_shows_what_was_saved(cohort, screen):
    api.ask("hops")
    order = ["post", "news", "release", "preprint"]
    send(screen.cards[0], do="answer", value=order)
    api.ask("hops")
    assert screen.cards[1].value == order and screen.cards[1].status["state"] == "saved"


def test_two_cards_of_one_question_agree(cohort, screen):
    api.ask("source-named")
    api.ask("source-named")
    send(screen.cards[0], do="answer", value=2)
    assert screen.cards[1].value == 2 and screen.cards[1].status["text"].startswith("Saved")


def test_what_is_unfinished_or_of_wrong_form_is_kept_and_said(cohort, screen):
    api.ask("practice-rate")
    card = screen.cards[0]
    send(card, do="answer", value="1,234")
    assert saved(cohort, "practice-rate")["value"] == "1,234"
    assert card.status["state"] == "error" and "1234 or as 1.234" in card.status["text"]
    api.ask("reply")
    send(screen.cards[1], do="answer", value="word " * 70)
    assert screen.cards[1].status["state"] == "error" and "70 words" in screen.cards[1].status["text"]
    assert saved(cohort, "reply")["value"] == "word " * 70
    api.ask("practice-table")
    half = {
        "columns": ["ward", "patients", "fell", "share"],
        "rows": [["Birch", 50, 4, "8"], ["Cedar", 200, 10, None]],
    }
    send(screen.cards[2], do="answer", value=half)
    assert (
        screen.cards[2].status["state"] == "waiting"
        and "1 cell is still empty" in screen.cards[2].status["text"]
    )


def test_an_unfinished_answer_does_not_stop_run_all_and_does_stop_a_grader(cohort, screen, monkeypatch):
    api.ask("practice-table")
    rows = [["Birch", 50, 4, "8"], ["Cedar", 200, 10, None]]
    half = {"columns": ["ward", "patients", "fell", "share"], "rows": rows}
    send(screen.cards[0], do="answer", value=half)
    api.check("practice-table")
    assert "1 cell is still empty" in screen.text[-1]
    assert screen.cards[0].status["state"] == "waiting" and saved(cohort, "practice-table")["value"] == half
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(FormError, match="1 cell is still empty"):
        api.check("practice-table")


def test_check_on_the_card(self_study, screen):
    api.ask("hops")
    card = screen.cards[0]
    assert card.spec["can_check"] is True
    send(card, do="check")
    assert card.status["state"] == "empty" and "Not answered" in card.status["text"]
    send(card, do="answer", value=["preprint", "release", "news", "post"])
    send(card, do="check")
    assert card.status["state"] == "right"
    assert "names the one before" in card.status["html"]


def test_a_check_in_a_cell_is_shown_on_the_card(cohort, screen):
    api.ask("growth")
    api.check("growth", 300)
    card = screen.cards[0]
    assert card.value == 300 and "form is right" in card.status["text"]
    api.check("growth", 3.0)
    assert card.status["state"] == "error" and card.value == 300


def test_hints_on_the_card(cohort, screen):
    api.ask("growth")
    card = screen.cards[0]
    assert card.hints == []
    send(card, do="hint")
    api.hint("growth")
    assert len(card.hints) == 2 and "March" in card.hints[1]
    api.ask("growth")
    assert len(screen.cards[1].hints) == 2


def test_not_saved_is_said_on_the_card_which_keeps_what_was_typed(cohort, screen, monkeypatch):
    api.ask("source-named")
    card = screen.cards[0]
    send(card, do="answer", value=4)
    with monkeypatch.context() as broken:
        broken.setattr(
            answers_module.os,
            "replace",
            lambda *_: (_ for _ in ()).throw(PermissionError(errno.EACCES, "no")),
        )
        send(card, do="answer", value=5)
    assert card.status["state"] == "error" and card.status["text"].startswith("Not saved: ")
    assert card.value == 4  # the browser keeps what was typed: nothing is sent back over it
    assert saved(cohort, "source-named")["value"] == 4


@pytest.mark.parametrize(
    "message",
    [
        3,
        None,
        {},
        {"do": "format"},
        {"do": ["answer"]},
        {"do": "answer", "value": {"a": 1}},
        {"do": "answer", "value": "x" * 70_000},
        {"do": "answer", "value": True},
    ],
)
def test_messages_of_no_sense_change_nothing(cohort, screen, message):
    api.ask("source-named")
    send(screen.cards[0], do="answer", value=2)
    screen.cards[0]._handle_custom_msg(message, [])
    assert saved(cohort, "source-named")["value"] == 2


def test_a_fault_of_the_course_is_said_on_the_card(cohort, screen, monkeypatch):
    api.ask("source-named")
    monkeypatch.setattr(live.status, "saved_status", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        live.on_message(
            screen.cards[0], cohort, cohort.question("source-named"), {"do": "answer", "value": 2}
        )
    assert "something in the course failed" in screen.cards[0].status["text"]


def test_an_answer_for_other_numbers_asks_again_and_is_kept(cohort, screen):
    value = {"choice": "birch", "confidence": 0.75}
    cohort.answers.record("lower-rate", value, drawn_for="c1/bo")
    api.ask("lower-rate")
    card = screen.cards[0]
    assert card.value == value and card.status["state"] == "error" and "other numbers" in card.status["text"]
    api.check("lower-rate")
    assert "other numbers" in screen.text[-1] and card.status["state"] == "error"
    assert saved(cohort, "lower-rate") == {
        **saved(cohort, "lower-rate"),
        "value": value,
        "drawn_for": "c1/bo",
    }
    send(card, do="answer", value=value)
    assert saved(cohort, "lower-rate")["drawn_for"] == "c1/ada"
    assert card.status["state"] == "saved"


def test_a_damaged_file_never_stops_a_card(cohort, screen):
    cohort.answers.path.write_text("{")
    api.ask("hops")
    assert len(screen.cards) == 1 and screen.cards[0].value is None
    assert "answers.damaged-" in screen.text[-1]
    api.ask("hops")
    assert sum("answers.damaged-" in text for text in screen.text) == 1  # said once


def test_a_card_saves_where_it_was_asked(cohort, screen, tmp_path):
    from bankdata import CHOICE, bank_data, write_yaml

    api.ask("source-named")
    write_yaml(tmp_path / "other", "questions.yaml", bank_data(CHOICE))
    session.use(tmp_path / "other")
    send(screen.cards[0], do="answer", value=2)
    assert saved(cohort, "source-named")["value"] == 2
    assert not (tmp_path / "other" / "answers.json").exists()


def test_check_and_saving_are_quick(self_study, screen):
    api.ask("red-lamps")
    spent = []
    for n in range(21):
        start = time.perf_counter()
        send(screen.cards[0], do="answer", value=(5, 95)[n % 2])
        api.check("red-lamps")
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[10] < 0.25  # generous: bench/ measures on a quiet machine
