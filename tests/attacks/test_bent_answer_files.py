"""answers.json as a link, a folder, a bomb or another module's: no points, a reason, and a person looks."""

import json
import os

import pytest

from course.grading.scoring.submission import read_submitted

NESTED = '{"version": 1, "module": "m1", "answers": ' + '{"a":' * 5000 + "1" + "}" * 5001
HUGE = json.dumps({"version": 1, "module": "m1", "x": "x" * 2_000_000})
WHOLE = '{"version": 1, "module": "m1", "id": "jo", "answers": {"which": {"value": "a"}}}'

BENT = {
    "a link": lambda path: os.symlink("/etc/passwd", path),
    "a folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "huge": lambda path: path.write_text(HUGE),
    "nested": lambda path: path.write_text(NESTED),
    "no number": lambda path: path.write_text(WHOLE.replace('"a"', "NaN")),
    "a name twice": lambda path: path.write_text(WHOLE.replace('"id"', '"module": "m2", "id"')),
    "another module": lambda path: path.write_text(WHOLE.replace("m1", "m2")),
    "the future": lambda path: path.write_text(WHOLE.replace('"version": 1', '"version": 9')),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 20),
    "a list": lambda path: path.write_text("[]"),
    "cut off": lambda path: path.write_text(WHOLE[:40]),
    "missing": lambda path: None,
}


@pytest.mark.parametrize("bend", BENT)
def test_it_is_a_problem_in_words(tmp_path, bend) -> None:
    BENT[bend](tmp_path / "answers.json")
    found = read_submitted(tmp_path, "m1")
    assert found.answers is None and found.trainee is None
    assert "answers" in found.problem and found.problem.endswith(".")
    assert "root:" not in found.problem


def test_a_whole_file_is_read(tmp_path) -> None:
    (tmp_path / "answers.json").write_text(WHOLE)
    found = read_submitted(tmp_path, "m1")
    assert (found.trainee, found.entry("which").value, found.problem) == ("jo", "a", "")


def test_only_what_is_there_can_be_unusable(tmp_path) -> None:
    assert not read_submitted(tmp_path, "m1").unusable
    for number, bend in enumerate(BENT):
        folder = tmp_path / str(number)
        folder.mkdir()
        BENT[bend](folder / "answers.json")
        assert read_submitted(folder, "m1").unusable == (bend != "missing"), bend


@pytest.fixture(scope="module", params=["nested", "a link", "the future", "missing"])
def seen(request, attack):
    def change(folder):
        (folder / "answers.json").unlink()
        BENT[request.param](folder / "answers.json")

    found = attack(f"file-{request.param[-4:].strip()}", change)
    found.is_missing = request.param == "missing"
    return found


def test_it_earns_nothing_and_does_not_crash(seen) -> None:
    assert seen.outcome["success"], seen.outcome["log"]
    # How many posts there were is computed by the code in the notebook, so it needs no file.
    expected = {name: (0.0, not seen.is_missing) for name in seen.scores}
    if seen.is_missing:
        expected["how-many"] = seen.scores["how-many"]
        assert seen.scores["how-many"][1] is False
    assert seen.scores == expected


def test_the_reason_is_given(seen) -> None:
    said = "No answers were submitted" if seen.is_missing else "with the answers cannot be used"
    assert said in seen.feedback
    assert said in seen.formgrader or seen.is_missing
    assert "root:" not in seen.feedback  # the first word of /etc/passwd


def test_half_a_character_stops_nothing(attack) -> None:
    def change(folder):
        text = '{"version": 1, "module": "m1", "answers": {"why": {"value": "\\ud800 and more"}}}'
        (folder / "answers.json").write_text(text)

    seen = attack("half", change)
    assert seen.outcome["success"], seen.outcome["log"]
    assert "and more" in seen.feedback or "characters that are none" in seen.feedback
