"""Cards with forms: what a bank may say of them, whose card is whose, and what a mark is worth."""

import copy
import re

import pytest
import yaml
from bankdata import EVIDENCE, bank_data, key_data, write_yaml
from formfixture import FIXTURE

from course.errors import BankError
from course.questions import draws
from course.questions.answers.store import Answers, Entry
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys
from course.questions.scoring.score import score_all

FORM = {"title": "T", "post": {"by": "@a", "text": "It works."}, "shows": {"label": "L", "text": "1 of 2"}}
CARD = {
    "id": "card-1", "kind": "evidence", "prompt": "Borne out?", "concept": "c", "points": 1,
    "reveal": "after-form", "credit": "completion", "forms": {"A": FORM, "B": FORM},
}  # fmt: skip
FORM_KEY = {"answer": True, "rationale": "Because it is so.", "evidence": EVIDENCE}


def card(**changes):
    return {**copy.deepcopy(CARD), **changes}


def fault(tmp_path, *cards, module="t1-x") -> str:
    write_yaml(tmp_path, "questions.yaml", bank_data(*cards, module=module))
    with pytest.raises(BankError) as caught:
        load_bank(tmp_path)
    return str(caught.value)


def key_fault(tmp_path, keys, *cards) -> str:
    write_yaml(tmp_path, "questions.yaml", bank_data(*(cards or (card(),)), module="t1-x"))
    write_yaml(tmp_path, "key.yaml", key_data(keys, module="t1-x"))
    with pytest.raises(BankError) as caught:
        load_keys(tmp_path, load_bank(tmp_path))
    return str(caught.value)


@pytest.fixture
def bank():
    return load_bank(FIXTURE)


def test_each_form_is_a_card_of_its_own_and_the_rest_is_shared(bank):
    titles = {form: bank.in_form(form).find("card-1").title for form in bank.forms}
    assert titles == {"A": "The amber lamp", "B": "The grey socks", "C": "The quiet door"}
    mine = bank.in_form("B").find("card-1")
    assert (mine.form, mine.concept, mine.points, mine.sitting) == ("B", "causal-wording", 1, 1)
    assert mine.post.by == "@night_rounds" and "12 wards" in mine.shows.text
    assert mine.in_form("C").post.by == "@hush_ward"
    assert bank.find("card-1").post is None, "the bank itself has no form"


def test_a_title_is_the_questions_own_where_a_form_gives_none(tmp_path):
    bare = {name: part for name, part in FORM.items() if name != "title"}
    write_yaml(tmp_path, "questions.yaml", bank_data(card(title="All", forms={"A": bare}), module="t1-x"))
    assert load_bank(tmp_path).in_form("A").find("card-1").title == "All"


def test_a_bank_without_forms_is_the_same_for_everybody(tmp_path):
    write_yaml(tmp_path, "questions.yaml", bank_data())
    bank = load_bank(tmp_path)
    assert bank.own("c1", "ada") is bank and bank.forms == []


def test_the_key_is_that_of_the_form(bank):
    keys = load_keys(FIXTURE, bank)
    answers = [key_of(bank.in_form(form).find("card-1"), keys).answer for form in "ABC"]
    assert answers == [False, True, True]
    assert "socks" in keys.find("card-1", "B").rationale
    assert keys.find("card-1") is None, "without a form there is no key"


@pytest.mark.parametrize(
    ("card_", "said"),
    [
        (card(forms={"A": FORM}, post=FORM["post"]), "`post` stands beside `forms`: move it into a form"),
        (card(forms={}), "`post` and `shows` missing: add what the card shows, or give `forms`"),
        (card(forms={}, post=FORM["post"]), "`shows` missing: add what the card shows"),
        (card(reveal="with-feedback"), "`reveal` is with-feedback, but a card with `forms` is of a test"),
        (card(forms={"D": FORM}), "field 'forms.D': found 'D': choose one of 'A', 'B' or 'C'"),
        (card(forms={"A": {"title": "T", "post": FORM["post"]}}), "field 'forms.A.shows': it is missing"),
        (card(forms={"A": {**FORM, "postt": 1}}), "field 'forms.A.postt': there is no such field here: did"),
        (card(forms={"A": {**FORM, "answer": True}}), "field 'forms.A.answer': there is no such field"),
        (
            card(forms={"A": {**FORM, "post": {"by": "@a", "text": "{{ n }} falls"}}}),
            "field 'forms.A.post.text': `{{ n }}` is no parameter",
        ),
    ],
)  # fmt: skip
def test_faults_of_a_card_name_file_question_field_and_remedy(tmp_path, card_, said):
    found = fault(tmp_path, card_)
    assert re.match(r"[\w-]+/questions\.yaml, line \d+, question 'card-1'", found) and said in found
    assert len(found.splitlines()) == 1


def test_every_card_has_the_same_forms(tmp_path):
    found = fault(tmp_path, card(), card(id="card-2", forms={"B": FORM}))
    assert "question 'card-2', field 'forms': it has form B, and other cards have form A too" in found


def test_a_test_is_named_by_its_occasion(tmp_path):
    assert "'m1' names no occasion: a test's id begins with t1-, t2- or t3-" in fault(
        tmp_path, card(), module="m1"
    )


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (FORM_KEY, "field 'forms': the question has forms A and B: give `forms` with answer"),
        ({"forms": {"A": FORM_KEY}}, "field 'forms': form B has no key: add answer, rationale and evidence"),
        ({"forms": dict.fromkeys("ABC", FORM_KEY)}, "field 'forms': the question has no form C: remove it"),
        (
            {"forms": {"A": FORM_KEY, "B": {"answer": True, "evidence": EVIDENCE}}},
            "field 'forms.B.rationale': it is missing: add it",
        ),
        (
            {"forms": {"A": FORM_KEY, "B": {**FORM_KEY, "answer": "yes"}}},
            "field 'forms.B.answer': found 'yes': write `true` or `false`",
        ),
        (
            {"forms": {"A": FORM_KEY, "B": {**FORM_KEY, "evidence": []}}},
            "field 'forms.B.evidence': found 0 entries: at least 1",
        ),
    ],
)
def test_faults_of_a_key_name_form_and_remedy(tmp_path, key, said):
    found = key_fault(tmp_path, {"card-1": key})
    assert re.match(r"[\w-]+/key\.yaml, line \d+, question 'card-1'", found) and said in found
    assert len(found.splitlines()) == 1


def test_a_key_with_forms_for_a_question_without(tmp_path):
    plain = card(forms={}, post=FORM["post"], shows=FORM["shows"])
    assert "the question has no forms" in key_fault(tmp_path, {"card-1": {"forms": {"A": FORM_KEY}}}, plain)


def test_a_card_of_a_test_needs_a_key_although_any_answer_earns_its_point(tmp_path):
    assert "question 'card-1', field 'keys': it has no key" in key_fault(tmp_path, {})


def test_the_mark_says_whose_card_it_was_and_the_form_decides(bank):
    mine, other = bank.in_form("B").find("card-1"), bank.in_form("A").find("card-1")
    mark = draws.drawn_for(mine, "autumn", "ada")
    assert mark == "autumn/ada, form B"
    assert draws.is_for(mine, "autumn/bo, form B", mark), "another id with the same card"
    assert not draws.is_for(mine, draws.drawn_for(other, "autumn", "ada"), mark)
    assert not draws.is_for(mine, "autumn/ada", mark)
    assert draws.asked_as(mine, "autumn/bo, form A").title == "The amber lamp"
    assert draws.asked_as(mine, "autumn/bo, form Z") is mine


def test_an_answer_to_another_forms_card_waits_and_any_step_to_ones_own_earns_the_point(bank):
    keys = load_keys(FIXTURE, bank)
    own = bank.own("autumn", "ada")
    form = own.find("card-1").form
    other = next(name for name in "ABC" if name != form)
    entries = {
        "card-1": Entry(value=5, drawn_for=f"autumn/ada, form {form}"),
        "card-2": Entry(value=95, drawn_for=f"autumn/bo, form {form}"),
        "card-3": Entry(value=60, drawn_for=f"autumn/bo, form {other}"),
        "card-4": Entry(value=40),
        "card-5": Entry(value=33),
    }
    found = score_all(bank, keys, Answers(module=bank.module, answers=entries), "ada", "autumn")
    assert {name: (one.state, one.points) for name, one in found.items()} == {
        "card-1": ("recorded", 1), "card-2": ("recorded", 1), "card-3": ("waiting", 0),
        "card-4": ("recorded", 1), "card-5": ("invalid", 0), "card-6": ("blank", 0),
    }  # fmt: skip


def test_released_questions_hold_no_field_of_a_key(bank):
    released = yaml.safe_load((FIXTURE / "questions.yaml").read_text())
    for question in released["questions"]:
        for form in question["forms"].values():
            assert set(form) == {"title", "post", "shows"}
