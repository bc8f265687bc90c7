"""nbgrader's API, its command line and formgrader's button: all grade in the isolated kernel, with equal
scores.
"""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, edit, from_nbgrader, ok

pytestmark = from_nbgrader

# Right only where the key cannot be read: 2 points isolated, none otherwise.
CODE = "import os\nn_posts = 0 if os.path.exists({key!r}) else 3"
PEOPLE = {"ann": True, "ben": False, "cem": True}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("ways") / "box")
    with (box.course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(box.exchange)!r}\nc.OwnNumbers.cohort = {box.cohort!r}\n")
    box.add("m1")
    box.release("m1")
    code = CODE.format(key=str(box.course / "faculty" / "m1" / "key.yaml"))

    def put(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "how-many-code":
            cell.source = code

    for name, right in PEOPLE.items():
        values = box.right("m1", name)
        if not right:
            values |= {"which": "b", "own-number": 1}
        box.hand_in(name, "m1", values, change=lambda folder: edit(folder / "m1.ipynb", put))
    ok(box.collect("m1"))
    return box


@pytest.fixture(scope="module")
def by_api(box) -> dict[str, Any]:
    ok(box.autograde("m1"))
    return scores(box)


def scores(box: Box) -> dict[str, Any]:
    return {name: box.scores("m1", name) for name in PEOPLE}


def forget(box: Box) -> None:
    """Take all scores away, so that none of the API's can be mistaken for the next way's."""
    with box.gradebook() as book:
        for name in PEOPLE:
            for notebook in book.find_submission("m1", name).notebooks:
                for grade in notebook.grades:
                    grade.auto_score = None
        book.db.commit()


def test_by_the_api(by_api) -> None:
    assert by_api["ann"]["how-many"] == by_api["ben"]["how-many"] == (2.0, False)
    assert by_api["ann"]["which"] == (1.0, False) and by_api["ben"]["which"] == (0.0, False)


def test_by_the_command_line(box, by_api) -> None:
    forget(box)
    assert scores(box) != by_api
    done = command_line(box)
    assert done.returncode == 0, done.stderr[-3000:]
    assert scores(box) == by_api


def test_the_command_line_without_isolation_gives_what_the_code_wanted(box, by_api) -> None:
    done = command_line(box, COURSE_ISOLATION="none")
    assert done.returncode == 0 and "NOT isolated" in done.stderr
    assert scores(box)["ann"]["how-many"] == (0.0, False)


def command_line(box: Box, **env: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "m1", "--force"],
        cwd=box.course,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )


def test_by_formgraders_button(box, by_api, tmp_path) -> None:
    from tests.browser.lab import TOKEN, running_lab

    forget(box)
    with running_lab(box.course, tmp_path / "home") as lab:
        for name in PEOPLE:
            request = urllib.request.Request(
                f"{lab.url}/formgrader/api/submission/m1/{name}/autograde?token={TOKEN}",
                data=b"",
                headers={"Authorization": f"token {TOKEN}"},
            )
            with urllib.request.urlopen(request, timeout=120) as answer:
                ok(json.loads(answer.read()))
    assert scores(box) == by_api


def test_validate_knows_no_isolated_kernel(tmp_path: Path) -> None:
    from jupyter_client.kernelspec import KernelSpecManager

    from course.grading.isolation.kernel import NAME

    assert NAME not in KernelSpecManager().find_kernel_specs()
