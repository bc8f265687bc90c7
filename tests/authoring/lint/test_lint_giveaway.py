"""Keys that give themselves away: by length, by place, and to whoever always answers the same."""

from itertools import permutations, product
from typing import Any

import pytest
from linted import LOOKED_AT, Course, option_texts, write_bank

from course.authoring.lint import STRATEGIES, strategy_credit
from course.questions.bank.keys import KeyBank
from course.questions.bank.models import Bank
from course.questions.scoring.credit import choices_credit, evidence_credit, order_credit

LENGTHS = [30, 34, 38, 42]


def choice(name: str, right: int, lengths: list[int]) -> tuple[dict[str, Any], str]:
    """A question whose key stands at place `right`; the texts differ between questions by a letter."""
    options = [{**one, "text": f"{name[1]}{one['text'][1:]}"} for one in option_texts(lengths)]
    return {"id": name, "kind": "choice", "options": options}, "abcd"[right]


def bank_of(course: Course, places: list[int], ranks: list[int]) -> set[str]:
    """Rules that find something in a bank whose keys stand at `places` and have these ranks of length."""
    questions, answers = [], {}
    for at, (place, rank) in enumerate(zip(places, ranks, strict=True)):
        others = [length for n, length in enumerate(LENGTHS) if n != rank]
        lengths = [*others[:place], LENGTHS[rank], *others[place:]]
        question, answer = choice(f"q{'abcdefghijkl'[at]}", place, lengths)
        questions.append(question)
        answers[question["id"]] = answer
    write_bank(course, questions, answers)
    return course.rules()


BALANCED = [0, 1, 2, 3, 2, 3, 0, 1]
MIXED = [1, 3, 0, 2, 2, 0, 3, 1]


def test_keys_of_all_places_and_lengths_are_clean(clean: Course) -> None:
    assert bank_of(clean, BALANCED, MIXED) == set()


@pytest.mark.parametrize("rank", [0, 3])
def test_a_key_that_is_always_longest_or_shortest(clean: Course, rank: int) -> None:
    assert bank_of(clean, BALANCED, [rank] * 8) == {"key-length", "strategies"}


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_key_that_always_stands_in_one_place(clean: Course, place: int) -> None:
    expected = {"key-place"} if place == 1 else {"key-place", "strategies"}
    assert bank_of(clean, [place] * 8, MIXED) == expected


def test_the_finding_says_how_often_and_how_likely(clean: Course) -> None:
    bank_of(clean, BALANCED, [3] * 8)
    (found,) = [one for one in clean.lint() if one.rule == "key-length"]
    assert found.place == "m1" and "longest option is right in 8 of 8" in found.found
    assert "P = 0.000" in found.found


def test_options_that_recur_are_compared_by_place_only(clean: Course) -> None:
    verdicts = [
        {"id": "up", "text": "The evidence bears it out"},
        {"id": "down", "text": "It is not borne out, as shown here"},
    ]
    questions = [{"id": f"q{at}", "kind": "choice", "options": verdicts} for at in range(8)]
    write_bank(clean, questions, {f"q{at}": "down" for at in range(8)})
    assert clean.rules() == {"key-place", "strategies"}


def test_one_option_much_longer_than_the_others(clean: Course) -> None:
    question, _ = choice("qa", 0, [30, 30, 30, 46])
    write_bank(clean, [question], {"qa": "b"})
    (found,) = clean.lint()
    assert (found.rule, found.question, found.line) == ("option-length", "qa", 6)
    assert "Option 4 has 46 characters, the others 30" in found.found
    question, _ = choice("qa", 0, [30, 30, 30, 44])
    write_bank(clean, [question], {"qa": "b"})
    assert clean.lint() == []


def test_short_options_say_nothing_by_their_length(clean: Course) -> None:
    question, _ = choice("qa", 0, [4, 4, 4, 20])
    write_bank(clean, [question], {"qa": "b"})
    assert clean.lint() == []


def evidence(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "evidence", "post": {"by": "@a", "text": "It holds."},
            "shows": {"label": "Log", "text": "The log."}}  # fmt: skip


def loaded(questions: list[dict[str, Any]], answers: dict[str, Any]) -> list[tuple[Bank, KeyBank]]:
    """A bank and its keys as strategy_credit takes them."""
    asked = [{"concept": "c", "points": 1.0, "prompt": "What?", **one} for one in questions]
    source = {"cite": "Constructed", "state": "constructed", "looked_at": LOOKED_AT}
    keys = {name: {"answer": one, "rationale": "So.", "evidence": [source]} for name, one in answers.items()}
    bank = Bank.model_validate({"module": "m", "title": "M", "minutes": 1, "points": 9.0, "questions": asked})
    return [(bank, KeyBank.model_validate({"module": "m", "keys": keys}))]


def test_credit_of_one_choice_by_hand() -> None:
    question, _ = choice("qa", 0, [30, 40, 35])
    pair = loaded([question], {"qa": "b"})
    assert strategy_credit(pair, "longest") == (1.0, pytest.approx(1 / 3))
    assert strategy_credit(pair, "first") == (0.0, pytest.approx(1 / 3))
    assert strategy_credit(pair, "all") == strategy_credit(pair, "false") == (0.0, 0.0)


def test_credit_of_a_choice_with_confidence_is_that_of_a_coin() -> None:
    question = {"id": "q", "kind": "choice", "confidence": True, "options": option_texts([30, 40])}
    assert strategy_credit(loaded([question], {"q": "a"}), "first") == (0.875, 0.625)


def test_credit_of_choices_by_hand() -> None:
    question = {"id": "q", "kind": "choices", "options": option_texts([30, 40, 35, 36])}
    pair = loaded([question], {"q": ["a", "b"]})
    ids = "abcd"
    chance = sum(choices_credit([one], ["a", "b"], ids) for one in ids) / 4
    assert strategy_credit(pair, "first") == (0.5, pytest.approx(chance))
    assert strategy_credit(pair, "all") == (0.0, 0.0)


def test_chance_of_an_order_by_trying_every_one() -> None:
    for n in (2, 3, 4, 5):
        items = option_texts([30] * n)
        right = [one["id"] for one in items][::-1]
        tried = [order_credit(given, right) for given in permutations(right)]
        pair = loaded([{"id": "q", "kind": "order", "items": items}], {"q": right})
        assert strategy_credit(pair, "first") == (0.0, pytest.approx(sum(tried) / len(tried)))
        assert strategy_credit(pair, "last")[0] == 1.0


def test_credit_of_pairs_and_ratings_by_hand() -> None:
    match = {"id": "m", "kind": "match", "left": option_texts([30, 31]), "right": option_texts([32, 33, 34])}
    pair = loaded([match], {"m": {"a": "a", "b": "c"}})
    assert strategy_credit(pair, "first") == (0.5, pytest.approx(1 / 3))
    rating = {"id": "r", "kind": "rating", "scale": {"from": 1, "to": 5, "anchors": {1: "None."}}}
    assert strategy_credit(loaded([rating], {"r": {"from": 4, "to": 5}}), "last") == (1.0, 0.4)


def test_cards_half_borne_out_reward_no_step() -> None:
    cards = [evidence(f"c{at}") for at in range(6)]
    pair = loaded(cards, {f"c{at}": at % 2 == 0 for at in range(6)})
    for strategy in STRATEGIES:
        credit, chance = strategy_credit(pair, strategy)
        assert credit == pytest.approx(chance)
    assert strategy_credit(pair, "step-20")[1] == pytest.approx(
        (evidence_credit(True, 20) + evidence_credit(False, 20)) / 2
    )


def test_a_verdict_with_confidence_weighs_as_a_card() -> None:
    verdict = {"id": "v", "kind": "choice", "confidence": True,
               "options": [{"id": "yes", "text": "Borne out"},
                   {"id": "no", "text": "Not borne out"}]}  # fmt: skip
    pair = loaded([evidence("c"), verdict], {"c": False, "v": "yes"})
    for strategy in ("false", "true", "step-40"):
        credit, chance = strategy_credit(pair, strategy)
        assert credit == pytest.approx(chance)


def test_an_unknown_strategy_is_refused() -> None:
    with pytest.raises(ValueError, match="'middle'.*first, last"):
        strategy_credit([], "middle")
    assert strategy_credit([], "first") == (0.0, 0.0)


@pytest.mark.parametrize(("true", "of", "found"), [(3, 6, False), (3, 7, False), (2, 6, True), (2, 7, True)])
def test_an_odd_number_of_verdicts_need_not_be_halved(clean: Course, true: int, of: int, found: bool) -> None:
    write_bank(clean, [evidence(f"c{at}") for at in range(of)], {f"c{at}": at < true for at in range(of)})
    assert ("strategies" in clean.rules()) == found


def test_strategies_are_a_matter_of_the_whole_bank(clean: Course) -> None:
    write_bank(clean, [evidence(f"c{at}") for at in range(4)], {f"c{at}": False for at in range(4)})
    assert {one.rule for one in clean.lint("m1")} == set()
    assert clean.rules() == {"strategies"}


def test_every_mix_of_two_questions_is_at_chance_on_average() -> None:
    """Chance is what a strategy earns when keys are drawn by lot: the mean over every possible key."""
    first, second = choice("qa", 0, [30, 40, 35])[0], choice("qb", 0, [41, 33])[0]
    for strategy in ("first", "last", "longest", "shortest"):
        earned = [
            strategy_credit(loaded([first, second], {"qa": a, "qb": b}), strategy)
            for a, b in product("abc", "ab")
        ]
        assert sum(credit for credit, _ in earned) / 6 == pytest.approx(earned[0][1])
