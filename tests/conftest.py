"""What all tests share: helpers beside this file, and no settings from outside."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # helpers such as `small` and `course_in_a_box`


SETTINGS = (
    "COURSE_COHORT",
    "COURSE_DESK",
    "COURSE_FACULTY",
    "COURSE_TRAINEE",
    "JUPYTERHUB_USER",
    "NBGRADER_EXECUTION",
)
for _name in SETTINGS:
    os.environ.pop(_name, None)


# Each takes a minute or more: begun last, one of them would keep a single worker busy to the end.
LONG = (
    "attacks/test_corpus.py",
    "browser/test_tracing_lab.py",
    "cli/test_demo.py",
    "attacks/test_corpus_weaker.py",
    "browser/test_hashtag_lab.py",
    "setup/test_setup.py",
    "browser/test_spread_lab.py",
    "cycle/test_spread_points.py",
    "browser/test_term.py",
    "cli/test_commands.py",
    "browser/test_claims_lab.py",
    "cycle/test_hashtag_points.py",
    "browser/test_released_modules.py",
    "grading/test_killed_runs.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first; everything else stays in its order."""
    here = Path(__file__).parent
    place = {here / name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk, a hub or a grading run that the tests were started from must not steer them.

    Nor must a test before: `nbgrader.utils.setenv` leaves NBGRADER_EXECUTION behind when grading in the same
    process fails, and fixtures of the next module are set up before this one.
    """
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    yield
    monkeypatch.undo()
    for name in SETTINGS:
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests, since Playwright cannot start twice; each opens its own profile."""
    from playwright.sync_api import sync_playwright

    from tests.browser.lab import CHROMIUM, FLAGS

    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def clean(tmp_path: Path) -> Any:
    """A course whose one module has nothing for lint to find."""
    from linted import write_clean

    return write_clean(tmp_path)
