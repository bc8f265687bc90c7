"""Who is amplifying it? through nbgrader: three made-up trainees earn what these tables say.

The tables were worked out by hand from the rules shown to trainees; who is guilty in a line-up is found by
the analyst of tests/notebooks/test_spread_module.py, not by the keys.
"""

from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.questions.draws import draw

pytestmark = [*from_nbgrader, pytest.mark.slow]
MODULE = "07-spread"

DRAWN: dict[str, dict[str, Any]] = {
    "adaeze": {"world": "w04", "lineup": 3, "least": 3, "likes": 25},
    "bruno": {"world": "w04", "lineup": 4, "least": 2, "likes": 20},
    "kofi": {"world": "w35", "lineup": 11, "least": 2, "likes": 25},
}
EVERYBODY = [f"a{number:02}" for number in range(1, 13)]

# On cards: the answer, and what it earns.
CARDS: dict[str, dict[str, tuple[Any, float]]] = {
    "adaeze": {
        "line-up": (["a03", "a06", "a07", "a12", "a13", "a14", "a24", "a26", "a27", "a28"], 4),
        "line-up-credit": ("0.70", 1),  # 8/10 - 2/20
        "own-precision": ("9.5", 1),  # 25 of 262
        "accuse-all": ({"choice": "stop", "confidence": 0.9}, 0.99625),  # 1/2 + 1/2 (1 - 3/4 x 0.1²)
        "clock-line": (["a02", "a04", "a08", "a10", "a12"], 3),
        "own-ppv": ("25.8", 1),  # 170 of 170 + 490, of 10,000
        "journal-card": (5, 1),
        "flagged-card": (95, 1),
        "odd-tag": ("diettea", 1),
        "own-onset": ("202105", 1),
        "own-times": ("1.76", 1),
        "congress-card": (20, 0.98123),  # right at 80 %: 1/2 + 1/2 (1 - 0.2²), over 0.99875
        "notice-kinds": (
            {"correction": "share", "concern": "wait", "reinstated": "share", "retraction": "stop"},
            1,
        ),
        "upvotes-card": (95, 1),
        "depth-says": ({"choice": "size", "confidence": 1.0}, 1),
        "what-holds": ("acts", 1),
        "before-report": (["chance", "twin", "colleague", "send"], 1),
    },
    # Accuses at two links, and reads percentages the wrong way.
    "bruno": {
        # Of ten guilty he names five, of twenty innocent five: 0.5 - 0.25 = 0.25 of 4 points.
        "line-up": (["a03", "a06", "a08", "a15", "a16", "a01", "a02", "a04", "a05", "a07"], 1),
        "line-up-credit": ("0.6", 0),  # the share of the guilty alone
        "own-precision": ("90", 0),
        "accuse-all": ({"choice": "safe", "confidence": 0.8}, 0.135),  # wrong: 1/2 x 3/4 (1 - 0.8²)
        "clock-line": (["a02", "a04", "a05", "a08"], 2.4),  # four of five, nobody innocent
        "own-ppv": ("85", 0),  # the sensitivity
        "journal-card": (95, 0.04881),  # wrong at 95 %: 1/2 (1 - 0.95²), over 0.99875
        "flagged-card": (60, 0.92115),
        "odd-tag": ("errorsunday", 0),  # the twin
        "own-onset": ("202106", 0),
        "notice-kinds": (
            {"correction": "share", "concern": "wait", "reinstated": "wait", "retraction": "report"},
            0.5,
        ),
        "what-holds": ("fake", 0),
        "before-report": (["twin", "chance", "colleague", "send"], 0.6667),  # one pair of six turned
    },
    # Calls every steady or busy account a machine, and accuses nobody.
    "kofi": {
        "line-up": ([], 0),
        "clock-line": (EVERYBODY, 0),
        "own-precision": ("15.0", 1),  # 25 of 167
        "depth-says": ({"choice": "likes", "confidence": 0.6}, 0.24),
        "before-report": (["send", "colleague", "twin", "chance"], 0),
    },
}

# In code, by bruno: what he writes, and what it earns.
CODE: dict[str, tuple[str, float]] = {
    "own-caught": ("caught = 262", 1),
    "own-timers": ("timed = runs['posts'].sum()", 0),  # the journals are in it
    "own-alone": ("alone = 16.7", 0),  # the other way round
    "own-late": ("late = 33", 1),
    "own-naive": ("gap = liked['depth'].mean() - trees['depth'].mean()", 0),  # against all
    "own-matched": ("matched = gap", 0),
}
FULL_IN_CODE = dict.fromkeys(CODE, 1)


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("spread") / "box")
    box.add(MODULE)
    box.release(MODULE)

    def write(folder: Path) -> None:
        box.write_code(folder, MODULE, {name: code for name, (code, _) in CODE.items()})

    for name, cards in CARDS.items():
        given = {question: answer for question, (answer, _) in cards.items()}
        if name != "kofi":
            given["memo"] = (
                "25 accounts shared four links or more within an hour. Who runs them is not known."
            )
        box.hand_in(name, MODULE, given, solved=name == "adaeze", change=write if name == "bruno" else None)
    ok(box.collect(MODULE))
    ok(box.autograde(MODULE))
    return box


@pytest.mark.parametrize("name", DRAWN)
def test_the_table_speaks_of_what_was_drawn(box: Box, name: str) -> None:
    bank = box.bank(MODULE)
    assert draw(bank.find("own-caught"), box.cohort, name) == DRAWN[name]


@pytest.mark.parametrize("name", DRAWN)
def test_points_are_those_of_the_table(box: Box, name: str) -> None:
    earned = {question: points for question, (_, points) in CARDS[name].items()}
    if name == "adaeze":
        earned |= FULL_IN_CODE
    if name == "bruno":
        earned |= {question: points for question, (_, points) in CODE.items()}
    scores = box.scores(MODULE, name)
    waiting = {question for question, (_, waits) in scores.items() if waits}
    assert waiting == (set() if name == "kofi" else {"memo"})
    points = {question: points for question, (points, _) in scores.items()}
    assert points == pytest.approx({question: earned.get(question, 0.0) for question in points}, abs=0.0001)
