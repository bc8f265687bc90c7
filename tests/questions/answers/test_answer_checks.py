"""Forms: what is accepted, what asks for more, and what is said; never whether an answer is right."""

import numpy as np
import pytest

from course.errors import FormError, NotAnswered, Unfinished
from course.questions.answers.answer_checks import check_form, storable

TWO = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
THREE = [*TWO, {"id": "c", "text": "C"}]
POST = {"post": {"by": "@x", "text": "x"}, "shows": {"label": "Abstract", "text": "x"}}
SCALE = {"scale": {"from": 1, "to": 5, "anchors": {1: "low", 5: "high"}}}


@pytest.fixture
def ask(make_question):
    """A question of each kind."""
    kinds = {
        "choice": {"kind": "choice", "options": THREE},
        "sure": {"kind": "choice", "options": TWO, "confidence": True},
        "sure3": {"kind": "choice", "options": THREE, "confidence": True},
        "choices": {"kind": "choices", "options": THREE},
        "some": {"kind": "choices", "options": THREE, "at_most": 2},
        "order": {"kind": "order", "items": THREE},
        "match": {"kind": "match", "left": TWO, "right": THREE},
        "rating": {"kind": "rating", **SCALE},
        "number": {"kind": "number"},
        "percent": {"kind": "number", "unit": "%", "range": [1, 500], "variable": "growth_2022"},
        "share": {"kind": "number", "range": [0, 1]},
        "cannot": {"kind": "number", "allow": ["cannot-be-computed"]},
        "text": {"kind": "text", "words": {"max": 5, "min": 2}},
        "evidence": {"kind": "evidence", **POST},
    }
    return lambda name: make_question(**kinds[name])


@pytest.mark.parametrize(
    "kind, value, kept",
    [
        ("choice", "b", "b"),
        ("sure", {"choice": "a", "confidence": 0.75}, {"choice": "a", "confidence": 0.75}),
        ("sure", {"choice": "a", "confidence": 1}, {"choice": "a", "confidence": 1.0}),
        ("sure3", {"choice": "c", "confidence": 0.33}, {"choice": "c", "confidence": 1 / 3}),
        ("choices", ["c", "a"], ["a", "c"]),
        ("choices", [], []),
        ("some", ["c", "a"], ["a", "c"]),
        ("choices", {"c", "b"}, ["b", "c"]),
        ("order", ["c", "a", "b"], ["c", "a", "b"]),
        ("order", ("a", "b", "c"), ["a", "b", "c"]),
        ("match", {"b": "c", "a": "c"}, {"a": "c", "b": "c"}),
        ("match", {"a": "b"}, {"a": "b"}),
        ("match", {"a": "b", "b": None}, {"a": "b"}),
        ("rating", 4, 4),
        ("rating", np.int64(4), 4),
        ("rating", 4.0, 4),
        ("number", " 70,3 ", "70,3"),
        ("number", np.float64(2.5), 2.5),
        ("number", 7, 7),
        ("percent", "70.3 %", "70.3 %"),
        ("cannot", "Cannot be computed", "cannot-be-computed"),
        ("cannot", "12", "12"),
        ("text", "two words", "two words"),
        ("evidence", 95, 95),
        ("evidence", np.int64(5), 5),
    ],
)
def test_good_forms_are_kept_as_plain_data(ask, kind, value, kept):
    found = check_form(ask(kind), value)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    "kind", ["choice", "sure", "choices", "order", "match", "rating", "number", "text", "evidence"]
)
@pytest.mark.parametrize("blank", [None, ..., "", "  \n", "\u200b\ufeff \u2060"])
def test_blank_is_not_answered(ask, kind, blank):
    with pytest.raises(NotAnswered):
        check_form(ask(kind), blank)


@pytest.mark.parametrize(
    "kind, value, words",
    [
        ("choice", "z", ["`z`", "a, b, c"]),
        ("choice", 3, ["`3`"]),
        ("choice", {"choice": "a", "confidence": 1}, ["not one of"]),
        ("choice", "z" * 100_000, ["…"]),
        ("sure", {"choice": "z", "confidence": 1}, ["`z`"]),
        ("sure", {"choice": "a"}, ["belong together"]),
        ("sure", {"choice": "a", "confidence": 0.4}, ["0.4", "0.50", "1 (certain)"]),
        ("sure", {"choice": "a", "confidence": 1.5}, ["1.5"]),
        ("sure", {"choice": "a", "confidence": float("nan")}, ["NaN"]),
        ("sure", {"choice": "a", "confidence": True}, ["truth value"]),
        ("sure3", {"choice": "a", "confidence": 0.2}, ["0.33"]),
        ("choices", "a", ["list"]),
        ("choices", ["a", "a"], ["twice"]),
        ("some", ["a", "b", "c"], ["You chose 3, at most 2 are asked for. Take 1 back."]),
        ("choices", ["a", "z"], ["`z`"]),
        ("choices", [["a"]], ["list"]),
        ("choices", ["a"] * 101, ["101"]),
        ("order", ["a", "a", "b"], ["twice"]),
        ("order", ["a", "b", "z"], ["`z`"]),
        ("match", ["a"], ["pairs"]),
        ("match", {"z": "a"}, ["`z`"]),
        ("match", {"a": "z"}, ["`z`"]),
        ("match", {"a": ["b"]}, ["`['b']`"]),
        ("rating", 6, ["6", "1 to 5"]),
        ("rating", 2.5, ["2.5", "whole number"]),
        ("rating", True, ["truth value"]),
        ("rating", "4", ["a text"]),
        ("number", "1,234", ["1234", "1.234"]),
        ("number", True, ["truth value"]),
        ("number", [1], ["`[0]`"]),
        ("number", "cannot be computed", ["Here it can"]),
        ("text", "one two three four five six", ["6 words", "Take out 1"]),
        ("text", "x" * 20_001, ["20,001 characters"]),
        ("text", 12, ["no text"]),
        ("evidence", 50, ["50", "six steps"]),
        ("evidence", "95", ["a text"]),
        ("evidence", True, ["truth value"]),
    ],
)
def test_wrong_forms_say_what_was_found_and_needed(ask, kind, value, words):
    with pytest.raises(FormError) as caught:
        check_form(ask(kind), value)
    for word in words:
        assert word in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "kind, value, words",
    [
        ("sure", "a", "how sure"),
        ("sure", {"choice": "a", "confidence": None}, "how sure"),
        ("order", ["a", "b"], "2 of 3"),
        ("text", "one", "at least 2"),
    ],
)
def test_unfinished_is_told_apart_from_wrong(ask, kind, value, words):
    with pytest.raises(Unfinished, match=words):
        check_form(ask(kind), value)


def test_a_proportion_where_a_percentage_is_asked(ask):
    with pytest.raises(FormError) as caught:
        check_form(ask("percent"), 0.703)
    assert str(caught.value) == (
        "`growth_2022` is 0.703. The question asks for a percentage between 1 and 500. "
        "If this is a proportion, multiply by 100."
    )


def test_a_percentage_where_a_proportion_is_asked(ask):
    with pytest.raises(FormError, match="divide by 100"):
        check_form(ask("share"), "70.3")


def test_a_number_outside_the_public_range(ask):
    with pytest.raises(FormError, match="is 9000. The question asks for a number between 1 and 500 %"):
        check_form(ask("percent"), 9000)


def test_messages_about_a_number_know_no_key(ten_bank, ten_keys):
    question, key = ten_bank.find("growth"), ten_keys.find("growth")
    for value in (3.0, 0, -5, 1e6, "x", [1], True, None.__class__):
        with pytest.raises(FormError) as caught:
            check_form(question, value)
        assert str(key.answer) not in str(caught.value)


def test_more_than_may_be_chosen_is_kept_until_some_are_taken_back(ask):
    assert storable(ask("some"), ["a", "b", "c"]) == ["a", "b", "c"]
    assert check_form(ask("some"), ["c", "a"]) == ["a", "c"]
    assert check_form(ask("some"), []) == []


@pytest.mark.parametrize("value", [float("nan"), True, object, 3])
def test_only_what_a_card_can_send_is_stored(ask, value):
    with pytest.raises(FormError):
        storable(ask("choices"), value)


def test_unfinished_answers_are_stored_as_they_are(ask):
    assert storable(ask("number"), "1,234") == "1,234"
    assert storable(ask("text"), "one") == "one"
    assert storable(ask("text"), "a\ud800b") == "a\ufffdb"
    assert storable(ask("order"), ["a"]) == ["a"]


def deep(levels, wrap):
    value = wrap(1)
    for _ in range(levels):
        value = wrap(value)
    return value


def awkward():
    class Silent:
        def __repr__(self):
            raise RuntimeError("no words")

    return [
        10**5000,
        [10**5000],
        {"choice": 10**5000, "confidence": 1},
        deep(5000, lambda inner: [inner]),
        deep(5000, lambda inner: (inner,)),
        deep(5000, lambda inner: {"columns": inner}),
        Silent(),
    ]


def test_no_value_from_code_ends_in_anything_but_a_message(ten_bank):
    for question in ten_bank:
        for value in awkward():
            with pytest.raises((FormError, NotAnswered)) as caught:
                check_form(question, value)
            assert 0 < len(str(caught.value)) < 500
