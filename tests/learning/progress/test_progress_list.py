"""Where somebody stands: answered of asked, points that came back, calibration, pages not to be trusted."""

import json
import shutil
from pathlib import Path

import pytest

from course.learning.progress.progress import progress
from course.learning.progress.reading import read_standing
from course.notebook import session
from course.questions.bank import loading

ROOT = Path(__file__).resolve().parents[3]
SMALL = ROOT / "tests" / "fixtures" / "cynic" / "questions.yaml"
ORIENTATION, FACULTY = ROOT / "source" / "00-orientation" / "questions.yaml", ROOT / "faculty"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk with Orientation and a small module; the notebook stands in Orientation."""
    for name in ("COURSE_DESK", "NBGRADER_EXECUTION", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "desk"
    for name, bank in (("00-orientation", ORIENTATION), ("small-deck", SMALL)):
        (folder / name).mkdir(parents=True)
        shutil.copy(bank, folder / name / "questions.yaml")
    session.use(folder / "00-orientation")
    yield folder
    session.use(None)


def settings(desk, **values):
    (desk / ".course.json").write_text(json.dumps(values))


def answer(desk, module, **values):
    here = session.open_session(desk / module)
    for name, value in values.items():
        question = here.bank.find(name.replace("_", "-"))
        here.answers.record(question.id, value, drawn_for=here.drawn_for(question))


def feedback(desk, module, folder="2026-11-23 10:00:00.000000 UTC", **page):
    results = {"version": 1, "module": module, "trainee": None, "points": 0, "max_points": 15, **page}
    target = desk / module / "feedback" / folder / f"{module}.html"
    target.parent.mkdir(parents=True)
    block = f'<script type="application/json" id="course-results">{json.dumps(results)}</script>'
    target.write_text(f"<html><body>{block}</body></html>")
    return target


def row(desk, module="00-orientation"):
    return next(one for one in read_standing(desk).modules if one.id == module)


CYNIC = {f"cynic_{n}": step for n, step in enumerate((20, 80, 95, 20, 60, 60, 5, 95), 1)}


def test_an_untouched_desk(desk):
    shown = progress()
    assert "○ Orientation" in repr(shown) and "Not begun, 21 questions" in repr(shown)
    assert "A small deck" in repr(shown)
    assert "Download" not in shown._repr_html_() and shown.standing.calibration is None
    assert [one.id for one in shown.standing.modules] == ["00-orientation", "small-deck"]


def test_answered_of_asked(desk):
    answer(desk, "00-orientation", cynic_1=20, who_discerns="mei")
    here = session.open_session(desk / "00-orientation")
    here.answers.count_hint("fewer-falls", 1)  # a hint is not an answer
    assert (row(desk).answered, row(desk).asked, row(desk).state) == (2, 21, "begun")
    answer(desk, "small-deck", cynic_lamp=5, cynic_falls=95, other=5)
    assert row(desk, "small-deck").state == "answered"
    text = repr(progress())
    assert "Under way: 2 of 21 answered" in text and "All 3 answered" in text


def test_points_come_from_the_newest_feedback(desk):
    settings(desk, mode="cohort", id="t01", cohort="spring")
    answer(desk, "00-orientation", who_discerns="mei")
    feedback(desk, "00-orientation", "2026-11-23 10:00:00.000000 UTC", points=3, trainee="t01")
    waiting = {"at-handover": {"points": 0, "max_points": 2, "state": "waiting"}}
    later = "2026-11-24 10:00:00.000000 UTC"
    feedback(desk, "00-orientation", later, points=13.5, trainee="t01", questions=waiting)
    assert row(desk).points == (13.5, 15) and row(desk).state == "returned"
    text = repr(progress())
    assert "13.5 of 15 points" in text and "1 answer still with a grader" in text


def test_another_trainees_page_is_not_counted(desk):
    settings(desk, mode="cohort", id="t01", cohort="spring")
    feedback(desk, "00-orientation", points=15, trainee="t02")
    assert row(desk).points is None
    assert row(desk).notes == ["A feedback page here is for t02 and is not counted."]


@pytest.mark.parametrize(
    "block",
    [
        '{"version": 1, "module": "00-orientation", "points": NaN, "max_points": 15}',
        '{"version": 1, "module": "00-orientation", "points": -3, "max_points": 15}',
        '{"version": 2, "module": "00-orientation", "points": 3, "max_points": 15}',
        '{"version": 1, "module": "other", "points": 3, "max_points": 15}',
        '{"version": 1, "module": "00-orientation", "points": "many"}',
        "[" * 100_000,
        "not json",
        "",
    ],
)
def test_a_page_that_cannot_be_trusted_gives_no_points(desk, block):
    page = feedback(desk, "00-orientation")
    page.write_text(f'<script type="application/json" id="course-results">{block}</script>')
    assert row(desk).points is None and row(desk).state == "open"


def test_a_linked_page_is_not_followed(desk, tmp_path):
    page = feedback(desk, "00-orientation", points=15)
    shutil.move(page, tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")
    assert row(desk).points is None


def test_the_pages_own_block_counts_and_not_one_displayed_before_it(desk):
    page = feedback(desk, "00-orientation", points=3)
    fake = page.read_text().replace('"points": 3', '"points": 15')
    page.write_text(fake + page.read_text())
    assert row(desk).points == (3, 15)


def test_a_damaged_file_is_said_and_left_where_it_is(desk):
    file = desk / "small-deck" / "answers.json"
    file.write_text("{")
    assert row(desk, "small-deck").state == "trouble"
    assert "answers.json cannot be used" in row(desk, "small-deck").notes[0]
    assert file.read_text() == "{"


def test_a_bank_with_a_mistake_costs_one_row(desk):
    (desk / "small-deck" / "questions.yaml").write_text("module: small-deck\n")
    found = progress().standing.modules
    assert [one.state for one in found] == ["open", "trouble"]
    assert "questions.yaml" in found[1].notes[0]


def test_calibration_of_the_eight_practice_cards_by_hand(desk):
    """Seven of eight verdicts are right; the wrong one was stated with 60 %."""
    answer(desk, "00-orientation", **CYNIC)
    found = progress().standing.calibration
    assert (found.n, found.right) == (8, 7)
    # 80r 80r 95r 80r 60w 60r 95r 95r: squares .04 .04 .0025 .04 .36 .16 .0025 .0025
    assert found.brier == pytest.approx(0.6475 / 8)
    bins = [(b.n, b.true, round(b.mean_stated, 2)) for b in found.bins]
    assert bins == [(2, 1, 0.6), (3, 3, 0.8), (3, 3, 0.95)]
    text = repr(progress())
    assert "about 60 % sure: right in 1 of 2 (50 %, 95 % interval 9 % to 91 %). That fits." in text
    assert "7 of 8 answers with a stated confidence were right. Brier score 0.08" in text


def test_seven_rated_answers_are_too_few(desk):
    answer(desk, "00-orientation", **{name: CYNIC[name] for name in list(CYNIC)[:7]})
    assert progress().standing.calibration is None and "Brier" not in repr(progress())


def test_graded_confidence_counts_only_once_it_came_back(desk):
    settings(desk, mode="cohort", id="t01", cohort="spring")
    sheet = {"choice": "yes", "confidence": 0.9}
    answer(desk, "00-orientation", quiet_vests=5, handover_sheet=sheet, **CYNIC)
    assert progress().standing.calibration.n == 8
    feedback(
        desk,
        "00-orientation",
        points=2,
        questions={
            "quiet-vests": {"state": "right", "confidence": 0.95, "value": 5},
            "handover-sheet": {"state": "wrong", "confidence": 0.9, "value": sheet},
            "forecast": {"state": "recorded", "confidence": None, "value": 12},
        },
    )
    found = progress().standing.calibration
    assert (found.n, found.right) == (10, 8)
    assert [(b.n, b.true) for b in found.bins] == [(2, 1), (3, 3), (5, 4)]


def test_self_study_counts_points_with_the_keys_that_the_desk_names(desk):
    settings(desk, mode="self-study", id="self-study", faculty=str(FACULTY))
    answer(desk, "00-orientation", who_discerns="mei", at_handover="She loses the recalls, too.")
    found = row(desk)
    assert found.points[1] == 15 and found.source == "self-study" and found.waiting == 1
    here = session.open_session(desk / "00-orientation")
    right = here.keys().find("who-discerns").answer == "mei"
    assert found.points[0] == (1 if right else 0)
    assert "1 written answer not scored here" in repr(progress())


def test_a_cohorts_desk_never_uses_keys(desk):
    settings(desk, mode="cohort", id="t01", faculty=str(FACULTY))
    answer(desk, "00-orientation", who_discerns="mei")
    assert row(desk).points is None


def test_a_newer_release_beside_ones_work_is_no_second_module(desk):
    beside = desk / "00-orientation.release-2026-12-01"
    shutil.copytree(desk / "00-orientation", beside)
    answer(desk, "00-orientation", cynic_1=5)
    assert [one.id for one in read_standing(desk).modules] == ["00-orientation", "small-deck"]
    assert row(desk).answered == 1 and row(desk).notes == []
    answer(desk, beside.name, cynic_1=5, cynic_2=5)
    assert row(desk).answered == 1 and beside.name in row(desk).notes[0]


def test_titles_and_notes_are_text_in_the_page(desk):
    bank = desk / "small-deck" / "questions.yaml"
    bank.write_text(bank.read_text().replace("A small deck", "<img src=x onerror=alert(1)>"))
    html = progress()._repr_html_()
    assert "<img" not in html and "&lt;img" in html


def test_the_desk_named_in_the_environment_counts(desk, tmp_path, monkeypatch):
    other = tmp_path / "other"
    (other / "small-deck").mkdir(parents=True)
    shutil.copy(SMALL, other / "small-deck" / "questions.yaml")
    monkeypatch.setenv("COURSE_DESK", str(other))
    assert [one.id for one in progress().standing.modules] == ["small-deck"]


def test_under_nbgrader_there_is_no_list_and_no_download(desk, monkeypatch):
    """What is graded is one module, alone on its desk; its page keeps no style that would set a list."""
    answer(desk, "00-orientation", cynic_1=5)
    assert "data:application/zip" in progress()._repr_html_()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert progress()._repr_html_() is None
    assert repr(progress()) == "Your progress shows in your own notebook."


def test_no_reference_function_is_run_before_there_is_an_answer(tmp_path, monkeypatch):
    """Those of Who is amplifying it? go through three worlds, which takes half a minute on a busy machine."""
    shutil.copytree(ROOT / "release" / "07-spread", tmp_path / "07-spread")
    settings = {"mode": "self-study", "id": "self-study", "faculty": str(FACULTY)}
    (tmp_path / ".course.json").write_text(json.dumps(settings))
    run = []
    monkeypatch.setattr(loading, "_run_reference", lambda file: run.append(file) or {})
    (module,) = read_standing(tmp_path).modules
    assert module.source == "self-study" and module.points[1] > 0
    assert run == [] and module.notes == []
