"""Every module of this repository and every made-up one, from release to feedback, through nbgrader's API."""

import pytest
from course_in_a_box import FIXTURES, REPOSITORY, Box, from_nbgrader, ok

pytestmark = from_nbgrader
MODULES = sorted(
    {"m1"}
    | {path.parent.name for path in FIXTURES.glob("*/notebook.md")}
    | {path.parent.name for path in REPOSITORY.glob("faculty/*/notebook.md")}
)


@pytest.fixture(scope="module", params=MODULES)
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Box, str]:
    """One module, answered in full by one trainee and not at all by another."""
    module, box = request.param, Box(tmp_path_factory.mktemp(request.param) / "box")
    box.add(module)
    box.release(module)
    box.hand_in("zofia", module, box.right(module, "zofia"), solved=True)
    box.hand_in("yusuf", module)
    ok(box.collect(module))
    ok(box.autograde(module))
    ok(box.api.generate_feedback(module))
    return box, module


def test_right_answers_earn_every_autograded_point(graded: tuple[Box, str]) -> None:
    box, module = graded
    scores = box.scores(module, "zofia")
    for question in box.bank(module):
        if question.is_graded:
            expected = (0.0, True) if question.kind == "text" else (question.points, False)
            assert scores[question.id] == expected, question.id


def test_an_untouched_release_earns_nothing_and_waits_for_nobody(graded: tuple[Box, str]) -> None:
    box, module = graded
    assert set(box.scores(module, "yusuf").values()) == {(0.0, False)}


def test_points_in_the_gradebook_are_those_of_the_bank(graded: tuple[Box, str]) -> None:
    box, module = graded
    with box.gradebook() as book:
        assert book.find_assignment(module).max_score == box.bank(module).points


def test_feedback_comes_back_to_its_trainee(graded: tuple[Box, str]) -> None:
    box, module = graded
    ok(box.api.release_feedback(module))
    for name, other in (("zofia", "yusuf"), ("yusuf", "zofia")):
        pages = box.fetch_feedback(name, module)
        assert len(pages) == 1
        text = pages[0].read_text(encoding="utf-8")
        assert f"Feedback for {name}" in text
        assert other not in text


def test_only_pages_pass_through_the_exchange(graded: tuple[Box, str]) -> None:
    box, module = graded
    ok(box.api.release_feedback(module))
    files = [path for path in (box.exchange / "discernment" / "feedback").rglob("*") if path.is_file()]
    assert files and {path.suffix for path in files} == {".html"}
