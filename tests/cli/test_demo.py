"""`course demo`: a whole term, through nbgrader's own exchange."""

import json
import shutil
from pathlib import Path

import pytest
from commanded import Run

from course.demo.people import PEOPLE

pytestmark = pytest.mark.slow


@pytest.mark.timeout(900)
def test_a_term_from_release_to_feedback(course: Run, course_folder: Path) -> None:
    modules = ("00-orientation", "t1-before")
    for folder in (course_folder / "source").iterdir():  # two modules take minutes enough
        if folder.name not in modules:
            shutil.rmtree(folder)
    done = course("demo", "--json")
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)["outcomes"]
    found, test = ({one["trainee"]: one for one in outcomes if one["module"] == module} for module in modules)
    assert list(test) == [person.id for person in PEOPLE]
    assert (test["okafor"]["points"], test["haddad"]["points"]) == (24, 0)
    assert not any(one["waiting"] for one in test.values())
    sealed = Path(test["okafor"]["feedback"]).read_text(encoding="utf-8")
    assert '"truth"' not in sealed and "agrees" not in sealed, "nothing is told before the form closes"
    assert list(found) == [person.id for person in PEOPLE]
    full = found["okafor"]
    assert (full["points"], full["waiting"]) == (full["max_points"], [])
    assert (found["haddad"]["points"], found["haddad"]["waiting"]) == (0, [])
    assert full["points"] > found["lindqvist"]["points"] > found["tanaka"]["points"] > 0
    assert {name for name, one in found.items() if one["late_seconds"]} == {"moreau"}
    assert {name for name, one in found.items() if one["waiting"]} == {"castro"}
    for name, one in found.items():
        page = Path(one["feedback"])
        assert f"homes/{name}/desk/" in page.as_posix()
        text = page.read_text(encoding="utf-8")
        assert f'"trainee": "{name}"' in text, "their own page, not somebody else's"
        assert "<script>document.title" not in text and "<img src=x" not in text
    demo = course_folder / "demo"
    assert not (course_folder / "gradebook.db").exists()
    assert len(list((demo / "exchange" / "discernment" / "inbound").iterdir())) == 2 * len(PEOPLE)

    again = course("demo")
    assert again.returncode == 1 and "course demo --force" in again.stderr
    assert (demo / "course" / "gradebook.db").exists()


def test_a_folder_that_no_demo_made_is_never_thrown_away(course: Run, course_folder: Path) -> None:
    (course_folder / "demo").mkdir()
    (course_folder / "demo" / "thesis.txt").write_text("mine")
    done = course("demo", "--force")
    assert done.returncode == 1 and "was not made by a demo" in done.stderr
    assert (course_folder / "demo" / "thesis.txt").read_text() == "mine"


def test_a_step_that_fails_is_named_with_its_log(course: Run, course_folder: Path) -> None:
    (course_folder / "source" / "00-orientation" / "00-orientation.ipynb").write_text("{damaged")
    done = course("demo")
    assert done.returncode == 1
    assert "This step failed: generating 00-orientation." in done.stderr
    assert str(course_folder / "demo" / "nbgrader.log") in done.stderr.replace("\n", "")
    assert "Traceback (most recent call last)" not in done.stderr
