"""A folder for what the browser tests saw."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

# A page on a busy machine may need more than the usual 5 seconds; what never comes fails all the same.
expect.set_options(timeout=20_000)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept; ignored by git."""
    folder = ROOT / "test-artefacts"
    folder.mkdir(exist_ok=True)
    return folder
