"""The hidden part of a test cell: its value is the score, and only a builtin float within bounds is one."""

import pytest

from course.grading.scoring.hidden import HiddenTestError, hidden_part, run_hidden, visible_part

POINTS = {"a": 1.5, "b": 0.0}


def cell(hidden: str) -> str:
    return f'check("a")\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS'


def test_the_last_line_is_the_score() -> None:
    assert run_hidden(cell('grade("a")'), 2, POINTS) == 1.5
    assert run_hidden(cell('half = grade("a") / 2\nhalf + grade("b")'), 2, POINTS) == 0.75


@pytest.mark.parametrize(
    "hidden",
    [
        "1", "True", "None", "'1.0'", "float('nan')", "float('inf')", "-0.1", "2.5", "[1.0]",
        "__import__('numpy').float64(0.5)", "grade('unknown')", "x = 1.0", "", "1.0 +", "1 / 0", "check('a')",
    ],
)  # fmt: skip
def test_nothing_else_is(hidden: str) -> None:
    with pytest.raises(HiddenTestError):
        run_hidden(cell(hidden), 2, POINTS)


def test_the_visible_part_is_not_run() -> None:
    assert hidden_part(cell('grade("a")')) == 'grade("a")'
    assert run_hidden("raise SystemExit\n" + cell('grade("a")'), 2, POINTS) == 1.5


def test_what_a_trainee_has_seen() -> None:
    scheme = "Read.\n\n=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ==="
    assert visible_part(scheme) == "Read."
    assert visible_part(cell("grade('a')")) == 'check("a")'
