"""Enrolment: whose desk it is, and what nbgrader is told about it."""

from pathlib import Path

import pytest
from traitlets.config.loader import PyFileConfigLoader

from course.errors import DeskError
from course.learning.desk.desk import set_self_study
from course.learning.desk.enrol import enrol, write_nbgrader_config
from course.names import is_safe_id
from course.settings import read_settings


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def answered(desk: Path) -> None:
    (desk / "00-orientation").mkdir(parents=True)
    (desk / "00-orientation" / "answers.json").write_text("{}")


def test_enrolling_writes_who_where_and_for_which_course(desk: Path, tmp_path: Path) -> None:
    found = enrol("okafor", desk, "nights-2027", tmp_path / "exchange", "ml-101")
    assert found == read_settings(desk)
    assert found == {
        "mode": "cohort",
        "id": "okafor",
        "cohort": "nights-2027",
        "exchange": str(tmp_path / "exchange"),
        "course_id": "ml-101",
    }


def test_what_is_not_given_again_stays(desk: Path, tmp_path: Path) -> None:
    enrol("okafro", desk, "nights-2027", tmp_path / "exchange", "ml-101")
    found = enrol("okafor", desk)
    assert (found["id"], found["cohort"], found["course_id"]) == ("okafor", "nights-2027", "ml-101")


@pytest.mark.parametrize(
    "name", ["", "a b", "../x", "a/b", "a+b", "<img>", "x" * 200, ".hidden", "a..b", "*"]
)
def test_an_id_that_could_not_name_a_folder_is_refused(desk: Path, name: str) -> None:
    assert not is_safe_id(name)
    with pytest.raises(DeskError, match="cannot be an id: use letters"):
        enrol(name, desk)
    assert not desk.exists()


@pytest.mark.parametrize("cohort", ["c" * 9000, "two\nlines"], ids="ab")
def test_a_cohort_that_could_not_be_kept_with_answers_is_refused(desk: Path, cohort: str) -> None:
    with pytest.raises(DeskError, match="cannot be a cohort"):
        enrol("okafor", desk, cohort)
    assert not desk.exists()


@pytest.mark.parametrize("settings", ['{"mode": "cohort", "id": ["a"]}', '{"mode": "cohort", "exchange": 3}'])
def test_settings_of_a_wrong_type_are_refused(desk: Path, settings: str) -> None:
    desk.mkdir()
    (desk / ".course.json").write_text(settings)
    with pytest.raises(DeskError, match="cannot be read"):
        read_settings(desk)


@pytest.mark.parametrize("name", ["x/../y", "../y", "a+b", "two\nlines"])
def test_a_courses_id_that_could_not_name_a_folder_is_refused(desk: Path, name: str) -> None:
    with pytest.raises(DeskError, match="cannot be a course's id"):
        enrol("okafor", desk, course_id=name)
    assert not desk.exists()


def test_an_exchange_on_two_lines_is_refused(desk: Path) -> None:
    with pytest.raises(DeskError, match="cannot be the exchange"):
        enrol("okafor", desk, exchange=Path("/srv/a\nc.Exchange.root = 1"))
    assert not desk.exists()


@pytest.mark.parametrize("name", ["okafor", "j.okafor@hospital.example", "Ngũgĩ", "a-b_c", "42"])
def test_usual_ids_are_taken(desk: Path, name: str) -> None:
    assert enrol(name, desk)["id"] == name


def test_answers_given_under_another_id_need_force(desk: Path) -> None:
    enrol("okafor", desk)
    answered(desk)
    with pytest.raises(DeskError, match="given by okafor.*--force"):
        enrol("lindqvist", desk)
    assert enrol("okafor", desk)["id"] == "okafor"
    assert enrol("lindqvist", desk, force=True)["id"] == "lindqvist"


def test_a_self_study_desk_is_not_turned_into_a_cohorts(desk: Path) -> None:
    set_self_study(desk, None)
    with pytest.raises(DeskError, match="used for self-study.*--desk"):
        enrol("okafor", desk)
    assert (read_settings(desk) or {})["mode"] == "self-study"


def test_on_a_hub_the_hubs_name_counts(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "okafor")
    with pytest.raises(DeskError, match="logged in as okafor"):
        enrol("lindqvist", desk)
    assert enrol("okafor", desk)["id"] == "okafor"


def test_nbgrader_is_told_the_course_the_exchange_and_the_id(desk: Path, tmp_path: Path) -> None:
    settings = enrol("o'kafor".replace("'", "."), desk, exchange=tmp_path / "it's here", course_id="ml-101")
    file = write_nbgrader_config(desk, settings)
    config = PyFileConfigLoader(file.name, path=str(file.parent)).load_config()
    assert config.CourseDirectory.course_id == "ml-101"
    assert config.CourseDirectory.student_id == "o.kafor"
    assert config.Exchange.root == str(tmp_path / "it's here")
    assert Path(config.Exchange.cache).parent == desk


def test_a_config_that_somebody_wrote_is_kept(desk: Path) -> None:
    settings = enrol("okafor", desk)
    file = desk / "nbgrader_config.py"
    file.write_text("c = get_config()\n")
    with pytest.raises(DeskError, match="written by somebody else") as raised:
        write_nbgrader_config(desk, settings)
    assert "c.CourseDirectory.student_id = 'okafor'" in str(raised.value)
    assert file.read_text() == "c = get_config()\n"


def test_a_config_that_is_no_text_is_kept(desk: Path) -> None:
    settings = enrol("okafor", desk)
    file = desk / "nbgrader_config.py"
    file.write_bytes(b"# caf\xe9\n")
    with pytest.raises(DeskError, match="written by somebody else"):
        write_nbgrader_config(desk, settings)
    assert file.read_bytes() == b"# caf\xe9\n"


def test_our_own_config_follows_the_enrolment(desk: Path) -> None:
    write_nbgrader_config(desk, enrol("okafor", desk))
    file = write_nbgrader_config(desk, enrol("lindqvist", desk))
    assert "'lindqvist'" in file.read_text() and "okafor" not in file.read_text()
