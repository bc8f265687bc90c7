"""A test in three forms through nbgrader: sealed until faculty close it, then explained card by card."""

import json
import re
import shutil

import pytest
from course_in_a_box import Box, from_nbgrader, ok
from formfixture import FIXTURE
from leaks import files_under, leaks_in, secrets_of

from course.authoring.roster import rotate
from course.learning.test_report import report as form
from course.learning.test_report.results import compute
from course.learning.test_report.state import read_state
from course.notebook import session
from course.questions import draws
from course.questions.bank.loading import load_bank, load_keys
from course.questions.cards.debrief import BORNE_OUT

pytestmark = from_nbgrader
MODULE = "t1-forms-abc"
ROSTER = ["discerning", "sceptic", "believer", "mover", "half", "blank"]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("forms") / "box")
    box.add(MODULE)
    rotate(ROSTER, box.course / "source")
    box.release(MODULE)
    for name, steps in STEPS.items():
        box.hand_in(name, MODULE, steps(box, name))
    hand_in_as_another(box)
    ok(box.collect(MODULE))
    ok(box.autograde(MODULE))
    return box


def truths(box: Box, name: str) -> dict[str, bool]:
    bank = box.bank(MODULE)
    keys = load_keys(box.course / "faculty" / MODULE, bank)
    own = bank.own(box.cohort, name)
    return {question.id: keys.find(question.id, question.form).answer for question in own}


def discerning(box: Box, name: str) -> dict[str, int]:
    """Five right, the last believed though it is not, or doubted though it is."""
    steps = {card: 95 if so else 5 for card, so in truths(box, name).items()}
    return steps | {"card-6": 100 - steps["card-6"]}


STEPS = {
    "discerning": discerning,
    "sceptic": lambda box, name: dict.fromkeys(truths(box, name), 5),
    "believer": lambda box, name: dict.fromkeys(truths(box, name), 95),
    "half": lambda box, name: {"card-1": 60, "card-2": 40, "card-3": 33},
    "blank": lambda box, name: None,
}


def other_form(box: Box) -> str:
    """Somebody who has another form than `mover`."""
    forms = {name: box.bank(MODULE).own(box.cohort, name).questions[0].form for name in ROSTER}
    return next(name for name in ROSTER if forms[name] != forms["mover"])


def hand_in_as_another(box: Box) -> None:
    """Answers that `mover` gave to another form's cards, handed in as they are."""
    folder = box.fetch("mover", MODULE)
    box.write_answers(folder, dict.fromkeys(truths(box, "mover"), 80), other_form(box))
    box.submit("mover", MODULE)


def results(page: str) -> dict:
    (found,) = re.findall(r'<script type="application/json" id="course-results">(.*?)</script>', page, re.S)
    return json.loads(found)


def close(box: Box, closed: bool) -> None:
    """What faculty write into nbgrader_config.py; feedback is then written anew."""
    config = box.course / "nbgrader_config.py"
    line = f'\nc.FeedbackPage.closed_forms = ["{MODULE}"]\n'
    text = config.read_text().replace(line, "")
    config.write_text(text + line if closed else text)
    ok(box.api.generate_feedback(MODULE, "*", force=True))


@pytest.fixture(scope="module")
def opened(box: Box) -> dict[str, str]:
    close(box, False)
    return {name: box.page(MODULE, name) for name in ROSTER}


@pytest.fixture(scope="module")
def closed(box: Box, opened: dict[str, str]) -> dict[str, str]:
    """Every page once the form is closed; `opened` comes first, because closing overwrites it."""
    close(box, True)
    return {name: box.page(MODULE, name) for name in ROSTER}


def test_any_step_earns_the_point_and_nothing_else_does(box: Box) -> None:
    cards = [f"card-{n}" for n in range(1, 7)]
    for name in ("discerning", "sceptic", "believer"):
        assert box.scores(MODULE, name) == dict.fromkeys(cards, (1.0, False)), name
    half = box.scores(MODULE, "half")
    assert [half[card][0] for card in cards] == [1, 1, 0, 0, 0, 0], "33 is no step"
    assert box.scores(MODULE, "blank") == dict.fromkeys(cards, (0.0, False))


def test_answers_to_another_forms_cards_wait_for_faculty(box: Box) -> None:
    found = box.scores(MODULE, "mover")
    assert set(found.values()) == {(0.0, True)}


def test_every_trainee_met_the_cards_that_are_graded(box: Box) -> None:
    seen = set()
    for name in ROSTER:
        own = box.bank(MODULE).own(box.cohort, name)
        page = box.autograded(MODULE, name)
        shown = json.dumps(page.cells)
        for question in own:
            assert question.title in shown
            others = [box.bank(MODULE).in_form(f).find(question.id) for f in "ABC" if f != question.form]
            assert not any(other.title in shown for other in others)
        seen.add(own.questions[0].form)
    assert seen == {"A", "B", "C"}


def test_the_fetched_notebook_shows_the_form_that_is_graded(box: Box) -> None:
    for name in ROSTER:
        folder = box.root / "homes" / name / MODULE
        (folder.parent / ".course.json").write_text(
            json.dumps({"mode": "cohort", "id": name, "cohort": box.cohort})
        )
        mine = session.open_session(folder)
        assert mine.bank.questions[0].form == box.bank(MODULE).own(box.cohort, name).questions[0].form


@pytest.mark.parametrize("name", ROSTER)
def test_while_the_form_is_open_the_page_tells_nothing(opened: dict[str, str], name: str) -> None:
    page, found = opened[name], results(opened[name])
    keys = [form_.rationale for key in all_keys().keys.values() for form_ in key.forms.values()]
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    for secret in (*keys, "bears the post out.", "agrees", "differs", ">right<", ">not right<"):
        assert secret not in text
    for question in found["questions"].values():
        assert question["state"] in ("recorded", "blank")
        assert not {"truth", "rationale", "evidence", "foreign"} & set(question)
    if name == "sceptic":
        assert "Recorded. It is explained when the form closes." in text
        assert text.count("fb-is-recorded") == 6


def all_keys():
    return load_keys(FIXTURE, load_bank(FIXTURE))


def test_after_closing_the_page_explains_each_card_with_the_fact_first(box: Box, closed) -> None:
    page, so = closed["sceptic"], truths(box, "sceptic")
    keys = load_keys(box.course / "faculty" / MODULE, box.bank(MODULE))
    form_ = box.bank(MODULE).own(box.cohort, "sceptic").questions[0].form
    for card, truth in so.items():
        part = page.split(f'id="q-{card}"')[1]
        own, fact = part.index("You said 5 %, so your verdict"), part.index(keys.find(card, form_).rationale)
        assert own < fact < part.index(BORNE_OUT[truth]), "what is so comes before the post is named again"
    assert page.count("so your verdict agrees") == 3 == page.count("so your verdict differs")
    assert page.count(">verdict agrees<") == 3 == page.count(">verdict differs<")
    assert "<strong>6</strong> of 6 points" in page, "points stay those of answering"


@pytest.mark.parametrize(
    ("name", "d_prime", "right", "doubted"),
    # z(3.5/4) = 1.1503: 5 of 6 right with one miss gives z(2.5/4) = 0.3186 on one side.
    [("sceptic", 0.0, 3, 6), ("believer", 0.0, 3, 0), ("discerning", 1.1503 + 0.3186, 5, None)],
)
def test_the_notebook_computes_from_the_page(box: Box, closed, name, d_prime, right, doubted) -> None:
    folder = box.root / "homes" / name / MODULE
    settings = {"mode": "cohort", "id": name, "cohort": box.cohort}
    (folder.parent / ".course.json").write_text(json.dumps(settings))
    target = folder / "feedback" / "2026-12-01" / f"{MODULE}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(closed[name])
    here = session.use(folder)
    try:
        found = read_state(here)
        assert found.stand == "closed" and found.notes == []
        assert found.results.d_prime == pytest.approx(d_prime, abs=2e-4)
        assert found.results.right == right
        assert doubted in (None, found.results.doubted)
        truth = {one.result.id: one.result.truth for one in found.debriefs}
        assert truth == truths(box, name)
        assert compute([one.result for one in found.debriefs]) == found.results
        shown = form.look(here)
        assert "Constructed for these tests" in shown and "You said" in shown
    finally:
        session.use(None)


def test_answers_to_another_card_are_no_result_even_with_points_by_hand(box: Box, closed) -> None:
    found = results(closed["mover"])["questions"]
    assert all(one["state"] == "waiting" and one["foreign"] for one in found.values())
    with box.gradebook() as book:
        grade = book.find_grade("card-1", MODULE, MODULE, "mover")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    page = box.feedback(MODULE, "mover")
    one = results(page)["questions"]["card-1"]
    assert (one["state"], one["points"], one["foreign"]) == ("recorded", 1.0, True)
    assert "This answer was given to the card of another form" in page


def test_unanswered_cards_are_explained_too(closed: dict[str, str]) -> None:
    found = results(closed["half"])["questions"]
    assert [found[f"card-{n}"]["state"] for n in (1, 2, 4)] != ["blank"] * 3
    assert found["card-4"]["state"] == "blank" and "truth" in found["card-4"]
    assert "You gave no answer." in closed["half"]


def test_feedback_comes_back_through_the_exchange(box: Box, closed) -> None:
    for is_closed in (False, True):
        close(box, is_closed)
        ok(box.api.release_feedback(MODULE))
        (page,) = box.fetch_feedback("half", MODULE)  # the second takes the place of the first
        told = ["truth" in one for one in results(page.read_text())["questions"].values()]
        assert told == [is_closed] * 6


def test_nothing_of_the_key_is_released(box: Box) -> None:
    secrets = secrets_of(box.course)
    assert sum(secret.kind == "rationale" for secret in secrets) >= 18, "every form's rationale is looked for"
    released = files_under(box.course / "release") | files_under(box.exchange / "discernment" / "outbound")
    assert any(name.endswith("rotation.json") for name in released)
    assert leaks_in(released, secrets) == []
    planted = {"notes.txt": all_keys().find("card-4", "C").rationale.encode()}
    assert [leak.kind for leak in leaks_in(planted, secrets)], "and the test can fail"


def test_no_id_of_the_roster_is_released(box: Box) -> None:
    plan = (box.course / "release" / MODULE / "rotation.json").read_text()
    assert not any(name in plan for name in ROSTER)
    assert sorted(json.loads(plan)["sequences"].values()) == ["ABC", "ABC", "BCA", "BCA", "CAB", "CAB"]


def test_an_edited_rotation_in_the_trainees_folder_changes_nothing(box: Box, tmp_path) -> None:
    """The grader reads the rotation from source/, so a card chosen by hand is only another form's card."""
    folder = tmp_path / MODULE
    shutil.copytree(box.course / "release" / MODULE, folder)
    (folder / "rotation.json").unlink()
    mine = load_bank(folder).own(box.cohort, "sceptic").find("card-1")
    graded = load_bank(box.course / "source" / MODULE).own(box.cohort, "sceptic").find("card-1")
    mark = draws.drawn_for(mine, box.cohort, "sceptic")
    assert draws.is_for(graded, mark, draws.drawn_for(graded, box.cohort, "sceptic")) == (
        mine.form == graded.form
    )
