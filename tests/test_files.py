"""A file is there whole or not at all."""

import os
import stat

import pytest

from course.files import write_whole


def test_it_takes_the_place_of_the_old_one_with_its_rights(tmp_path) -> None:
    path = tmp_path / "answers.json"
    path.write_text("old")
    write_whole(path, "café")
    assert path.read_bytes() == "café".encode() and stat.S_IMODE(path.stat().st_mode) == 0o644
    write_whole(path, b"\xff", mode=None)
    assert path.read_bytes() == b"\xff" and stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("step", ["replace", "chmod", "fsync"])
def test_where_a_step_fails_the_old_one_stays_and_nothing_else(tmp_path, monkeypatch, step) -> None:
    path = tmp_path / "answers.json"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new", durable=True)
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["answers.json"]


def test_a_durable_one_is_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch) -> None:
    order: list[str] = []
    for step in ("fsync", "replace"):
        real = getattr(os, step)
        monkeypatch.setattr(os, step, lambda *args, s=step, r=real: (order.append(s), r(*args))[1])
    write_whole(tmp_path / "a", "once")
    write_whole(tmp_path / "a", "again", durable=True)
    assert order == ["replace", "fsync", "replace"]
