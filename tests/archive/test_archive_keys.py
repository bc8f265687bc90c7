"""A reference function gives the key of the variant that the trainee met, and the grader finds the same."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from madeweb import MODULE, who

from course.archive import archive_key, open_archive
from course.archive.errors import ArchiveError
from course.archive.variants import fact_checkers_trail, questions_of
from course.questions import draws
from course.questions.bank.shapes import Parameter


@pytest.fixture
def faculty(tmp_path: Path) -> Path:
    """A module's key folder with the keys of two variants."""
    steps = [
        [{"do": "open", "of": "https://a.example/", "why": "first"}],
        [{"do": "search", "of": "b", "why": "second"}],
    ]
    data = {
        "lamps": [{"lamps-before": 14}, {"lamps-before": 21}],
        "trails": {"lamps": {"forms": steps, "variants": [0, 1]}},
    }
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "variants.json").write_text(json.dumps(data))
    return tmp_path


def _drawn(trainee: str) -> dict:
    question = SimpleNamespace(
        drawn_parameters={"variant": Parameter(archive="lamps")}, draw_name="lamps-before"
    )
    return draws.draw(question, "autumn", trainee)


@pytest.mark.parametrize("trainee", [f"t{n}" for n in range(12)])
def test_the_key_is_that_of_the_pages_the_trainee_read(web_root: Path, faculty: Path, trainee: str) -> None:
    key = archive_key(str(faculty / "reference.py"), "lamps", "lamps-before")(**_drawn(trainee))
    text = open_archive(MODULE, "autumn", trainee).page("https://letters.example/2026/falls").text
    assert f"There were {key} falls" in text


def test_all_questions_of_a_story_draw_the_same() -> None:
    one = draws.pick(Parameter(archive="lamps"), "c", "t", "lamps-owner", "variant")
    assert one == draws.pick(Parameter(archive="lamps"), "c", "t", "lamps-before", "v")
    assert one != draws.pick(Parameter(archive="pumps"), "c", "t", "lamps-owner", "variant")


def test_a_missing_key_parameter_story_or_file_is_named(faculty: Path, tmp_path: Path) -> None:
    reference = str(faculty / "reference.py")
    with pytest.raises(ArchiveError, match="no key of lamps-x in lamps"):
        archive_key(reference, "lamps", "lamps-x")(variant=1)
    with pytest.raises(ArchiveError, match=r"parameters: \{variant: \{archive: lamps\}\}"):
        archive_key(reference, "lamps", "lamps-before")(other=1)
    with pytest.raises(ArchiveError, match="no story pumps"):
        archive_key(reference, "pumps", "x")(variant=1)
    (faculty / "archive" / "variants.json").write_text("{")
    with pytest.raises(ArchiveError, match="is no JSON"):
        archive_key(reference, "lamps", "lamps-before")(variant=1)
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive_key(str(tmp_path / "x" / "reference.py"), "lamps", "lamps-before")(variant=1)


def test_the_fact_checkers_trail_is_that_of_the_variant(faculty: Path) -> None:

    assert fact_checkers_trail(faculty, "lamps", "autumn", who(0))[0]["why"] == "first"
    assert fact_checkers_trail(faculty, "lamps", "autumn", who(1))[0]["why"] == "second"
    assert fact_checkers_trail(faculty, "pumps", "autumn", who(1)) == []
    assert fact_checkers_trail(faculty / "nowhere", "lamps", "autumn", who(1)) == []
    assert questions_of(faculty, "lamps") == ["lamps-before"]
