"""The syllabus as data: it agrees with the modules that exist."""

from pathlib import Path

import pytest

from course.questions.bank.loading import load_bank
from course.syllabus import syllabus

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = sorted(path.parent.name for path in (ROOT / "source").glob("*/questions.yaml"))


def test_ids_are_unique_and_tracks_are_known() -> None:
    found = syllabus()
    ids = [module.id for module in found.modules]
    assert len(set(ids)) == len(ids) == 13
    assert all(module.tracks and set(module.tracks) <= set(found.tracks) for module in found.modules)
    assert all(module.minutes > 0 and module.objective for module in found.modules)


@pytest.mark.parametrize("module", WRITTEN)
def test_a_written_module_has_the_title_minutes_and_points_of_its_questions(module: str) -> None:
    bank = load_bank(ROOT / "source" / module)
    entry = syllabus().find(module)
    assert entry is not None
    assert (entry.title, entry.minutes, entry.points) == (bank.title, bank.minutes, bank.points)


def test_a_module_that_is_not_written_has_no_points_yet() -> None:
    planned = [module for module in syllabus().modules if module.id not in WRITTEN]
    assert planned and all(module.points is None for module in planned)


def test_modules_of_ones_own_come_after_the_course() -> None:
    order = syllabus().order
    assert sorted(["zz-own", "t1-before", "aa-own", "00-orientation"], key=order) == [
        "00-orientation",
        "t1-before",
        "aa-own",
        "zz-own",
    ]
