"""`course rotate` as a person types it."""

import json
import shutil

from formfixture import FIXTURE


def test_rotate_writes_says_and_may_be_repeated(course, course_folder):
    target = course_folder / "source" / "t1-forms-abc"
    target.mkdir()
    shutil.copy(FIXTURE / "questions.yaml", target)
    (course_folder / "roster.txt").write_text("ada\nbo\ncy\n")
    done = course("rotate", "roster.txt")
    assert done.returncode == 0, done.stderr
    assert "3 trainees, 3 of them new: ABC 1, BCA 1, CAB 1." in done.stdout
    assert "Written: source/t1-forms-abc/rotation.json" in done.stdout
    again = course("rotate", "roster.txt", "--json")
    found = json.loads(again.stdout)
    assert found["new"] == 0 and found["sequences"] == {"ABC": 1, "BCA": 1, "CAB": 1}
    assert "source/t1-forms-abc/rotation.json" in found["files"]


def test_a_faulty_roster_ends_in_one_sentence(course, course_folder):
    (course_folder / "roster.txt").write_text("a+b\n")
    done = course("rotate", "roster.txt")
    assert done.returncode == 1 and "line 1: 'a+b' cannot be an id" in done.stderr
    assert "Traceback" not in done.stderr
