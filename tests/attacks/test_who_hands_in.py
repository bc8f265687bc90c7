"""Under whose id work is taken: strangers, look-alikes, and folders that another account put there.

As root folders get their owners by chown. Then the same collecting is played as an ordinary account, whose
rights are those of a grader on a shared machine.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, ok
from ordinary import GRADER, as_account

from course.grading.intake.exchange import owners

LATER = "2099-01-01 00:00:00 UTC"
MALLORY, OTHER = 31_337, 31_338  # accounts without a name
MINE = '{"of": "mallory"}'
OPEN = {"enrolled_only": False, "refuse_other_owners": False, "believe_names": True}


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """A folder that other accounts can walk through, which pytest's own are not."""
    top = Path(tempfile.mkdtemp(prefix="who-"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


@pytest.fixture(scope="module")
def box(ground: Path) -> Box:
    box = Box(ground / "box")
    box.add("m1")
    box.release("m1")
    for name in ("victim", "nobody"):  # the second is an account of the machine
        box.hand_in(name, "m1", box.right("m1", name))
    return box


@pytest.fixture
def inbound(box: Box) -> Iterator[Path]:
    """The inbound folder, as it is again afterwards."""
    folder = box.exchange / "discernment" / "inbound"
    kept = set(folder.iterdir())
    yield folder
    for path in set(folder.iterdir()) - kept:
        shutil.rmtree(path)
    for path in kept:
        owned(path, 0)
    shutil.rmtree(box.course / "submitted", ignore_errors=True)


def owned(folder: Path, uid: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.lchown(path, uid, uid)


def put(inbound: Path, name: str, uid: int, time: str = LATER) -> Path:
    """A submission with somebody's name, which an account has made."""
    folder = inbound / f"{name}+m1+{time}+abc"
    shutil.copytree(next(inbound.glob("victim+m1+2*")), folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    (folder / "answers.json").write_text(MINE)
    (folder / "timestamp.txt").write_text(time)
    owned(folder, uid)
    return folder


def collect(box: Box, **settings: Any) -> str:
    """Collect with these settings; the log."""
    api = box.api
    for name, value in settings.items():
        api.exchange.config.CollectSubmissions[name] = value
        api.config.CollectSubmissions[name] = value
    return str(ok(api.collect("m1"))["log"])


def of_mallory(box: Box, name: str) -> bool | None:
    path = box.course / "submitted" / name / "m1" / "answers.json"
    return path.read_text() == MINE if path.is_file() else None


def test_another_trainees_account_replaces_nobodys_work(box, inbound) -> None:
    put(inbound, "victim", owners.pwd.getpwnam("nobody").pw_uid)
    collect(box, **OPEN)
    assert of_mallory(box, "victim")
    shutil.rmtree(box.course / "submitted")
    log = collect(box)
    assert of_mallory(box, "victim") is False  # their own, which is older, was taken
    assert "under the id victim belongs to nobody, who is enrolled under that id" in log


def test_whoever_has_an_account_hands_in_with_it(box, inbound) -> None:
    put(inbound, "nobody", MALLORY)
    collect(box, **OPEN)
    assert of_mallory(box, "nobody")
    shutil.rmtree(box.course / "submitted")
    log = collect(box)
    assert of_mallory(box, "nobody") is False
    assert f"under the id nobody belongs to account {MALLORY}, and nobody has an account of their own" in log


def test_two_accounts_under_one_id_are_both_left_for_a_person(box, inbound) -> None:
    owned(next(inbound.glob("victim+m1+2*")), OTHER)
    put(inbound, "victim", MALLORY)
    collect(box, **OPEN)
    assert of_mallory(box, "victim")
    shutil.rmtree(box.course / "submitted")
    log = collect(box)
    assert of_mallory(box, "victim") is None and of_mallory(box, "nobody") is False
    assert f"account {MALLORY} and account {OTHER} both handed in under it" in log


def test_where_all_share_one_account_nothing_is_refused(box, inbound, monkeypatch) -> None:
    monkeypatch.setattr(owners, "has_account", lambda name: False)
    for path in inbound.iterdir():
        owned(path, MALLORY)
    put(inbound, "victim", MALLORY)
    log = collect(box, believe_names=True)
    assert of_mallory(box, "victim") and of_mallory(box, "nobody") is False and "belongs to" not in log


def test_set_to_true_each_must_own_theirs(box, inbound) -> None:
    owned(next(inbound.glob("nobody+m1+2*")), owners.pwd.getpwnam("nobody").pw_uid)
    log = collect(box, refuse_other_owners=True)
    assert of_mallory(box, "nobody") is False and of_mallory(box, "victim") is None
    assert "under the id victim belongs to root" in log


def test_the_owner_is_asked_of_the_folder_that_is_opened(box, inbound, monkeypatch) -> None:
    """Exchanged between the look and the copying, for a folder of somebody else's."""
    from course.grading.intake.exchange.collect import CollectSubmissions

    swapped = next(inbound.glob("nobody+m1+2*"))
    usual = CollectSubmissions._collect

    def late(self: Any, record: dict[str, Any]) -> None:
        if record["username"] == "nobody":
            swapped.rename(inbound / "away")
            put(inbound, "nobody", MALLORY).rename(swapped)
        try:
            usual(self, record)
        finally:
            if (inbound / "away").exists():
                shutil.rmtree(swapped)
                (inbound / "away").rename(swapped)

    monkeypatch.setattr(CollectSubmissions, "_collect", late)
    collect(box, **OPEN)
    assert of_mallory(box, "nobody")
    shutil.rmtree(box.course / "submitted")
    assert "belongs to account" in collect(box)
    assert of_mallory(box, "nobody") is None and of_mallory(box, "victim") is False


GHOSTS = ("ghost", "v\u0456ctim", "\u0430\u0441\u0435", "\uff56ictim")


def test_only_the_enrolled_are_collected_and_the_others_are_named(box, inbound) -> None:
    for name in GHOSTS:
        put(inbound, name, MALLORY)
    collect(box, **OPEN)
    assert of_mallory(box, "ghost") and of_mallory(box, "\u0430\u0441\u0435")
    shutil.rmtree(box.course / "submitted")
    log = collect(box)
    assert {path.name for path in (box.course / "submitted").iterdir()} == {"victim", "nobody"}
    assert "because not enrolled: ghost, \u0430\u0441\u0435 (with CYRILLIC letters)" in log
    listed = (box.course / "not-enrolled.csv").read_text().splitlines()
    assert listed[1:] == [f"ghost,account {MALLORY}", f"\u0430\u0441\u0435,account {MALLORY}"]
    assert all(inbound.joinpath(f"{name}+m1+{LATER}+abc").is_dir() for name in GHOSTS)  # nothing is lost


def test_the_command_that_is_named_enrols_and_the_next_collecting_takes_it(box, inbound, monkeypatch) -> None:
    from nbgrader.apps.dbapp import DbStudentImportApp

    for name in ("new-one", "new-two"):
        put(inbound, name, 0)
    assert "nbgrader db student import not-enrolled.csv" in collect(box)
    monkeypatch.chdir(box.course)
    app = DbStudentImportApp()
    app.initialize(["not-enrolled.csv"])
    app.start()
    collect(box)
    assert of_mallory(box, "new-one") and of_mallory(box, "new-two")


def test_an_empty_gradebook_takes_nobody_and_says_how_to_begin(box, inbound) -> None:
    aside = box.course / "gradebook.aside"
    (box.course / "gradebook.db").rename(aside)
    try:
        log = collect(box)
    finally:
        (box.course / "gradebook.db").unlink()
        aside.rename(box.course / "gradebook.db")
    assert not (box.course / "submitted").exists()
    assert (
        "Nobody is enrolled in the gradebook yet. Not collected, because not enrolled: nobody, victim." in log
    )
    assert "nbgrader db student import not-enrolled.csv" in log


def test_a_crowd_of_strangers_is_one_entry_of_the_log(box, inbound) -> None:
    for n in range(60):
        put(inbound, f"ghost{n:03}", MALLORY)
    log = collect(box)
    assert log.count("because not enrolled") == 1 and "and 40 more" in log
    assert of_mallory(box, "victim") is False


def test_as_an_ordinary_account(box, inbound, ground) -> None:
    """The grader is no root: whose a folder is, and who is enrolled, is asked all the same."""
    nobody = owners.pwd.getpwuid(GRADER).pw_name
    put(inbound, "victim", MALLORY)
    owned(next(inbound.glob("victim+m1+2*")), OTHER)
    put(inbound, "ghost", MALLORY)
    put(inbound, nobody, MALLORY)
    whole = ground / "box"
    kept = {path: path.lstat().st_uid for path in (whole, *whole.rglob("*"))}
    strangers = {path for top in inbound.iterdir() for path in (top, *top.rglob("*"))}
    for path in set(kept) - strangers:
        os.lchown(path, GRADER, GRADER)

    def play() -> tuple[int, Any, Any, Any, str]:
        os.environ["HOME"] = str(ground)
        opened = collect(box, **OPEN)
        arrived = of_mallory(box, "victim"), of_mallory(box, "ghost"), of_mallory(box, nobody)
        shutil.rmtree(box.course / "submitted")
        log = collect(box)
        left = of_mallory(box, "victim"), of_mallory(box, "ghost"), of_mallory(box, nobody)
        return os.geteuid(), arrived, left, opened, log

    try:
        outcome = as_account(GRADER, play)
    finally:
        for path, uid in kept.items():
            if os.path.lexists(path):
                os.lchown(path, uid, uid)
    assert isinstance(outcome, tuple), outcome
    account, arrived, left, _, log = outcome
    assert account == GRADER and arrived == (True, True, True)
    assert left == (None, None, False)
    assert "both handed in under it" in log and "because not enrolled: ghost" in log


# ---- Folders that were put into submitted/ by hand ----


@pytest.fixture
def by_hand(box: Box, inbound: Path) -> Box:
    collect(box)
    shutil.copytree(box.course / "submitted" / "victim", box.course / "submitted" / "ghost")
    yield box
    for step in ("submitted", "autograded"):
        shutil.rmtree(box.course / step, ignore_errors=True)
    with box.gradebook() as book:
        for student in book.students:
            if student.id == "ghost":
                book.remove_student("ghost")


def enrolled(box: Box) -> set[str]:
    with box.gradebook() as book:
        return {student.id for student in book.students}


def test_grading_makes_nobody_a_trainee(by_hand: Box) -> None:
    """nbgrader's API, which formgrader's button uses as well, asks for new trainees to be made."""
    outcome = by_hand.autograde("m1")
    assert not outcome["success"] and "ghost" not in enrolled(by_hand)
    assert (
        "ghost is not enrolled. If the course knows this id, run `nbgrader db student add ghost`"
        in outcome["log"]
    )
    assert (by_hand.course / "autograded" / "victim" / "m1").is_dir()
    assert not (by_hand.course / "autograded" / "ghost").joinpath("m1").exists()


def test_the_setting_or_the_word_of_faculty_lets_them_in(by_hand: Box) -> None:
    from nbgrader.apps import NbGraderAPI

    config = by_hand.config
    config.CollectSubmissions.enrolled_only = False
    ok(NbGraderAPI(config=config).autograde("m1", "ghost"))
    assert "ghost" in enrolled(by_hand)


def test_course_grade_names_the_stranger_and_goes_on(by_hand: Box) -> None:
    from course.grading.batch.pool import grade_all, prepare

    prepare()
    results = {
        graded.trainee: graded for graded in grade_all(by_hand.course, "m1", ["ghost", "victim"], workers=1)
    }
    assert results["victim"].state in ("graded", "kept")
    assert results["ghost"].state == "failed" and "nbgrader db student add ghost" in results["ghost"].reason
    assert "ghost" not in enrolled(by_hand)
