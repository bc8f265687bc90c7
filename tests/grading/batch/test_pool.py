"""Many submissions at once: the scores of one after the other, whoever is killed on the way."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from course_in_a_box import REPOSITORY, Box, from_nbgrader, ok

from course.errors import DeskError
from course.grading.batch.pool import MARKS, grade_all, submitted
from course.grading.isolation import forkserver_client

pytestmark = from_nbgrader
PEOPLE = ("ada", "ben", "cyd")


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    box = Box(tmp_path_factory.mktemp("pool") / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
    box.add("m1")
    box.release("m1")
    for name in PEOPLE:
        values = box.right("m1", name)
        box.hand_in(name, "m1", values if name != "ben" else {**values, "which": "b"}, solved=True)
    ok(box.collect("m1"))
    return box


@pytest.fixture(scope="module")
def alone(box):
    """Scores as nbgrader's API gives them, one submission after the other."""
    ok(box.autograde("m1"))
    return {name: box.scores("m1", name) for name in PEOPLE}


def command(box, *words):
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    words = [sys.executable, "-m", "course", "grade", "m1", "--root", str(box.course), *words]
    return subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def marks(box):
    """Of submissions that are begun; what begins with a dot is the log or a note."""
    return sorted(path.name for path in (box.course / MARKS / "m1").glob("[!.]*"))


def test_beside_each_other_the_scores_are_those_of_one_after_the_other(box, alone) -> None:
    found = {one.trainee: one for one in grade_all(box.course, "m1", list(PEOPLE), force=True)}
    assert {name: box.scores("m1", name) for name in PEOPLE} == alone
    assert [found[name].state for name in PEOPLE] == ["graded"] * 3
    missed = {part.question: part for part in found["ben"].missed}
    assert missed["which"].points == 0 and missed["which"].why
    assert missed["why"].waits
    assert not any(one.changed for one in found.values())
    assert marks(box) == []


def test_a_warm_process_that_ends_stops_nothing(box, alone, monkeypatch) -> None:
    def ends(self):
        self.close()
        raise forkserver_client.NotWarm("it fell over")

    monkeypatch.setattr(forkserver_client.Warm, "wait", ends)
    said = []
    (one,) = grade_all(box.course, "m1", ["ada"], force=True, note=said.append)
    assert one.state == "graded" and box.scores("m1", "ada") == alone["ada"]
    assert ["it fell over" in line for line in said] == [True]


def test_a_trainee_may_be_called_log(box, alone) -> None:
    """The log of grading lies beside the marks, which have the trainees' names."""
    folder = box.course / "submitted" / "log" / "m1"
    shutil.copytree(box.course / "submitted" / "ada" / "m1", folder)
    box.enrol("log")
    try:
        (one,) = grade_all(box.course, "m1", ["log"])
        assert one.state == "graded" and marks(box) == []
    finally:
        shutil.rmtree(folder.parent)


def test_what_was_graded_before_is_kept(box, alone) -> None:
    assert [one.state for one in grade_all(box.course, "m1", ["ada"])] == ["kept"]


def test_a_killed_run_goes_on(box, alone) -> None:
    """Killed as soon as a submission is begun: the mark stays, the next run grades it again."""
    running = command(box, "--force", "--workers", "1")
    until = time.monotonic() + 60
    while not marks(box) and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    running.stderr.close()
    assert len(marks(box)) == 1
    for name in PEOPLE:  # each is as it was before, or as it is in the end: no half of it
        assert box.scores("m1", name) == alone[name]
    out, err = command(box, "--json").communicate()
    told = {one["trainee"]: one for one in json.loads(out)["submissions"]}
    assert sorted(one["state"] for one in told.values()) == ["graded", "kept", "kept"], err
    assert marks(box) == []
    assert {name: box.scores("m1", name) for name in PEOPLE} == alone


def test_scores_come_all_or_none(box, alone, monkeypatch) -> None:
    from course.grading.pipeline.save import SaveScores

    usual, seen = SaveScores._add_score, []

    def stop(self, cell, resources):
        usual(self, cell, resources)
        seen.append(cell)
        if len(seen) == 3:
            raise RuntimeError("as if killed")

    with box.gradebook() as book:
        for grade in book.find_submission_notebook("m1", "m1", "ada").grades:
            grade.auto_score = 0.125
        book.db.commit()
    monkeypatch.setattr(SaveScores, "_add_score", stop)
    assert not box.api.autograde("m1", "ada", force=True)["success"]
    with box.gradebook() as book:
        left = [grade.auto_score for grade in book.find_submission_notebook("m1", "m1", "ada").grades]
    assert set(left) == {0.125}
    monkeypatch.undo()
    assert [one.changed for one in grade_all(box.course, "m1", ["ada"], force=True)] == [False]
    assert box.scores("m1", "ada") == alone["ada"]


def test_points_by_hand_stay_and_a_changed_score_is_named(box, alone) -> None:
    with box.gradebook() as book:
        grade = book.find_grade("why", "m1", "m1", "ben")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.find_grade("which", "m1", "m1", "ben").auto_score = 1.0  # as an earlier key would have given
        book.db.commit()
    (one,) = grade_all(box.course, "m1", ["ben"], force=True)
    assert one.changed and one.before - one.points == 1.0
    assert box.scores("m1", "ben")["why"][0] == 1.0


def test_a_broken_submission_is_reported_and_the_rest_goes_on(box, alone) -> None:
    broken = box.course / "submitted" / "no id;" / "m1"
    broken.mkdir(parents=True)
    ada = box.course / "submitted" / "ada" / "m1"
    for path in ada.iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    try:
        process = command(box, "--force", "--students", "no id;,ada", "--json")
        out, _ = process.communicate()
        told = {one["trainee"]: one for one in json.loads(out)["submissions"]}
        assert process.returncode == 1
        assert told["no id;"]["state"] == "failed" and "refused" in told["no id;"]["reason"]
        assert told["ada"]["state"] == "graded"
    finally:
        for path in broken.iterdir():
            path.unlink()
        broken.rmdir()
        Path(broken).parent.rmdir()


def test_who_has_handed_in_nothing_is_named(box) -> None:
    from course.learning.doctor import nbgrader_config

    config, _ = nbgrader_config(box.course)
    with pytest.raises(DeskError, match="zed"):
        submitted(box.course, config, "m1", ["zed"])
