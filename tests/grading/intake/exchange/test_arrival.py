"""What counts as the time of a submission, and what becomes of the difference."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from course_in_a_box import Box, ok

from course.grading.intake.exchange.arrival import arrival, note, noted, time_in

NAMED = datetime(2026, 11, 23, 10, 0)
GRACE = timedelta(minutes=10)


def seconds(at: datetime) -> float:
    return at.replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "later, counts",
    [(0, "named"), (9, "named"), (-9, "named"), (11, "changed"), (-11, "changed"), (9_999, "changed")],
)
def test_the_name_counts_within_the_grace_only(later: int, counts: str) -> None:
    changed = NAMED + timedelta(minutes=later)
    found = arrival(NAMED, NAMED, seconds(changed), GRACE)
    assert found.counts == {"named": NAMED, "changed": changed}[counts]
    assert found.differs is (counts == "changed")


@pytest.mark.parametrize("stamped", [None, NAMED - timedelta(days=2_000), NAMED + timedelta(days=9)])
def test_another_time_in_the_file_changes_nothing_and_is_told(stamped: datetime | None) -> None:
    found = arrival(NAMED, stamped, seconds(NAMED), GRACE)
    assert found.counts == NAMED and found.differs and "10:00:00 counts" in found.says


def test_names_are_believed_where_faculty_say_so() -> None:
    found = arrival(NAMED, NAMED, seconds(NAMED + timedelta(days=9)), GRACE, believed=True)
    assert found.counts == NAMED and found.differs


def test_what_differed_is_kept_until_a_new_one_differs_no_more(tmp_path: Path) -> None:
    note(tmp_path, "m1", "ann", arrival(NAMED, None, seconds(NAMED), GRACE))
    assert "no time in timestamp.txt" in noted(tmp_path, "m1", "ann") and noted(tmp_path, "m1", "bob") == ""
    note(tmp_path, "m1", "ann", arrival(NAMED, NAMED, seconds(NAMED), GRACE))
    assert noted(tmp_path, "m1", "ann") == ""


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff", b"9" * 60, b"9" * 4_000, b"2026-01-01 10:00:00 /etc/passwd", b"now", b"[]", None,
     b"2026-01-01 10:00:00 :/dev/zero", b"2026-13-45 10:00:00 UTC", b"2026-01-01\x00",
     "2026-01-01 10:00:00 +99999999999999"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: bytes | str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no file is opened that a time zone names by its path."""
    from dateutil.tz import tz

    opened = []
    monkeypatch.setattr(tz, "tzfile", lambda *names, **_: opened.append(names))
    assert time_in(text) is None and not [name for name in opened if "/etc/passwd" in str(name)]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("arrivals") / "box")
    box.add("m1")
    box.release("m1")
    box.hand_in("ann", "m1", {})
    box.hand_in("bob", "m1", {})
    return box


def folder_of(box: Box, name: str) -> Path:
    (found,) = (box.exchange / "discernment" / "inbound").glob(f"{name}+*")
    return found


def stamp(box: Box, name: str) -> datetime:
    found = time_in((box.course / "submitted" / name / "m1" / "timestamp.txt").read_text())
    assert found is not None
    return found


def test_an_honest_submission_keeps_its_time_and_is_not_collected_again(box: Box) -> None:
    ok(box.collect("m1"))
    kept = (folder_of(box, "ann") / "timestamp.txt").read_text()
    assert stamp(box, "ann") == time_in(kept)
    assert "No newer submission to collect: ann m1" in ok(box.api.collect("m1", update=True))["log"]


def test_a_name_of_2020_is_no_earlier_and_one_of_9999_no_newer(box: Box) -> None:
    for year in ("2020", "9999"):
        before = folder_of(box, "bob")
        before.rename(before.with_name(f"bob+m1+{year}-01-01 00:00:00 UTC+abc"))
        ok(box.api.collect("m1", update=True))
        assert abs(stamp(box, "bob") - datetime.now(UTC).replace(tzinfo=None)) < timedelta(hours=1)
        assert noted(box.course, "m1", "bob")


def test_after_a_move_names_are_believed_and_all_is_collected_again(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of before says 9999, as a moved folder would say an earlier time than its own."""
    config = box.config
    config.CollectSubmissions.believe_names = True
    monkeypatch.setattr(Box, "config", config)
    folder_of(box, "bob").rename(folder_of(box, "bob").with_name("bob+m1+2026-01-01 00:00:00 UTC+abc"))
    ok(box.api.collect("m1", update=True))
    assert stamp(box, "bob") == datetime(2026, 1, 1) and noted(box.course, "m1", "bob")
    assert "No newer submission to collect: bob m1" in ok(box.api.collect("m1", update=True))["log"]


def test_work_changed_within_the_folder_counts_as_changed(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder was put there in time, under its true name; the answers were written into it later."""
    folder = folder_of(box, "ann")
    before = folder.lstat().st_ctime
    time.sleep(0.05)
    with (folder / "m1.ipynb").open("r+b") as file:
        file.write(b" ")
    os.utime(folder / "m1.ipynb", (before - 1_000, before - 1_000))
    assert folder.lstat().st_ctime == before
    config = box.config
    config.CollectSubmissions.grace_minutes = 0.0003
    monkeypatch.setattr(Box, "config", config)
    (box.course / "submitted" / "ann" / "m1" / "timestamp.txt").write_text("2020-01-01 00:00:00 UTC")
    ok(box.api.collect("m1", update=True))
    assert seconds(stamp(box, "ann")) >= before + 0.04


def test_what_cannot_be_taken_leaves_the_work_that_is_there(box: Box) -> None:
    folder, name = folder_of(box, "bob"), "bob+m1+2100-01-01 00:00:00 UTC+new"
    there = sorted(path.name for path in (box.course / "submitted" / "bob" / "m1").iterdir())
    new = folder.with_name(name)
    new.mkdir()
    for number in range(2_100):
        (new / f"f{number}").touch()
    log = ok(box.api.collect("m1", update=True))["log"]
    assert f"Not collected: {name} holds more than 2000 files and folders" in log
    assert sorted(path.name for path in (box.course / "submitted" / "bob" / "m1").iterdir()) == there
