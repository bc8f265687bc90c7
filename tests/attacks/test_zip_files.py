"""Zip files from a learning platform: links, ways out of the folder, bombs, crowds, lies, odd names."""

import io
import os
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from downloaded import GOOD, collect, course_of_downloads, empty, packed, put, taken

from course.grading.intake.downloads import zips


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


def kinds(kind: int) -> Callable[[], bytes]:
    def make() -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", kind) as archive:
            archive.writestr("answers.json", "{}")
        return made.getvalue()

    return make


def locked() -> bytes:
    data = bytearray(packed({"answers.json": b"{}"}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def renamed(name: bytes) -> bytes:
    """A name that Python's own zipfile would not write."""
    return packed({"n" * len(name): b"x"}).replace(b"n" * len(name), name)


def of_utf8(data: bytes) -> bytes:
    """The same, with names that are said to be UTF-8."""
    changed = bytearray(data)
    for mark, place in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        changed[changed.index(mark) + place] |= 8
    return bytes(changed)


def overlapping() -> bytes:
    """Twenty files, each of which is all that come after it: how a small file is a large one many times."""
    rest, entries = b"", []
    for n in range(20):
        data = rest or os.urandom(1000)
        name = b"%02d.json" % n
        said = (20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        rest = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *said) + name + data
        entries.append((said, name, len(rest)))
    listing = b"".join(
        struct.pack("<4sH", b"PK\1\2", 20)
        + struct.pack("<HHHHHIIIHH", *said)
        + struct.pack("<HHHII", 0, 0, 0, 0, len(rest) - behind)
        + name
        for said, name, behind in entries
    )
    return rest + listing + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 20, 20, len(listing), len(rest), 0)


def long_listing() -> bytes:
    """A list of 30,000 files that says it holds one."""
    one = packed({"a" * 20: b""})
    start, end = one.index(b"PK\1\2"), one.index(b"PK\5\6")
    entries = one[start:end] * 30_000
    return one[:start] + entries + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entries), start, 0)


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
    "empty": (lambda: b"", "damaged"),
    "nothing": (lambda: packed({}), "holds nothing that is collected"),
    "nested": (lambda: packed({"inner.zip": packed(GOOD)}), "a zip in a zip is not opened"),
    "lzma": (kinds(zipfile.ZIP_LZMA), "packed in an unusual way"),
    "bzip2": (kinds(zipfile.ZIP_BZIP2), "packed in an unusual way"),
    "locked": (locked, "locked with a password"),
    "overlap": (overlapping, "lie in one another"),
    "listing": (long_listing, "lists about"),
    "zero": (lambda: renamed(b"a\0b"), "name is not safe"),
    "drive": (lambda: renamed(b"C:/x"), "name is not safe"),
    "no-utf8": (lambda: of_utf8(renamed(b"a\xffb")), "damaged"),
    "surrogate": (lambda: of_utf8(renamed(b"\xed\xa0\x80")), "damaged"),
    "reversed": (lambda: packed({"a\u202egnp.json": b"x"}), "name is not safe"),
    "long-name": (lambda: packed({"\u540d" * 100 + ".json": b"x"}), "name is not safe"),
    "space": (lambda: packed({"answers.json ": b"x"}), "name is not safe"),
    "file-and-folder": (lambda: packed({"a": b"x", "a/answers.json": b"x"}), "damaged"),
}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_of_downloads(tmp_path_factory.mktemp("zips") / "box", "ann", "zoe", *BAD)


@pytest.fixture
def course(released: Path) -> Path:
    return empty(released)


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
    assert left - ({how} if how in ("nothing", "nested") else set()) == {"ann", "zoe"}
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
    two = io.BytesIO(packed({"one": os.urandom(2_000), "two": os.urandom(2_000)}))
    with pytest.raises(zips.Refused, match="more than is allowed"):
        zips.unpack(two, tmp_path / "a")
    assert not list(tmp_path.iterdir())


def test_times_that_are_none_modes_and_systems_additions_say_nothing(course, caplog, monkeypatch) -> None:
    def bent(info: zipfile.ZipInfo) -> None:
        info.external_attr = (stat.S_IFREG | 0o6755) << 16

    data = packed({**GOOD, "__MACOSX/._m1.ipynb": b"\0", "sub/more.json": b"{}"}, bent)
    for mark, place in ((b"PK\3\4", 10), (b"PK\1\2", 12)):  # month 0, day 0; an hour of 31
        for at in [n for n in range(len(data)) if data.startswith(mark, n)]:
            data = data[: at + place] + b"\xff\xff\0\0" + data[at + place + 4 :]
    put(course, "ann.zip", data)
    before = os.umask(0o077)
    try:
        collect(course, caplog, monkeypatch)
    finally:
        os.umask(before)
    folder = course / "submitted" / "ann" / "m1"
    found = {str(path.relative_to(folder)): path.stat().st_mode & 0o7777 for path in folder.rglob("*")}
    files = {name: 0o644 for name in ("m1.ipynb", "answers.json", "sub/more.json")}
    assert found == {**files, "sub": 0o755}
    assert folder.stat().st_mode & 0o7777 == 0o755


@pytest.mark.parametrize(
    ("how", "bound", "then"),
    [
        ("overlap", ("check_overlap", lambda archive, infos: None), "taken"),
        ("listing", ("_ENTRY", 10**7), "holds 30000 files"),
        ("lzma", ("_KINDS", (0, 8, 14)), "taken"),
        ("bomb", ("RATIO", 10**9), "taken"),
        ("crowd", ("MOST_FILES", 10**9), "taken"),
        ("reversed", ("hidden_letters", lambda name: None), "taken"),
    ],
)
def test_without_its_bound_it_arrives(tmp_path, monkeypatch, how, bound, then) -> None:
    monkeypatch.setattr(zips, *bound)
    if then == "taken":
        zips.unpack(io.BytesIO(BAD[how][0]()), tmp_path / "there")
        assert any(path.is_file() for path in (tmp_path / "there").rglob("*"))
    else:
        with pytest.raises(zips.Refused, match=then):
            zips.unpack(io.BytesIO(BAD[how][0]()), tmp_path / "there")


def test_whatever_the_bytes_are_it_is_taken_whole_or_refused(tmp_path) -> None:
    """600 mutations of valid zips: nothing else is raised, nothing is left behind, nothing lies outside."""
    chance = random.Random(14)
    sound = [
        packed({**GOOD, "a/b.json": b"{}" * 50}),
        packed({f"{n}.json": os.urandom(30) for n in range(9)}),
        overlapping(),
        locked(),
    ]
    refused = taken = 0
    for n in range(600):
        data = bytearray(chance.choice(sound))
        for _ in range(chance.choice((1, 1, 2, 8, 40))):
            place = chance.randrange(len(data))
            change = chance.random()
            if change < 0.7:
                data[place] = chance.choice((0, 255, 0x2E, 0x2F, chance.randrange(256)))
            elif change < 0.85:
                del data[place : place + chance.randrange(1, 30)]
            else:
                data[place:place] = data[chance.randrange(len(data)) :][: chance.randrange(60)]
            data = data or bytearray(b"P")
        top = tmp_path / str(n)
        top.mkdir()
        try:
            zips.unpack(io.BytesIO(bytes(data)), top / "in")
            taken += 1
        except zips.Refused:
            refused += 1
            assert not list(top.iterdir())
        assert [path.name for path in tmp_path.iterdir()] == [str(n)]
        for path in top.rglob("*"):
            assert not path.is_symlink() and path.stat().st_mode & 0o7777 in (0o644, 0o755)
        zips.shutil.rmtree(top)
    assert refused > 100 and taken > 20
