"""Every fault is named with file, line and remedy; what makes a package wrong stops the build."""

import random
from pathlib import Path

import pytest
from lampweb import FAULTS, MODULE, damage, lay

from course.authoring.archive.building import build
from course.authoring.archive.checking import check
from course.authoring.archive.faults import Fault, FaultyArchive


def test_the_archive_without_a_fault_is_clean(tmp_path: Path) -> None:
    lay(tmp_path)
    assert check(tmp_path / "faculty", MODULE).faults == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_is(tmp_path: Path, name: str) -> None:
    asked = damage(lay(tmp_path), name)
    found = check(tmp_path / "faculty", MODULE).faults
    for wanted in asked["says"]:
        assert any(fits(one, wanted) for one in found), "\n".join(map(str, found))


@pytest.mark.parametrize("name", FAULTS)
def test_what_makes_the_package_wrong_stops_the_build(tmp_path: Path, name: str) -> None:
    asked = damage(lay(tmp_path), name)
    if not asked["stops_the_build"]:
        assert build(tmp_path, tmp_path / "faculty", MODULE)
        return
    with pytest.raises(FaultyArchive) as caught:
        build(tmp_path, tmp_path / "faculty", MODULE)
    for wanted in asked["says"]:
        assert any(fits(one, wanted) for one in caught.value.faults), str(caught.value)
    assert not (tmp_path / "course").exists()


JUNK = (
    "[]", "{}", "5", "null", '"{{ x }}"', "- a", "{{", "---", ":::", "::: post", '"', "2026-13-45", "\t", 
    "{% if %}", "<b>", "ab: cd: ef", "&a *a", "| ", "{{ 1 / 0 }}",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_is_said_and_nothing_falls_over(tmp_path: Path, seed: int) -> None:
    folder, draw = lay(tmp_path), random.Random(seed)
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".yaml"))
    for _ in range(10):
        path = draw.choice(files)
        whole = path.read_text(encoding="utf-8")
        lines = whole.split("\n")
        at = draw.randrange(len(lines))
        name, colon, _rest = lines[at].partition(":")
        typed = draw.choice(JUNK)
        lines[at] = draw.choice([f"{name}{colon} {typed}", f"{typed}\n{lines[at]}", lines[at] + typed, ""])
        path.write_text("\n".join(lines), encoding="utf-8")
        for one in check(tmp_path / "faculty", MODULE).faults:
            assert one.file and one.found and one.remedy
        path.write_text(whole, encoding="utf-8")


def fits(found: Fault, wanted: dict) -> bool:
    """Whether a fault has the file, the line and the words that the fixture asks for."""
    return (
        (found.file, found.line) == (wanted["file"], wanted["line"])
        and wanted["found"] in found.found
        and wanted["remedy"] in found.remedy
    )
