"""The lock lies where only its owner can reach it, and what is wrong with it is said of it."""

import os
import stat

import pytest

from course.errors import NotSaved
from course.questions.answers import locks
from course.questions.answers.store import AnswerFile


@pytest.fixture
def places(tmp_path, monkeypatch):
    """XDG_RUNTIME_DIR, the home and /tmp, all under one folder."""
    made = [tmp_path / name for name in ("run", "home", "tmp")]
    for folder in made:
        folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(made[0]))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(made[1]))
    monkeypatch.setattr(locks.tempfile, "gettempdir", lambda: str(made[2]))
    return made


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "desk" / "m1"
    folder.mkdir(parents=True)
    return AnswerFile(folder, "m1", "ada")


def test_a_folder_of_ones_own_at_run_time_else_for_caches(places, file, monkeypatch):
    run, home, _ = places
    assert locks.lock_path(file.path.parent).parent == run / "course" / "locks"
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    path = locks.lock_path(file.path.parent)
    assert path.parent == home / ".cache" / "course" / "locks"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path == locks.lock_path(file.path.parent) != locks.lock_path(file.path.parent.parent)


def test_what_is_too_open_is_closed(places, file):
    run = places[0]
    (run / "course" / "locks").mkdir(parents=True)
    (run / "course" / "locks").chmod(0o777)
    file.record("q", "a")
    assert stat.S_IMODE((run / "course" / "locks").stat().st_mode) == 0o700


def test_a_link_in_its_place_is_not_followed(places, file, tmp_path):
    run, home, _ = places
    (run / "course").mkdir()
    trap = tmp_path / "trap"
    trap.mkdir()
    (run / "course" / "locks").symlink_to(trap)
    file.record("q", "a")
    assert locks.lock_path(file.path.parent).parent == home / ".cache" / "course" / "locks"
    assert list(trap.iterdir()) == []


def test_what_another_user_made_beforehand_in_tmp_blocks_nothing(places, file):
    """The name of the lock can be worked out; a folder in its place made saving fail."""
    tmp = places[2]
    for name in (f"course-answers-{os.getuid()}-{locks.lock_path(file.path.parent).stem[8:]}.lock",):
        (tmp / name).mkdir()
    (tmp / f"course-locks-{os.getuid()}").mkdir()
    assert file.record("q", "a").value == "a"


def test_where_no_place_is_left_the_lock_is_named_and_not_the_module(places, file, monkeypatch):
    run, home, tmp = places
    (run / "course").write_text("in the way")
    (home / ".cache").write_text("in the way")
    real = os.lstat

    class Somebody:
        st_mode, st_uid = stat.S_IFDIR | 0o700, os.getuid() + 1

    def lstat(path, *more, **named):
        return Somebody if "course-locks-" in os.fspath(path) else real(path, *more, **named)

    with monkeypatch.context() as theirs:
        theirs.setattr(locks.os, "lstat", lstat)
        with pytest.raises(NotSaved, match="belongs to somebody else") as caught:
            file.record("q", "a")
    said = str(caught.value)
    assert str(tmp / f"course-locks-{os.getuid()}") in said and "XDG_RUNTIME_DIR" in said
    assert "m1 cannot be written" not in said and not file.path.exists()
    assert file.record("q", "a").value == "a", "in /tmp, in a folder of one's own"
    assert stat.S_IMODE((tmp / f"course-locks-{os.getuid()}").stat().st_mode) == 0o700
