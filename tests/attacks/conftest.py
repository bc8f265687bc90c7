"""One small released module for all attacks."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from attacked import Seen
from course_in_a_box import Box, from_nbgrader, ok


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for mark in from_nbgrader:
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What was printed, in letters that a worker can pass on: an attack's file name need not be UTF-8."""
    report = yield
    sections = report.sections
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in sections]
    return report


@pytest.fixture(scope="session")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("attacks") / "box")
    box.add("m1")
    box.release("m1")
    return box


@pytest.fixture(scope="session")
def attack(box: Box) -> Callable[..., Seen]:
    """Hand in with a change to the fetched folder, collect and grade; gives what is seen."""

    def run(name: str, change: Any = None, values: Any = None, **how: Any) -> Seen:
        values = box.right("m1", name) if values is None else values
        box.hand_in(name, "m1", values, change=change, **how)
        ok(box.collect("m1"))
        return Seen(box, name, box.autograde("m1", name))

    return run
