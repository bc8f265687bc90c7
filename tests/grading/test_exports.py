"""Grades for four platforms: read back as the platform reads them, nothing is lost, doubled or worked out."""

import csv
import io
import logging
from datetime import datetime

import pytest
from course_in_a_box import from_nbgrader
from nbgrader.api import Gradebook

from course.grading import exports

pytestmark = from_nbgrader
PEOPLE = {
    "ann": ("O'Neill, Jr.", 'Ann "Annie"', 7.25),
    "bo": ("=HYPERLINK(1)", "@SUM", 0.0),
    "çelik": ("Çelik-Øster", "Łucja 李", 8.0),
    "dan": ("", "", None),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.add_assignment("03-numbers", duedate=datetime(2026, 11, 1))
        book.add_notebook("03-numbers", "03-numbers")
        book.add_grade_cell("q", "03-numbers", "03-numbers", max_score=8, cell_type="code")
        book.add_assignment("a, b")
        for name, (last, first, points) in PEOPLE.items():
            book.add_student(name, last_name=last, first_name=first, email=f"{name}@hospital.example")
            if points is not None:
                late = datetime(2026, 11, 2) if name == "ann" else datetime(2026, 10, 1)
                book.add_submission("03-numbers", name, timestamp=late)
                grade = book.find_grade("q", "03-numbers", "03-numbers", name)
                grade.auto_score, grade.needs_manual_grade = points, False
        book.find_submission_notebook("03-numbers", "03-numbers", "ann").late_submission_penalty = 1.0
        book.db.commit()
        yield book


def lines(kind, book, path, **settings):
    plugin = kind(to=str(path), **settings)
    plugin.export(book)
    text = path.read_bytes().decode(kind.encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=kind.delimiter))


@pytest.mark.parametrize(
    ("kind", "who", "column", "above"),
    [
        (exports.Canvas, "SIS Login ID", "03-numbers", 2),
        (exports.Moodle, "ID number", "03-numbers (Real)", 1),
        (exports.Blackboard, "Username", "03-numbers", 1),
        (exports.Brightspace, "Username", "03-numbers Points Grade <Numeric MaxPoints:8>", 1),
    ],
)
def test_every_trainee_comes_back_with_the_points_after_the_penalty(
    book, tmp_path, kind, who, column, above
) -> None:
    found = lines(kind, book, tmp_path / "out")
    head = found[0]
    assert all(len(line) == len(head) for line in found)
    points = {line[head.index(who)]: line[head.index(column)] for line in found[above:]}
    assert points == {"ann": "6.25", "bo": "0", "çelik": "8", "dan": ""}
    cells = [cell for line in found[above:] for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_canvas_has_its_columns_and_the_points_possible(book, tmp_path) -> None:
    head, possible, *rest = lines(exports.Canvas, book, tmp_path / "out", assignment=["03-numbers"])
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "03-numbers"]
    assert possible == ["    Points Possible", "", "", "", "", "8"]
    assert [line[0] for line in rest] == [
        "O'Neill, Jr., Ann \"Annie\"", "'=HYPERLINK(1),' @SUM", "dan", "Çelik-Øster, Łucja 李"
    ]  # fmt: skip


def test_a_column_has_the_platforms_name_and_odd_names_are_quoted(book, tmp_path) -> None:
    name = "Numbers [Total Pts: 8 Score] |1234"
    head, *_ = lines(exports.Blackboard, book, tmp_path / "out", columns={"03-numbers": name})
    assert name in head and "a, b" in head
    assert (tmp_path / "out").read_bytes()[:2] == b"\xff\xfe"


def test_brightspace_ends_each_line(book, tmp_path) -> None:
    head, *rest = lines(exports.Brightspace, book, tmp_path / "out")
    assert head[-1] == "End-of-Line Indicator" and {line[-1] for line in rest} == {"#"}


def test_who_is_not_there_is_named(book, tmp_path) -> None:
    with pytest.raises(exports.ExportError, match="nobody"):
        lines(exports.Canvas, book, tmp_path / "out", student=["nobody"])


def test_an_answer_that_waits_is_named(book, tmp_path, caplog) -> None:
    grade = book.find_grade("q", "03-numbers", "03-numbers", "bo")
    grade.needs_manual_grade = True
    book.db.commit()
    with caplog.at_level(logging.WARNING):
        plugin = exports.Canvas(to=str(tmp_path / "out"), log=logging.getLogger())
        plugin.export(book)
    assert "bo, 03-numbers: an answer waits for you" in caplog.text
    grade.needs_manual_grade = False
    book.db.commit()


def test_the_plain_file_of_nbgrader_has_names_that_are_cells(book, tmp_path) -> None:
    target = tmp_path / "out.csv"
    exports.Csv(to=str(target), assignment=["03-numbers"]).export(book)
    head, *rest = csv.reader(io.StringIO(target.read_text(encoding="utf-8")))
    assert len(rest) == len(PEOPLE) and all(len(line) == len(head) for line in rest)
    names = {line[head.index("student_id")]: line[head.index("last_name")] for line in rest}
    assert names == {"ann": "O'Neill  Jr.", "bo": "'=HYPERLINK(1)", "çelik": "Çelik-Øster", "dan": ""}
    scores = {line[head.index("student_id")]: line[head.index("score")] for line in rest}
    assert scores["ann"] == "6.25"


@pytest.mark.parametrize("typed", ["03-numbers", "[03-numbers]", "['03-numbers']", '["03-numbers"]'])
def test_modules_are_named_as_people_type_them(book, tmp_path, typed) -> None:
    from traitlets.config import Config
    from traitlets.config.loader import DeferredConfigList

    target = tmp_path / "out.csv"
    for kind in (exports.Canvas, exports.Csv):
        config = Config({"ExportPlugin": {"assignment": DeferredConfigList([typed])}})
        made = kind(config=config, to=str(target))
        assert made.assignment == ["03-numbers"]
        made.export(book)
