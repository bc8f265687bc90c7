"""Due dates from the gradebook to the desk: told at release, again when they move, and never in the way."""

from datetime import datetime
from pathlib import Path

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.grading.intake.exchange import due
from course.learning.desk import due_dates

pytestmark = from_nbgrader


@pytest.fixture
def box(tmp_path: Path) -> Box:
    box = Box(tmp_path)
    box.add("m1")
    return box


def told(box: Box) -> dict[str, str]:
    file = box.exchange / "discernment" / due_dates.FILE
    dates = due_dates.unpack(file.read_bytes()) if file.exists() else {}
    return {module: due_dates.in_words(when) for module, when in dates.items()}


def set_due(box: Box, module: str, when: datetime | None) -> None:
    with box.gradebook() as book:
        book.update_or_create_assignment(module, duedate=when)


def test_a_due_date_is_told_at_release_and_again_when_it_moves(box: Box) -> None:
    ok(box.api.generate_assignment("m1"))
    set_due(box, "m1", datetime(2026, 12, 4, 18))
    set_due(box, "m2", datetime(2026, 12, 11, 18))  # not released
    assert told(box) == {}
    ok(box.api.release_assignment("m1"))
    assert told(box) == {"m1": "Friday 4 December 2026, 18:00 UTC"}
    file = box.exchange / "discernment" / due_dates.FILE
    assert file.stat().st_mode & 0o777 == 0o644
    set_due(box, "m1", datetime(2026, 12, 7, 8, 30))
    box.api.get_assignment("m1")  # what formgrader asks once an edit is saved
    assert told(box) == {"m1": "Monday 7 December 2026, 08:30 UTC"}
    before = file.stat().st_ino
    box.api.get_assignment("m1")
    assert file.stat().st_ino == before, "nothing changed, so nothing is written"
    set_due(box, "m1", None)
    box.api.get_assignment("m1")
    assert told(box) == {}


def test_trainees_fetch_and_list_modules_only(box: Box) -> None:
    ok(box.api.generate_assignment("m1"))
    set_due(box, "m1", datetime(2026, 12, 4, 18))
    ok(box.api.release_assignment("m1"))
    assert box.api.get_released_assignments() == {"m1"}
    folder = box.fetch("ada", "m1")
    assert not list(folder.rglob("*due*"))


def test_a_course_without_due_dates_has_no_file(box: Box) -> None:
    box.release("m1")
    box.api.get_assignment("m1")
    assert [path.name for path in sorted((box.exchange / "discernment").iterdir())] == ["inbound", "outbound"]


def test_what_goes_wrong_with_due_dates_stops_no_release(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    ok(box.api.generate_assignment("m1"))
    monkeypatch.setattr(due, "_due_dates", fail)
    done = ok(box.api.release_assignment("m1"))
    assert "Trainees do not see due dates that changed (OSError" in done["log"]
    assert (box.exchange / "discernment" / "outbound" / "m1").is_dir()


def test_a_folder_or_a_link_in_the_place_of_the_file_is_not_written_through(box: Box) -> None:
    box.release("m1")
    set_due(box, "m1", datetime(2026, 12, 4, 18))
    file, victim = box.exchange / "discernment" / due_dates.FILE, box.root / "victim"
    victim.write_text("kept")
    file.symlink_to(victim)
    box.api.get_assignment("m1")
    assert victim.read_text() == "kept" and not file.is_symlink() and "m1" in told(box)
    file.unlink()
    file.mkdir()
    box.api.get_assignment("m1")
    left = sorted(path.name for path in (box.exchange / "discernment").iterdir())
    assert left == [due_dates.FILE, "inbound", "outbound"], "no scratch file stays"
