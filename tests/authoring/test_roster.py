"""From a roster to the rotation beside each test."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from formfixture import FIXTURE

from course.authoring.errors import AuthoringError
from course.authoring.roster import read_roster, rotate
from course.questions.bank.loading import load_bank

NAMES = [f"trainee.{n}@hospital.example" for n in range(9)]


@pytest.fixture
def source(tmp_path) -> Path:
    """Two tests with forms and one module that is none."""
    folder = tmp_path / "source"
    for module in ("t1-before", "t2-after", "03-numbers"):
        (folder / module).mkdir(parents=True)
        text = (FIXTURE / "questions.yaml").read_text().replace("module: t1-forms-abc", f"module: {module}")
        if module == "03-numbers":
            text = (FIXTURE.parent / "cynic" / "questions.yaml").read_text()
        (folder / module / "questions.yaml").write_text(text)
    return folder


def roster(tmp_path, text) -> Path:
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path / "roster.csv"


def test_ids_are_the_first_column(tmp_path):
    text = "id,name\n# night shift\nada,Ada O.\n\nb.okafor@hospital.example,\n cy \n"
    assert read_roster(roster(tmp_path, text)) == ["ada", "b.okafor@hospital.example", "cy"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ada\nbo\nada\n", "roster.csv, line 3: ada stands there twice. Remove one."),
        ("ada\n../bo\n", "roster.csv, line 2: '../bo' cannot be an id."),
        ("id\n\n# nobody\n", "roster.csv holds no ids. Write one a line."),
    ],
)
def test_a_faulty_roster_names_line_and_remedy(tmp_path, text, said):
    with pytest.raises(AuthoringError) as caught:
        read_roster(roster(tmp_path, text))
    assert said in str(caught.value)


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(AuthoringError, match="There is no file"):
        read_roster(tmp_path / "none.csv")


def test_every_test_gets_the_same_rotation_and_other_modules_none(source):
    done = rotate(NAMES, source)
    assert (done.trainees, done.new, done.sequences) == (9, 9, {"ABC": 3, "BCA": 3, "CAB": 3})
    assert [file.parent.name for file in done.files] == ["t1-before", "t2-after"]
    first, second = (file.read_bytes() for file in done.files)
    assert first == second and not (source / "03-numbers" / "rotation.json").exists()
    for name in NAMES:
        banks = [load_bank(source / test).own(None, name) for test in ("t1-before", "t2-after")]
        met = [bank.questions[0].form for bank in banks]
        assert met[0] != met[1]


def test_a_roster_may_grow_and_a_new_test_takes_the_rotation_over(source):
    rotate(NAMES[:4], source)
    before = json.loads((source / "t1-before" / "rotation.json").read_text())
    (source / "t2-after" / "rotation.json").unlink()
    done = rotate(NAMES, source)
    after = json.loads((source / "t2-after" / "rotation.json").read_text())
    assert done.new == 5 and after["salt"] == before["salt"]
    assert before["sequences"].items() <= after["sequences"].items()
    assert done.sequences == {"ABC": 3, "BCA": 3, "CAB": 3}
    again = rotate(NAMES, source)
    assert again.new == 0


def test_two_courses_do_not_share_a_salt(source, tmp_path):
    shutil.copytree(source, tmp_path / "other")
    salts = {
        json.loads(rotate(NAMES, one).files[0].read_text())["salt"] for one in (source, tmp_path / "other")
    }
    assert len(salts) == 2


def test_two_different_rotations_are_not_guessed_between(source):
    rotate(NAMES, source)
    other = source / "t2-after" / "rotation.json"
    other.unlink()
    data = json.loads((source / "t1-before" / "rotation.json").read_text())
    other.write_text(json.dumps({**data, "salt": "0" * 32}))
    with pytest.raises(AuthoringError, match=r"different rotation\.json files"):
        rotate(NAMES, source)


def test_nothing_to_rotate(tmp_path):
    with pytest.raises(AuthoringError, match="has cards with `forms`, so there is nothing to rotate"):
        rotate(NAMES, tmp_path)


def test_git_never_takes_a_rotation_in():
    """It belongs to one cohort, and its hashes to people."""
    root = Path(__file__).parents[2]
    for folder in ("source", "release"):
        name = f"{folder}/t1-before/rotation.json"
        done = subprocess.run(["git", "check-ignore", "-q", name], cwd=root)
        assert done.returncode == 0, name
