"""The `course` command: help, exit codes, and one clear message instead of a traceback."""

import json
import re
import shutil
from pathlib import Path

import pytest
from commanded import Run

pytestmark = pytest.mark.slow

COMMANDS = (
    "open", "enrol", "validate", "build", "lint", "rotate", "doctor", "grade", "feedback", "signals", "demo",
    "import", "corpus", "archive",
)  # fmt: skip


def test_the_list_of_commands(course: Run) -> None:
    done = course("--help")
    assert done.returncode == 0
    assert re.findall(r"│ ([a-z]+) ", done.stdout) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(course: Run, command: str) -> None:
    done = course(command, "--help")
    assert done.returncode == 0
    assert f"Example: course {command}" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["open", "--fast"],
        ["enrol"],
        ["doctor", "--for", "nobody"],
        ["open", "--faculty", "--cohort"],
        ["open", "--port", "70000"],
        ["open", "--port", "-1"],
        ["open", "--json"],
    ],
)
def test_a_command_typed_wrongly_is_2(course: Run, words: list[str]) -> None:
    done = course(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and done.stderr.strip()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["open", "--cohort"], "Nobody is enrolled"),
        (["open", "no-such-module"], "There is no module no-such-module. There are: 00-orientation"),
        (["enrol", "a b"], "cannot be an id"),
        (["validate"], "Name a module"),
        (["validate", "no-such-module"], "There is no module no-such-module"),
        (["build", "no-such-module"], "there is nothing to build"),
        (["build", "--check", "no-such-module"], "there is nothing to build"),
        (["rotate", "no-such-roster.csv"], "Name the roster: one id a line"),
        (["build", "--root", "nowhere"], "name it with --root"),
        (["build", "--check", "--root", "nowhere"], "name it with --root"),
        (["open", "--root", "nowhere"], "There are no released modules"),
        (["open", "--faculty", "--root", "nowhere"], "is not the course folder"),
        (["demo", "--root", "nowhere"], "is not the course folder"),
    ],
)
def test_what_cannot_be_done_is_1_and_one_message(course: Run, words: list[str], says: str) -> None:
    done = course(*words)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout == ""


def test_a_script_gets_errors_as_json_too(course: Run) -> None:
    done = course("validate", "no-such-module", "--json")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert list(said) == ["error"] and said["error"] in done.stderr.replace("\n", "")
    assert "There is no module no-such-module" in said["error"]


def test_enrolling_in_a_folder_that_is_not_there_makes_none(course: Run, course_folder: Path) -> None:
    done = course("enrol", "okafor", "--root", "nowhere")
    assert done.returncode == 1 and "is not a folder" in done.stderr
    assert not (course_folder / "nowhere").exists()


def test_a_wrong_key_folder_is_said(course: Run) -> None:
    done = course("open", "--lay-only", COURSE_FACULTY="private-keys")
    assert done.returncode == 1
    assert "COURSE_FACULTY names" in done.stderr


def test_the_unforeseen_is_one_message_too(course: Run, course_folder: Path) -> None:
    (course_folder / "faculty" / "00-orientation" / "notebook.md").unlink()
    (course_folder / "faculty" / "00-orientation" / "notebook.md").mkdir()
    done = course("build", "--check")
    assert done.returncode == 1
    assert "notebook.md" in done.stderr and "Traceback" not in done.stderr


def test_open_lays_the_desk_for_self_study(course: Run, course_folder: Path) -> None:
    done = course("open", "--lay-only")
    assert (done.returncode, done.stderr) == (0, "")
    assert "00-orientation is on your desk" in done.stdout
    desk = course_folder / "desk"
    assert (desk / "00-orientation" / "questions.yaml").is_file()
    assert json.loads((desk / ".course.json").read_text()) == {
        "mode": "self-study",
        "id": "self-study",
        "faculty": str(course_folder / "faculty"),
    }
    assert course("open", "--lay-only").stdout == "", "a desk as it was left needs no words"


def test_without_keys_self_study_names_none(course: Run, course_folder: Path) -> None:
    shutil.rmtree(course_folder / "faculty")
    assert course("open", "--lay-only").returncode == 0
    assert "faculty" not in json.loads((course_folder / "desk" / ".course.json").read_text())


def test_enrol_says_who_and_open_goes_on_from_there(course: Run, course_folder: Path) -> None:
    done = course("enrol", "okafor", "--cohort", "nights", "--exchange", "/srv/exchange", "--json")
    found = json.loads(done.stdout)
    assert (found["id"], found["cohort"], found["mode"]) == ("okafor", "nights", "cohort")
    assert course("open", "--cohort", "--lay-only").returncode == 0
    config = (course_folder / "desk" / "nbgrader_config.py").read_text()
    assert "c.Exchange.root = '/srv/exchange'" in config
    page = (course_folder / "desk" / "start-here.md").read_text(encoding="utf-8")
    assert "okafor" in page and "The exchange is not there" in page
    refused = course("open", "--lay-only")
    assert refused.returncode == 1 and "course open --cohort" in refused.stderr
    assert not (course_folder / "desk" / "00-orientation").exists(), "a cohort's modules come by the exchange"


def test_build_check_tells_by_its_exit_code(course: Run, course_folder: Path) -> None:
    fresh = course("build", "--check")
    assert (fresh.returncode, fresh.stdout) == (0, "Everything built is up to date.\n")
    text = course_folder / "faculty" / "00-orientation" / "notebook.md"
    text.write_text(text.read_text() + "\nOne more sentence.\n")
    stale = course("build", "--check", "--json", "00-orientation")
    assert stale.returncode == 1
    paths = {one["path"]: one["what"] for one in json.loads(stale.stdout)["changes"]}
    assert paths == {
        "source/00-orientation/00-orientation.ipynb": "changed",
        "release/00-orientation/00-orientation.ipynb": "changed",
    }
    assert "2 files written" in course("build", "00-orientation").stdout
    assert course("build", "--check", "00-orientation").returncode == 0


def test_a_command_typed_wrongly_is_json_for_a_script(course: Run) -> None:
    for words, says in {
        ("open", "--json"): "--lay-only",
        ("open", "--json", "--port", "70000"): "65535",
        ("enrol", "--json"): "ID",
        ("doctor", "--json", "--for", "nobody"): "nobody",
        ("validate", "--json", "--fast"): "--fast",
        ("fly", "--json"): "fly",
    }.items():
        done = course(*words)
        said = json.loads(done.stdout)
        assert done.returncode == 2 and list(said) == ["error"] and says in said["error"], words
        assert "Traceback" not in done.stderr and done.stderr.strip()


def test_open_tells_a_script_what_lies_where(course: Run, course_folder: Path) -> None:
    done = course("open", "--lay-only", "--json")
    desk = course_folder / "desk"
    found = json.loads(done.stdout)
    assert done.returncode == 0 and found["folder"] == str(desk)
    assert found["laid"][0] == {
        "module": "00-orientation",
        "what": "new",
        "folder": str(desk / "00-orientation"),
    }
    again = json.loads(course("open", "--lay-only", "--json").stdout)
    assert {one["what"] for one in again["laid"]} == {"unchanged"}
    faculty = json.loads(course("open", "--faculty", "--lay-only", "--json").stdout)
    assert faculty == {"folder": str(course_folder), "laid": []}


def test_words_between_colons_and_brackets_stay_words(course: Run, course_folder: Path) -> None:
    text = course_folder / "faculty" / "00-orientation" / "notebook.md"
    text.write_text(text.read_text().replace(":question: who-discerns", ":question: no-such-card", 1))
    done = course("build")
    assert done.returncode == 1 and "`:question: no-such-card` is not in" in done.stderr
    odd = course("validate", ":question: [bold]x[/bold] [/]")
    assert "There is no module :question: [bold]x[/bold] [/] on" in odd.stderr


def test_enrolling_where_somebody_else_wrote_the_config_changes_nothing(
    course: Run, course_folder: Path
) -> None:
    assert course("enrol", "okafor").returncode == 0
    desk = course_folder / "desk"
    (desk / "nbgrader_config.py").write_text("c = get_config()\n")
    before = (desk / ".course.json").read_bytes()
    done = course("enrol", "lindqvist")
    assert done.returncode == 1 and "written by somebody else" in done.stderr
    assert "student_id = 'lindqvist'" in done.stderr
    assert (desk / ".course.json").read_bytes() == before
