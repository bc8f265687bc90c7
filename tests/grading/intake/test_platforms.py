"""Whose a platform's download is: its marks looked up in the gradebook."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from course.grading.intake.platforms import PLATFORMS, known


def student(name: str, first: str = "", last: str = "", number: str = "") -> Any:
    return SimpleNamespace(id=name, first_name=first, last_name=last, lms_user_id=number or None)


ROLL = known(
    [
        student("jd", "Jane", "Doe", "1234"),
        student("kim", "Kim", "Lee"),
        student("zoe", "Zoë", "O'Neil"),
        student("ann1", "Ann", "Ray"),
        student("ann2", "Ann", "Ray"),
    ]
)


@pytest.mark.parametrize(
    "platform, name, who, file",
    [
        ("canvas", "doejane_LATE_1234_5678_answers.json", "jd", "answers"),
        ("canvas", "leekim_99_5678_03-numbers-1.ipynb", "kim", "03-numbers"),
        ("canvas", "oneilzoe_77_5678_03-numbers/03-numbers.ipynb", "zoe", None),
        ("moodle", "Zoë O'Neil_123456_assignsubmission_file_/answers.json", "zoe", "answers"),
        ("moodle", "Jane Doe_123456_assignsubmission_file_answers.json", "jd", "answers"),
        ("blackboard", "03-numbers_jd_attempt_2026-11-23-10-00-00_answers.json", "jd", "answers"),
        ("brightspace", "1-8 - Kim Lee - Nov 23, 2026 1000 AM - answers.json", "kim", "answers"),
        ("brightspace", "1-8 - Kim Lee - 23 November, 2026 10:00 AM/answers.json", "kim", "answers"),
    ],
)
def test_a_download_is_found_by_what_the_platform_writes(platform, name, who, file):
    found = re.match(PLATFORMS[platform], f"/c/downloaded/m/extracted/{name}")
    assert ROLL.whom(found) == who and found["file_id"] == file


@pytest.mark.parametrize(
    "platform, name",
    [
        # Another person's number, and the name of somebody whose number is known.
        ("canvas", "doejane_4321_5678_answers.json"),
        # Two enrolled trainees of one name.
        ("canvas", "rayann_55_5678_answers.json"),
        ("moodle", "Ann Ray_123456_assignsubmission_file_/answers.json"),
        ("moodle", "Nobody Known_1_assignsubmission_file_/answers.json"),
    ],
)
def test_what_no_one_answers_to_is_nobodys(platform, name):
    found = re.match(PLATFORMS[platform], f"/c/downloaded/m/extracted/{name}")
    assert ROLL.whom(found) not in {"jd", "kim", "zoe", "ann1", "ann2"}
