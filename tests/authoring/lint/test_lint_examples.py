"""The examples in lint's docstrings give what they say."""

import doctest
import importlib

import pytest

WITH_EXAMPLES = ("arithmetic", "chance", "markdown", "numbers", "reading", "strategies", "syllables")


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"course.authoring.lint.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
