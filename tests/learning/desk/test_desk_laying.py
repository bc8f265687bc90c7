"""The desk: what is laid, what is never overwritten, and what is said about it."""

import json
import os
import shutil
from pathlib import Path

import pytest

from course.errors import DeskError
from course.learning.desk import desk as desks
from course.settings import read_settings


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of one module with two files."""
    module = tmp_path / "release" / "00-orientation"
    module.mkdir(parents=True)
    (module / "00-orientation.ipynb").write_text('{"cells": []}')
    (module / "questions.yaml").write_text("module: 00-orientation\n")
    return tmp_path / "release"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def newer(release: Path, text: str = "module: 00-orientation\ntitle: Newer\n") -> None:
    (release / "00-orientation" / "questions.yaml").write_text(text)


def lay(release: Path, desk: Path) -> desks.Laid:
    (only,) = desks.lay(release, desk)
    return only


def files(folder: Path) -> dict[str, str]:
    return {str(one.relative_to(folder)): one.read_text() for one in folder.rglob("*") if one.is_file()}


def test_a_new_desk_gets_every_module_in_the_order_of_the_syllabus(release: Path, desk: Path) -> None:
    for module in ("99-own", "t1-before", "01-viral-claims"):
        shutil.copytree(release / "00-orientation", release / module)
    laid = desks.lay(release, desk)
    assert [one.module for one in laid] == ["00-orientation", "t1-before", "01-viral-claims", "99-own"]
    assert {one.what for one in laid} == {"new"}
    assert files(desk / "99-own") == files(release / "99-own")


def test_laying_again_changes_nothing(release: Path, desk: Path) -> None:
    lay(release, desk)
    before = files(desk)
    assert lay(release, desk).what == "unchanged"
    assert files(desk) == before


def test_a_read_only_release_can_be_worked_in(release: Path, desk: Path) -> None:
    (release / "00-orientation" / "questions.yaml").chmod(0o444)
    lay(release, desk)
    assert (desk / "00-orientation" / "questions.yaml").stat().st_mode & 0o200


def test_an_untouched_module_is_brought_up_to_date(release: Path, desk: Path) -> None:
    lay(release, desk)
    (desk / "00-orientation" / ".ipynb_checkpoints").mkdir()  # opening it is not working in it
    newer(release)
    laid = lay(release, desk)
    assert laid.what == "updated"
    assert "Newer" in (desk / "00-orientation" / "questions.yaml").read_text()
    assert [one.name for one in desk.iterdir() if one.is_dir()] == ["00-orientation"]


@pytest.mark.parametrize("name", ["answers.json", "00-orientation.ipynb", "notes/mine.txt"])
def test_what_a_person_wrote_stays_and_a_newer_release_lies_beside(
    release: Path, desk: Path, name: str
) -> None:
    lay(release, desk)
    mine = desk / "00-orientation" / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    before = files(desk / "00-orientation")
    newer(release)
    laid = lay(release, desk)
    assert laid.what == "beside"
    assert files(desk / "00-orientation") == before
    assert laid.folder != desk / "00-orientation" and files(laid.folder) == files(release / "00-orientation")
    assert laid.folder.name in str(laid) and "answers.json" in str(laid)


def test_a_release_is_laid_beside_once_and_the_next_one_again(release: Path, desk: Path) -> None:
    lay(release, desk)
    (desk / "00-orientation" / "answers.json").write_text("mine")
    newer(release)
    first = lay(release, desk)
    (first.folder / "answers.json").write_text("moved on")
    assert lay(release, desk) == first
    newer(release, "module: 00-orientation\ntitle: Newest\n")
    second = lay(release, desk)
    assert second.folder not in (first.folder, desk / "00-orientation")
    assert (first.folder / "answers.json").read_text() == "moved on"


def test_a_release_that_took_the_place_of_the_old_one_is_not_laid_again(release: Path, desk: Path) -> None:
    lay(release, desk)
    (desk / "00-orientation" / "answers.json").write_text("mine")
    newer(release)
    beside = lay(release, desk).folder
    shutil.rmtree(desk / "00-orientation")
    beside.rename(desk / "00-orientation")
    (desk / "00-orientation" / "answers.json").write_text("mine again")
    assert lay(release, desk).what == "unchanged"


def test_without_its_notes_the_desk_counts_everything_as_worked_in(release: Path, desk: Path) -> None:
    lay(release, desk)
    (desk / ".laid.json").write_text("{damaged")
    newer(release)
    before = files(desk / "00-orientation")
    assert lay(release, desk).what == "beside"
    assert files(desk / "00-orientation") == before


def test_a_deleted_module_is_laid_anew(release: Path, desk: Path) -> None:
    lay(release, desk)
    shutil.rmtree(desk / "00-orientation")
    assert lay(release, desk).what == "new"


def test_a_full_disk_leaves_everything_as_it_was(
    release: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(release, desk)
    newer(release)
    before = files(desk)

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(DeskError, match="No space left on device.*Nothing of yours was changed"):
        desks.lay(release, desk)
    assert files(desk) == before


def test_a_desk_that_cannot_be_written_says_so(release: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match="must be a folder that you can write to.*--desk"):
        desks.lay(release, tmp_path / "file" / "desk")


def test_no_release_is_said(tmp_path: Path, desk: Path) -> None:
    with pytest.raises(DeskError, match="no released modules.*--root"):
        desks.lay(tmp_path / "release", desk)
    assert not desk.exists()


def test_self_study_names_the_keys_by_their_whole_path(
    tmp_path: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "faculty").mkdir()
    monkeypatch.chdir(tmp_path)
    desks.set_self_study(desk, Path("faculty"))
    assert read_settings(desk) == {
        "mode": "self-study",
        "id": "self-study",
        "faculty": str(tmp_path / "faculty"),
    }
    desks.set_self_study(desk, None)
    assert read_settings(desk) == {"mode": "self-study", "id": "self-study"}


def test_a_cohorts_desk_is_not_turned_into_self_study(desk: Path) -> None:
    desks.write_settings(desk, {"mode": "cohort", "id": "okafor"})
    with pytest.raises(DeskError, match="okafor in a cohort.*course open --cohort"):
        desks.set_self_study(desk, desk)
    assert read_settings(desk) == {"mode": "cohort", "id": "okafor"}


@pytest.mark.parametrize("text", ["{damaged", "[]", '{"mode": "other"}', "[" * 100_000, "\x00"])
def test_damaged_settings_are_not_overwritten(desk: Path, text: str) -> None:
    desk.mkdir()
    (desk / ".course.json").write_text(text)
    with pytest.raises(DeskError, match="cannot be read.*Rename or delete it"):
        desks.set_self_study(desk, None)
    assert (desk / ".course.json").read_text() == text


def test_settings_are_written_whole_or_not_at_all(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desks.write_settings(desk, {"mode": "cohort", "id": "okafor"})

    def broken(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(DeskError):
        desks.write_settings(desk, {"mode": "cohort", "id": "other"})
    assert [one.name for one in desk.iterdir()] == [".course.json"]
    assert json.loads((desk / ".course.json").read_text())["id"] == "okafor"
