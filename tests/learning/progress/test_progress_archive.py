"""Progress in one file and back: what is newer stays, and a file that is not ours changes nothing."""

import io
import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from course.errors import CourseError
from course.learning.progress.archive import ProgressFileError, newer, pack, unpack
from course.learning.progress.progress import restore_progress, save_progress
from course.notebook import session
from course.questions.answers.store import Entry

ROOT = Path(__file__).resolve().parents[3]
SMALL = ROOT / "tests" / "fixtures" / "cynic" / "questions.yaml"
MANIFEST = json.dumps({"format": "course-progress", "version": 1, "saved_at": "2026-11-23", "id": None})


def make_desk(folder, **settings):
    for name in ("small-deck", "second"):
        (folder / name).mkdir(parents=True)
        text = SMALL.read_text().replace("module: small-deck", f"module: {name}")
        (folder / name / "questions.yaml").write_text(text)
    if settings:
        (folder / ".course.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture
def desks(tmp_path, monkeypatch):
    """Makes desks; the notebook stands in the first module of the one made last."""
    for name in ("COURSE_DESK", "NBGRADER_EXECUTION", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def one(name, **settings):
        desk = make_desk(tmp_path / name, **settings)
        session.use(desk / "small-deck")
        return desk

    yield one
    session.use(None)


def put(desk, module, name, value, ago=0, hints=0):
    """An answer given `ago` minutes before now."""
    file = session.open_session(desk / module).answers
    file.record(name, value)
    if hints:
        file.count_hint(name, hints)
    raw = json.loads(file.path.read_text())
    raw["answers"][name]["at"] = (datetime.now(UTC) - timedelta(minutes=ago)).isoformat(timespec="seconds")
    file.path.write_text(json.dumps(raw))


def values(desk, module="small-deck"):
    file = desk / module / "answers.json"
    return {name: entry["value"] for name, entry in json.loads(file.read_text())["answers"].items()}


def zipped(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def ours(*members):
    return zipped(("progress.json", MANIFEST), *members)


def answers_file(module="small-deck", **entries):
    found = {name.replace("_", "-"): entry for name, entry in entries.items()}
    return json.dumps({"version": 1, "module": module, "id": None, "answers": found, "trails": {}})


def test_there_and_back(desks):
    old = desks("old")
    put(old, "small-deck", "cynic-lamp", 20, hints=0)
    put(old, "second", "cynic-falls", 95)
    done = save_progress()
    files = list(old.glob("*.zip"))
    assert len(files) == 1 and "2 answers of 2 modules" in repr(done) and files[0].name in repr(done)
    new = desks("new")
    done = restore_progress(files[0])
    assert values(new) == {"cynic-lamp": 20} and values(new, "second") == {"cynic-falls": 95}
    assert "small-deck: 1 answer put back." in repr(done)
    entry = session.open_session(new / "small-deck").answers.get("cynic-lamp")
    assert entry.at == session.open_session(old / "small-deck").answers.get("cynic-lamp").at
    assert "1 the same in both" in repr(restore_progress(files[0]))


def test_the_later_answer_stays_whichever_side_it_is_on(desks):
    old = desks("old")
    put(old, "small-deck", "cynic-lamp", 20, ago=60)
    put(old, "small-deck", "cynic-falls", 80, ago=5)
    saved = pack(old).data
    new = desks("new")
    put(new, "small-deck", "cynic-lamp", 95, ago=30)
    put(new, "small-deck", "cynic-falls", 5, ago=30)
    put(new, "small-deck", "other", 40, ago=90)
    text = repr(restore_progress(saved))
    assert values(new) == {"cynic-lamp": 95, "cynic-falls": 80, "other": 40}
    assert "small-deck: 1 answer put back, 1 left as they are, because what is here is newer." in text


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"),
    [
        (None, Entry(value=1, at=""), 1),
        (Entry(value=2, at="2026-11-23T10:00:00+00:00"), Entry(value=1, at="2026-11-23T10:00:00+00:00"), 2),
        (Entry(value=2, at="2026-11-23T10:00:00+00:00"), Entry(value=1, at="2026-11-23T10:00:01+00:00"), 1),
        (Entry(value=2, at="2026-11-23T10:00:00+00:00"), Entry(value=1, at="2026-11-23T11:00:00+02:00"), 2),
        (Entry(value=2, at="2026-11-23T10:00:00+00:00"), Entry(value=1, at="tomorrow"), 2),
        (Entry(value=2, at="damaged"), Entry(value=1, at="2026-11-23T10:00:00+00:00"), 1),
        (Entry(value=2, at="2026-11-23T10:00:00+00:00"), Entry(at="2027-01-01T10:00:00+00:00"), 2),
        (Entry(value=None, at=""), Entry(value=1, at=""), 1),
    ],
)
def test_which_of_two_entries_stays(mine, theirs, stays):
    assert newer(mine, theirs).value == stays


def test_opened_hints_stay_opened():
    earlier, later = Entry(value=1, at="2026-01-02", hints=3), Entry(value=2, at="2026-01-03", hints=1)
    assert newer(earlier, later).hints == newer(later, earlier).hints == 3
    assert newer(Entry(value=1, at="2026-01-02"), Entry(hints=2)).hints == 2


def test_another_persons_answers_are_refused_before_anything_is_written(desks):
    old = desks("old", mode="cohort", id="t01")
    put(old, "small-deck", "cynic-lamp", 20)
    put(old, "second", "cynic-lamp", 20)
    saved = pack(old).data
    new = desks("new", mode="cohort", id="t02")
    put(new, "small-deck", "cynic-lamp", 95, ago=600)
    with pytest.raises(ProgressFileError, match="answers of 't01'.*belongs to 't02'.*Nothing was put back"):
        restore_progress(saved)
    assert values(new) == {"cynic-lamp": 95} and not (new / "second" / "answers.json").exists()


def test_answers_given_before_enrolling_come_along(desks):
    old = desks("old")
    put(old, "small-deck", "cynic-lamp", 20)
    new = desks("new", mode="cohort", id="t02")
    restore_progress(pack(old).data)
    assert values(new) == {"cynic-lamp": 20}
    assert json.loads((new / "small-deck" / "answers.json").read_text())["id"] == "t02"


def test_a_module_that_is_not_here_and_a_question_that_is_gone_are_said(desks):
    new = desks("new")
    entry = {"value": 20, "at": "2026-11-23T10:00:00+00:00", "attempts": 1, "hints": 0}
    data = ours(
        ("elsewhere/answers.json", answers_file("elsewhere", q=entry)),
        ("small-deck/answers.json", answers_file(cynic_lamp=entry, long_gone=entry)),
    )
    text = repr(restore_progress(data))
    assert "elsewhere: It is not on this desk yet." in text
    assert "1 of its answers belong to questions that this release does not have" in text
    assert values(new) == {"cynic-lamp": 20}


def link_member():
    member = zipfile.ZipInfo("small-deck/answers.json")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


ENTRY = {"value": 20, "at": "2026-11-23T10:00:00+00:00", "attempts": 1, "hints": 0}
GOOD = ("small-deck/answers.json", answers_file(cynic_lamp=ENTRY))
BAD = {
    "no zip": (b"hello", "not saved progress"),
    "empty": (b"", "not saved progress"),
    "another zip": (zipped(("photo.jpg", b"x")), "it has no progress.json"),
    "traversal": (ours(("../answers.json", "{}")), r"'../answers.json', which"),
    "deep traversal": (ours(("a/../../answers.json", "{}")), "never does"),
    "absolute": (ours(("/etc/answers.json", "{}")), "never does"),
    "windows": (ours(("..\\x/answers.json", "{}")), "never does"),
    "foreign": (ours(GOOD, ("small-deck/run.py", "import os")), "run.py', which"),
    "link": (ours((link_member(), "/etc/passwd")), "is a link or a device"),
    "other format": (zipped(("progress.json", '{"format": "other"}'), GOOD), "is not the course's"),
    "no json": (zipped(("progress.json", "{"), GOOD), "is not the course's"),
    "later": (zipped(("progress.json", MANIFEST.replace(": 1,", ": 9,")), GOOD), "A later version"),
    "damaged answers": (ours(GOOD, ("b/answers.json", "{")), "cannot be used"),
    "later answers": (ours(("b/answers.json", '{"version": 7}')), "cannot be used"),
    "bomb": (ours(("b/answers.json", b" " * 1_000_001)), "more than 1 MB"),
    "many": (zipped(*((f"m{n}/answers.json", "{}") for n in range(201))), "at most 200"),
    "huge": (b"0" * 20_000_001, "at most 20 MB"),
    "cut short": (ours(GOOD)[:-30], "cut short"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_and_changes_nothing(desks, case):
    new = desks("new")
    put(new, "small-deck", "cynic-lamp", 95, ago=60_000)
    before = (new / "small-deck" / "answers.json").read_bytes()
    data, says = BAD[case]
    with pytest.raises(ProgressFileError, match=says):
        restore_progress(data)
    assert (new / "small-deck" / "answers.json").read_bytes() == before
    assert sorted(one.name for one in new.iterdir()) == ["second", "small-deck"]


def test_a_name_that_stands_twice_is_refused(desks):
    desks("new")
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = ours(GOOD, GOOD)
    with pytest.raises(ProgressFileError, match="twice"):
        restore_progress(data)


def test_a_flipped_byte_is_noticed(desks):
    old = desks("old")
    put(old, "small-deck", "cynic-lamp", 20)
    data = bytearray(pack(old).data)
    data[data.index(b"small-deck/answers.json") + 60] ^= 0xFF
    with pytest.raises(ProgressFileError, match="Nothing was put back"):
        unpack(bytes(data))


def test_saving_never_replaces_a_file(desks, tmp_path):
    desk = desks("old")
    put(desk, "small-deck", "cynic-lamp", 20)
    save_progress(tmp_path / "mine.zip")
    first = (tmp_path / "mine.zip").read_bytes()
    with pytest.raises(CourseError, match="mine.zip already. Give another name"):
        save_progress(tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_bytes() == first
    save_progress()
    save_progress()
    assert len(list(desk.glob("course-progress-*.zip"))) == 2


def test_saving_where_it_cannot_says_so(desks, tmp_path):
    put(desks("old"), "small-deck", "cynic-lamp", 20)
    with pytest.raises(CourseError, match="could not be written: .*Name another place"):
        save_progress(tmp_path / "no" / "such" / "folder.zip")


def test_damaged_answers_are_left_out_and_said(desks):
    desk = desks("old")
    put(desk, "small-deck", "cynic-lamp", 20)
    (desk / "second" / "answers.json").write_text("{")
    done = save_progress()
    assert "The answers in second could not be saved" in repr(done) and "1 answer of 1 module" in repr(done)


def test_answers_beside_a_newer_release_come_along_too(desks):
    old = desks("old")
    shutil.copytree(old / "small-deck", old / "small-deck.release-2026-12-01")
    put(old, "small-deck", "cynic-lamp", 20, ago=60)
    put(old, "small-deck.release-2026-12-01", "cynic-lamp", 60, ago=5)
    saved = pack(old).data
    new = desks("new")
    restore_progress(saved)
    assert values(new) == {"cynic-lamp": 60}


def test_a_file_that_is_not_there(desks):
    desks("new")
    with pytest.raises(CourseError, match="no file 'nowhere.zip' here or on the desk. Upload it"):
        restore_progress("nowhere.zip")


def test_a_file_named_without_its_folder_is_found_on_the_desk(desks):
    desk = desks("old")
    put(desk, "small-deck", "cynic-lamp", 20)
    save_progress(desk / "mine.zip")
    assert "1 the same in both" in repr(restore_progress("mine.zip"))


def test_nothing_is_saved_or_put_back_while_nbgrader_runs(desks, monkeypatch):
    desk = desks("old")
    put(desk, "small-deck", "cynic-lamp", 20)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "not saved" in repr(save_progress()) and "not put back" in repr(restore_progress(b"x"))
    assert not list(desk.glob("*.zip"))


def test_file_names_and_ids_are_text_in_the_page(desks):
    desks("new")
    entry = ours(("b/answers.json", answers_file("<b>bold</b>", q=ENTRY)))
    html = restore_progress(entry)._repr_html_()
    assert "<b>bold" not in html and "&lt;b&gt;bold" in html
