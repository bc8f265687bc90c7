"""Two notebooks, a kernel each, one folder: no answer replaces one that its card never showed."""

import json

import pytest

from course.errors import OtherAnswer
from course.notebook import api, live, session
from course.questions.answers.data import Entry
from course.questions.answers.merging import settle

SURVEY, TRIAL, CASE = {"survey": "went-with"}, {"trial": "caused"}, {"case": "happened"}


class Kernel:
    """A kernel of its own: its session and its live cards, of which no other kernel knows."""

    def __init__(self, folder, monkeypatch):
        self.session, self.cards, self.patch = session.open_session(folder), {}, monkeypatch
        self.sent = 0

    def ask(self, question):
        self.patch.setattr(live, "_cards", self.cards)
        card = live.show_card(self.session, self.session.question(question))
        card.replies = []
        card.send = lambda content, *_: card.replies.append(content)
        return card

    def answer(self, card, value, **more):
        self.patch.setattr(live, "_cards", self.cards)
        self.sent += 1
        message = {"do": "answer", "value": value, "n": self.sent, "view": "v", **more}
        card._handle_custom_msg(message, [])
        return card.replies[-1]


@pytest.fixture
def kernels(module_folder, monkeypatch):
    return Kernel(module_folder, monkeypatch), Kernel(module_folder, monkeypatch)


@pytest.fixture
def saved(module_folder):
    return lambda name: json.loads((module_folder / "answers.json").read_text())["answers"][name]["value"]


def test_a_text_that_the_card_never_showed_is_kept_and_said(kernels, saved):
    a, b = kernels
    one, two = a.ask("reply"), b.ask("reply")
    assert a.answer(one, "From A.")["saved"] == "From A."
    said = b.answer(two, "From B.")["refused"]
    assert saved("reply") == "From A."
    assert said.startswith("Not saved: another open notebook saved a different answer here at ")
    assert "run this cell again" in said and "Use mine instead" in said
    assert two.value is None, "what was typed stays on the screen"
    assert "refused" in b.answer(two, "From B, more."), "nor does what is typed later"
    assert "refused" in b.answer(two, None), "nor does clearing the card"
    assert saved("reply") == "From A."


def test_run_again_the_card_shows_it_and_changes_it(kernels, saved):
    a, b = kernels
    one, two = a.ask("reply"), b.ask("reply")
    a.answer(one, "From A.")
    b.answer(two, "From B.")
    again = b.ask("reply")
    assert again.value == "From A."
    assert b.answer(again, "From both.")["saved"] == "From both." and saved("reply") == "From both."
    assert "refused" in a.answer(one, "From A again."), "now it is A that does not know"


def test_use_mine_instead(kernels, saved):
    a, b = kernels
    one, two = a.ask("reply"), b.ask("reply")
    a.answer(one, "From A.")
    b.answer(two, "From B.")
    assert b.answer(two, "From B.", mine=True)["saved"] == "From B."
    assert b.answer(two, "From B. And on.")["saved"] == "From B. And on."
    assert saved("reply") == "From B. And on."


def test_pairs_in_different_places_are_both_kept_and_shown(kernels, saved):
    a, b = kernels
    one, two = a.ask("designs"), b.ask("designs")
    a.answer(one, SURVEY)
    assert b.answer(two, TRIAL)["saved"] == TRIAL
    assert saved("designs") == two.value == {**SURVEY, **TRIAL}
    assert "joined with what another open notebook saved" in two.status["text"]
    # Sent before the joined answer was on the screen, so it lacks A's pair without having removed it.
    b.answer(two, {**TRIAL, **CASE}, acked=0, knew=[None])
    assert saved("designs") == two.value == {**SURVEY, **TRIAL, **CASE}
    b.answer(two, CASE, acked=2, knew=[two.value])
    assert saved("designs") == CASE, "seen on the card, and taken out there"


def test_pairs_in_the_same_place_are_not(kernels, saved):
    a, b = kernels
    one, two = a.ask("designs"), b.ask("designs")
    a.answer(one, SURVEY)
    assert "refused" in b.answer(two, {"survey": "cures"})
    assert saved("designs") == SURVEY
    assert b.answer(two, TRIAL)["saved"] == TRIAL, "the doubt is gone when the same place is let alone"
    assert saved("designs") == {**SURVEY, **TRIAL}


def test_answers_sent_in_a_row_are_of_one_hand(kernels, saved):
    """Each is sent before the one before it was acknowledged, and knows only what was there at first."""
    a, _ = kernels
    one = a.ask("reply")
    for text in ("F", "Fe", "Few"):
        assert a.answer(one, text, knew=[None], acked=0)["saved"] == text
    assert saved("reply") == "Few"


def test_two_cards_of_one_kernel_know_of_each_other(kernels, saved):
    a, _ = kernels
    one, two = a.ask("reply"), a.ask("reply")
    a.answer(one, "First.")
    assert two.value == "First."
    assert a.answer(two, "Second.", view="w")["saved"] == "Second." and saved("reply") == "Second."


def test_a_draft_rests_on_either_of_two_values(kernels, saved):
    """The kernel stopped before it could say whether it had saved "One"."""
    a, b = kernels
    a.answer(a.ask("reply"), "One.")
    assert b.answer(b.ask("reply"), "One. Two.", knew=[None, "One."], acked=0)["saved"] == "One. Two."
    a.answer(a.ask("reply"), "Another hand.")
    assert "refused" in b.answer(b.ask("reply"), "Three.", view="w", knew=[None, "One. Two."], acked=0)
    assert saved("reply") == "Another hand."


def test_code_replaces_on_purpose(kernels, saved, monkeypatch, module_folder):
    a, b = kernels
    one = a.ask("reply")
    a.answer(one, "From A.")
    monkeypatch.setattr(api, "_show", lambda *_: None)
    session.use(module_folder)
    words = "Fewer patients had delirium in one small preprint, and nobody has repeated that work until now."
    api.check("reply", words)
    assert saved("reply") == words


def test_an_answer_taken_back_elsewhere_is_none(kernels, saved):
    a, b = kernels
    one = a.ask("reply")
    a.answer(one, "From A.")
    two = b.ask("reply")
    a.answer(one, None)
    assert b.answer(two, "From B.")["saved"] == "From B." and saved("reply") == "From B."


def table(*shares):
    rows = [["Birch", 50, 4], ["Cedar", 200, 10]]
    return {
        "columns": ["ward", "patients", "fell", "share"],
        "rows": [[*row, share] for row, share in zip(rows, shares, strict=True)],
    }


@pytest.mark.parametrize(
    ("knew", "mine", "theirs", "kept"),
    [
        (None, table("8", None), table(None, "5"), table("8", "5")),
        (table("8", None), table("8", "6"), table("9", None), table("9", "6")),
        (table("8", "5"), table(None, "5"), table("8", "6"), table(None, "6")),
        (table("8", "5"), table("7", "5"), table("7", "5"), table("7", "5")),
    ],
)
def test_cells_in_different_places_are_both_kept(knew, mine, theirs, kept):
    assert settle("table", mine, [knew], Entry(value=theirs), None) == kept


@pytest.mark.parametrize(
    ("kind", "knew", "mine", "theirs"),
    [
        ("table", None, table("8", None), table("9", None)),
        ("table", table("8", None), None, table("8", "5")),
        ("table", None, table("8", None), {**table("8", "5"), "columns": ["a"]}),
        ("table", None, table("8", None), {"columns": table("8", "5")["columns"], "rows": []}),
        ("table", None, {"rows": 3}, table("8", "5")),
        ("match", SURVEY, {"survey": "cures"}, {**TRIAL, "survey": "caused"}),
        ("match", {**SURVEY, **TRIAL}, SURVEY, TRIAL),
        ("match", None, SURVEY, "no pairs"),
        ("choices", ["a"], ["a", "b"], ["a", "c"]),
        ("order", None, ["a", "b"], ["b", "a"]),
    ],
)
def test_where_there_is_doubt_nothing_is_joined(kind, knew, mine, theirs):
    with pytest.raises(OtherAnswer) as caught:
        settle(kind, mine, [knew], Entry(value=theirs), None)
    assert caught.value.saved.value == theirs


def test_answers_to_other_numbers_are_not_joined():
    with pytest.raises(OtherAnswer):
        settle("match", TRIAL, [None], Entry(value=SURVEY, drawn_for="c1/bo"), "c1/ada")
