"""Signs for faculty: each is found where it is, and not where it is not; nothing of it changes points."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import small

from course.authoring import build
from course.grading.integrity import INNOCENT, NOTE, signals
from course.grading.scoring.module import module_at
from course.questions import draws
from course.questions.answers import data as answerdata

TEXT = "Twelve of 412 in ten days is the count; the post leaves out who was asked, and who answered."
RELEASED = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    small.write_course(tmp_path)
    build(["m1"], tmp_path, tmp_path / "faculty")
    return tmp_path


def submit(course: Path, name: str, *, own: str = "", text: str = "", at: str = "", hints: int = 0) -> None:
    bank = module_at(course, course / "source" / "m1", "m1").bank
    assert bank is not None
    at = at or "2026-11-23T14:02:00+00:00"
    mark = draws.drawn_for(bank.find("own-number"), None, own or name)
    drawn = draws.draw_as(bank.find("own-number"), mark)
    entries = {
        "own-number": answerdata.Entry(value=2 * drawn["n"], at=at, drawn_for=mark),
        "why": answerdata.Entry(value=text or f"{TEXT} So says {name}.", at=at, hints=hints),
    }
    folder = course / "submitted" / name / "m1"
    folder.mkdir(parents=True)
    saved = answerdata.Answers(module="m1", id=name, answers=entries)
    (folder / "answers.json").write_bytes(answerdata.dump(saved))


def found(course: Path) -> list[tuple[str, tuple[str, ...], str]]:
    module = module_at(course, course / "source" / "m1", "m1")
    listed = signals(module, course / "submitted", None, RELEASED)
    return [(one.kind, one.trainees, one.question) for one in listed]


def test_honest_work_gives_no_sign(course) -> None:
    submit(course, "ann")
    submit(course, "ben")
    assert found(course) == []


def test_numbers_of_somebody_else_with_both_scores(course) -> None:
    submit(course, "ann")
    submit(course, "ben", own="ann")
    assert found(course) == [("drawn-for-another", ("ben",), "own-number")]
    module = module_at(course, course / "source" / "m1", "m1")
    (sign,) = signals(module, course / "submitted", None, None)
    assert "ben: 0 of 2 points" in sign.lines[0] and "ann: 2 of 2 points" in sign.lines[1]


def test_the_same_text_however_it_is_dressed_up(course) -> None:
    submit(course, "ann", text=TEXT)
    submit(course, "ben", text=f"  {TEXT.upper().replace(';', ',')}\n")
    submit(course, "cem", text=TEXT.replace("Twelve", "Eleven"))
    assert found(course) == [("same-text", ("ann", "ben"), "why")]


def test_a_short_text_may_be_the_same(course) -> None:
    submit(course, "ann", text="Nobody was asked.")
    submit(course, "ben", text="Nobody was asked.")
    assert found(course) == []


def test_answers_older_than_the_release(course) -> None:
    submit(course, "ann", at="2026-11-01T22:00:00+00:00")
    submit(course, "ben", at="2026-11-02T07:55:00+00:00")  # clocks differ
    submit(course, "cem", at="long ago")
    assert found(course) == [("before-release", ("ann",), name) for name in ("own-number", "why")]


def test_hints(course) -> None:
    submit(course, "ann", hints=2)
    assert found(course) == [("hints", ("ann",), "")]


def test_what_is_no_submission_is_passed_over(course) -> None:
    submit(course, "ann")
    for name, data in (("bad id!", "{}"), ("ben", "not json"), ("cem", '{"a": 1, "a": 2}')):
        folder = course / "submitted" / name / "m1"
        folder.mkdir(parents=True)
        (folder / "answers.json").write_text(data)
    (course / "submitted" / "dan").symlink_to(course / "submitted" / "ann")
    assert found(course) == []


def test_the_command_says_what_it_is_not(course) -> None:
    from typer.testing import CliRunner

    from course.cli import app

    submit(course, "ann", text=TEXT)
    submit(course, "ben", text=TEXT, hints=1)
    words = ["signals", "m1", "--root", str(course), "--released", "2026-11-02T08:00"]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.output
    plain = re.sub(r"\s+", " ", said.output)
    assert NOTE in plain and INNOCENT["same-text"] in plain and "ann, ben: why:" in plain
    report = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert report["note"] == NOTE and {one["kind"] for one in report["signals"]} == {"same-text", "hints"}
    assert all(one["innocent"] for one in report["signals"])
    assert "penalt" not in json.dumps(report)
