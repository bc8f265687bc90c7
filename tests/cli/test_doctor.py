"""`course doctor`: what is missing, and the one command that mends it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from commanded import Run

from course.learning import doctor


def found(run: Run, *words: str, **env: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = run("doctor", "--json", *words, **env)
    report = json.loads(done.stdout)
    assert report["ready"] == (done.returncode == 0)
    return done.returncode, {one["name"]: one for one in report["checks"]}


def test_everything_that_the_tests_need_is_here(course: Run) -> None:
    code, checks = found(course, "--for", "tests")
    assert code == 0, checks
    assert {"Python", "nbgrader", "Kernel python3", "Chromium", "bubblewrap"} <= set(checks)
    assert all(one["ok"] and one["remedy"] == "" for one in checks.values())


def test_a_trainee_is_not_asked_for_faculty_things(course: Run) -> None:
    code, checks = found(course, "--for", "trainee", PATH="/nowhere")
    assert code == 0, checks
    assert not {"Exchange", "Database", "Chromium", "bubblewrap"} & set(checks)


def test_missing_programs_are_named_with_their_command(course: Run) -> None:
    code, checks = found(course, PATH="/nowhere")
    assert code == 1
    assert not checks["bubblewrap"]["ok"] and checks["bubblewrap"]["remedy"].endswith(
        "apt-get install bubblewrap libseccomp2"
    )
    assert not checks["Chromium"]["ok"] and checks["Chromium"]["remedy"].endswith("apt-get install chromium")


def test_the_command_for_the_exchange_mends_it(course: Run, course_folder: Path, tmp_path: Path) -> None:
    exchange = tmp_path / "srv" / "exchange"
    with (course_folder / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    code, checks = found(course)
    assert code == 1 and "does not exist" in checks["Exchange"]["found"]
    assert os.system(checks["Exchange"]["remedy"]) == 0
    _, checks = found(course)
    assert checks["Exchange"]["ok"]
    assert exchange.stat().st_mode & 0o777 == 0o777


def test_the_database_in_effect_is_shown_without_its_password(course: Run, course_folder: Path) -> None:
    _, checks = found(course)
    assert checks["Database"]["found"] == f"sqlite:///{course_folder}/gradebook.db"
    with (course_folder / "nbgrader_config.py").open("a") as config:
        config.write('c.CourseDirectory.db_url = "postgresql://grader:secret@db/discernment"\n')
    _, checks = found(course)
    assert checks["Database"]["found"].startswith("postgresql://grader:***@db/discernment")
    assert "secret" not in json.dumps(checks)


def test_what_is_missing_is_said_in_words_too(course: Run) -> None:
    done = course("doctor", "--for", "tests", PATH="/nowhere")
    assert done.returncode == 1
    assert "✗ missing" in done.stdout and "apt-get install chromium" in done.stdout


@pytest.mark.parametrize("front_end", [None, "0.9.4"])
def test_a_front_end_of_another_version_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, front_end: str | None
) -> None:
    if front_end:
        package = tmp_path / "@jupyter" / "nbgrader" / "package.json"
        package.parent.mkdir(parents=True)
        package.write_text(json.dumps({"version": front_end}))
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    (check,) = [one for one in doctor.examine(tmp_path) if one.name == "nbgrader in JupyterLab"]
    assert not check.ok
    assert check.found == (f"{front_end}, but nbgrader is 0.9.6" if front_end else "not found")
    assert "--force-reinstall --no-deps nbgrader==0.9.6" in check.remedy


def test_an_old_nbgrader_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "0.9.4")
    (check,) = [one for one in doctor.examine(tmp_path) if one.name == "nbgrader"]
    assert not check.ok and "nbgrader>=0.9.6" in check.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("c = get_config(\n", "SyntaxError"),
        ("c = get_config()\n\nc.nothing = 1 / 0\n", ", line 3: ZeroDivisionError"),
        ("import no_such_module\n", ", line 1: ModuleNotFoundError"),
    ],
)
def test_settings_that_do_not_run_are_one_finding(
    course: Run, course_folder: Path, text: str, says: str
) -> None:
    _, before = found(course)
    config = course_folder / "nbgrader_config.py"
    config.write_text(text)
    code, checks = found(course)
    assert code == 1 and set(checks) == {*before, "nbgrader_config.py"}
    one = checks["nbgrader_config.py"]
    assert not one["ok"] and str(config) in one["found"] and says in one["found"]
    assert "did not foresee" not in one["found"] and str(config) in one["remedy"]
    others = {name: one["ok"] for name, one in checks.items() if name in ("Python", "nbgrader")}
    assert others == {"Python": True, "nbgrader": True}
