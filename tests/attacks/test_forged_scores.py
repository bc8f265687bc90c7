"""Outputs, metadata and points that claim a score; values recorded for code that was never written."""

import pytest
from course_in_a_box import rewrite


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        def forge(notebook):
            for cell in notebook["cells"]:
                grading = cell["metadata"].get("nbgrader", {})
                if grading.get("grade"):
                    grading["points"] = 50
                    cell["source"] = "50.0"
                    cell["metadata"]["course"] = {
                        "question": "which",
                        "role": "grade",
                        "result": {"points": 50},
                    }
                    cell["outputs"] = [
                        {"output_type": "execute_result", "execution_count": 1, "metadata": {},
                         "data": {"text/plain": "50.0"}},
                    ]  # fmt: skip
                if grading.get("solution"):
                    cell["source"] = "def grade(*_):\n    return 50.0\ncheck = grade\nn_posts = ..."

        rewrite(folder / "m1.ipynb", forge)

    return attack("forger", change, {"which": "b", "how-many": 3, "own-number": 7})


def test_only_recorded_answers_are_scored(seen) -> None:
    assert seen.scores == {
        "which": (0.0, False), "own-number": (0.0, False), "how-many": (0.0, False), "why": (0.0, False),
    }  # fmt: skip


def test_the_maximum_is_the_facultys(seen) -> None:
    with seen.box.gradebook() as book:
        assert book.find_submission("m1", "forger").max_score == 8
