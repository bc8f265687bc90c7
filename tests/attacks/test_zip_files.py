"""Zip files from a learning platform: links, ways out of the folder, bombs, crowds, lies, odd names."""

import io
import logging
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from course_in_a_box import Box, ok
from nbgrader.apps.zipcollectapp import ZipCollectApp

from course.grading.intake import zips

EMPTY = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'
GOOD = {"m1.ipynb": EMPTY, "answers.json": b"{}"}


def packed(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change is not None:
                change(info)
            archive.writestr(info, data)
    return made.getvalue()


def linked(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def twice() -> bytes:
    made = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "w") as archive:
        archive.writestr("answers.json", "{}")
        archive.writestr("answers.json", "[]")
    return made.getvalue()


def lying() -> bytes:
    """A file that says it has ten bytes and has ten million."""
    data = packed({"big.txt": bytes(10_000_000)})
    real, said = struct.pack("<I", 10_000_000), struct.pack("<I", 10)
    return data.replace(real, said)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "link": (lambda: packed({"answers.json": b"/etc/passwd"}, linked), "a link or a special file"),
    "out": (lambda: packed({"../../escaped": b"x"}), "name is not safe"),
    "absolute": (lambda: packed({"/tmp/escaped": b"x"}), "name is not safe"),
    "backslash": (lambda: packed({"..\\escaped": b"x"}), "name is not safe"),
    "terminal": (lambda: packed({"a\x1b[2Jb": b"x"}), "name is not safe"),
    "deep": (lambda: packed({"/".join("abcdefgh") + "/x": b"x"}), "name is not safe"),
    "bomb": (lambda: packed({"answers.json": bytes(40_000_000)}), "grows"),
    "huge": (lambda: packed({"answers.json": os.urandom(1000) * 60_000}), "MB"),
    "crowd": (lambda: packed({f"{n}.txt": b"" for n in range(5000)}), "5000 files"),
    "twice": (twice, "two files of the name"),
    "lies": (lying, "damaged"),
    "broken": (lambda: packed(GOOD)[:-40], "damaged"),
    "no-zip": (lambda: b"PK is not enough", "damaged"),
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    box = Box(tmp_path_factory.mktemp("zips") / "box")
    box.add("m1")
    ok(box.api.generate_assignment("m1"))
    with (box.course / "nbgrader_config.py").open("a") as config:
        names = r".*/extracted/(?P<student_id>[^/]+)/(?P<file_id>.+)"
        config.write(f"c.FileNameCollectorPlugin.named_regexp = {names!r}\n")
    return box.course


@pytest.fixture
def course(released: Path) -> Path:
    for name in ("downloaded", "submitted"):
        shutil.rmtree(released / name, ignore_errors=True)
    (released / "downloaded" / "m1" / "archive").mkdir(parents=True)
    return released


def collect(course: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> str:
    """`nbgrader zip_collect m1` with this repository's settings; returns its log."""
    monkeypatch.chdir(course)
    ZipCollectApp.clear_instance()
    app = ZipCollectApp(log_level=logging.INFO)
    with caplog.at_level(logging.INFO):
        app.initialize(["m1", "--force"])
        app.log.propagate = True
        app.start()
    ZipCollectApp.clear_instance()
    return caplog.text


def put(course: Path, name: str, data: bytes) -> Path:
    path = course / "downloaded" / "m1" / "archive" / name
    path.write_bytes(data)
    return path


def taken(course: Path) -> set[str]:
    return {path.name for path in (course / "submitted").glob("*")}


@pytest.mark.parametrize("how", BAD)
def test_one_bad_file_is_refused_with_a_reason_and_the_others_go_on(course, caplog, monkeypatch, how) -> None:
    make, reason = BAD[how]
    put(course, "ann.zip", packed(GOOD))
    put(course, f"{how}.zip", make())
    put(course, "zoe.zip", packed(GOOD))
    log = collect(course, caplog, monkeypatch)
    (line,) = [one for one in log.splitlines() if "Not taken" in one]
    assert f"{how}.zip" in line and reason in line and "\x1b" not in line
    assert taken(course) == {"ann", "zoe"}
    left = {path.name for path in (course / "downloaded" / "m1" / "extracted").iterdir()}
    assert left == {"ann", "zoe"}
    assert not (course / "escaped").exists() and not Path("/tmp/escaped").exists()


def test_nbgraders_own_extractor_takes_the_bomb(course, caplog, monkeypatch) -> None:
    from nbgrader.plugins import ExtractorPlugin

    put(course, "bomb.zip", BAD["bomb"][0]())
    target = course / "there"
    target.mkdir()
    ExtractorPlugin().extract(str(course / "downloaded" / "m1" / "archive"), str(target))
    assert (target / "bomb" / "answers.json").stat().st_size == 40_000_000


def test_what_lies_beside_the_zips(course, caplog, monkeypatch) -> None:
    archive = course / "downloaded" / "m1" / "archive"
    put(course, "ann.zip", packed(GOOD))
    put(course, "b.tar.gz", b"x")
    (archive / "key.zip").symlink_to(course / "faculty" / "m1" / "key.yaml")
    os.mkfifo(archive / "pipe.zip")
    log = collect(course, caplog, monkeypatch)
    for name in ("b.tar.gz", "key.zip", "pipe.zip"):
        assert any("Not taken" in line and name in line for line in log.splitlines()), name
    assert taken(course) == {"ann"}


@pytest.mark.parametrize("name", ["<img src=x>", "-rf", "a b"])
def test_unsafe_ids_are_left_out(course, caplog, monkeypatch, name) -> None:
    put(course, "ann.zip", packed(GOOD))
    put(course, f"{name}.zip", packed(GOOD))
    log = collect(course, caplog, monkeypatch)
    assert "is refused" in log and taken(course) == {"ann"}


def test_answers_are_taken_along(course, caplog, monkeypatch) -> None:
    put(course, "ann.zip", packed(GOOD))
    collect(course, caplog, monkeypatch)
    folder = course / "submitted" / "ann" / "m1"
    assert {path.name for path in folder.iterdir()} == {"m1.ipynb", "answers.json"}


def test_sizes_are_counted_as_they_come_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(zips, "ALL", 3_000)
    (tmp_path / "a.zip").write_bytes(packed({"one": os.urandom(2_000), "two": os.urandom(2_000)}))
    with pytest.raises(zips.Refused, match="more than is allowed"):
        zips.unpack(tmp_path / "a.zip", tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
