"""Whose a download is: names within zips, names that trainees add, times, two downloads, and one that fails.

Each attack is played twice: with nbgrader's own collector, where it succeeds, and with the course's.
"""

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from downloaded import GOOD, NBGRADERS_WAY, collect, course_of_downloads, empty, packed, put, taken

from course.grading.intake.downloads import collectors, taking

MINE, THEIRS = b'{"of": "mallory"}', b'{"of": "victim"}'
PLATFORM = r".*_(?P<student_id>[a-z]+)_attempt_(?P<timestamp>[0-9-]+)_(?P<file_id>.+)"
IN_FOLDERS = r".*/(?P<student_id>[a-z]+)_(?P<file_id>.+)"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("names") / "box"
    return course_of_downloads(root, "victim", "mallory", "ann", "zoe")


@pytest.fixture
def course(released: Path) -> Path:
    return empty(released)


@pytest.fixture
def run(course: Path, caplog: Any, monkeypatch: Any) -> Any:
    """zip_collect with this course; gives the log, and "ended" if it ended for everybody."""

    def play(*words: str, names: str = "") -> str:
        pattern = [f"--FileNameCollectorPlugin.named_regexp={names}"] if names else []
        caplog.clear()
        shutil.rmtree(course / "submitted", ignore_errors=True)
        try:
            return collect(course, caplog, monkeypatch, *pattern, *words)
        except (SystemExit, Exception) as error:
            return f"ended for everybody: {error!r}\n{caplog.text}"

    return play


def answers(course: Path, who: str) -> bytes | None:
    path = course / "submitted" / who / "m1" / "answers.json"
    return path.read_bytes() if path.is_file() else None


def test_a_path_within_a_zip_names_nobody_else(course, run) -> None:
    put(course, "mallory.zip", packed({**GOOD, "extracted/victim/answers.json": MINE}))
    run(NBGRADERS_WAY)
    assert answers(course, "victim") == MINE
    run()
    assert taken(course) == {"mallory"} and answers(course, "mallory") == b"{}"


def test_it_does_not_add_to_what_the_other_handed_in(course, run) -> None:
    put(course, "mallory.zip", packed({**GOOD, "extracted/victim/more.json": MINE}))
    put(course, "victim.zip", packed({**GOOD, "answers.json": THEIRS}))
    run(NBGRADERS_WAY)
    assert (course / "submitted" / "victim" / "m1" / "more.json").is_file()
    run()
    assert taken(course) == {"mallory", "victim"} and answers(course, "victim") == THEIRS
    assert not (course / "submitted" / "victim" / "m1" / "more.json").exists()


def test_a_file_name_within_a_zip_names_nobody_else(course, run) -> None:
    inner = "x_victim_attempt_2099-01-01-00-00-00_answers.json"
    put(course, "ps_mallory_attempt_2026-02-01-10-00-00_m1.zip", packed({**GOOD, inner: MINE}))
    run(NBGRADERS_WAY, names=PLATFORM)
    assert answers(course, "victim") == MINE
    run(names=PLATFORM)
    assert taken(course) == {"mallory"}
    assert (course / "submitted/mallory/m1/timestamp.txt").read_text().strip() == "2026-02-01 10:00:00 UTC"


def test_the_end_of_a_name_that_a_trainee_chose_names_nobody_else(course, run) -> None:
    name = "ps_mallory_attempt_2026-02-01-10-00-00_x_victim_attempt_2099-01-01-00-00-00_answers.json"
    put(course, name, MINE)
    put(course, "ps_victim_attempt_2026-02-01-09-00-00_answers.json", THEIRS)
    run(NBGRADERS_WAY, names=PLATFORM)
    assert answers(course, "victim") == MINE
    log = run(names=PLATFORM)
    assert answers(course, "victim") == THEIRS and taken(course) == {"victim"}
    assert "can be read as the work of mallory or of victim" in log


def test_a_file_in_a_folder_that_the_platform_named(course, run) -> None:
    put(course, "mallory_123/victim_answers.json", MINE)
    put(course, "victim_124/answers.json", THEIRS)
    run(NBGRADERS_WAY, names=IN_FOLDERS)
    assert answers(course, "victim") == MINE
    run(names=IN_FOLDERS)
    assert answers(course, "victim") == THEIRS
    assert (course / "submitted" / "mallory" / "m1" / "victim_answers.json").read_bytes() == MINE


def test_folders_into_which_faculty_sort_downloads_are_nobody(course, run) -> None:
    put(course, "week_1/ann_answers.json", MINE)
    put(course, "week_1/zoe_work.zip", packed(GOOD))
    run(names=IN_FOLDERS)
    assert answers(course, "ann") == MINE and answers(course, "zoe") == b"{}"


def test_a_second_time_in_a_name_takes_no_penalty_away(course, run) -> None:
    name = "ps_mallory_attempt_2026-02-09-10-00-00_x_mallory_attempt_2020-01-01-00-00-00_answers.json"
    put(course, name, MINE)
    run(NBGRADERS_WAY, names=PLATFORM)
    assert (course / "submitted/mallory/m1/timestamp.txt").read_text().startswith("2020-01-01")
    assert "two times in its name" in run(names=PLATFORM)
    assert not taken(course)


def test_a_time_within_a_zip_takes_no_penalty_away(course, run) -> None:
    early = {**GOOD, "timestamp.txt": b"2020-01-01 00:00:00 UTC", "submission_secret.txt": b"x"}
    put(course, "ps_mallory_attempt_2026-02-09-10-00-00_m1.zip", packed(early))
    kinds = [f"--FileNameCollectorPlugin.valid_ext={kind}" for kind in (".ipynb", ".json", ".txt")]
    run(NBGRADERS_WAY, *kinds, names=r".*_(?P<student_id>[a-z]+)_attempt_[0-9-]+_m1/(?P<file_id>.+)")
    assert (course / "submitted/mallory/m1/timestamp.txt").read_text().startswith("2020-01-01")
    run(*kinds, names=PLATFORM)
    folder = course / "submitted" / "mallory" / "m1"
    assert (folder / "timestamp.txt").read_text().strip() == "2026-02-09 10:00:00 UTC"
    assert not (folder / "submission_secret.txt").exists()


ENDS_FOR_ALL = {
    "a day that is none": ["ps_mallory_attempt_9999-99-99_answers.json"],
    "a number without end": [f"ps_mallory_attempt_{'9' * 60}_answers.json"],
    "an offset of a year": ["ps_mallory_attempt_2026-02-01-10-00-00-99999999_answers.json"],
    "two downloads without a time": ["mallory_attempt__answers.json", "x_mallory_attempt__answers.json"],
    "a file where another has a folder": [
        "ps_mallory_attempt_2026-02-01_more.json/x.json",
        "ps_mallory_attempt_2026-02-02_more.json",
    ],
}


@pytest.mark.parametrize("how", ENDS_FOR_ALL)
def test_what_ends_it_for_everybody(course, run, how) -> None:
    """nbgrader ends at the one; here at most that one is left out, and the others are there."""
    pattern = PLATFORM.replace("[0-9-]+", "[0-9-]*").replace(".*_", ".*?[_/]", 1)
    for who in ("ann", "zoe"):
        put(course, f"ps_{who}_attempt_2026-02-01-10-00-00_m1.zip", packed(GOOD))
    for name in ENDS_FOR_ALL[how]:
        put(course, name, MINE)
    assert "ended for everybody" in run(NBGRADERS_WAY, names=pattern)
    assert "ended" not in run(names=pattern)
    assert taken(course) >= {"ann", "zoe"}


def test_work_that_is_there_ends_nothing_and_stays(course, run, monkeypatch, caplog) -> None:
    for who in ("ann", "mallory", "zoe"):
        put(course, f"{who}.zip", packed(GOOD))

    def again(*words: str) -> str:
        for folder in ("submitted", "downloaded/m1/extracted"):
            shutil.rmtree(course / folder, ignore_errors=True)
        (course / "submitted" / "mallory" / "m1").mkdir(parents=True)
        (course / "submitted" / "mallory" / "m1" / "answers.json").write_bytes(MINE)
        caplog.clear()
        try:
            return collect(course, caplog, monkeypatch, *words, force=False)
        except SystemExit:
            return "ended"

    assert again(NBGRADERS_WAY) == "ended" and "zoe" not in taken(course)
    log = again()
    assert taken(course) == {"ann", "mallory", "zoe"} and answers(course, "mallory") == MINE
    assert "Not taken: the work of mallory stays outside" in log and "--force replaces it" in log


def test_newer_work_from_the_exchange_is_not_replaced_by_an_older_zip(course, caplog, monkeypatch) -> None:
    put(course, "ps_ann_attempt_2026-02-01-10-00-00_m1.zip", packed(GOOD))
    there = course / "submitted" / "ann" / "m1"
    there.mkdir(parents=True)
    (there / "answers.json").write_bytes(MINE)
    (there / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    pattern = f"--FileNameCollectorPlugin.named_regexp={PLATFORM}"
    log = collect(course, caplog, monkeypatch, pattern)
    assert "is newer (2026-02-03 10:00:00 UTC)" in log and answers(course, "ann") == MINE
    (there / "timestamp.txt").write_text("2026-01-03 10:00:00 UTC")
    collect(course, caplog, monkeypatch, pattern)
    assert answers(course, "ann") == b"{}"


def test_of_two_zips_the_newer_counts_by_the_time_in_the_name(course, run) -> None:
    late, early = "ps_ann_attempt_2026-02-03-10-00-00_m1.zip", "ps_ann_attempt_2026-02-01-10-00-00_m1.zip"
    os.utime(put(course, late, packed({**GOOD, "answers.json": MINE})), (1, 1))
    put(course, early, packed({**GOOD, "answers.json": THEIRS, "more.json": b"{}"}))
    log = run(names=PLATFORM)
    assert answers(course, "ann") == MINE and "the newest was taken, by the time in its name" in log
    assert not (course / "submitted/ann/m1/more.json").exists()


def test_without_times_in_names_that_of_the_download_counts(course, run) -> None:
    os.utime(put(course, "ann.zip", packed({**GOOD, "answers.json": THEIRS})), (1, 1))
    put(course, "ann.ZIP", packed({**GOOD, "answers.json": MINE}))
    log = run()
    assert answers(course, "ann") == MINE and "by the time of the downloaded file" in log
    assert not (
        course / "submitted/ann/m1/timestamp.txt"
    ).exists()  # nobody is late for when faculty download


def test_loose_files_of_several_attempts_are_one_submission(course, run) -> None:
    for day, name, data in (
        (1, "m1.ipynb", GOOD["m1.ipynb"]),
        (1, "answers.json", THEIRS),
        (2, "answers.json", MINE),
    ):
        put(course, f"ps_ann_attempt_2026-02-0{day}-10-00-00_{name}", data)
    run(names=PLATFORM)
    assert answers(course, "ann") == MINE
    folder = course / "submitted" / "ann" / "m1"
    assert {path.name for path in folder.iterdir()} == {"m1.ipynb", "answers.json", "timestamp.txt"}
    assert (folder / "timestamp.txt").read_text().strip() == "2026-02-02 10:00:00 UTC"


def test_a_folder_around_all_files_is_taken_off(course, run) -> None:
    put(
        course,
        "ann.zip",
        packed({f"m1 (copy)/{name}": data for name, data in GOOD.items()} | {"__MACOSX/._a": b""}),
    )
    run(NBGRADERS_WAY)
    assert answers(course, "ann") is None
    run()
    assert answers(course, "ann") == b"{}"


def test_only_enrolled_ids_are_taken(course, run) -> None:
    for name in ("ann", "ghost", "v\u0456ctim", "\u0430\u0441\u0435"):
        put(course, f"{name}.zip", packed(GOOD))
    log = run("--CollectSubmissions.enrolled_only=False")
    assert taken(course) == {"ann", "ghost", "\u0430\u0441\u0435"}  # letters of two scripts are no id at all
    log = run()
    assert taken(course) == {"ann"}
    assert "because not enrolled: ghost, \u0430\u0441\u0435 (with CYRILLIC letters)" in log
    assert "nbgrader db student import not-enrolled.csv" in log
    listed = (course / "not-enrolled.csv").read_text().splitlines()
    assert listed == ["id,handed_in_by", "ghost,", "\u0430\u0441\u0435,"]


def test_a_loose_file_of_mode_6755_brings_no_rights(course, run) -> None:
    put(course, "ann_answers.json", b"{}").chmod(0o6755)
    extractor = "--extractor=nbgrader.plugins.ExtractorPlugin"
    run(NBGRADERS_WAY, extractor, names=IN_FOLDERS)
    path = course / "submitted" / "ann" / "m1" / "answers.json"
    assert path.stat().st_mode & 0o7777 == 0o6755
    run(names=IN_FOLDERS)
    assert path.stat().st_mode & 0o7777 == 0o644


def test_a_folder_of_downloads_exchanged_for_a_link(course, run, monkeypatch) -> None:
    """Between the look and the reading, as somebody does who may write beside the downloads."""
    put(course, "ann/answers.json", MINE)
    secret = course / "faculty" / "m1"
    (secret / "answers.json").write_bytes(b'{"the": "key"}')
    usual, folder = collectors.take_one, course / "downloaded" / "m1" / "archive" / "ann"

    def swapped(archive: Path, parts: tuple[str, ...], extracted: Path) -> Any:
        folder.rename(folder.with_name(".away"))
        folder.symlink_to(secret)
        try:
            return usual(archive, parts, extracted)
        finally:
            folder.unlink()
            folder.with_name(".away").rename(folder)

    def by_path(top: Path, *names: str) -> Any:
        import contextlib

        @contextlib.contextmanager
        def opened() -> Any:
            handle = os.open(top.joinpath(*names), os.O_RDONLY)
            yield handle
            os.close(handle)

        return opened()

    monkeypatch.setattr(collectors, "take_one", swapped)
    with monkeypatch.context() as weaker:
        weaker.setattr(taking, "opened_below", by_path)
        run()
        assert answers(course, "ann") == b'{"the": "key"}'
    log = run()
    assert "Not taken: ann/answers.json is a link" in log and not taken(course)
    (secret / "answers.json").unlink()


def test_without_a_pattern_it_says_which_line_is_missing(course, run) -> None:
    put(course, "ann.zip", packed(GOOD))
    log = run("--FileNameCollectorPlugin.named_regexp=")
    assert "how your platform names its downloads" in log and "c.FileNameCollectorPlugin.named_regexp" in log


def test_what_faculty_put_into_extracted_by_hand(course, run, caplog, monkeypatch) -> None:
    shutil.rmtree(course / "downloaded" / "m1" / "archive")
    folder = course / "downloaded" / "m1" / "extracted" / "mallory" / "extracted" / "victim"
    folder.mkdir(parents=True)
    (folder / "answers.json").write_bytes(MINE)
    run()
    assert taken(course) == {"mallory"}


def test_two_hundred_odd_downloads_change_nobody_elses_work(course, run) -> None:
    """Names, kinds and bytes by chance, all of mallory's: what ann and zoe handed in arrives as it was."""
    chance = random.Random(14)
    archive = os.fsencode(course / "downloaded" / "m1" / "archive")
    letters = [
        *"ab_.-+ ~'\"$<>\\\t\n\x1b",
        "\u202e",
        "\u0430",
        "\uff41",
        "e\u0301",
        "\u540d",
        "_ann_",
        "_zoe_",
    ]
    for who, data in (("ann", THEIRS), ("zoe", b'{"of": "zoe"}')):
        put(course, f"ps_{who}_attempt_2026-02-01-10-00-00_m1.zip", packed({**GOOD, "answers.json": data}))
    for n in range(200):
        tail = "".join(chance.choices(letters, k=chance.randrange(1, 12))).encode()
        if chance.random() < 0.2:
            tail += bytes(chance.choices(range(128, 256), k=3))
        time = chance.choice(("2026-02-01-10-00-00", "0000-00-00", "9" * 30, "1-1", "2099-01-01-00-00-00"))
        end = chance.choice((".zip", ".ZIP", ".json", ".ipynb", ".tar.gz", ""))
        path = archive + b"/" + f"ps_mallory_attempt_{time}_{n}".encode() + tail + end.encode()
        kind = chance.random()
        if kind < 0.05:
            os.mkfifo(path)
        elif kind < 0.1:
            os.symlink(os.fsencode(course / "gradebook.db"), path)
        elif kind < 0.15:
            os.mkdir(path)
        else:
            inner = {f"x_ann_attempt_2099-01-01_{n}.json": MINE, "a/../zoe/answers.json": MINE}
            data = packed(dict(chance.sample([*inner.items(), *GOOD.items()], k=2)))
            data = data[: chance.choice((len(data), len(data), 30, 0))]
            with open(path, "wb") as file:
                file.write(data if end.lower() == ".zip" else MINE)
    log = run(names=PLATFORM)
    assert "ended" not in log and "\x1b" not in log and "\u202e" not in log
    assert answers(course, "ann") == THEIRS and answers(course, "zoe") == b'{"of": "zoe"}'
    assert taken(course) <= {"ann", "zoe", "mallory"}
    for path in (course / "submitted").rglob("*"):
        assert not path.is_symlink() and path.stat().st_mode & 0o7777 in (0o644, 0o755)
    assert not (course / "submitted" / "ann" / "m1").joinpath("more.json").exists()
