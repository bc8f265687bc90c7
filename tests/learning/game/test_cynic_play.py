"""The game without a screen: every number and sentence against counts made by hand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.learning.game.play import STEPS, Card, Prediction, number, play
from course.measures import d_prime

TRUTH = [False, True, True, False, False, True, False, True]  # as in Orientation: four and four


def deck(truth=TRUTH):
    return [Card(f"cynic-{n}", {"id": f"cynic-{n}"}, so, f"<p>why {n}</p>") for n, so in enumerate(truth, 1)]


def guesses(cynic=None, believer=None):
    return [
        Prediction("g-c", "cynic", "d′ of the Cynic", "<p>?</p>", "<p>because</p>", cynic),
        Prediction("g-b", "believer", "d′ of the Believer", "<p>?</p>", "<p>because</p>", believer),
    ]


def answers(*steps):
    return {f"cynic-{n}": step for n, step in enumerate(steps, 1)}


def right(state):
    return {meter["key"]: (meter["right"], meter["of"]) for meter in state["meters"]}


def test_before_the_first_answer_nothing_is_given_away():
    state = play(deck(), {}, guesses())
    assert state["next"] == "cynic-1"
    assert right(state) == {"you": (0, 0), "cynic": (0, 0), "believer": (0, 0)}
    assert state["reveals"] == {} and state["predictions"] == []
    assert state["dprime"] is state["closing"] is state["scale"] is None
    assert "why" not in json.dumps(state) and "bear" not in json.dumps(state)


def test_an_answer_opens_its_own_card_and_no_other():
    state = play(deck(), answers(20), guesses())
    assert list(state["reveals"]) == ["cynic-1"] and state["next"] == "cynic-2"
    reveal = state["reveals"]["cynic-1"]
    assert reveal["headline"] == "The evidence does not bear it out." and reveal["why_html"] == "<p>why 1</p>"
    assert [(said["name"], said["step"], said["verdict"], said["right"]) for said in reveal["said"]] == [
        ("You", 20, "not borne out", True),
        ("The Cynic", 5, "not borne out", True),
        ("The Believer", 95, "borne out", False),
    ]


def test_meters_by_hand_half_way():
    # Truth so far: false, true, true. You: right, wrong, right.
    state = play(deck(), answers(40, 20, 60), guesses())
    assert right(state) == {"you": (2, 3), "cynic": (1, 3), "believer": (2, 3)}
    assert state["reveals"]["cynic-2"]["headline"] == "The evidence bears it out."


def test_a_card_answered_out_of_order_leaves_the_first_open_one_next():
    assert play(deck(), {"cynic-3": 80}, guesses())["next"] == "cynic-1"


ALL = answers(20, 80, 95, 20, 60, 60, 5, 95)  # one mistake: the fifth, false, believed


def test_both_bots_score_half_and_their_d_prime_is_zero_exactly():
    state = play(deck(), ALL, guesses("-1", "1"))
    assert right(state) == {"you": (7, 8), "cynic": (4, 8), "believer": (4, 8)}
    rows = {row["key"]: row for row in state["dprime"]}
    assert rows["cynic"]["value"] == 0.0 and rows["believer"]["value"] == 0.0
    assert rows["cynic"]["number"] == rows["believer"]["number"] == "0"
    words = "Believed {} of 4 true posts (hits) and {} of 4 false ones (false alarms)."
    assert rows["cynic"]["words"] == words.format(0, 0)
    assert rows["believer"]["words"] == words.format(4, 4)
    assert rows["you"]["words"] == words.format(4, 1)
    assert rows["you"]["value"] == d_prime(4, 4, 1, 4)
    assert rows["you"]["number"] == "1.81"  # z(.9) + z(.7) = 1.2816 + 0.5244


def test_d_prime_opens_one_guess_at_a_time():
    none, one, both = (play(deck(), ALL, guesses(*made)) for made in ((), ("0",), ("0", "2")))
    assert [p["id"] for p in none["predictions"]] == ["g-c"] and none["dprime"] == []
    assert none["predictions"][0]["why_html"] is None
    assert [p["id"] for p in one["predictions"]] == ["g-c", "g-b"]
    assert [row["key"] for row in one["dprime"]] == ["cynic"] and one["closing"] is None
    assert [row["key"] for row in both["dprime"]] == ["cynic", "believer", "you"]
    assert both["closing"][0].startswith("Eight cards are far too few to say anything about you.")
    assert "24 cards" in both["closing"][0] and "0.43" in both["closing"][0]


def test_guesses_made_before_the_last_card_stay_closed():
    assert play(deck(), answers(20), guesses("0", "0"))["predictions"] == []


@pytest.mark.parametrize("truth", [[True] * 3, [False] * 3])
def test_a_deck_of_one_kind_says_that_there_is_no_d_prime(truth):
    state = play(deck(truth), answers(5, 5, 5), guesses("0", "0"))
    assert "d′ needs some of both kinds" in state["scale"]["words"]
    assert state["dprime"] == [] and state["predictions"] == [] and state["closing"] is None


@pytest.mark.parametrize("value", [50, 20.0, "20", True, None, [20], {"choice": 20}, 5000])
def test_what_is_not_a_step_counts_as_unanswered(value):
    state = play(deck(), {"cynic-1": value}, guesses())
    assert state["next"] == "cynic-1" and state["answers"] == {}


def test_numbers_are_written_as_they_are_read():
    assert [number(value) for value in (0.0, 1.0488, -2.5631)] == ["0", "1.05", "−2.56"]


@given(st.lists(st.sampled_from(STEPS), min_size=8, max_size=8))
def test_whatever_you_answer(steps):
    state = json.loads(json.dumps(play(deck(), answers(*steps), guesses("0", "0"))))
    you = next(row for row in state["dprime"] if row["key"] == "you")
    assert -state["scale"]["best"] <= you["value"] <= state["scale"]["best"]
    assert right(state)["you"][0] == sum((step > 50) == so for step, so in zip(steps, TRUTH, strict=True))
    for n in range(1, 9):  # the bots are each other's mirror: together they are right on every card
        part = right(play(deck(), answers(*steps[:n]), guesses()))
        assert part["cynic"][0] + part["believer"][0] == n
