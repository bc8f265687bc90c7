"""Everybody's own numbers: the same on every machine, and spread over what was declared."""

import subprocess
import sys
from collections import Counter

import pytest

from course.questions import draws

BLOCK = {
    "month": {"choice": ["May", "June"]},
    "case": {"choice": [{"a": 1.6, "b": 0.8}, {"a": 2.4, "b": 1.2}]},
    "n": {"integer": {"from": 100, "to": 900, "step": 50}},
    "rate": {"decimal": {"from": 0.4, "to": 1.2, "step": 0.1}},
}


@pytest.fixture
def question(make_question):
    return make_question(kind="number", parameters=BLOCK)


def test_the_draw_is_the_hash_that_was_agreed(question):
    # sha256("c1|ada|q|month") etc., taken modulo the number of values; written down once, by hand.
    import hashlib

    place = int(hashlib.sha256(b"c1|ada|q|n").hexdigest(), 16) % 17
    assert draws.draw(question, "c1", "ada")["n"] == 100 + 50 * place


def test_the_same_ids_give_the_same_numbers_in_any_process(question):
    mine = draws.draw(question, "c1", "ada")
    code = (
        "from course.questions.bank.models import Parameter; from course.questions.draws import pick;"
        "p = Parameter.model_validate({'integer': {'from': 100, 'to': 900, 'step': 50}});"
        "print(pick(p, 'c1', 'ada', 'q', 'n'))"
    )
    for seed in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
        assert int(run.stdout) == mine["n"]


def test_other_ids_give_other_numbers(question):
    drawn = {str(draws.draw(question, cohort, trainee)) for cohort in ("c1", "c2") for trainee in "abcdef"}
    assert len(drawn) > 6


def test_values_stay_inside_what_was_declared_and_are_clean(question):
    found = [draws.draw(question, "c1", f"t{n}") for n in range(500)]
    assert {one["month"] for one in found} == {"May", "June"}
    assert {one["n"] for one in found} == set(range(100, 901, 50))
    assert {str(one["rate"]) for one in found} == {
        "0.4",
        "0.5",
        "0.6",
        "0.7",
        "0.8",
        "0.9",
        "1.0",
        "1.1",
        "1.2",
    }
    assert all(type(one["n"]) is int and type(one["rate"]) is float for one in found)
    counts = Counter(one["month"] for one in found)
    assert 200 < counts["May"] < 300


def test_a_span_whose_end_is_not_on_a_step(make_question):
    question = make_question(kind="number", parameters={"n": {"integer": {"from": 1, "to": 10, "step": 4}}})
    assert {draws.draw(question, None, f"t{n}")["n"] for n in range(100)} == {1, 5, 9}


def test_no_parameters_no_mark(make_question):
    plain = make_question(kind="number")
    assert draws.draw(plain, "c1", "ada") == {}
    assert draws.drawn_for(plain, "c1", "ada") is None


def test_the_mark_says_whose_numbers_and_can_be_drawn_again(question):
    for cohort, trainee in (("c1", "ada"), (None, "self-study"), (None, None)):
        mark = draws.drawn_for(question, cohort, trainee)
        assert draws.draw_as(question, mark) == draws.draw(question, cohort, trainee)


def test_a_shared_draw_is_the_same_draw(ten_bank):
    leader, follower = ten_bank.find("lower-rate"), ten_bank.find("what-is-missing")
    for trainee in ("ada", "bo", "cy"):
        assert draws.draw(leader, "c1", trainee) == draws.draw(follower, "c1", trainee) != {}


def test_the_global_random_state_is_left_alone(question):
    import random

    state = random.getstate()
    draws.draw(question, "c1", "ada")
    assert random.getstate() == state
