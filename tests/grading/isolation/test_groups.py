"""Control groups: version 2 in a tree of plain files, and what this machine has for real."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from course.grading.isolation import groups, selftest
from course.grading.isolation.confinement import MEGABYTE, Limits

MOUNT = "30 23 0:26 / {at} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
MOUNT_1 = "31 23 0:27 / {at} rw - cgroup cgroup rw,memory\n"


def group(folder: Path, *, gives: str = "", processes: str = "", has: str = "cpu memory pids") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "cgroup.procs": processes, "cgroup.subtree_control": gives, "cgroup.controllers": has,
    }.items():  # fmt: skip
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def tree(tmp_path):
    """A machine with systemd, as its files show it: the groups, and what is found from one of them."""
    at, proc = tmp_path / "cgroup", tmp_path / "proc"
    group(at, gives="cpu memory pids")
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "mountinfo").write_text(MOUNT.format(at=at))

    def stand(path: str) -> list[groups.Place]:
        (proc / "self" / "cgroup").write_text(f"0::{path}\n")
        return groups._candidates("self", proc)

    return at, stand


@pytest.fixture
def refused(monkeypatch):
    """Folders that this account may not write to, whoever runs the tests."""
    closed: set[Path] = set()
    usual = os.access

    def access(path, mode, **more):
        folder = Path(path).parent if Path(path).name.startswith("cgroup.") else Path(path)
        return folder not in closed and usual(path, mode, **more)

    monkeypatch.setattr(os, "access", access)
    return closed


def test_roots_groups_lie_beside_its_login(tree) -> None:
    at, stand = tree
    slice_ = group(at / "user.slice", gives="memory pids")
    group(slice_ / "session-1.scope", processes="17\n")
    assert stand("/user.slice/session-1.scope") == [groups.Place(slice_, 2)]
    assert (slice_ / "session-1.scope" / "cgroup.procs").read_text() == "17\n", "nobody was moved"


def test_a_login_of_roots_has_none_for_others(tree, refused) -> None:
    at, stand = tree
    slice_ = group(at / "user.slice", gives="memory pids")
    session = group(slice_ / "session-1.scope", processes="17\n")
    refused |= {at, slice_, session}
    assert stand("/user.slice/session-1.scope") == []


def test_a_group_without_memory_is_none(tree, refused) -> None:
    at, stand = tree
    refused |= {at}
    service = group(at / "user@1000.service", gives="pids")
    group(service / "x.scope", processes="17\n")
    assert stand("/user@1000.service/x.scope") == []


def test_what_systemd_gave_is_emptied_first(tree, refused, monkeypatch) -> None:
    at, stand = tree
    refused |= {at}
    written: list[tuple[str, str]] = []
    usual = groups._write

    def write(file: Path, text: str) -> bool:
        written.append((str(file.relative_to(at)), text))
        if file.name == "cgroup.subtree_control":  # a real one lists what it was told
            file.write_text(f"{file.read_text()} {text[1:]}")
            return True
        return usual(file, text)

    monkeypatch.setattr(groups, "_write", write)
    scope = group(at / "course-grading-5-7.scope", processes="17\n18\n")
    assert stand("/course-grading-5-7.scope") == [groups.Place(scope, 2)]
    own = "course-grading-5-7.scope"
    assert written == [
        (f"{own}/graders/cgroup.procs", "17"),
        (f"{own}/graders/cgroup.procs", "18"),
        (f"{own}/cgroup.subtree_control", "+memory"),
        (f"{own}/cgroup.subtree_control", "+cpu"),
        (f"{own}/cgroup.subtree_control", "+pids"),
    ]
    assert "memory and processor time are bounded" in groups.Place(scope, 2).said


def test_a_group_of_version_1_is_taken_where_2_has_no_memory(tree, tmp_path) -> None:
    at, stand = tree
    (at / "cgroup.subtree_control").write_text("")
    old = group(tmp_path / "memory" / "here")
    mounts = tmp_path / "proc" / "self" / "mountinfo"
    mounts.write_text(mounts.read_text() + MOUNT_1.format(at=tmp_path / "memory"))
    (tmp_path / "proc" / "self" / "cgroup").write_text("4:memory:/here\n0::/\n")
    assert groups._candidates("self", tmp_path / "proc") == [groups.Place(old, 1)]


def test_bounds_of_version_2(tmp_path, monkeypatch) -> None:
    told: dict[str, str] = {}
    monkeypatch.setattr(groups, "_write", lambda file, text: told.setdefault(file.name, text) == text)
    made = groups.make(groups.Place(tmp_path, 2), Limits(memory=300 * MEGABYTE, processes=20))
    assert told == {
        "memory.max": str(364 * MEGABYTE), "memory.swap.max": "0", "memory.oom.group": "1",
        "cpu.weight": "50", "pids.max": "40",
    }  # fmt: skip
    made.remove()
    assert told["cgroup.kill"] == "1" and not made.folder.exists()


@pytest.mark.parametrize(("version", "name"), [(2, "memory.events"), (1, "memory.oom_control")])
def test_that_memory_ran_out_is_known(tmp_path, version, name) -> None:
    found = groups.Group(tmp_path, version)
    assert not found.ran_out
    (tmp_path / name).write_text("oom 3\noom_kill 0\n")
    assert not found.ran_out
    (tmp_path / name).write_text("oom 3\noom_kill 2\n")
    assert found.ran_out


def test_what_killed_graders_left_is_taken_away(tmp_path) -> None:
    me = os.getpid()
    mine = tmp_path / f"{groups.PREFIX}{me}-{groups._begun(me)}-0"
    other = tmp_path / f"{groups.PREFIX}{me}-1-0"  # of somebody who had this number before
    gone = tmp_path / f"{groups.PREFIX}99999999-12-3"
    foreign = tmp_path / "user.slice"
    for folder in (mine, other, gone, foreign):
        folder.mkdir()
    groups._sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([mine.name, foreign.name])


def test_systemd_is_asked_where_there_is_no_other_way(tmp_path, monkeypatch) -> None:
    """The words are run for real, by a program that stands for systemd's and says that it was asked."""
    asked = tmp_path / "asked"
    program = tmp_path / "systemd-run"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(groups, "place", lambda pid=0: None)
    groups._systemd_gives.cache_clear()
    try:
        words = groups.around()
        done = subprocess.run(
            [*words, sys.executable, "-c", "print('begun')"], capture_output=True, text=True
        )
        assert done.stdout == "begun\n"
        assert "Delegate=yes" in asked.read_text() and f"--unit={groups.PREFIX}" in asked.read_text()
        assert groups.environment()["XDG_RUNTIME_DIR"] == str(tmp_path)
    finally:
        groups._systemd_gives.cache_clear()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert groups.around() == []
    groups._systemd_gives.cache_clear()


# 20,000 mappings in each of 25 processes, which no figure of a process's memory shows: about 100 MB.
MAPPED = """
import ctypes, os, sys, time
os.write(int(sys.argv[1]), b"0") if sys.argv[1] != "-1" else None
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
size = 20_000 * 8192
at = libc.mmap(None, ctypes.c_size_t(size), 0, 0x4022, -1, ctypes.c_long(0))
for page in range(at, at + size, 8192):
    libc.mprotect(ctypes.c_void_p(page), ctypes.c_size_t(4096), ctypes.c_int(1))
children = []
for _ in range(25):
    child = os.fork()
    if child == 0:
        time.sleep(1.5)
        os._exit(0)
    children.append(child)
print("ended", sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def mapped(handle: int) -> bool:
    """Whether all that was begun came to its end."""
    words = [sys.executable, "-c", MAPPED, str(handle)]
    done = subprocess.run(words, pass_fds=[handle] if handle >= 0 else [], capture_output=True, text=True)
    return done.stdout == "ended 0\n"


def test_a_real_group_bounds_what_nobody_counts() -> None:
    """Where this machine and account have none, nothing bounds it, and `course doctor` says so."""
    assert mapped(-1)
    where = groups.place()
    if where is None:
        assert "none for this account" in selftest.try_groups().found
        return
    made = groups.make(where, Limits(memory=0))  # the margin alone
    handle = made.open()
    try:
        assert not mapped(handle)
        assert made.ran_out
    finally:
        os.close(handle)
        made.remove()
    assert not made.folder.exists()
    assert "bounded by" in selftest.try_groups().found
