"""`test_results()`: what it says before a form closes and after, by oneself, in a cohort, under nbgrader."""

import json
import re

import formdesk as fd
import pytest

import course
from course.errors import ClosedTest
from course.learning.test_report import report as form
from course.learning.test_report.state import read_state
from course.notebook import live, session, status
from course.questions.answers.closing import TRAIL, closed_questions
from course.questions.answers.data import parse
from course.questions.cards.debrief import BORNE_OUT

SIX = (5, 80, 60, 95, 80, 40)


@pytest.fixture(autouse=True)
def own_world(monkeypatch):
    for name in ("NBGRADER_EXECUTION", "COURSE_DESK", "JUPYTERHUB_USER", "COURSE_TRAINEE", "COURSE_COHORT"):
        monkeypatch.delenv(name, raising=False)
    yield
    session.use(None)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())


def look(here) -> str:
    return text_of(form.look(here))


def sentences(form_: str) -> list[str]:
    """What must not be read before a form closes."""
    from course.questions.bank.loading import load_bank, load_keys

    keys = load_keys(fd.FIXTURE, load_bank(fd.FIXTURE))
    return [key.forms[form_].rationale for key in keys.keys.values()]


# ---- before closing


def test_what_is_missing_is_said_by_sitting(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), 5, None, 60)
    said = look(here)
    assert "2 of 6 cards answered" in said
    assert "Sitting 1: card 2 Sitting 2: all 3 cards, 4 to 6" in said
    assert "When every card has an answer, a button here closes the form" in said
    assert "<button" not in form.look(here)


def test_numbers_in_a_row_are_drawn_together(tmp_path):
    folder = fd.self_study(tmp_path)
    text = (folder / "questions.yaml").read_text()
    text = text.replace("    sitting: 1\n", "").replace("    sitting: 2\n", "")
    (folder / "questions.yaml").write_text(text)
    assert "Cards 1, 2 and 4 to 6" in look(fd.answer(folder, None, None, 60))


def test_an_answer_to_another_forms_card_counts_as_missing(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    mine = here.bank.find("card-2").form
    other = next(name for name in "ABC" if name != mine)
    here.answers.record("card-2", 80, drawn_for=f"self-study, form {other}")
    assert "Sitting 1: card 2" in look(here)
    said = status.saved_status(here, here.question("card-2"), here.answers.get("card-2"))
    assert said["state"] == "error" and "another card than the one shown here" in said["text"]


def test_before_closing_nothing_tells_what_is_so(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    shown = form.look(here) + "".join(
        status.checked_status(here, question, here.answers.get(question.id))["text"] for question in here.bank
    )
    reasons = [reason for form_ in "ABC" for reason in sentences(form_)]
    for secret in (*BORNE_OUT.values(), *reasons, "agrees", "differs"):
        assert secret not in shown
    assert "d′" not in shown and "<button" in shown


@pytest.mark.parametrize(
    ("module", "keep", "said", "unsaid"),
    [
        ("t1-forms-abc", "ABC", "A later test shows you other cards", "holds one form"),
        ("t1-forms-abc", "A", "holds one form of the test. A later test with these same", "other cards,"),
        ("t3-forms-abc", "ABC", "This is the last of the three tests", "later, part of that"),
    ],
)
def test_what_closing_costs_is_said_before_it(tmp_path, module, keep, said, unsaid):
    import yaml

    folder = fd.self_study(tmp_path)
    secret = tmp_path / "keys"
    secret.mkdir()
    for source, target in ((folder, folder), (fd.FIXTURE, secret)):
        for name in ("questions.yaml", "key.yaml"):
            if (source / name).exists():
                data = yaml.safe_load((source / name).read_text())
                data["module"] = module
                listed = data["questions"] if name == "questions.yaml" else data["keys"].values()
                for one in listed:
                    one["forms"] = {form: one["forms"][form] for form in keep}
                (target / name).write_text(yaml.safe_dump(data, sort_keys=False))
    (folder.parent / ".course.json").write_text(
        json.dumps({"mode": "self-study", "id": "self-study", "faculty": str(secret)})
    )
    shown = look(fd.answer(folder, *SIX))
    assert "your answers here stand for good" in shown
    assert said in shown and unsaid not in shown


def test_without_a_key_folder_nothing_can_be_closed(tmp_path):
    here = fd.answer(fd.self_study(tmp_path, keys=False), *SIX)
    assert "This desk has no key folder" in look(here)
    assert "Nothing was closed" in text_of(form.close(here))
    assert here.answers.read().trails == {}


def test_a_form_with_a_card_missing_does_not_close(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), *SIX[:5])
    said = text_of(form.close(here))
    assert "Nothing was closed. What is missing stands below." in said and "card 6" in said
    assert not closed_questions(here.answers.read())


def test_a_module_that_is_no_test_says_so(tmp_path, capsys):
    folder = fd.self_study(tmp_path)
    (folder / "questions.yaml").write_text(
        (fd.FIXTURE.parent / "cynic" / "questions.yaml").read_text(encoding="utf-8")
    )
    session.use(folder)
    course.test_results()
    assert "<IPython.core.display.HTML object>" in capsys.readouterr().out
    with pytest.raises(Exception, match="small-deck is no test"):
        read_state(session.current())


# ---- closing for oneself


@pytest.fixture
def closed(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    form.close(here)
    return here


def test_closing_is_kept_in_the_answers_and_read_again(closed):
    raw = json.loads(closed.answers.path.read_text())
    assert raw["trails"][TRAIL]["questions"] == [f"card-{n}" for n in range(1, 7)]
    assert raw["trails"][TRAIL]["form"] == closed.bank.questions[0].form
    again = session.open_session(closed.folder)
    assert all(again.is_closed(question) for question in again.bank)
    assert "Your results 6 of 6 cards answered · closed 20" in look(again)


def test_after_closing_answers_stand(closed, capsys):
    question = closed.question("card-1")
    before = closed.answers.path.read_bytes()
    said = r"you closed this test on 20.* saw its results\. Your answer stands\."
    with pytest.raises(ClosedTest, match=said):
        live.record(closed, question, 95)
    course.check("card-1", 95)
    assert "Your answer stands." in capsys.readouterr().out
    assert closed.answers.path.read_bytes() == before


def test_a_card_that_was_open_in_another_tab_shows_the_answer_that_stands(closed):
    question = closed.question("card-1")
    card = live.show_card(closed, question)
    assert card.spec["closed"] is True
    live.on_message(card, closed, question, {"do": "answer", "value": 95})
    assert card.value == 5
    assert card.status["text"].startswith("Not changed: the test is closed and your answer stands.")


def test_cards_explain_themselves_once_it_is_closed(tmp_path):
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    question = here.question("card-1")
    card = live.show_card(here, question)
    assert card.spec["closed"] is False and card.status["state"] == "saved"
    form.close(here)
    truth = fd.truths(question.form)[0]
    assert card.spec["closed"] is True
    assert card.status["state"] == ("wrong" if truth else "right")
    assert card.status["text"] == f"You said {SIX[0]} %, so your verdict {'differs' if truth else 'agrees'}."
    shown = text_of(card.status["html"])
    assert shown.index(sentences(question.form)[0]) < shown.index(BORNE_OUT[truth])
    assert "Constructed for these tests" in card.status["html"]


def test_results_are_said_with_the_fact_first_and_the_picture_kept(closed):
    shown = form.look(closed)
    mine = closed.bank.questions[0].form
    for place, truth in enumerate(fd.truths(mine)):
        part = shown.split('<details class="fr-card')[1 + place]
        said = text_of(part)
        fact, so = said.index(sentences(mine)[place]), said.index(BORNE_OUT[truth])
        assert fact < so < said.index(f"You said {SIX[place]} %")
        assert ("agrees" in said) == ((SIX[place] > 50) == truth)
    assert "One form cannot show whether you changed" in shown
    assert shown.count("<svg") == 2 and "What your percentages are worth" in shown


def test_the_picture_of_a_card_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("course.questions.rotation.sequence_of", lambda *_: "ABC")
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    shown = form.close(here)
    assert 'alt="Waiting time by month. The axis begins at 40 minutes' in shown
    assert "data:image/svg+xml;base64," in shown


def test_progress_counts_a_closed_form_into_calibration(closed):
    from course.learning.progress.reading import read_standing

    rated = read_standing(closed.folder.parent).rated
    truth = fd.truths(closed.bank.questions[0].form)
    assert sorted(rated) == sorted(
        (max(step, 100 - step) / 100, (step > 50) == so) for step, so in zip(SIX, truth, strict=True)
    )


def test_progress_tells_nothing_of_an_open_form(tmp_path):
    from course.learning.progress.reading import read_standing

    here = fd.answer(fd.self_study(tmp_path), *SIX)
    assert read_standing(here.folder.parent).rated == []


@pytest.mark.parametrize("closed_one", ["here", "file"])
def test_putting_progress_back_changes_no_closed_answer(tmp_path, closed_one):
    from course.learning.progress import archive

    one = fd.answer(fd.self_study(tmp_path / "one"), *SIX)
    form.close(one)
    other = fd.answer(fd.self_study(tmp_path / "two"), *([60] * 6))  # later, and open
    source, target = (other, one) if closed_one == "here" else (one, other)
    done = archive.merge(target.folder.parent, archive.unpack(archive.pack(source.folder.parent).data))
    assert [target.answers.get(f"card-{n}").value for n in range(1, 7)] == list(SIX)
    assert len(closed_questions(target.answers.read())) == 6
    assert (done[0].taken, done[0].kept) == ((0, 5) if closed_one == "here" else (5, 0))


def test_a_course_of_before_reads_the_file_and_leaves_the_closing(closed):
    found = parse(closed.answers.path.read_bytes(), fd.MODULE)
    assert found.trails[TRAIL]["form"] and closed_questions(found)


@pytest.mark.parametrize("damage", [None, [], {}, {"questions": 3}, {"questions": [1, None]}, "x"])
def test_a_damaged_note_of_closing_closes_nothing(tmp_path, damage):
    here = fd.answer(fd.self_study(tmp_path), *SIX)
    here.answers.keep_trail(TRAIL, damage)
    assert not closed_questions(here.answers.read())
    assert "Before you look" in look(here)


def test_cards_without_forms_are_a_test_too(tmp_path):
    import yaml

    folder, secret = fd.self_study(tmp_path), tmp_path / "keys"
    secret.mkdir()
    questions = yaml.safe_load((fd.FIXTURE / "questions.yaml").read_text())
    for one in questions["questions"]:
        one |= one.pop("forms")["A"]
    keys = yaml.safe_load((fd.FIXTURE / "key.yaml").read_text())
    keys["keys"] = {name: key["forms"]["A"] for name, key in keys["keys"].items()}
    (folder / "questions.yaml").write_text(yaml.safe_dump(questions, sort_keys=False))
    (secret / "key.yaml").write_text(yaml.safe_dump(keys, sort_keys=False))
    (folder.parent / ".course.json").write_text(
        json.dumps({"mode": "self-study", "id": "self-study", "faculty": str(secret)})
    )
    here = fd.answer(folder, *SIX)
    assert here.answers.get("card-1").drawn_for is None
    form.close(here)
    assert read_state(here).results.right == sum(
        (step > 50) == so for step, so in zip(SIX, fd.truths("A"), strict=True)
    )


# ---- a cohort


def test_a_cohort_waits_for_faculty_and_cannot_close(tmp_path):
    here = fd.answer(fd.cohort(tmp_path), *SIX)
    assert "Results come when your faculty close this form" in look(here)
    assert "<button" not in form.look(here)
    assert "Nothing was closed" in text_of(form.close(here))
    assert here.answers.read().trails == {}


def test_an_open_feedback_page_shows_no_results(tmp_path):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder, *SIX)
    fd.page(folder, fd.results(list(SIX), here.bank.questions[0].form, closed=False))
    assert read_state(here).stand == "sealed"
    assert "d′" not in look(here)


def test_results_are_computed_from_the_page(tmp_path):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder)  # nothing answered here: another machine, say
    fd.forecast(folder, "4")
    mine = here.bank.questions[0].form
    steps = [95 if so else 5 for so in fd.truths(mine)]
    steps[1] = 100 - steps[1]
    fd.page(folder, fd.results(steps, mine))
    found = read_state(here)
    assert found.stand == "closed" and found.results.right == 5 and found.results.answered == 6
    said = look(here)
    assert "You expected 4 of 6 right and got 5: predicted minus actual is −1." in said
    assert "The reason of card 3." in said


def test_a_page_of_another_form_is_shown_with_its_own_cards(tmp_path):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder)
    other = next(name for name in "ABC" if name != here.bank.questions[0].form)
    fd.page(folder, fd.results([5] * 6, other))
    titles = [one.asked.question.title for one in read_state(here).debriefs]
    assert titles == [question.title for question in here.bank.in_form(other)]


def test_an_answer_to_another_card_does_not_count(tmp_path):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder)
    made = fd.results([5] * 6, here.bank.questions[0].form)
    made["questions"]["card-1"] |= {"foreign": True, "state": "waiting"}
    fd.page(folder, made)
    assert read_state(here).results.answered == 5
    assert "Your answer was given to the card of another form" in look(here)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("", "holds no results that can be read"),
        ('{"version": 1, "module": "t1-forms-abc", "points": 1, "max', "holds no results that can be read"),
        ({"version": 1, "module": "other", "points": 1, "max_points": 1}, "holds no results that can be"),
        ({"trainee": "bo"}, "A feedback page here is for bo and is not counted."),
        ({"cut": 2}, "The feedback page explains 4 of 6 cards. Fetch feedback again"),
        ({"truth": "perhaps"}, "holds no results that can be read"),
        ({"rationale": "<script>alert(1)</script>"}, ""),
    ],
)
def test_pages_that_cannot_be_trusted_are_said_in_words(tmp_path, found, said):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder, *SIX)
    if isinstance(found, dict) and "version" not in found:
        made = fd.results(list(SIX), here.bank.questions[0].form)
        if "trainee" in found:
            made["trainee"] = found["trainee"]
        for _ in range(found.get("cut", 0)):
            made["questions"].popitem()
        for name in ("truth", "rationale"):
            if name in found:
                made["questions"]["card-1"][name] = found[name]
        found = json.dumps(made).replace("<", "\\u003c")
    fd.page(folder, found)
    shown = form.look(here)
    assert said in text_of(shown)
    assert "<script" not in shown
    if said:
        assert read_state(here).stand == "sealed" and "d′" not in shown


def test_an_older_good_page_stands_behind_a_damaged_one(tmp_path):
    folder = fd.cohort(tmp_path)
    here = fd.answer(folder, *SIX)
    fd.page(folder, fd.results(list(SIX), here.bank.questions[0].form))
    fd.page(folder, "nothing", "2026-11-24 10:00:00.000000 UTC")
    assert read_state(here).stand == "closed"


# ---- forecast, nbgrader


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("4", "You expected 4 of 6 right and got"),
        (4.0, "You expected 4 of 6 right and got"),
        (None, "The question in Orientation was not answered on this desk."),
        ("many", "The question in Orientation was not answered on this desk."),
        ([4], "The question in Orientation was not answered on this desk."),
    ],
)
def test_the_forecast_is_orientations_own(closed, value, said):
    fd.forecast(closed.folder, value)
    assert said in look(closed)


def test_no_orientation_no_forecast(closed):
    assert "There is no forecast to compare with. Orientation, which asks for it, is not" in look(closed)


def test_a_forecast_that_came_back_with_feedback(tmp_path):
    folder = fd.self_study(tmp_path)
    fd.forecast(folder, None)
    here = fd.answer(folder, *SIX)
    form.close(here)
    made = {"version": 1, "module": "00-orientation", "points": 1, "max_points": 15}
    target = folder.parent / "00-orientation" / "feedback" / "2026" / "00-orientation.html"
    target.parent.mkdir(parents=True)
    made["questions"] = {"forecast": {"value": "3", "state": "recorded"}}
    target.write_text(f'<script type="application/json" id="course-results">{json.dumps(made)}</script>')
    assert "You expected 3 of 6 right" in look(here)


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_under_nbgrader_plain_html_and_nothing_secret(closed, monkeypatch, capsys, execution):
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    here = session.open_session(closed.folder)
    shown = form.form_view.still_html(here, read_state(here))
    assert text_of(shown) == "Your test 6 of 6 cards answered", "it is kept in feedback, after closing too"
    for secret in ("d′", *BORNE_OUT.values(), *sentences("A"), *sentences("B"), *sentences("C")):
        assert secret not in shown
    card = status.saved_status(here, here.question("card-1"), here.answers.get("card-1"))
    assert card["text"].startswith("Saved") and not card["html"]
