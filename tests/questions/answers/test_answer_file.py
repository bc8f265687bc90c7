"""`answers.json`: nothing saved is lost, whatever happens to the file, the disk or the folder."""

import errno
import json
import multiprocessing
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import files
from course.errors import DamagedAnswers, NotSaved
from course.questions.answers import store as answers_module
from course.questions.answers.data import MAX_DEPTH, MAX_FILE, check_size, depth, dump, parse, read_untrusted
from course.questions.answers.locks import lock_path
from course.questions.answers.store import AnswerFile

GOOD = {
    "version": 1,
    "module": "m1",
    "id": None,
    "answers": {"q": {"value": "a", "at": "2026-11-23T14:02:00+00:00"}},
}


@pytest.fixture
def file(tmp_path):
    return AnswerFile(tmp_path, "m1", "ada")


def on_disk(file) -> dict:
    return json.loads(file.path.read_text(encoding="utf-8"))


def set_aside(file) -> list[Path]:
    return sorted(file.path.parent.glob("answers.*.json"))


# Saving and finding again


def test_nothing_is_written_before_something_is_saved(file):
    assert file.get("q").value is None and not file.get("q").answered
    assert list(file.path.parent.iterdir()) == []


def test_a_saved_answer_is_found_again(file):
    file.record("q", {"choice": "b", "confidence": 0.75}, drawn_for="c1/ada")
    again = AnswerFile(file.path.parent, "m1", "ada").get("q")
    assert again.value == {"choice": "b", "confidence": 0.75}
    assert again.drawn_for == "c1/ada"
    assert again.at.endswith("+00:00")
    data = on_disk(file)
    assert (data["version"], data["module"], data["id"]) == (1, "m1", "ada")
    assert data["trails"] == {}


def test_only_questions_with_parameters_say_whose_numbers(file):
    file.record("q", 1)
    assert "drawn_for" not in on_disk(file)["answers"]["q"]


def test_attempts_count_changes_of_the_value(file):
    for value in ("a", "a", "b", "b", "a"):
        entry = file.record("q", value)
    assert entry.attempts == 3


def test_attempts_stop_where_the_file_can_no_longer_hold_them(file):
    most = {"value": "a", "attempts": 1_000_000}
    file.path.write_text(json.dumps({**GOOD, "answers": {"q": most}}))
    assert file.record("q", "b").attempts == 1_000_000
    assert AnswerFile(file.path.parent, "m1").get("q").value == "b"


def test_hints_are_counted_once_and_kept_with_the_answer(file):
    file.count_hint("q", 1)
    assert not file.get("q").answered
    file.count_hint("q", 2)
    file.count_hint("q", 1)
    file.record("q", "a")
    assert file.get("q").hints == 2


def test_two_open_files_lose_nothing_of_each_other(tmp_path):
    first, second = AnswerFile(tmp_path, "m1"), AnswerFile(tmp_path, "m1")
    first.record("a", 1)
    second.record("b", 2)
    first.record("c", 3)
    assert {name: entry.value for name, entry in second.read().answers.items()} == {"a": 1, "b": 2, "c": 3}


def test_trails_are_kept(file):
    file.keep_trail("case", [{"page": "x", "at": 3}])
    file.record("q", "a")
    assert AnswerFile(file.path.parent, "m1").read().trails == {"case": [{"page": "x", "at": 3}]}


def test_the_lock_and_temporary_files_do_not_stand_beside_the_notebook(file):
    file.record("q", "a")
    assert [path.name for path in file.path.parent.iterdir()] == ["answers.json"]
    assert file.path.stat().st_mode & 0o777 == 0o644


def test_a_lone_surrogate_does_not_stop_saving(file):
    file.record("q", "a\ud800b")
    assert file.record("r", "x").value == "x"
    assert parse(file.path.read_bytes()).answers["r"].value == "x"


def _save_many(folder: str, who: int, count: int) -> None:
    file = AnswerFile(folder, "m1")
    for n in range(count):
        file.record(f"q-{who}-{n}", n)
        file.record("shared", f"{who}-{n}")


def test_processes_that_save_at_once_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_save_many, args=(str(tmp_path), who, 15)) for who in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    saved = read_untrusted(tmp_path / "answers.json", "m1")
    assert saved is not None
    assert {name for name in saved.answers if name != "shared"} == {
        f"q-{w}-{n}" for w in range(3) for n in range(15)
    }
    assert saved.answers["shared"].attempts == 45
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


# Files that cannot be trusted


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def with_value(text: str) -> bytes:
    return ('{"version": 1, "module": "m1", "id": null, "answers": {"q": {"value": ' + text + "}}}").encode()


BAD = {
    "truncated": (json.dumps(GOOD)[:-20].encode(), "damaged"),
    "empty": (b"", "damaged"),
    "binary": (bytes(range(256)), "damaged"),
    "a list": (b"[]", "damaged"),
    "no version": (b'{"module": "m1"}', "damaged"),
    "version true": (b'{"version": true, "module": "m1"}', "damaged"),
    "future": (json.dumps({**GOOD, "version": 2}).encode(), "future"),
    "foreign": (json.dumps({**GOOD, "module": "m2"}).encode(), "foreign"),
    "oversized": (with_value('"' + "x" * MAX_FILE + '"'), "oversized"),
    "not a number": (with_value("NaN"), "damaged"),
    "infinity": (with_value("-Infinity"), "damaged"),
    "a name twice": (with_value('{"a": 1, "a": 2}'), "damaged"),
    "answers twice": (b'{"version": 1, "module": "m1", "answers": {}, "answers": {}}', "damaged"),
    "nested": (with_value(nested(40)), "damaged"),
    "nested beyond reading": (with_value(nested(100_000)), "damaged"),
    "a number without end": (with_value("1" * 10_000), "damaged"),
    "infinity in digits": (with_value("1e400"), "damaged"),
    "minus infinity in a list": (with_value("[1, -1e999]"), "damaged"),
    "a whole number of 400 digits": (with_value("7" * 400), "damaged"),
    "a whole number past 1e18": (with_value("-1000000000000000001"), "damaged"),
    "answers no object": (b'{"version": 1, "module": "m1", "answers": [1]}', "damaged"),
    "entry no object": (b'{"version": 1, "module": "m1", "answers": {"q": 3}}', "damaged"),
    "attempts text": (b'{"version": 1, "module": "m1", "answers": {"q": {"attempts": "3"}}}', "damaged"),
    "id number": (b'{"version": 1, "module": "m1", "id": 3}', "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_trusted_is_set_aside_and_said(file, name):
    data, why = BAD[name]
    file.path.write_bytes(data)
    assert file.get("q").value is None
    file.record("q", "new")
    assert on_disk(file)["answers"]["q"]["value"] == "new"
    kept = set_aside(file)
    assert len(kept) == 1 and kept[0].name.startswith(f"answers.{why}-")
    assert kept[0].read_bytes() == data  # not a byte lost
    said = file.take_notices()
    assert len(said) == 1 and kept[0].name in said[0]
    assert file.take_notices() == []


@pytest.mark.parametrize("name", BAD)
def test_the_grader_refuses_it_and_touches_nothing(tmp_path, name):
    data, why = BAD[name]
    (tmp_path / "answers.json").write_bytes(data)
    with pytest.raises(DamagedAnswers) as caught:
        read_untrusted(tmp_path / "answers.json", "m1")
    assert caught.value.why == why
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


def test_two_bad_files_in_one_second_are_both_kept(file):
    for text in (b"one", b"two"):
        file.path.write_bytes(text)
        file.read()
    assert sorted(path.read_bytes() for path in set_aside(file)) == [b"one", b"two"]


def test_a_link_is_not_followed(file, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "secret.json"
    target.write_text(json.dumps(GOOD))
    file.path.symlink_to(target)
    with pytest.raises(DamagedAnswers, match="link"):
        read_untrusted(file.path)
    assert file.get("q").value is None
    file.record("q", "mine")
    assert json.loads(target.read_text()) == GOOD
    assert not file.path.is_symlink()


def test_a_link_to_nowhere_a_folder_and_a_pipe(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "nothing")
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "c")
    for name in "abc":
        with pytest.raises(DamagedAnswers):
            read_untrusted(tmp_path / name)
    assert read_untrusted(tmp_path / "none") is None


def test_a_folder_of_that_name_is_set_aside(file):
    file.path.mkdir()
    file.record("q", "a")
    assert on_disk(file)["answers"]["q"]["value"] == "a"


def test_fields_of_no_known_name_are_ignored(file):
    file.path.write_text(json.dumps({**GOOD, "points": 99, "answers": {"q": {"value": 1, "points": 99}}}))
    assert file.get("q").value == 1
    assert not hasattr(file.get("q"), "points")


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data):
    try:
        parse(data)
    except DamagedAnswers as error:
        assert str(error)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text(alphabet=st.characters(exclude_categories=["Cs"]))
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet="abc"), inner),
        max_leaves=20,
    )
)
def test_any_value_survives_writing_and_reading(value):
    answers = parse(json.dumps(GOOD).encode())
    answers.answers["q"].value = value
    assert parse(dump(answers)).answers["q"].value == value


@pytest.mark.parametrize("number", ["1e400", "7" * 400])
def test_the_grader_says_that_a_submission_holds_no_usable_number(tmp_path, number):
    from course.grading.scoring.submission import read_submitted

    (tmp_path / "answers.json").write_bytes(with_value(number))
    found = read_submitted(tmp_path, "m1")
    assert found.answers is None and "cannot be used" in found.problem


def test_the_grader_refuses_whatever_cannot_be_written_again(tmp_path, monkeypatch):
    from course.grading.scoring.submission import read_submitted

    unwritable = parse(json.dumps(GOOD).encode())
    unwritable.trails["case"] = float("inf")
    monkeypatch.setattr(answers_module, "read_untrusted", lambda *_: unwritable)
    assert "cannot be used" in read_submitted(tmp_path, "m1").problem


@pytest.mark.parametrize("value", [10**18, -(10**18), 1e300, 5e-324])
def test_large_numbers_that_can_be_kept_are_kept(file, value):
    file.record("q", value)
    assert AnswerFile(file.path.parent, "m1").get("q").value == value


@pytest.mark.parametrize(
    "value", [[10**18 + 1], [{"a": -(10**400)}], [10**5000], {1: "a", "1": "b"}], ids="abcd"
)
def test_what_could_not_be_read_again_is_not_saved(file, value):
    file.record("q", "before")
    with pytest.raises(NotSaved, match="Not saved"):
        file.record("q", value)
    assert AnswerFile(file.path.parent, "m1").get("q").value == "before"
    assert set_aside(file) == []


# Values that are too big, and disks and folders that refuse


@pytest.mark.parametrize("value", ["x" * 64_001, ["x" * 1000] * 65, float("nan"), object()])
def test_a_value_too_big_or_not_plain_is_not_saved(file, value):
    file.record("q", "before")
    with pytest.raises(NotSaved, match="Not saved"):
        file.record("q", value)
    assert file.get("q").value == "before"


def test_charts_and_tables_may_be_larger_up_to_a_limit(file):
    file.record("q", "x" * 400_000, large=True)
    with pytest.raises(NotSaved, match="512 kB"):
        file.record("q", "x" * 513_000, large=True)
    file.record("r", "x" * 400_000, large=True)
    with pytest.raises(NotSaved, match="all answers together"):
        file.record("s", "x" * 400_000, large=True)
    assert set(file.read().answers) == {"q", "r"}


def test_depth_is_counted_without_recursion():
    value: list = []
    for _ in range(100_000):
        value = [value]
    assert depth(value) > MAX_DEPTH
    with pytest.raises(NotSaved, match="nested"):
        check_size(value)
    while value:  # taken apart by hand: freeing it in one go would recurse
        value = value.pop()


def refuse(code):
    def refused(*_, **__):
        raise OSError(code, os.strerror(code))

    return refused


@pytest.mark.parametrize(
    "code, words",
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "cannot be written"),
        (errno.EIO, "Input/output"),
    ],
)
@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_disk_that_refuses_leaves_the_old_file(file, monkeypatch, step, code, words):
    file.record("q", "before")
    with monkeypatch.context() as broken:
        broken.setattr(answers_module.os, step, refuse(code))
        with pytest.raises(NotSaved, match="Not saved") as caught:
            file.record("q", "after")
    assert words in str(caught.value)
    assert AnswerFile(file.path.parent, "m1").get("q").value == "before"
    assert [path.name for path in file.path.parent.iterdir()] == ["answers.json"]  # no temporary file left
    assert file.record("q", "after").value == "after"


def test_a_folder_without_room_for_a_temporary_file(file, monkeypatch):
    file.record("q", "before")
    monkeypatch.setattr(files.tempfile, "mkstemp", refuse(errno.EACCES))
    with pytest.raises(NotSaved, match="cannot be written"):
        file.record("q", "after")
    assert on_disk(file)["answers"]["q"]["value"] == "before"


def test_a_damaged_file_that_cannot_be_moved_is_never_overwritten(file, monkeypatch):
    file.path.write_bytes(b"damaged")
    monkeypatch.setattr(answers_module.os, "rename", refuse(errno.EACCES))
    assert file.get("q").value is None
    assert len(file.take_notices()) == 1
    with pytest.raises(NotSaved, match="could not be set aside"):
        file.record("q", "new")
    assert file.path.read_bytes() == b"damaged"


def test_a_file_that_cannot_be_read_is_not_overwritten(file, monkeypatch):
    file.record("q", "before")
    other = AnswerFile(file.path.parent, "m1")
    from course.questions.answers import data as answerdata

    with monkeypatch.context() as broken:
        broken.setattr(answerdata.os, "open", refuse(errno.EACCES))
        assert other.get("q").value is None
        assert "the file answers.json cannot be read (Permission denied)" in other.take_notices()[0]
        with pytest.raises(NotSaved):
            other.record("q", "after")
        with pytest.raises(DamagedAnswers) as caught:
            read_untrusted(file.path)
        assert caught.value.why == "unreadable"
    assert AnswerFile(file.path.parent, "m1").get("q").value == "before"


def _crash_before_replace(folder: str) -> None:
    def crash(*_):
        os._exit(9)

    answers_module.os.replace = crash
    AnswerFile(folder, "m1").record("q", "after")


def test_a_crash_between_writing_and_replacing(file):
    file.record("q", "before")
    worker = multiprocessing.get_context("spawn").Process(
        target=_crash_before_replace, args=(str(file.path.parent),)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == 9
    assert AnswerFile(file.path.parent, "m1").get("q").value == "before"
    assert file.record("r", "goes on").value == "goes on"  # the crashed process's lock is free again
    assert {name: entry.value for name, entry in file.read().answers.items()} == {
        "q": "before",
        "r": "goes on",
    }
    left = list(file.path.parent.glob(".answers-*"))
    assert len(left) == 1
    os.utime(left[0], (0, 0))
    file.record("r", "and sweeps up")
    assert [path.name for path in file.path.parent.iterdir()] == ["answers.json"]


def _hold_lock(folder: str, ready, done) -> None:
    import filelock

    with filelock.FileLock(lock_path(Path(folder))):
        ready.set()
        done.wait(60)


def test_a_lock_held_too_long_is_said(file, monkeypatch):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    worker = context.Process(target=_hold_lock, args=(str(file.path.parent), ready, done))
    worker.start()
    assert ready.wait(60)
    monkeypatch.setattr(answers_module, "_LOCK_SECONDS", 0.1)
    with pytest.raises(NotSaved, match="another window"):
        file.record("q", "a")
    done.set()
    worker.join(60)
    assert file.record("q", "a").value == "a"


def test_saving_is_quick(file):
    spent = []
    for n in range(20):
        start = time.perf_counter()
        file.record("q", n)
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[10] < 0.25  # generous: bench/ measures on a quiet machine
