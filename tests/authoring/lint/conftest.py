"""A clean module for every test of lint."""

from pathlib import Path

import pytest
from linted import Course, write_clean


@pytest.fixture
def clean(tmp_path: Path) -> Course:
    """A course whose one module is clean."""
    return write_clean(tmp_path)
