"""One Chromium for all browser tests, and a folder for what they saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.lab import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without network; every test opens its own profile in it."""
    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield one
        one.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept; ignored by git."""
    folder = ROOT / "test-artefacts"
    folder.mkdir(exist_ok=True)
    return folder
