"""Building: the same bytes twice, what changed is said, and every mistake in a text is named."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest
from course_in_a_box import REPOSITORY
from small import write_course

from course.authoring import AuthoringError, build, check_fresh
from course.errors import BankError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    return write_course(tmp_path)


def cells(root: Path, side: str) -> dict[str, dict]:
    notebook = json.loads((root / side / "m1" / "m1.ipynb").read_text())
    named = [cell for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in named}


def source(cell: dict) -> str:
    return "".join(cell["source"])


def edit(root: Path, old: str, new: str, file: str = "faculty/m1/notebook.md") -> None:
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_second_build_changes_no_byte(root: Path) -> None:
    assert {change.what for change in build(root=root)} == {"added"}
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert {change.what for change in build(root=root)} == {"unchanged"}
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert check_fresh(root) == []


def test_what_changed_is_named_by_cell(root: Path) -> None:
    build(root=root)
    edit(root, "posts = [1, 2, 3]", "posts = [1, 2]")
    stale = check_fresh(root)
    assert [(change.path, change.what, change.cells) for change in stale] == [
        ("source/m1/m1.ipynb", "changed", ("how-many-code",)),
        ("release/m1/m1.ipynb", "changed", ("how-many-code",)),
    ]
    assert build(["m1"], root)[0].what == "changed"
    assert check_fresh(root) == []


def test_a_new_paragraph_renames_no_cell_of_a_question(root: Path) -> None:
    build(root=root)
    before = {name: cell["id"] for name, cell in cells(root, "release").items()}
    edit(root, "# Hello", "# Hello\n\nAnother opening.\n\n+++\n\nAnd another cell.")
    build(root=root)
    assert {name: cell["id"] for name, cell in cells(root, "release").items()} == before


def test_the_cells_nbgrader_needs(root: Path) -> None:
    build(root=root)
    found = cells(root, "source")
    assert list(found) == [
        "setup", "warm-up-ask", "which-ask", "which", "own-number-ask", "own-number",
        "how-many-ask", "how-many-code", "how-many", "why-ask", "why",
    ]  # fmt: skip
    flags = {
        name: tuple(cell["metadata"]["nbgrader"][flag] for flag in ("grade", "solution", "locked", "task"))
        for name, cell in found.items()
    }
    assert flags["which-ask"] == (False, False, True, False)
    assert flags["which"] == (True, False, True, False)
    assert flags["how-many-code"] == (False, True, False, False)
    assert flags["why"] == (False, False, True, True)
    assert [found[name]["metadata"]["nbgrader"]["points"] for name in ("which", "how-many", "why")] == [
        1,
        2,
        3,
    ]
    assert source(found["which"]) == (
        'check("which")\n### BEGIN HIDDEN TESTS\ngrade("which")\n### END HIDDEN TESTS'
    )
    assert "Says one \\| or so." in source(found["why"])


def test_the_release_has_scaffold_and_no_secret(root: Path) -> None:
    build(root=root)
    released = cells(root, "release")
    assert source(released["how-many-code"]) == "posts = [1, 2, 3]\nn_posts = ...\n# Your code here"
    assert source(released["how-many"]) == 'check("how-many", n_posts)'
    text = (root / "release/m1/m1.ipynb").read_text()
    for secret in ("grade(", "HIDDEN", "len(posts)", "Says two", "MARK SCHEME"):
        assert secret not in text


def test_building_leaves_gradebook_and_stray_files_alone(root: Path) -> None:
    (root / "gradebook.db").write_bytes(b"not to be touched")
    build(root=root)
    (root / "release/m1/old.png").write_bytes(b"x")
    by_hand = root / "source" / "by-hand"
    by_hand.mkdir()
    (by_hand / "by-hand.ipynb").write_text("{}")
    changes = build(root=root)
    assert [change.path for change in changes if change.what == "removed"] == ["release/m1/old.png"]
    assert not (root / "release/m1/old.png").exists()
    assert (by_hand / "by-hand.ipynb").read_text() == "{}"
    assert not (root / "release" / "by-hand").exists()
    assert (root / "gradebook.db").read_bytes() == b"not to be touched"


def test_pictures_are_released(root: Path) -> None:
    (root / "source/m1/pictures").mkdir()
    (root / "source/m1/pictures/a.png").write_bytes(b"\x89PNG")
    build(root=root)
    assert (root / "release/m1/pictures/a.png").read_bytes() == b"\x89PNG"


def test_the_build_is_what_nbgrader_itself_makes(root: Path) -> None:
    """formgrader's Generate and `course build` must not fight over release/."""
    from course_in_a_box import Box, ok

    build(root=root)
    built = (root / "release/m1/m1.ipynb").read_bytes()
    box = Box(root / "box")
    for side in ("source", "faculty"):
        shutil.copytree(root / side, box.course / side)
    ok(box.api.generate_assignment("m1"))
    assert (box.course / "release/m1/m1.ipynb").read_bytes() == built


def test_a_faculty_folder_elsewhere(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(root / "faculty", tmp_path / "kept-apart")
    monkeypatch.setenv("COURSE_FACULTY", str(tmp_path / "kept-apart"))
    assert {change.module for change in build(root=root)} == {"m1"}


FAULTS = {
    "a question that the text never asks": (
        "```{code-cell}\n:question: which\n```\n", "", ["which", "never asks"],
    ),
    "a question the bank does not have": (":question: why", ":question: whi", ["whi", "not in"]),
    "a question asked twice": (":question: why", ":question: which", ["which", "2 times"]),
    "no import": ("from course import ask, check, hint", "import os", ["first code cell", "import os"]),
    "no solution": ("### BEGIN SOLUTION\n", "", ["how-many", "0 `### BEGIN SOLUTION`"]),
    "a variable nobody sets": ("n_posts = len(posts)", "m = len(posts)", ["how-many", "n_posts"]),
    "code without a variable": (":question: which", ":question: which\nx = 1", ["which", "no `variable`"]),
    "an unknown option": (":question: which", ":quastion: which", [":quastion:"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_mistakes_in_the_text_are_named(root: Path, fault: str) -> None:
    old, new, words = FAULTS[fault]
    edit(root, old, new)
    with pytest.raises(AuthoringError) as caught:
        build(root=root)
    message = str(caught.value)
    assert "notebook.md" in message
    assert all(word in message for word in words), message
    assert not (root / "release").exists()


def test_mistakes_in_bank_and_key_surface(root: Path) -> None:
    edit(root, "points: 8", "points: 9", "source/m1/questions.yaml")
    with pytest.raises(BankError, match="points"):
        build(root=root)
    edit(root, "points: 9", "points: 8", "source/m1/questions.yaml")
    edit(root, "answer: a", "answer: z", "faculty/m1/key.yaml")
    with pytest.raises(BankError, match="which"):
        build(root=root)


def test_answers_left_in_source_are_refused(root: Path) -> None:
    (root / "source/m1/answers.json").write_text("{}")
    with pytest.raises(AuthoringError, match="answers.json"):
        build(root=root)


def test_an_unknown_module_is_refused_with_those_there_are(root: Path) -> None:
    with pytest.raises(AuthoringError, match="m1"):
        build(["m2"], root)
    with pytest.raises(AuthoringError, match="Modules with a text: m1"):
        check_fresh(root, modules=["m2"])


def test_a_folder_without_any_text_is_not_up_to_date(tmp_path: Path) -> None:
    for make in (build, check_fresh):
        with pytest.raises(AuthoringError, match="course folder"):
            make(root=tmp_path)


def test_modules_that_are_named_are_the_ones_looked_at(root: Path) -> None:
    assert {change.module for change in check_fresh(root, modules=["m1"])} == {"m1"}


def test_nothing_is_written_unless_all_modules_build(root: Path) -> None:
    for side in ("source", "faculty"):
        shutil.copytree(root / side / "m1", root / side / "m0")
    edit(root, "module: m1", "module: m0", "source/m0/questions.yaml")
    edit(root, "module: m1", "module: m0", "faculty/m0/key.yaml")
    edit(root, ":question: why", ":question: whi")
    with pytest.raises(AuthoringError):
        build(root=root)
    assert not (root / "source/m0/m0.ipynb").exists()


def test_every_module_here_is_fresh() -> None:
    """source/ and release/ are what faculty/ says, byte for byte."""
    assert [str(change) for change in check_fresh(REPOSITORY)] == []


def state(root: Path) -> dict[str, bytes]:
    """Every file, and every folder, of what a build writes."""
    found = [path for side in ("source", "release") for path in (root / side).rglob("*")]
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else b"" for path in found}


def test_a_release_that_cannot_be_made_leaves_the_source_as_it_was(root: Path) -> None:
    (root / "release").write_text("A file where the folder should be.")
    before = state(root)
    with pytest.raises(AuthoringError, match=r"release.*Nothing was changed.*build again"):
        build(root=root)
    assert state(root) == before
    (root / "release").unlink()
    assert {change.what for change in build(root=root)} == {"added"}


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("where", ["replace", "fsync"])
def test_a_disk_that_refuses_half_way_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, where: str, step: int
) -> None:
    build(root=root)
    edit(root, "posts = [1, 2, 3]", "posts = [1, 2]")
    (root / "release" / "m1" / "old.txt").write_text("from an earlier release")
    (root / "source" / "m1" / "new.txt").write_text("for the next one")
    before, real, calls = state(root), getattr(os, where), []

    def refuse(*args: object) -> None:
        calls.append(args)
        if len(calls) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(*args)

    with monkeypatch.context() as full:
        full.setattr(os, where, refuse)
        with pytest.raises(AuthoringError, match="No space left on device. Nothing was changed"):
            build(root=root)
    assert state(root) == before
    assert len(build(root=root)) > 3 and check_fresh(root) == []
    left = {path.name for path in (root / "release" / "m1").iterdir()}
    assert "new.txt" in left and "old.txt" not in left and not any(name.startswith(".") for name in left)


def test_what_a_build_that_was_cut_off_left_is_never_released(root: Path) -> None:
    build(root=root)
    (root / "source" / "m1" / ".m1.ipynb.course-new").write_text("with solutions")
    assert check_fresh(root) == []
    edit(root, "posts = [1, 2, 3]", "posts = [1, 2]")
    build(root=root)
    assert not list((root / "release").rglob("*course-new"))
