"""`course validate`: form only, in a copy, with honest exit codes."""

import hashlib
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import Run

from course.questions.answers import AnswerFile
from course.questions.draws import drawn_for
from course.questions.loading import load_bank, load_keys, load_reference
from course.questions.scoring import right_answers


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
