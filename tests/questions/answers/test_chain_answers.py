"""Chains as answers: form, judgement with its lines, still pages, and two notebooks at once."""

from datetime import date

import pytest

from course.errors import FormError, NotAnswered, OtherAnswer, Unfinished
from course.questions.answers import answer_checks, chains
from course.questions.answers.merging import settle
from course.questions.answers.store import Entry
from course.questions.bank import keyshapes
from course.questions.bank.keys import Key
from course.questions.bank.models import Bank
from course.questions.cards import render
from course.questions.scoring import reference_answers
from course.questions.scoring.score import score

NAMES = {"d1": "Blog", "d2": "Draft of a *report*", "d3": "Newspaper", "d4": "Post"}
TRUTH = {
    "order": ["d2", "d3", "d1", "d4"],
    "from": {"d3": "d2", "d1": "d3", "d4": "not-determinable"},
    "labels": {"d3": "strengthened", "d1": "kept", "d4": "not-determinable"},
    "missing": {"d4": "the slide <b>that was shared</b>"},
}
WHOLE = {part: TRUTH[part] for part in ("order", "from", "labels")}


def ask(**more):
    documents = [{"id": name, "text": text, "site": f"{name}.example"} for name, text in NAMES.items()]
    question = {
        "id": "way",
        "kind": "chain",
        "concept": "tracing",
        "prompt": "How did it travel?",
        "points": 4,
        "documents": documents,
        **more,
    }
    bank = {"module": "m", "title": "t", "minutes": 5, "points": question["points"], "questions": [question]}
    return Bank.model_validate(bank).questions[0]


def key(answer=TRUTH):
    evidence = [{"cite": "Invented", "looked_at": date(2026, 11, 20), "state": "constructed"}]
    return Key.model_validate({"answer": answer, "rationale": "Because.", "evidence": evidence})


def test_a_story_draws_its_variant_without_saying_so():
    assert ask(story="socks").drawn_parameters["variant"].archive == "socks"
    assert ask().drawn_parameters == {}


@pytest.mark.parametrize(
    "more",
    [
        {"documents": [{"id": "d1", "text": "One"}] * 3},
        {"documents": [{"id": "d1", "text": "One"}, {"id": "d2", "text": "Two"}]},
        {"documents": [{"id": n, "text": n} for n in ("d1", "d2", "not-determinable")]},
        {"variable": "way"},
    ],
)
def test_documents_that_cannot_be_asked_are_refused(more):
    with pytest.raises(ValueError):
        ask(**more)


def test_a_whole_chain_is_kept_as_it_is():
    assert answer_checks.check_form(ask(), WHOLE) == WHOLE


def test_what_is_said_of_the_first_document_is_left_out():
    more = {**WHOLE, "from": {**WHOLE["from"], "d2": "d1"}, "labels": {**WHOLE["labels"], "d2": "kept"}}
    assert answer_checks.check_form(ask(), more) == WHOLE


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"order": ["d2", "d1"]}, "2 of 4 documents"),
        ({"order": WHOLE["order"], "from": {"d1": "d3"}}, "1 of 3 arrows and 0 of 3 labels"),
        (
            {**WHOLE, "order": ["d2", "d1", "d3", "d4"]},
            "1 of your arrows comes from a document that stands later",
        ),
    ],
)
def test_what_is_missing_is_said(value, says):
    with pytest.raises(Unfinished, match=says):
        answer_checks.check_form(ask(), value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([1], "is no chain"),
        ({"edges": {}}, "is no chain"),
        ({"order": 3}, "cannot be read as a list"),
        ({"order": ["d2", "d2"]}, "twice"),
        ({"order": ["d9"]}, "`d9`"),
        ({**WHOLE, "from": {"d1": "d9"}}, "`d9`"),
        ({**WHOLE, "from": {"d9": "d1"}}, "`d9`"),
        ({**WHOLE, "from": {"d1": "d1"}}, "from itself"),
        ({**WHOLE, "from": ["d1"]}, "cannot be read"),
        ({**WHOLE, "labels": {"d1": "better"}}, "`better`"),
        ({**WHOLE, "labels": {"d1": ["kept"]}}, "`list`"),
    ],
)
def test_what_cannot_be_used_is_refused(value, says):
    with pytest.raises(FormError, match=says):
        answer_checks.check_form(ask(), value)


def test_nothing_is_no_answer():
    with pytest.raises(NotAnswered):
        answer_checks.check_form(ask(), None)


def test_points_and_lines_of_an_unfinished_chain():
    drawn = {
        "order": ["d2", "d3", "d4", "d1"],
        "from": {"d3": "d2", "d4": "d3"},
        "labels": {"d3": "not-determinable"},
    }
    found = score(ask(), key(), drawn)
    # origin 1, arrows 2·1/(2+3), order 1 - 2/6, labels 0
    assert found.points == pytest.approx(4 * (0.1 + 0.4 * 0.4 + 0.2 * 2 / 3), abs=1e-4)
    assert (found.state, found.reason) == (
        "partly",
        "Not all is as the pages show it: arrows, order, labels.",
    )
    assert found.lines == [
        "Origin (10 %): right.",
        "Arrows (40 %): 1 of 3 as the pages show them, F1 0.40.",
        "Order (20 %): τ 0.67.",
        "Labels (30 %): 0 of 3 right.",
        "“Not determinable” was said of 1 of 4 things that these pages do tell. "
        "Something else was said of 1 of 2 that they do not.",
    ]


def test_full_marks_come_from_the_key():
    made = reference_answers._best_value(ask(), key(), {}, None)
    assert made == WHOLE
    assert score(ask(), key(), made).points == 4


@pytest.mark.parametrize(
    ("bent", "says"),
    [
        ({"order": ["d2", "d3", "d1"]}, "`order` lists all"),
        ({"from": {"d3": "d2"}}, "`from` has one entry"),
        ({"from": {**TRUTH["from"], "d3": "d4"}}, "no earlier document"),
        ({"labels": {**TRUTH["labels"], "d1": "nicer"}}, "nicer"),
        ({"labels": None}, "`labels` has one entry"),
    ],
)
def test_a_key_that_is_no_chain_is_named(bent, says):
    assert says in keyshapes.SHAPES["chain"](ask(), {**TRUTH, **bent})


def test_a_right_key_has_no_fault():
    assert keyshapes.answer_faults(ask(), key()) == []


def test_a_still_card_says_order_arrows_and_labels():
    spec = render.card_spec(ask(), {}, 1)
    drawn = {**WHOLE, "labels": {"d3": "strengthened"}}
    html = " ".join(render.card_html(spec, drawn).split())
    assert html.index("Draft of a <em>report</em>") < html.index("Newspaper") < html.index("Post")
    assert "The claim begins here." in html and "From: not determinable from these pages." in html
    assert "<strong>Strengthened</strong>" in html and html.count("No label.") == 2
    assert "<script" not in html


@pytest.mark.parametrize("odd", [{"order": 1}, {"order": ["<i>x</i>"], "from": {"a": 1}}, "<i>x</i>"])
def test_a_still_card_of_anything_else_shows_it_as_text(odd):
    html = render.card_html(render.card_spec(ask(), {}, 1), odd)
    assert "qc-written" in html and "<i>x" not in html


def test_nothing_of_the_key_is_on_a_card():
    spec = render.card_spec(ask(), {}, 1)
    assert [one["id"] for one in spec["documents"]] == list(NAMES)
    assert "slide" not in repr(spec) and "arrows 40 %" in spec["advice"]


def test_the_true_chain_beside_names_what_is_missing():
    html = chains.beside_html(
        ask(), {"order": WHOLE["order"]}, TRUTH, chains.names_of(render.card_spec(ask(), {}, 1))
    )
    assert "As the pages show it" in html and "the slide &lt;b&gt;that was shared" in html
    assert "Draft of a report" in html
    assert chains.beside_html(ask(), [1], TRUTH, {}) == ""


def test_two_notebooks_that_drew_different_arrows_are_joined():
    base = {"order": WHOLE["order"], "from": {"d3": "d2"}, "labels": {}}
    mine = {**base, "from": {"d3": "d2", "d1": "d3"}}
    theirs = {**base, "labels": {"d3": "kept"}}
    made = settle("chain", mine, [base], Entry(value=theirs), None)
    assert made == {**mine, "labels": {"d3": "kept"}}


def test_two_notebooks_with_another_order_each_are_not_joined():
    base = {"order": ["d1", "d2", "d3", "d4"], "from": {}, "labels": {}}
    mine, theirs = {**base, "order": ["d2", "d1", "d3", "d4"]}, {**base, "order": ["d1", "d3", "d2", "d4"]}
    with pytest.raises(OtherAnswer):
        settle("chain", mine, [base], Entry(value=theirs), None)
