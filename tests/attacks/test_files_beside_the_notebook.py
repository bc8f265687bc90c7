"""Files that formgrader would serve: pages, pictures with script, links, changed course files."""

import os

import pytest
from course_in_a_box import edit

CODE = """
import os, pathlib
n_posts = 3
pathlib.Path("made-while-running.html").write_text("<script>alert(1)</script>")
os.symlink("/etc/passwd", "linked-while-running.txt")
pathlib.Path("questions.yaml").write_text("<script>alert(2)</script>")
"""


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        (folder / "page.html").write_text("<script>alert(3)</script>")
        (folder / "<img src=x onerror=alert(4)>.txt").write_text("x")
        (folder / "deep").mkdir()
        (folder / "deep" / "picture.svg").write_text("<svg onload=alert(5)>")
        (folder / "questions.yaml").write_text("module: mine")
        os.symlink("/etc/passwd", folder / "password.txt")

        def put(cell):
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = CODE

        edit(folder / "m1.ipynb", put)

    return attack("files", change)


def test_only_known_files_are_left_to_open(seen) -> None:
    left = {path.relative_to(seen.folder).as_posix() for path in seen.folder.rglob("*")}
    assert left == {"m1.ipynb", "answers.json", "questions.yaml", "timestamp.txt", "submission_secret.txt"}


def test_the_course_files_are_the_facultys(seen) -> None:
    assert (seen.folder / "questions.yaml").read_text() == (
        seen.box.course / "source/m1/questions.yaml"
    ).read_text()


def test_the_submission_itself_is_kept(seen) -> None:
    assert (seen.box.course / "submitted/files/m1/page.html").is_file()


def test_grading_went_on(seen) -> None:
    # The code spoiled the questions that its own check needs; answers on cards are none the worse for it.
    assert seen.scores["which"] == (1.0, False)
