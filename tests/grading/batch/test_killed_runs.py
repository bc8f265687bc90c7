"""Killed at random moments and started again, grading ends with the scores of an undisturbed run."""

import random
import sys

import pytest
from course_in_a_box import REPOSITORY, from_nbgrader

sys.path.insert(0, str(REPOSITORY))
from bench import killed  # noqa: E402

pytestmark = [*from_nbgrader, pytest.mark.slow]


@pytest.mark.timeout(300)
def test_no_score_is_lost_doubled_or_changed(tmp_path) -> None:
    box = killed.cohort(tmp_path)
    right, took = killed.undisturbed(box)
    assert len(right) == 4 * killed.PEOPLE and len({row[2] for row in right}) > 2
    chance = random.Random(7)
    for _ in range(4):
        killed.kill_and_go_on(box, chance.uniform(0.4, 1.0) * took)
        assert killed.rows(box) == right
