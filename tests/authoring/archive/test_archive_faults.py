"""Every fault is named with file, line and remedy; what makes a package wrong stops the build."""

from pathlib import Path

import pytest
from lampweb import FAULTS, MODULE, damage, lay

from course.authoring.archive.building import build
from course.authoring.archive.checking import check
from course.authoring.archive.faults import ArchiveError, Fault


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
    with pytest.raises(ArchiveError) as caught:
        build(tmp_path, tmp_path / "faculty", MODULE)
    for wanted in asked["says"]:
        assert any(fits(one, wanted) for one in caught.value.faults), str(caught.value)
    assert not (tmp_path / "course").exists()


def fits(found: Fault, wanted: dict) -> bool:
    """Whether a fault has the file, the line and the words that the fixture asks for."""
    return (
        (found.file, found.line) == (wanted["file"], wanted["line"])
        and wanted["found"] in found.found
        and wanted["remedy"] in found.remedy
    )
