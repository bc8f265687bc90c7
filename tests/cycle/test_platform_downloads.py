"""A learning platform's own download of everybody's work, from its zip to the points, by the handbook.

How the four platforms name what they pack: Canvas in its source (`lib/content_zipper.rb`), Moodle in its
(`mod/assign/classes/downloader.php`), Blackboard and Brightspace as the scripts of those who unpack them say.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader

pytestmark = from_nbgrader

Files = dict[str, bytes]


@dataclass(frozen=True)
class Person:
    """Somebody on the platform. number: the platform's own; packs: hands in one zip, not loose files."""

    id: str
    first: str
    last: str
    number: int
    packs: bool = False


@dataclass(frozen=True)
class HandedIn:
    """One attempt of one person. day: of November 2026; nth: how many attempts of theirs came before."""

    who: Person
    files: Files
    day: int = 23
    nth: int = 0


OKAFOR = Person("okafor", "Chidi", "Okafor", 4101)
RIVAS = Person("a.rivas", "Ana", "Rivas", 4102, packs=True)
ZOE = Person("zoe_o", "Zoë", "O'Neil", 4103)
STRANGER = Person("roe", "Bob", "Roe", 4199)
ENROLLED = (OKAFOR, RIVAS, ZOE)


def canvas(work: list[HandedIn]) -> Files:
    """The last attempt of each; a file that was uploaded before under its name gets a number."""
    found = {}
    for place, one in enumerate(work):
        name = "".join(letter for letter in f"{one.who.last}{one.who.first}".lower() if letter.isalnum())
        late = "_LATE" if one.day > 23 else ""
        for n, (file, data) in enumerate(one.files.items()):
            stem, suffix = os.path.splitext(file)
            again = f"-{one.nth}" if one.nth else ""
            attachment = 90_000 + 1000 * one.nth + 10 * place + n
            found[f"{name}{late}_{one.who.number}_{attachment}_{stem}{again}{suffix}"] = data
    return found | {"roebob_4199_99999_text.html": b"<p>Here it is</p>"}


def moodle(work: list[HandedIn]) -> Files:
    """The last attempt of each; the number is the participant's in this assignment."""
    return {
        f"{one.who.first} {one.who.last}_{one.who.number + 500_000}_assignsubmission_{kind}/{file}": data
        for one in work
        for kind, files in (("file", one.files), ("onlinetext", {"onlinetext.html": b"<p>Done</p>"}))
        for file, data in files.items()
    }


def blackboard(work: list[HandedIn]) -> Files:
    """All attempts, each with a text of Blackboard's own about it."""
    return {
        f"Small module_{one.who.id}_attempt_2026-11-{one.day}-09-05-00{file}": data
        for one in work
        for file, data in {
            ".txt": b"Name: somebody",
            **{f"_{file}": data for file, data in one.files.items()},
        }.items()
    }


def brightspace(work: list[HandedIn]) -> Files:
    """All attempts, a folder each; a table of them beside."""
    folders = {
        f"{one.who.number}-7788 - {one.who.first} {one.who.last} - Nov {one.day}, 2026 {time} PM/{file}": data
        for one in work
        for time in (["926", "110"][one.nth],)
        for file, data in one.files.items()
    }
    return folders | {"index.html": b"<table></table>"}


@dataclass(frozen=True)
class Platform:
    """How a platform packs. download: its zip's name; all_attempts: whether it packs earlier ones too."""

    pack: Callable[[list[HandedIn]], Files]
    download: str
    all_attempts: bool = False
    stranger: str = "Bob Roe"


PLATFORMS = {
    "canvas": Platform(canvas, "med101-small-module_submissions", stranger="roebob (4199)"),
    "moodle": Platform(moodle, "MED101-Small module-1234"),
    "blackboard": Platform(
        blackboard, "gradebook_MED101_Small20module_2026-11-24-10-00-00", True, stranger="roe"
    ),
    "brightspace": Platform(brightspace, "Small module Download Nov 24, 2026 1000 AM", True),
}


@dataclass
class School:
    """A course whose trainees hand in through a platform, and what faculty type."""

    box: Box
    name: str
    work: list[HandedIn] = field(default_factory=list)

    @property
    def platform(self) -> Platform:
        return PLATFORMS[self.name]

    def faculty(self, *words: str) -> str:
        """A command of nbgrader or of the course in the course folder; returns what it says."""
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=self.box.course, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def enrol(self) -> None:
        rows = [f"{one.id},{one.first},{one.last}" for one in ENROLLED]
        (self.box.course / "students.csv").write_text("\n".join(["id,first_name,last_name", *rows, ""]))
        self.faculty("nbgrader", "db", "student", "import", "students.csv")

    def hand_in(self, who: Person, right: bool, day: int = 23) -> None:
        """Upload notebook and answers, loose or in a zip of the folder, for the first time or again."""
        folder = self.box.root / "homes" / who.id / f"m1-{day}"
        folder.mkdir(parents=True)
        notebook = self.box.course / "release" / "m1" / "m1.ipynb"
        (folder / "m1.ipynb").write_bytes(notebook.read_bytes())
        (folder / "questions.yaml").write_bytes(notebook.with_name("questions.yaml").read_bytes())
        values = self.box.right("m1", who.id)
        self.box.write_answers(folder, values if right else values | {"which": "b", "own-number": 1}, who.id)
        files = {name: (folder / name).read_bytes() for name in ("m1.ipynb", "answers.json")}
        if who.packs:
            files = {"m1.zip": zipped({f"m1/{name}": data for name, data in files.items()})}
        nth = sum(one.who == who for one in self.work)
        self.work.append(HandedIn(who, files, day, nth))

    def download(self, name: str) -> None:
        """What faculty save from the platform, where the handbook says."""
        last = {one.who: one for one in self.work}
        work = self.work if self.platform.all_attempts else list(last.values())
        archive = self.box.course / "downloaded" / "m1" / "archive"
        archive.mkdir(parents=True, exist_ok=True)
        (archive / f"{name}.zip").write_bytes(zipped(self.platform.pack(work)))

    def points(self) -> dict[str, float]:
        """What `course grade` gives to each question that the machine marks and needs no code."""
        graded = [one.name for one in (self.box.course / "submitted").iterdir()]
        scores = {who: self.box.scores("m1", who) for who in graded}
        return {who: found["which"][0] + found["own-number"][0] for who, found in scores.items()}


def zipped(files: Files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 25, 10, 0, 0)), data)
    return made.getvalue()


@pytest.fixture(scope="module", params=PLATFORMS)
def school(request: Any, tmp_path_factory: pytest.TempPathFactory) -> School:
    box = Box(tmp_path_factory.mktemp(request.param) / "box")
    with (box.course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CollectFiles.platform = {request.param!r}\nc.OwnNumbers.cohort = {box.cohort!r}\n")
        config.write(f"c.Exchange.root = {str(box.exchange)!r}\n")
    box.add("m1")
    box.release("m1")
    school = School(box, request.param)
    school.enrol()
    school.hand_in(OKAFOR, right=True)
    school.hand_in(RIVAS, right=False)
    school.hand_in(ZOE, right=True)
    school.hand_in(STRANGER, right=True)
    return school


@pytest.fixture(scope="module")
def first(school: School) -> str:
    """The first download, collected and graded; what zip_collect said."""
    school.download(school.platform.download)
    said = school.faculty("nbgrader", "zip_collect", "m1")
    school.faculty("course", "grade", "m1")
    return said


@pytest.fixture(scope="module")
def second(school: School, first: str) -> dict[str, str]:
    """Ana handed in again: the next download beside the first one, collected and graded; who was graded."""
    school.hand_in(RIVAS, right=True, day=24)
    school.download(f"{school.platform.download} (1)")
    school.faculty("nbgrader", "zip_collect", "m1", "--force")
    said = school.faculty("course", "grade", "m1", "--json")
    told, _ = json.JSONDecoder().raw_decode(said[said.index("{") :])
    return {one["trainee"]: one["state"] for one in told["submissions"]}


def test_each_submission_lies_under_the_id_in_the_gradebook(school: School, first: str) -> None:
    folders = {path.parent.name for path in (school.box.course / "submitted").glob("*/m1")}
    assert folders == {one.id for one in ENROLLED}, first
    for one in ENROLLED:
        folder = school.box.course / "submitted" / one.id / "m1"
        assert {path.name for path in folder.iterdir()} == {"m1.ipynb", "answers.json"}
        assert json.loads((folder / "answers.json").read_text())["id"] == one.id


def test_each_has_the_points_of_their_own_answers(school: School, first: str) -> None:
    assert school.points() == {"okafor": 3.0, "a.rivas": 0.0, "zoe_o": 3.0}


def test_whom_nobody_knows_is_named_once_and_left_out(school: School, first: str) -> None:
    errors = [line for line in first.splitlines() if "ERROR" in line]
    assert len(errors) == 1 and f": {school.platform.stranger}. " in errors[0], first
    assert not (school.box.course / "submitted" / "roe").exists()


def test_a_later_attempt_takes_the_place_of_the_first(school: School, second: dict[str, str]) -> None:
    assert school.points() == {"okafor": 3.0, "a.rivas": 3.0, "zoe_o": 3.0}
    assert second == {"okafor": "kept", "a.rivas": "graded", "zoe_o": "kept"}


def test_nobody_is_late_by_the_time_of_a_download(school: School, second: dict[str, str]) -> None:
    assert list((school.box.course / "submitted").rglob("timestamp.txt")) == []


def test_the_downloads_stay_as_they_were_and_nothing_is_left_beside(
    school: School, second: dict[str, str]
) -> None:
    place: Path = school.box.course / "downloaded" / "m1"
    assert {path.name for path in place.iterdir()} == {"archive", "extracted"}
    assert len(list((place / "archive").iterdir())) == 2
