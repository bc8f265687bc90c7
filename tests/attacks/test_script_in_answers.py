"""Script, terminal codes and mathematics as answers, in ids and times of answers.json."""

import json

import pytest
from attacked import active_parts

EVIL = (
    "</textarea></script><script>alert(1)</script><img src=x onerror=alert(2)>"
    "$\\href{javascript:alert(3)}{x}$"
)


@pytest.fixture(scope="module")
def seen(attack):
    def change(folder):
        path = folder / "answers.json"
        data = json.loads(path.read_text())
        data["id"] = EVIL[:150]
        data["answers"][EVIL[:90]] = {"value": 1}
        data["answers"]["own-number"] |= {"at": "<script>9</script>", "drawn_for": EVIL[:150]}
        path.write_text(json.dumps(data))

    answers = {"why": EVIL, "which": EVIL, "own-number": EVIL, "warm-up": {"choice": EVIL}}
    return attack("answers", change, answers)


def test_nothing_of_it_runs(seen) -> None:
    assert active_parts(seen.formgrader) == []
    assert active_parts(seen.feedback) == []


def test_the_embedded_results_hold_it_as_data(seen) -> None:
    page = seen.feedback
    block = page[page.index('id="course-results">') + len('id="course-results">') :]
    found = json.loads(block[: block.index("</script>")])
    assert found["questions"]["why"]["value"] == EVIL


def test_mathjax_leaves_the_card_alone(seen) -> None:
    page = seen.formgrader
    place = page.index("alert(3)")
    assert "tex2jax_ignore" in page[:place]
    card = page[page.rindex("tex2jax_ignore", 0, place) : place]
    assert "</section>\n</div>" not in card  # still inside the frame that MathJax passes over


def test_wrong_forms_earn_nothing_and_stop_nothing(seen) -> None:
    assert seen.scores["which"] == (0.0, False)
    assert seen.scores["why"] == (0.0, True)
