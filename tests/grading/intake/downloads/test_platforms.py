"""Whose a platform's download is: its marks looked up in the gradebook."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from course.grading.intake.downloads.platforms import (
    PLATFORMS,
    attempt_order,
    is_paper,
    known,
    names_somebody,
)


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
        ("moodle", "Jane Doe_123456_assignsubmission_file/answers (1).json", "jd", "answers"),
        ("blackboard", "03-numbers_jd_attempt_2026-11-23-10-00-00_answers.json", "jd", "answers"),
        ("brightspace", "1-8 - Kim Lee - Nov 23, 2026 1000 AM - answers.json", "kim", "answers"),
        ("brightspace", "1-8 - Kim Lee - 23 November, 2026 10:00 AM/answers.json", "kim", "answers"),
        ("brightspace", "1-8 - Kim Lee - Nov 23, 2026 1430/answers.json", "kim", "answers"),
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


@pytest.mark.parametrize(
    "name, who",
    [
        ("Small module_doe_attempt_2026-11-23-10-00-00_answers.json", "doe"),
        ("Small_module_j_doe_attempt_2026-11-23-10-00-00_answers.json", "j_doe"),
        ("Small module_J_Doe_attempt_2026-11-23-10-00-00_answers.json", None),
    ],
)
def test_an_id_with_a_line_in_it_is_not_the_id_of_its_end(name, who):
    """Blackboard sets an underscore between a column and an id, and both can have one."""
    roll = known([student("doe"), student("j_doe")])
    found = re.match(PLATFORMS["blackboard"], f"/c/downloaded/m/extracted/{name}")
    assert roll.whom(found) == (who or "doe")


def test_ids_that_differ_in_a_dot_are_two_people():
    roll = known([student("j.doe"), student("jdoe")])
    for name in ("j.doe", "jdoe", "JDoe"):
        path = f"/c/extracted/m_{name}_attempt_2026-11-23-10-00-00_answers.json"
        assert roll.whom(re.match(PLATFORMS["blackboard"], path)) == name


@pytest.mark.parametrize(
    "first, then",
    [
        ("90012", "90107"),
        ("2026-11-23-10-00-00", "2026-11-23-10-00-01"),
        ("Nov 23, 2026 926 PM", "Nov 24, 2026 110 PM"),
        ("Nov 23, 2026 926 AM", "Nov 23, 2026 110 PM"),
        ("Nov 23, 2026 1159 AM", "Nov 23, 2026 1200 PM"),
        ("23 November, 2026 10:00 AM", "1 December, 2026 9:00 AM"),
        ("Nov 23, 2026 930", "Nov 23, 2026 1430"),
    ],
)
def test_a_later_attempt_is_later(first, then):
    assert attempt_order(first) < attempt_order(then)


def test_a_day_that_is_none_orders_nothing():
    assert attempt_order("Nov 43, 2026 926 PM") is None and attempt_order("") is None


def test_what_a_platform_adds_by_itself():
    assert is_paper("blackboard", ["Small module_jd_attempt_2026-11-23-10-00-00.txt"])
    assert is_paper("brightspace", ["downloads", "index.html"])
    assert is_paper("moodle", ["Jane Doe_1_assignsubmission_onlinetext", "onlinetext.html"])
    assert is_paper("canvas", ["doejane_1234_5678_text.html"])
    assert not is_paper("blackboard", ["Small module_jd_attempt_2026-11-23-10-00-00_answers.json"])


@pytest.mark.parametrize(
    "name, one",
    [
        ("med101-small-module_submissions.zip", False),
        ("MED101-Small module-1234.zip", False),
        ("gradebook_MED101_Small20module_2026-11-24-10-00-00.zip", False),
        ("Small module Download Nov 24, 2026 1000 AM.zip", False),
        ("doejane_1234_5678_m1.zip", True),
        ("Small module_jd_attempt_2026-11-23-10-00-00_m1.zip", True),
        ("1-8 - Kim Lee - Nov 23, 2026 1000 AM - m1.zip", True),
        ("Jane Doe_123456_assignsubmission_file_m1.zip", True),
    ],
)
def test_a_zip_of_one_trainee_is_told_from_the_platforms_own(name, one):
    assert names_somebody(name) == one
