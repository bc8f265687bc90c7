"""Which module, which mode, whose key: settled by the desk, never guessed."""

import json
import os
import shutil

import pytest
from bankdata import CHOICE, bank_data, write_yaml

from course.errors import DeskError, UnknownQuestion
from course.notebook import session


def desk_says(folder, **settings):
    (folder.parent / ".course.json").write_text(json.dumps(settings))


def test_without_settings_it_is_a_cohort_of_nobody(module_folder):
    now = session.use(module_folder)
    assert (now.mode, now.trainee, now.cohort, now.key_folder) == ("cohort", None, None, None)
    assert now.keys() is None and now.notices == []


def test_a_cohort_desk(module_folder, key_folder):
    desk_says(module_folder, mode="cohort", id="ada", cohort="c1", faculty=str(key_folder.parent))
    now = session.use(module_folder)
    assert (now.mode, now.trainee, now.cohort) == ("cohort", "ada", "c1")
    assert now.keys() is None  # a key folder named for a cohort is not used


@pytest.mark.parametrize("named", ["faculty", "module", "relative"])
def test_self_study_uses_the_key_folder_that_is_named(module_folder, key_folder, named):
    path = {"faculty": str(key_folder.parent), "module": str(key_folder), "relative": "../faculty"}[named]
    desk_says(module_folder, mode="self-study", faculty=path, cohort="ignored", id="ignored")
    now = session.use(module_folder)
    assert (now.mode, now.trainee, now.cohort) == ("self-study", "self-study", None)
    assert now.keys().find("growth").answer == 300
    assert "lower_rate" in now.references()


def test_a_key_that_lies_nearby_is_never_found(module_folder, key_folder):
    for folder in (module_folder, module_folder.parent):
        shutil.copy(key_folder / "key.yaml", folder / "key.yaml")
    shutil.copytree(key_folder.parent, module_folder.parent / "faculty")
    desk_says(module_folder, mode="self-study")
    assert session.use(module_folder).keys() is None


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_under_nbgrader_there_is_no_key(module_folder, key_folder, monkeypatch, execution):
    desk_says(module_folder, mode="self-study", faculty=str(key_folder))
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    now = session.use(module_folder)
    assert now.execution == execution
    assert now.key_folder is None and now.keys() is None and now.references() == {}
    assert all(now.key(question) is None for question in now.bank if not question.is_practice)


def test_the_desk_is_looked_for_one_level_up_and_no_further(tmp_path, module_folder):
    (tmp_path / ".course.json").write_text(json.dumps({"mode": "self-study"}))
    assert session.use(module_folder).mode == "cohort"


def test_the_desk_may_be_named(tmp_path, module_folder, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / ".course.json").write_text(json.dumps({"mode": "cohort", "id": "bo"}))
    monkeypatch.setenv("COURSE_DESK", str(tmp_path / "elsewhere"))
    assert session.use(module_folder).trainee == "bo"


def test_on_a_hub_the_hub_says_who(module_folder, monkeypatch):
    desk_says(module_folder, mode="cohort", id="ada", cohort="c1")
    monkeypatch.setenv("JUPYTERHUB_USER", "hub-user")
    now = session.use(module_folder)
    assert (now.trainee, now.cohort) == ("hub-user", "c1")
    desk_says(module_folder, mode="self-study")
    assert session.use(module_folder).trainee == "self-study"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"mode": "teacher"}',
        "{}",
        "\x00",
        '"x"',
        '{"mode": "cohort", "id": ["a"]}',
        '{"mode": "cohort", "id": 7}',
        '{"mode": "cohort", "id": "a\\ud800"}',
        '{"mode": "cohort", "id": "' + "x" * 201 + '"}',
        '{"mode": "cohort", "id": "a", "cohort": "' + "x" * 9000 + '"}',
        '{"mode": "self-study", "faculty": ["keys"]}',
    ],
    ids=lambda text: text[:40],
)
def test_settings_that_cannot_be_read_are_said_and_answers_still_saved(module_folder, text):
    (module_folder.parent / ".course.json").write_text(text)
    now = session.use(module_folder)
    assert now.mode == "cohort"
    assert len(now.notices) == 1 and "course enrol" in now.notices[0]
    now.answers.record("growth", 3)


@pytest.mark.parametrize("name", ["x" * 201, "two\nlines", "half\udcff"], ids="abc")
def test_a_hubs_name_that_cannot_be_kept_is_said_and_answers_still_saved(module_folder, monkeypatch, name):
    desk_says(module_folder, mode="cohort", cohort="c1")
    monkeypatch.setenv("JUPYTERHUB_USER", name)
    now = session.use(module_folder)
    assert (now.trainee, now.cohort) == (None, "c1")
    assert len(now.notices) == 1 and "without it" in now.notices[0]
    now.answers.record("growth", 3)
    assert session.use(module_folder).answers.get("growth").value == 3


def test_the_longest_names_can_be_kept(module_folder):
    desk_says(module_folder, mode="cohort", id="i" * 200, cohort="c" * 200)
    now = session.use(module_folder)
    assert now.notices == []
    drawn = next(now.drawn_for(question) for question in now.bank if question.drawn_parameters)
    now.answers.record("lower-rate", "birch", drawn_for=drawn)
    assert session.use(module_folder).answers.get("lower-rate").drawn_for == drawn


@pytest.mark.parametrize("named", ["x" * 300, "a\0b", "a\ud800b"], ids="abc")
def test_a_key_folder_that_cannot_be_is_said(module_folder, named):
    desk_says(module_folder, mode="self-study", faculty=named)
    now = session.use(module_folder)
    assert (now.mode, now.key_folder, now.keys()) == ("self-study", None, None)
    assert len(now.notices) == 1 and "key folder" in now.notices[0]
    now.answers.record("growth", 3)


def test_a_key_folder_of_somebody_elses_is_said(module_folder, key_folder, monkeypatch):
    desk_says(module_folder, mode="self-study", faculty=str(key_folder.parent))

    look = type(key_folder).is_dir

    def refuse(path):
        if key_folder.parent in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    with monkeypatch.context() as closed:
        closed.setattr(type(key_folder), "is_dir", refuse)
        now = session.use(module_folder)
    assert now.key_folder is None and "Permission denied" in now.notices[0]


def test_a_key_that_is_a_folder_is_said(module_folder, key_folder):
    (key_folder / "key.yaml").unlink()
    (key_folder / "key.yaml").mkdir()
    desk_says(module_folder, mode="self-study", faculty=str(key_folder))
    now = session.use(module_folder)
    assert now.keys() is None and now.references() == {}
    assert len(now.notices) == 1 and "key.yaml" in now.notices[0]


def test_a_graders_kernel_has_no_desk_and_takes_the_id_from_the_file_or_the_grader(
    module_folder, monkeypatch
):
    session.use(module_folder).answers.record("growth", 300)
    now = session.use(module_folder)
    now.answers.trainee = "ada"
    now.answers.record("growth", 301)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert (session.use(module_folder).trainee, session.current().cohort) == ("ada", None)
    monkeypatch.setenv("COURSE_TRAINEE", "bo")
    monkeypatch.setenv("COURSE_COHORT", "c1")
    assert (session.current().trainee, session.current().cohort) == ("bo", "c1")


def test_those_names_count_only_under_a_grader(module_folder, monkeypatch):
    monkeypatch.setenv("COURSE_TRAINEE", "bo")
    assert session.use(module_folder).trainee is None


def test_changes_of_questions_and_settings_are_seen(module_folder):
    session.use(module_folder)
    assert session.current() is session.current()
    desk_says(module_folder, mode="cohort", id="ada")
    assert session.current().trainee == "ada"
    write_yaml(module_folder, "questions.yaml", bank_data(CHOICE))
    assert [question.id for question in session.current().bank] == ["which"]


def test_a_folder_without_questions(tmp_path):
    with pytest.raises(DeskError, match="no questions.yaml"):
        session.use(tmp_path)


def test_an_unknown_question_names_the_nearest(module_folder):
    now = session.use(module_folder)
    with pytest.raises(UnknownQuestion, match="Did you mean 'growth'"):
        now.question("grwoth")
    with pytest.raises(UnknownQuestion, match="Restore the cell"):
        now.question("zzz")
    with pytest.raises(UnknownQuestion):
        now.question(3)
    with pytest.raises(UnknownQuestion, match="of the type int"):
        now.question(10**5000)


def test_a_faulty_key_is_said_and_costs_nobody_an_answer(module_folder, key_folder):
    (key_folder / "key.yaml").write_text("module: [")
    desk_says(module_folder, mode="self-study", faculty=str(key_folder))
    now = session.use(module_folder)
    assert now.keys() is None and now.keys() is None
    assert len(now.notices) == 1 and "key.yaml" in now.notices[0]


def test_the_session_stays_where_the_notebook_was_opened(tmp_path, module_folder):
    """Checked in a process of its own, since the folder is fixed when the course is imported."""
    import subprocess
    import sys

    code = (
        "from course.notebook import session; import os; os.chdir('/'); print(session.current().bank.module)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=module_folder,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert run.stdout.strip() == "ten-kinds"
