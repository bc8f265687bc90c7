"""Numbers of one's own: answers given under another id wait for faculty, who see both scores."""

import pytest
from course_in_a_box import Box, from_nbgrader, ok

pytestmark = from_nbgrader


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("ids") / "box")
    box.add("m1")
    box.release("m1")
    # Each row: who hands in, whose right answers, the id in the file.
    for name, right_for, trainee in (
        ("borrower", "lender", "lender"),
        ("nobody", "nobody", None),
        ("own", "own", "own"),
    ):
        box.hand_in(name, "m1", box.right("m1", right_for), solved=True, trainee=trainee)
    ok(box.collect("m1"))
    ok(box.autograde("m1"))
    return box


def shown(box: Box, name: str) -> str:
    cell = next(
        cell for cell in box.autograded("m1", name).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "own-number"
    )  # fmt: skip
    return cell.outputs[0].data["text/html"]


def test_the_questions_without_own_numbers_are_scored(box: Box) -> None:
    scores = box.scores("m1", "borrower")
    assert scores["which"] == (1.0, False)
    assert scores["how-many"] == (2.0, False)


def test_borrowed_numbers_wait_and_faculty_see_both_scores(box: Box) -> None:
    assert box.scores("m1", "borrower")["own-number"] == (0.0, True)
    html = shown(box, "borrower")
    assert "With the numbers of borrower: 0 of 2 points" in html
    assert "lender: 2 of 2 points" in html


def test_answers_of_somebody_not_enrolled_wait(box: Box) -> None:
    assert box.scores("m1", "nobody")["own-number"] == (0.0, True)
    assert "nobody" in shown(box, "nobody")


def test_ones_own_numbers_score(box: Box) -> None:
    assert box.scores("m1", "own")["own-number"] == (2.0, False)


def test_the_other_score_is_not_told_to_the_trainee(box: Box) -> None:
    page = box.feedback("m1", "borrower")
    assert "drawn for another id" in page
    assert "of lender" not in page and "With the numbers" not in page
