"""A cell that ends the kernel: what was answered on cards keeps its points, and a trial run says where."""

import pytest
from course_in_a_box import edit

ENDS = {"at-once": "import os\nos._exit(0)", "politely": "n_posts = 3\nexit()"}


@pytest.mark.parametrize("how", ENDS)
def test_answers_on_cards_still_score(attack, how) -> None:
    def change(folder):
        def put(cell):
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "how-many-code":
                cell.source = ENDS[how]

        edit(folder / "m1.ipynb", put)

    seen = attack(f"ends-{how}", change)
    assert seen.outcome["success"], seen.outcome["log"]
    assert seen.scores["which"] == (1.0, False) and seen.scores["own-number"] == (2.0, False)
    # After exit() the kernel may still run the next cells, so only a sudden end is sure to be seen.
    assert how == "politely" or "Python ended in this cell" in seen.formgrader


def test_a_trial_run_names_the_cell(box) -> None:
    from course.learning.validation.validate import try_out

    folder = box.fetch("tries", "m1")
    box.write_answers(folder, box.right("m1", "tries"), "tries")
    box.write_code(folder, "m1", {"how-many": ENDS["at-once"]})
    assert any("Python ended in cell" in one.say and "import os" in one.say for one in try_out(folder))
