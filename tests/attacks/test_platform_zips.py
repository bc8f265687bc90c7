"""The platform's own zip of everybody's work: what a trainee's file in it, or beside it, cannot do."""

import io
import shutil
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from downloaded import GOOD, collect, course_of_downloads, empty, packed, put, taken

MINE, THEIRS = b'{"of": "mallory"}', b'{"of": "victim"}'
# As Canvas names them; mallory's own file has the number 7, the victim's 8.
OF_VICTIM = {"victimvera_8_500_answers.json": THEIRS, "victimvera_8_501_m1.ipynb": GOOD["m1.ipynb"]}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from nbgrader.api import Gradebook

    course = course_of_downloads(tmp_path_factory.mktemp("platform") / "box")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student("victim", first_name="Vera", last_name="Victim", lms_user_id="8")
        book.update_or_create_student("mallory", first_name="Mal", last_name="Lory", lms_user_id="7")
    return course


@pytest.fixture
def course(released: Path) -> Path:
    return empty(released)


@pytest.fixture
def run(course: Path, caplog: Any, monkeypatch: Any) -> Any:
    def play() -> str:
        caplog.clear()
        shutil.rmtree(course / "submitted", ignore_errors=True)
        words = ("--CollectFiles.platform=canvas", "--FileNameCollectorPlugin.named_regexp=")
        return collect(course, caplog, monkeypatch, *words)

    return play


def answers(course: Path, who: str) -> bytes:
    return (course / "submitted" / who / "m1" / "answers.json").read_bytes()


def test_a_zip_in_it_names_nobody_else(course: Path, run: Any) -> None:
    inner = packed({**GOOD, "answers.json": MINE, "victimvera_8_999_answers.json": MINE})
    put(course, "submissions.zip", packed({**OF_VICTIM, "lorymal_7_502_m1.zip": inner}))
    run()
    assert taken(course) == {"victim", "mallory"}
    assert answers(course, "victim") == THEIRS and answers(course, "mallory") == MINE


def test_a_trainees_zip_beside_files_of_others_is_never_opened_as_the_platforms(
    course: Path, run: Any
) -> None:
    """Its name says nothing, what it holds is named as the victim's, and archive/ was unpacked by faculty."""
    for name, data in OF_VICTIM.items():
        put(course, name, data)
    put(course, "work.zip", packed({"victimvera_8_999_answers.json": MINE}))
    said = run()
    assert answers(course, "victim") == THEIRS
    assert "Not taken: work.zip is not named as canvas names what one trainee handed in" in said
    (course / "downloaded" / "m1" / "archive" / "victimvera_8_500_answers.json").unlink()
    (course / "downloaded" / "m1" / "archive" / "victimvera_8_501_m1.ipynb").unlink()
    run()
    assert answers(course, "victim") == MINE, "alone it is opened: the attack is real"


def test_a_zip_that_faculty_left_alone_under_a_trainees_name_is_that_trainees(course: Path, run: Any) -> None:
    put(course, "lorymal_7_502_m1.zip", packed({**GOOD, "victimvera_8_999_answers.json": MINE}))
    run()
    assert taken(course) == {"mallory"}


BAD = {
    "a way out": "../../victimvera_8_999_answers.json",
    "an absolute path": "/tmp/victimvera_8_999_answers.json",
    "a name with an end of line": "lorymal_7_502_a\n.json",
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_name_costs_that_file_alone(course: Path, run: Any, how: str) -> None:
    put(course, "submissions.zip", packed({BAD[how]: MINE, **OF_VICTIM}))
    said = run()
    assert "Not taken: submissions.zip holds a file whose name is not safe" in said
    assert taken(course) == {"victim"} and answers(course, "victim") == THEIRS


def test_a_link_and_a_bomb_cost_that_file_alone(course: Path, run: Any) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        if info.filename.startswith("lory"):
            info.external_attr = (stat.S_IFLNK | 0o777) << 16

    bomb = {"lorymal_7_503_big.json": bytes(30_000_000)}
    put(course, "submissions.zip", packed({"lorymal_7_502_a.json": b"/etc/passwd", **OF_VICTIM}, change))
    put(course, "submissions (1).zip", packed({**bomb, **OF_VICTIM}))
    said = run()
    assert "holds a link or a special file" in said and "grows 200 times" in said
    assert taken(course) == {"victim"} and answers(course, "victim") == THEIRS


def test_of_two_files_of_one_name_the_second_is_left_out(course: Path, run: Any) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        put(course, "submissions.zip", twice())
    said = run()
    assert said.count("Not taken") == 1
    assert answers(course, "victim") == THEIRS and answers(course, "mallory") == b"{}"


def twice() -> bytes:
    name, made = "lorymal_7_502_answers.json", io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one, data in [*OF_VICTIM.items(), (name, b"{}"), (name, MINE)]:
            archive.writestr(one, data)
    return made.getvalue()


def test_the_wrong_platform_is_one_line_a_zip(course: Path, run: Any) -> None:
    put(course, "gradebook.zip", packed({"m1_victim_attempt_2026-11-23-10-00-00_answers.json": THEIRS}))
    said = run()
    assert "Not taken: gradebook.zip holds no file that is named as the platform" in said
    assert said.count("Not taken") == 1 and taken(course) == set()


def test_a_damaged_zip_is_named(course: Path, run: Any) -> None:
    put(course, "submissions.zip", packed(OF_VICTIM)[:-30])
    assert "Not taken: submissions.zip is not a zip file, or is damaged" in run()
    assert list((course / "downloaded" / "m1").glob(".opened-*")) == []
