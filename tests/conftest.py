"""What all tests share: helpers beside this file, and no settings from outside."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # helpers such as `small` and `course_in_a_box`


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk, a hub or a grading run that the tests were started from must not steer them."""
    for name in (
        "COURSE_COHORT",
        "COURSE_DESK",
        "COURSE_FACULTY",
        "COURSE_TRAINEE",
        "JUPYTERHUB_USER",
        "NBGRADER_EXECUTION",
    ):
        monkeypatch.delenv(name, raising=False)
