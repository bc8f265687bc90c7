"""Notebooks whose cells were deleted, copied, moved, renamed, unlocked or damaged are graded like any other;
so are those under another name, and of a file that is no notebook the answers on cards.
"""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok, rewrite

pytestmark = from_nbgrader
EVERYTHING = {
    "which": (1.0, False),
    "own-number": (2.0, False),
    "how-many": (2.0, False),
    "why": (0.0, True),
}


def named(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


def grade_id(cell: dict[str, Any]) -> str | None:
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def delete_tests(notebook: dict[str, Any]) -> None:
    """Among them `which`, which stands behind a locked card: nbgrader's own repair raises KeyError there."""
    notebook["cells"] = [
        cell for cell in notebook["cells"] if grade_id(cell) not in ("which", "how-many", "why")
    ]


def delete_all_locked(notebook: dict[str, Any]) -> None:
    notebook["cells"] = [
        cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("locked")
    ]


def copy_cells(notebook: dict[str, Any]) -> None:
    for name in ("which", "how-many-code", "which-ask", "why"):
        again = copy.deepcopy(named(notebook, name))
        again["id"] = f"copy-of-{name}"
        notebook["cells"].insert(notebook["cells"].index(named(notebook, name)), again)


def copy_with_flags_off(notebook: dict[str, Any]) -> None:
    """nbgrader's DeduplicateIds looks at flagged cells only."""
    again = copy.deepcopy(named(notebook, "which"))
    again["id"] = "copy"
    again["metadata"]["nbgrader"] |= {"grade": False, "locked": False}
    notebook["cells"].insert(1, again)


def reverse(notebook: dict[str, Any]) -> None:
    notebook["cells"].reverse()


def rename(notebook: dict[str, Any]) -> None:
    for name in ("which", "how-many-code", "how-many", "why", "setup"):
        named(notebook, name)["metadata"]["nbgrader"]["grade_id"] = f"{name}-of-mine"


def unlock(notebook: dict[str, Any]) -> None:
    """Locked cells marked as answers: nbgrader raises "Inconsistent checksums"."""
    for name in ("which", "how-many"):
        cell = named(notebook, name)
        cell["metadata"]["nbgrader"] |= {"solution": True, "locked": False, "points": 100}
        cell["source"] = "print('mine now')"


def change_types(notebook: dict[str, Any]) -> None:
    which, why = named(notebook, "which"), named(notebook, "why")
    which["cell_type"] = "markdown"
    del which["outputs"], which["execution_count"]
    why["cell_type"] = "raw"


def spoil_metadata(notebook: dict[str, Any]) -> None:
    named(notebook, "which")["metadata"]["nbgrader"] = {}
    named(notebook, "how-many")["metadata"]["nbgrader"] = {"schema_version": 1, "grade": "yes"}
    named(notebook, "why")["metadata"]["nbgrader"] = ["not", "a", "record"]
    notebook["metadata"] = {"kernelspec": {"name": "no-such-kernel", "display_name": "x", "language": "x"}}


def no_metadata_on_a_cell(notebook: dict[str, Any]) -> None:
    del named(notebook, "which")["metadata"]
    notebook["cells"].append("no cell at all")


def ids_that_are_none(notebook: dict[str, Any]) -> None:
    named(notebook, "which")["id"] = "two words"
    named(notebook, "own-number")["id"] = 7
    named(notebook, "why")["id"] = "x" * 500


def no_source(notebook: dict[str, Any]) -> None:
    named(notebook, "which")["source"] = None
    named(notebook, "why")["source"] = ["a line", None, 3]


def half_a_letter(notebook: dict[str, Any]) -> None:
    notebook["cells"].insert(0, {"cell_type": "code", "metadata": {"x": "\ud800"}, "source": "'\ud800'"})


def odd_cell_types(notebook: dict[str, Any]) -> None:
    named(notebook, "which")["cell_type"] = "heading"
    named(notebook, "own-number")["outputs"] = {"not": "a list"}


BENT = [
    delete_tests, delete_all_locked, copy_cells, copy_with_flags_off, reverse, rename, unlock, change_types,
    spoil_metadata, no_metadata_on_a_cell, ids_that_are_none, no_source, half_a_letter, odd_cell_types,
]  # fmt: skip


def another_name(folder: Path) -> None:
    (folder / "m1.ipynb").rename(folder / "Untitled.ipynb")


def another_name_beside_a_note(folder: Path) -> None:
    another_name(folder)
    note = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "zz-notes.ipynb").write_text(json.dumps(note))


# Of these files no cell can be used; what was answered on cards counts all the same.
def no_notebook(folder: Path) -> None:
    (folder / "m1.ipynb").unlink()


def cut_off(folder: Path) -> None:
    text = (folder / "m1.ipynb").read_bytes()
    write(folder, text[: len(text) // 2])


def another_format(folder: Path) -> None:
    write(folder, b'{"nbformat": 3, "worksheets": 1, "metadata": {}}')


def a_list(folder: Path) -> None:
    write(folder, b"[" * 100_000)


def no_text(folder: Path) -> None:
    write(folder, b"\xff\xfe\x00PK\x03\x04")


def write(folder: Path, content: bytes) -> None:
    (folder / "m1.ipynb").chmod(0o644)
    (folder / "m1.ipynb").write_bytes(content)


RENAMED = [another_name, another_name_beside_a_note]
BROKEN = [no_notebook, cut_off, another_format, a_list, no_text]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    """All of them in one batch, so that one that stops also shows whether the others go on."""
    box = Box(tmp_path_factory.mktemp("bent") / "box")
    box.add("m1")
    box.release("m1")
    for bend in BENT:

        def change(folder: Path, bend: Any = bend) -> None:
            rewrite(folder / "m1.ipynb", bend)

        name = bend.__name__
        box.hand_in(name, "m1", box.right("m1", name), solved=True, change=change)
    for spoil in [*RENAMED, *BROKEN]:
        box.hand_in(spoil.__name__, "m1", box.right("m1", spoil.__name__), solved=True, change=spoil)
    ok(box.collect("m1"))
    box.autograde("m1")
    return box


@pytest.mark.parametrize("bend", [*BENT, *RENAMED], ids=lambda bend: bend.__name__)
def test_answers_still_score(box: Box, bend: Any) -> None:
    assert box.scores("m1", bend.__name__) == EVERYTHING


@pytest.mark.parametrize("spoil", BROKEN, ids=lambda spoil: spoil.__name__)
def test_without_a_notebook_answers_on_cards_still_score(box: Box, spoil: Any) -> None:
    assert box.scores("m1", spoil.__name__) == {**EVERYTHING, "how-many": (0.0, False)}


def test_a_notebook_renamed_by_hand_in_submitted_is_found_too(box: Box) -> None:
    """Work that faculty put into submitted/ themselves does not pass through the collection."""
    folder = box.course / "submitted" / "byhand" / "m1"
    shutil.copytree(box.course / "submitted" / "reverse" / "m1", folder)
    (folder / "m1.ipynb").rename(folder / "my homework.ipynb")
    box.write_answers(folder, box.right("m1", "byhand"), "byhand")
    box.enrol("byhand")
    ok(box.autograde("m1", "byhand"))
    assert box.scores("m1", "byhand") == EVERYTHING


@pytest.mark.parametrize("bend", [*BENT, *RENAMED, *BROKEN], ids=lambda bend: bend.__name__)
def test_graders_see_every_card_and_task_in_order(box: Box, bend: Any) -> None:
    cells = box.autograded("m1", bend.__name__).cells
    names = [name for name in map(grade_id, cells) if name and not name.endswith("-code")]
    assert names == [
        "setup", "warm-up-ask", "which-ask", "which", "own-number-ask", "own-number", "how-many-ask",
        "how-many", "why-ask", "why",
    ]  # fmt: skip
    task = cells[[grade_id(cell) for cell in cells].index("why")]
    assert task.cell_type == "markdown" and "Says two." in task.source
