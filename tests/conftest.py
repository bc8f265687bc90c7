"""What all tests share: helpers beside this file, and no settings from outside."""

import os
import sys
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # helpers such as `small` and `course_in_a_box`

import tools  # noqa: E402

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


# Folders whose tests grade, and so run what was handed in inside a sandbox.
SANDBOXED = ("attacks", "cycle", "grading")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a test needs, and let the slow files come first: begun last, one would keep a worker busy.

    Those with a browser and those without take turns, since browsers beside each other slow each other down.
    """
    here = Path(__file__).parent
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if any(item.path.is_relative_to(here / folder) for folder in SANDBOXED):
            item.add_marker("sandbox")
    slow = dict.fromkeys(item.path for item in items if item.get_closest_marker("slow") is not None)
    browsers = [path for path in slow if path.is_relative_to(here / "browser")]
    others = [path for path in slow if path not in browsers]
    place = {path: at for at, path in enumerate(filter(None, chain(*zip_longest(others, browsers))))}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose program is not here fails, and says how to get it and how to leave such tests out."""
    for mark, (name, packages, is_here) in tools.TOOLS.items():
        if item.get_closest_marker(mark) is not None and not is_here():
            pytest.fail(
                f"{name} is missing: sudo apt-get install {packages}. To leave such tests out: make test "
                f"ARGS=\"-m 'not {mark}'\"",
                pytrace=False,
            )


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

    from tests.browser.lab import FLAGS

    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=tools.CHROMIUM, args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def clean(tmp_path: Path) -> Any:
    """A course whose one module has nothing for lint to find."""
    from linted import write_clean

    return write_clean(tmp_path)
