"""Answers reach a card over several threads of the kernel; the last one given is the one that stays."""

import threading
import time

import pytest

from course.questions.cards.card import Card

SPEC = {"id": "q", "kind": "evidence"}


@pytest.fixture
def card():
    one = Card(SPEC, on_answer=lambda value: one.saved.append(value))
    one.saved, one.said = [], []
    one.send = lambda content, *_: one.said.append(content)
    return one


def answer(card, value, n=None, view="a"):
    content = {"do": "answer", "value": value, "view": view}
    card._handle_custom_msg(content if n is None else {**content, "n": n}, [])


def test_an_answer_that_was_overtaken_is_dropped_and_acknowledged(card):
    for value, n in ((20, 1), (60, 3), (40, 2), (80, 4)):
        answer(card, value, n)
    assert card.saved == [20, 60, 80]
    assert [one["ack"] for one in card.said] == [1, 3, 2, 4]


def test_each_view_counts_for_itself(card):
    answer(card, 20, 1, "a")
    answer(card, 40, 2, "a")
    answer(card, 60, 1, "b")
    answer(card, 80, 1, "c")
    assert card.saved == [20, 40, 60, 80]


@pytest.mark.parametrize("n", [None, "2", 2.0, True])
def test_a_message_without_a_number_is_taken_as_it_comes(card, n):
    answer(card, 95, 5)
    answer(card, 20, n)
    assert card.saved == [95, 20]


def test_two_threads_take_turns(card):
    """The second answer waits until the first is saved, however long that takes."""
    begun = threading.Event()

    def slow(value):
        begun.set()
        time.sleep(0.2 if value == 20 else 0)
        card.saved.append(value)

    card._does["answer"] = slow
    first = threading.Thread(target=answer, args=(card, 20, 1))
    first.start()
    assert begun.wait(5)
    answer(card, 40, 2)
    first.join()
    assert card.saved == [20, 40]


def test_a_handler_that_fails_leaves_the_turn(card):
    def fail(value):
        raise RuntimeError(value)

    card._does["answer"] = fail
    with pytest.raises(RuntimeError):
        answer(card, 20, 1)
    card._does["answer"] = card.saved.append
    answer(card, 40, 2)
    assert card.saved == [40] and [one["ack"] for one in card.said] == [1, 2]
