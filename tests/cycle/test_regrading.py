"""Graded again: points that a person gave stay given while what they were given for is the same."""

import pytest
import yaml
from course_in_a_box import Box, from_nbgrader, ok

pytestmark = from_nbgrader


@pytest.fixture
def box(tmp_path):
    box = Box(tmp_path / "box")
    box.add("m1")
    box.release("m1")
    values = {**box.right("m1", "ada"), "why": "Nobody says out of how many."}
    box.hand_in("ada", "m1", values, solved=True)
    ok(box.collect("m1"))
    ok(box.autograde("m1", "ada"))
    assert box.scores("m1", "ada")["why"] == (0.0, True)
    give(box, 2.0)
    return box


def give(box: Box, points: float) -> None:
    """What formgrader writes when a grader gives points."""
    with box.gradebook() as book:
        grade = book.find_grade("why", "m1", "m1", "ada")
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def again(box: Box) -> str:
    """Grade by force, and write the page."""
    ok(box.api.autograde("m1", "ada", force=True))
    return box.feedback("m1", "ada")


def test_points_by_hand_stay_given(box):
    page = again(box)
    assert box.scores("m1", "ada")["why"] == (2.0, False)
    assert "points may be added" not in page and "waits for a grader" not in page.lower()
    again(box)
    assert box.scores("m1", "ada")["why"] == (2.0, False)


def test_another_answer_is_read_again(box):
    folder = box.course / "submitted" / "ada" / "m1"
    box.write_answers(folder, {**box.right("m1", "ada"), "why": "Another reason."}, "ada")
    again(box)
    assert box.scores("m1", "ada")["why"] == (2.0, True)
    again(box)  # nobody has read it yet
    assert box.scores("m1", "ada")["why"] == (2.0, True)
    give(box, 1.0)
    again(box)
    assert box.scores("m1", "ada")["why"] == (1.0, False)


def test_another_rubric_is_read_again(box):
    path = box.course / "faculty" / "m1" / "key.yaml"
    key = yaml.safe_load(path.read_text())
    key["keys"]["why"]["rubric"]["levels"]["Emerging"] = "Says one, and why."
    path.write_text(yaml.safe_dump(key))
    again(box)
    assert box.scores("m1", "ada")["why"] == (2.0, True)


def test_points_of_the_machine_that_a_person_changed_hold_until_its_own_change(box):
    with box.gradebook() as book:
        grade = book.find_grade("which", "m1", "m1", "ada")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        book.db.commit()
    again(box)
    assert box.scores("m1", "ada")["which"] == (0.5, False)
    path = box.course / "faculty" / "m1" / "key.yaml"
    path.write_text(path.read_text().replace("answer: a\n", "answer: b\n", 1))
    again(box)
    assert box.scores("m1", "ada")["which"] == (0.5, True)


def test_who_knows_nothing_of_the_last_grading_asks_again(box):
    for path in (box.course / ".grading").rglob("*.json"):
        path.unlink()
    again(box)
    assert box.scores("m1", "ada")["why"] == (2.0, True)
