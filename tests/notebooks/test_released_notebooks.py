"""Released notebooks as trainees meet them: run from the top, validated empty, validated with answers."""

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from course_in_a_box import FIXTURES, REPOSITORY, Box
from nbclient import NotebookClient
from nbgrader.validator import Validator

MODULES = sorted(
    {"m1"}
    | {path.parent.name for path in FIXTURES.glob("*/notebook.md")}
    | {path.parent.name for path in REPOSITORY.glob("faculty/*/notebook.md")}
)


@pytest.fixture(scope="module", params=MODULES)
def module(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Box, str]:
    box = Box(tmp_path_factory.mktemp(request.param) / "box")
    box.add(request.param)
    return box, request.param


def desk(module: tuple[Box, str], tmp_path: Path) -> Path:
    """A trainee's own copy of the module, enrolled as jo."""
    box, name = module
    settings = {"mode": "cohort", "id": "jo", "cohort": box.cohort, "course_id": "discernment"}
    (tmp_path / ".course.json").write_text(json.dumps(settings))
    return Path(shutil.copytree(box.course / "release" / name, tmp_path / name))


def cells(module: tuple[Box, str]) -> list[dict[str, Any]]:
    box, name = module
    return json.loads((box.course / "release" / name / f"{name}.ipynb").read_text())["cells"]


def test_nothing_in_the_file_is_left_over(module: tuple[Box, str]) -> None:
    box, name = module
    notebook = json.loads((box.course / "release" / name / f"{name}.ipynb").read_text())
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "course"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
        if cell["cell_type"] == "code":
            compile("".join(cell["source"]), cell["id"], "exec")


def test_every_question_is_asked_and_every_graded_one_checked(module: tuple[Box, str]) -> None:
    box, name = module
    source = "\n".join("".join(cell["source"]) for cell in cells(module) if cell["cell_type"] == "code")
    decks = tuple(
        f"{cell['metadata']['course']['deck']}-"
        for cell in cells(module)
        if "deck" in cell["metadata"].get("course", {})
    )
    for question in box.bank(name):
        if decks and question.id.startswith(decks):
            continue
        assert f'ask("{question.id}")' in source
        if question.is_graded and question.kind != "text":
            assert f'check("{question.id}"' in source


def test_an_untouched_notebook_runs_to_its_end(
    module: tuple[Box, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk(module, tmp_path)
    monkeypatch.chdir(folder)
    notebook = nbformat.read(folder / f"{module[1]}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []


def validate(path: Path) -> str:
    """What Validate says, without the notebook in its place being changed."""
    said = StringIO()
    validator = Validator()
    validator.stream = said
    validator.validate_and_print(str(path))
    return said.getvalue()


def test_validate_names_what_is_not_answered_without_frames(
    module: tuple[Box, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk(module, tmp_path)
    monkeypatch.chdir(folder)
    said = validate(folder / f"{module[1]}.ipynb")
    assert "VALIDATION FAILED" in said and "not answered" in said.lower()
    assert "Traceback" not in said and 'File "' not in said and "course/questions" not in said


def test_validate_passes_a_complete_notebook(
    module: tuple[Box, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, name = module
    folder = desk(module, tmp_path)
    monkeypatch.chdir(folder)
    box.write_answers(folder, box.right(name, "jo"), "jo")
    box.solve_code(folder, name)
    assert "Success!" in validate(folder / f"{name}.ipynb")
