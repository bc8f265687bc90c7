"""The examples in docstrings run and give what they say."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["scoring.credit", "answers.numbers", "answers.specs"])
def test_examples(name):
    found = doctest.testmod(importlib.import_module(f"course.questions.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
