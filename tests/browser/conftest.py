"""A folder for what the browser tests saw."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept; ignored by git."""
    folder = ROOT / "test-artefacts"
    folder.mkdir(exist_ok=True)
    return folder
