"""Late work: some minutes cost nothing, more is named with hours, rule and points."""

from datetime import UTC, datetime, timedelta

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.commands.graded_summary import details, summary
from course.grading.batch.pool import grade_all
from course.grading.scoring.keyprint import graded_otherwise, key_print

pytestmark = from_nbgrader
RULE = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    box = Box(tmp_path_factory.mktemp("late") / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"{RULE}c.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
    box.add("m1")
    box.release("m1")
    box.hand_in("ada", "m1", box.right("m1", "ada"), solved=True)
    ok(box.collect("m1"))
    box.enrol("kim")
    return box


def graded(box: Box, late: timedelta):
    """Grade anew, with a due date so long before the submission."""
    with box.gradebook() as book:
        stamp = (box.course / "submitted" / "ada" / "m1" / "timestamp.txt").read_text().strip()
        came = datetime.fromisoformat(stamp.removesuffix(" UTC")).replace(tzinfo=UTC)
        book.find_assignment("m1").duedate = (came - late).replace(tzinfo=None)
        book.db.commit()
    (one,) = grade_all(box.course, "m1", ["ada"], force=True)
    return one


def test_some_minutes_cost_nothing(box):
    one = graded(box, timedelta(seconds=15))
    assert one.points == 5.0 and one.late.startswith("Handed in 15 s after the due date")
    assert "Up to 15 minutes cost nothing." in one.late


def test_more_is_named_with_hours_rule_and_points(box):
    one = graded(box, timedelta(hours=3, minutes=12))
    assert one.points == 0.0
    said = "Handed in 3 h 12 min after the due date"
    assert said in one.late and "5 points off. The rule: late work has no points." in one.late
    assert said in box.feedback("m1", "ada")
    lines = "\n".join(summary("m1", [one], ["kim"], ["ada"]))
    assert "1 trainee handed in late:" in lines and said in lines
    assert "Enrolled, and nothing handed in: kim." in lines
    assert "1 answer of 1 trainee waits for you: why (1)." in lines
    assert "Key newer than grades" in lines
    assert any(said in line for line in details([one]))


def test_a_key_that_was_changed_is_newer_than_the_grades(box):
    secret, source = box.course / "faculty" / "m1", box.course / "source" / "m1"
    used = key_print(secret, source)
    assert graded_otherwise(box.course / "autograded", "m1", used) == []
    key = secret / "key.yaml"
    key.write_text(key.read_text().replace("answer: 3", "answer: 4"))
    assert graded_otherwise(box.course / "autograded", "m1", key_print(secret, source)) == ["ada"]
