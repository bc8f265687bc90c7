"""A submission's code is so long that a page of it takes minutes: it is cut for reading, and kept whole."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from attacked import Seen
from course_in_a_box import edit, rewrite

from course.grading.outputs import charts

GREAT = "a." * 500_000 + "a"  # what colours code looks back to the first letter at each dot
MANY = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


def change(folder: Path) -> None:
    def put(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "n_posts = 3"

    edit(folder / "m1.ipynb", put)
    more = [{**MANY, "id": "great", "source": GREAT}]
    more += [{**MANY, "id": f"many-{number}", "source": f"x = {number}\n" * 2000} for number in range(20)]
    rewrite(folder / "m1.ipynb", lambda found: found["cells"].extend(more))


def code(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def seen(attack: Any) -> Seen:
    return attack("great", change)


def test_what_is_shown_is_bounded(seen: Seen) -> None:
    shown = code(seen.notebook)
    assert max(map(len, shown)) < charts.CODE_OF_A_CELL + 300
    assert max(len(line) for source in shown for line in source.split("\n")) < charts.LINE + 10
    assert sum(map(len, shown)) < charts.MOST_CODE + 300 * len(shown)


def test_it_says_so_and_where_the_whole_is(seen: Seen) -> None:
    said = f"{len(GREAT):,} letters. Whole: submitted/great/m1/m1.ipynb"
    assert said in seen.formgrader and said in seen.feedback
    submitted = nbformat.read(seen.box.course / "submitted" / "great" / "m1" / "m1.ipynb", 4)
    assert GREAT in code(submitted)


def test_the_whole_code_was_run_and_is_graded_again(seen: Seen) -> None:
    assert seen.scores["how-many"] == (2.0, False)
    seen.box.autograde("m1", "great")
    assert seen.scores["how-many"] == (2.0, False)


def test_the_facultys_own_cells_are_whole(seen: Seen) -> None:
    honest = seen.box.autograded("m1", "great")
    assert [source for source in code(honest) if source.startswith('ask("')]
    assert not any("Cut here" in source for source in code(honest) if source.startswith(("ask(", "check(")))


def test_without_a_bound_it_is_shown_whole(attack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CODE_OF_A_CELL", "MOST_CODE", "LINE"):
        monkeypatch.setattr(charts, name, 10**9)
    assert GREAT in code(attack("great-weaker", change).notebook)
