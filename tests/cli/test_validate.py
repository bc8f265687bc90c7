"""`course validate`: form only, in a copy, with honest exit codes."""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from commanded import Run

from course.learning.validation import copying as trial_copy
from course.learning.validation import run as trial_run
from course.learning.validation import validate
from course.questions.answers.store import AnswerFile
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.draws import drawn_for
from course.questions.scoring.score import right_answers


@pytest.fixture
def module(course: Run, course_folder: Path) -> Path:
    assert course("open", "--lay-only").returncode == 0
    return course_folder / "desk" / "00-orientation"


def answer(module: Path, **changes: Any) -> None:
    """All answers right, except those given here; None leaves one out."""
    bank, secret = load_bank(module), module.parents[1] / "faculty" / module.name
    right = right_answers(bank, load_keys(secret, bank), "self-study", None, load_reference(secret))
    file = AnswerFile(module, bank.module, "self-study")
    for question in bank.questions:
        value = changes.get(question.id.replace("-", "_"), right[question.id])
        if value is not None:
            file.record(question.id, value, drawn_for=drawn_for(question, None, "self-study"))


def state(folder: Path) -> dict[str, str]:
    return {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file()
    }


def findings(run: Run, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = run("validate", *words, "--json")
    report = json.loads(done.stdout)
    assert report["ready"] == (done.returncode == 0)
    return done.returncode, {one["question"]: one for one in report["findings"]}


def test_all_answered_is_0_and_nothing_is_touched(course: Run, module: Path) -> None:
    answer(module)
    before = state(module)
    done = course("validate", "00-orientation")
    assert done.returncode == 0, done.stdout
    assert "Every answer is there" in done.stdout
    assert state(module) == before


def test_an_untouched_module_lists_every_graded_question(course: Run, module: Path) -> None:
    code, found = findings(course, "00-orientation")
    graded = [question.id for question in load_bank(module) if question.is_graded]
    assert code == 1 and list(found) == graded
    assert {one["what"] for one in found.values()} == {"unanswered"}
    assert not (module / "answers.json").exists()


def test_what_is_missing_and_what_has_a_wrong_form(course: Run, module: Path) -> None:
    answer(module, at_handover=None, fewer_falls="1,234", forecast="a lot")
    code, found = findings(course, "00-orientation")
    assert code == 1
    assert {name: one["what"] for name, one in found.items()} == {
        "fewer-falls": "form",
        "at-handover": "unanswered",
        "forecast": "form",
    }
    assert "1,234" in found["fewer-falls"]["say"]
    assert "Traceback" not in json.dumps(found)


def test_a_wrong_answer_of_the_right_form_is_nobodys_business_here(course: Run, module: Path) -> None:
    answer(module, who_discerns="kofi")
    assert course("validate", cwd=module).returncode == 0, "in the module's folder, without its name"


def test_a_changed_test_cell_is_noticed(course: Run, module: Path) -> None:
    answer(module)
    path = module / "00-orientation.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    cell.source = "pass  # " + cell.source
    nbformat.write(notebook, path)
    code, found = findings(course, "00-orientation")
    assert code == 1
    assert [one["what"] for one in found.values()] == ["changed"]


def test_damaged_answers_are_said_and_kept(course: Run, module: Path) -> None:
    (module / "answers.json").write_text("{damaged")
    before = state(module)
    done = course("validate", "00-orientation")
    assert done.returncode == 1
    assert "answers.json could not be used: it is not complete JSON" in done.stdout
    assert state(module) == before


def test_a_notebook_under_another_name_is_named(course: Run, module: Path) -> None:
    answer(module)
    (module / "00-orientation.ipynb").rename(module / "Untitled.ipynb")
    code, found = findings(course, "00-orientation")
    assert code == 1 and list(found) == [None]
    assert "Untitled.ipynb" in found[None]["say"] and "00-orientation.ipynb" in found[None]["say"]


@pytest.mark.parametrize("content", ["cut", "{}", "", "[]", "\x00\x01", '{"nbformat": 99, "cells": []}'])
def test_a_notebook_that_is_none_is_said_and_the_rest_goes_on(
    course: Run, module: Path, content: str
) -> None:
    answer(module, forecast=None)
    path = module / "00-orientation.ipynb"
    path.write_text(path.read_text()[:2000] if content == "cut" else content)
    before = state(module)
    code, found = findings(course, "00-orientation")
    assert code == 1 and set(found) == {None, "forecast"}
    assert found[None]["what"] == "notebook" and found["forecast"]["what"] == "unanswered"
    said = found[None]["say"]
    assert "Your answers on cards are safe" in said and "course open --lay-only" in said
    assert "did not foresee" not in said and state(module) == before


def test_the_way_to_a_fresh_notebook_leads_there(course: Run, module: Path) -> None:
    answer(module)
    (module / "00-orientation.ipynb").write_text("{}")
    assert course("validate", "00-orientation").returncode == 1
    old = module.rename(module.with_name("00-orientation-old"))
    assert course("open", "--lay-only").returncode == 0
    shutil.copy(old / "answers.json", module)
    assert course("validate", "00-orientation").returncode == 0


def test_what_cannot_be_copied_is_named_and_left(course: Run, module: Path) -> None:
    answer(module)
    (module / "nowhere").symlink_to(module / "nothing")
    (module / "endless").symlink_to("/dev/zero")
    (module / "round").symlink_to(module)
    (module / "broken.ipynb").symlink_to(module / "nothing.ipynb")
    os.mkfifo(module / "pipe")
    with (module / "huge").open("wb") as file:
        file.truncate(10**10)  # a hole: it takes no room here, and would in a copy
    code, found = findings(course, "00-orientation")
    assert code == 1 and list(found) == [None]
    report = json.loads(course("validate", "00-orientation", "--json").stdout)
    said = " ".join(one["say"] for one in report["findings"])
    assert len(report["findings"]) == 6
    for name, why in {
        "nowhere": "leads nowhere",
        "endless": "no plain file",
        "round": "no plain file",
        "broken.ipynb": "leads nowhere",
        "pipe": "no plain file",
        "huge": "too large, with 10,000 MB",
    }.items():
        assert re.search(f"'{name}' was left out of this trial: [^.]*{why}", said), said


@pytest.mark.parametrize("kind", ["a link", "a pipe", "a folder", "too large"])
def test_answers_that_are_no_plain_file_are_said(course: Run, module: Path, kind: str) -> None:
    path = module / "answers.json"
    if kind == "a link":
        path.symlink_to("/dev/zero")
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    else:
        path.write_text("x" * 3_000_000)
    code, found = findings(course, "00-orientation")
    assert code == 1 and found[None]["what"] == "answers"
    why = {"a link": "a link to another file", "too large": "more than 1000 kB"}.get(kind, "not a plain file")
    assert why in found[None]["say"]
    assert {one["what"] for name, one in found.items() if name} == {"unanswered"}


def test_data_that_the_notebook_needs_comes_along(module: Path, tmp_path: Path) -> None:
    (module / "data" / "deep").mkdir(parents=True)
    (module / "data" / "deep" / "posts.csv").write_text("a,b")
    (tmp_path / "elsewhere.csv").write_text("c,d")
    (module / "linked.csv").symlink_to(tmp_path / "elsewhere.csv")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    copy, left_out = trial_copy.copy_module(module, scratch)
    assert (copy / "data" / "deep" / "posts.csv").read_text() == "a,b"
    assert (copy / "linked.csv").read_text() == "c,d" and not (copy / "linked.csv").is_symlink()
    assert left_out == [] and "faculty" not in json.loads((scratch / ".course.json").read_text())


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "while True:\n    print('again and again')",
        "while True:\n    try:\n        [0] * 10\n    except BaseException:\n        pass",
    ],
    ids=["calm", "loud", "stubborn"],
)
def test_a_cell_that_never_ends_is_named(module: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(trial_run, "SECONDS", 3)
    answer(module)
    path = module / "00-orientation.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, path)
    (one,) = validate.try_out(module)
    assert one.what == "form" and one.question is None
    first = code.splitlines()[0]
    assert one.say.startswith(f"Cell 3 (`{first}`) did not end within 3 seconds")
    assert "a loop that never ends" in one.say


def test_a_cell_has_the_time_that_nbgrader_gives_it() -> None:
    from nbgrader.preprocessors import Execute

    assert Execute().timeout == trial_run.SECONDS
