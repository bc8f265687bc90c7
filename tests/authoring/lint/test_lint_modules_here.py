"""Every module of this course is clean, and so is the bank that they make together."""

import time

import pytest
from course_in_a_box import REPOSITORY

from course.authoring import modules_of
from course.authoring.lint import lint

MODULES = modules_of(REPOSITORY)


def test_there_are_modules() -> None:
    assert "00-orientation" in MODULES


@pytest.mark.parametrize("module", MODULES)
def test_the_module_is_clean(module: str) -> None:
    assert [str(one) for one in lint([module], REPOSITORY)] == []


def test_the_bank_is_clean_and_read_in_seconds() -> None:
    started = time.process_time()
    assert [str(one) for one in lint(root=REPOSITORY)] == []
    assert time.process_time() - started < 5
