"""Recompute the number, and the test, through nbgrader: three made-up trainees earn what these tables say.

The tables were worked out by hand from the rules shown to trainees and from the counts that each was given.
"""

from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.questions.draws import draw

pytestmark = from_nbgrader
NUMBERS, TEST = "03-numbers", "t1-before"
CANNOT = "cannot-be-computed"

# What each of them was given, as far as the table rests on it.
DRAWN: dict[str, dict[str, dict[str, int]]] = {
    "adaeze": {
        "own-points": {"w": 28, "u": 40, "n": 4000},
        "own-nnt": {"w": 20, "n": 400, "u": 35, "m": 500},
        "own-growth": {"a": 24000, "b": 31560},
        "poll-most": {"n": 160, "r": 64, "y": 48},
        "own-interval": {"k": 4, "n": 30},
        "own-share": {"t": 640000, "y": 246400, "m": 9},
        "own-fork": {"a": 2000, "b": 3000},
        "own-shape": {"a": 1500, "b": 1520, "c": 1550, "d": 2900},
        "own-rate": {"c": 9, "days": 50, "lines": 60},
        "own-grim": {"n": 28, "a": 43, "b": 23, "c": 86, "d": 32},
        "own-table": {"n": 600, "sick": 60, "se": 70, "sp": 90},
        "own-reach": {"i": 560, "b": 60, "r": 175},
        "own-fold": {"a": 60000, "m": 6, "b": 2400, "k": 3},
        "own-bound": {"n": 1500, "p": 40, "q": 8, "d": 4},
    },
    "bruno": {
        "own-points": {"w": 20, "u": 50, "n": 5000},
        "own-nnt": {"w": 33, "n": 300, "u": 65, "m": 500},
        "own-growth": {"a": 24000, "b": 31560},
        "all-nurses": {"pro": 301, "con": 99},
        "poll-most": {"n": 320, "r": 96, "y": 72},
        "own-interval": {"k": 2, "n": 18},
    },
    "kofi": {
        "own-points": {"w": 24, "u": 32, "n": 4000},
        "own-growth": {"a": 20000, "b": 27300},
        "poll-most": {"n": 240, "r": 150, "y": 90},
        "own-fork": {"a": 2000, "b": 3000},
        "own-shape": {"a": 400, "b": 600, "c": 900, "d": 1350},
        "own-rate": {"c": 9, "days": 100, "lines": 25},
        "own-grim": {"n": 21, "a": 29, "b": 76, "c": 45, "d": 81},
        "own-table": {"n": 1000, "sick": 20, "se": 90, "sp": 95},
        "own-reach": {"i": 720, "b": 80, "r": 208},
        "own-fold": {"a": 132000, "m": 12, "b": 1375, "k": 5},
        "own-bound": {"n": 1200, "p": 50, "q": 8, "d": 3},
    },
}


def cells(*rows: list[Any]) -> dict[str, Any]:
    return {"columns": ["Strip", "Sepsis", "No sepsis"], "rows": [list(row) for row in rows]}


# By trainee and question: the answer, and what it earns.
NUMBERS_TABLE: dict[str, dict[str, tuple[Any, float]]] = {
    # Works through all of it with a calculator.
    "adaeze": {
        "own-points": ("0.3", 1),  # 1.0 % and 0.7 %
        "own-relative": ("30", 1),  # 12 of 40
        "four-headlines": (["tenth", "quarter", "half", "sixty"], 1),
        "own-nnt": ("50", 1),  # 7 % and 5 %
        "two-needed": ({"choice": "open", "confidence": 0.9}, 0.99625),  # 1/2 + 1/2 (1 - 3/4 x 0.1²)
        "own-growth": ("31.5 %", 1),  # 7,560 of 24,000
        "quarter-up": (95, 1),
        "all-nurses": (CANNOT, 1),
        "poll-most": ("90", 1),  # 96 silent and 48 yes, of 160
        "own-interval": ("29.7", 1),  # 5.92/33.84 + 1.96 sqrt(104/30 + 0.96)/33.84 = 0.1749 + 0.1219
        "same-tenth": ({"middle": "between", "large": "narrow", "small": "wide"}, 1),
        "own-share": ("38,5", 1),  # 2,464 of 6,400
        "own-others": ("49200", 1),  # 393,600 in 8 years
        "own-fork": ("500", 1),  # 4,500 and 4,000
        "own-shape": ("jump", 1),
        "alarm-rate": (CANNOT, 1),
        "own-rate": ("3.0", 1),  # 9 in 3,000 line days
        "half-year": (5, 1),
        "own-grim": (["row-b"], 2),  # 6 of 28 is 21 %, 7 of 28 is 25 %: no 23 %
        "grim-next": ("ask", 1),
        "own-table": (cells(["positive", 42, 54], ["negative", 18, 486]), 2),
        "own-ppv": ("43.8", 1),  # 42 of 96
        "leaflet-only": (CANNOT, 1),
        "poll-purpose": ({"rota": "none", "congress": "ethics", "allergy": "audit", "burnout": "ethics"}, 1),
        "own-reach": ("35", 1),  # 175 of 500
        "poll-report": (4, 1),
        "own-fold": ("12.5", 1),  # 10,000 and 800 a month
        "own-bound": ("19200", 1),  # 600 people, 8 a day, 4 days
        "gap-reasons": (["english", "repost", "sample"], 1),
    },
    # Does the core, and takes the relative number for the absolute one.
    "bruno": {
        "own-points": ("60", 0),  # 60 % of 1.0 %; the points are 0.6
        "own-relative": ("60", 1),
        "four-headlines": (["sixty", "half", "quarter", "tenth"], 0),  # the wrong way round
        "own-nnt": ("2", 0),  # 13 % and 11 %: 50
        "two-needed": ({"choice": "tol", "confidence": 0.6}, 0.24),  # wrong: 1/2 x 3/4 (1 - 0.6²)
        "own-growth": ("31,5", 1),
        "quarter-up": (20, 0.18023),  # wrong at 80 %: 1/2 (1 - 0.8²), over 0.99875
        "all-nurses": ("75.25", 0),  # of those who voted
        "poll-most": ("92.5", 1),  # 224 silent and 72 yes, of 320
        "own-interval": ("11.1", 0),  # the share itself
        # one pair of three
        "same-tenth": ({"middle": "narrow", "large": "between", "small": "wide"}, 0.33333),
    },
    # Is sure, and calls most things impossible to compute.
    "kofi": {
        "own-points": (CANNOT, 0),
        "own-relative": ("25", 1),  # 8 of 32
        "four-headlines": (["tenth", "half", "quarter", "sixty"], 0.66667),  # one pair of six turned
        "own-nnt": (CANNOT, 0),
        "two-needed": ({"choice": "open", "confidence": 1.0}, 1),
        "own-growth": ("36.5", 1),  # 7,300 of 20,000
        "quarter-up": (60, 0.92115),  # right at 60 %: 1/2 + 1/2 (1 - 0.4²), over 0.99875
        "all-nurses": (CANNOT, 1),
        "poll-most": (CANNOT, 0),  # there is a list: 180 of 240
        "same-tenth": ({"middle": "between"}, 0.5),  # precision 1, recall 1/3
        "own-share": (CANNOT, 0),
        "own-others": (CANNOT, 0),
        "own-fork": ("4500", 0),  # one forecast, not the gap
        "own-shape": ("number", 0),  # half as much again in each step
        "alarm-rate": (CANNOT, 1),
        "own-rate": ("3.6", 1),  # 9 in 2,500 line days
        "half-year": (95, 0.04881),  # wrong at 95 %: 1/2 (1 - 0.95²), over 0.99875
        "own-grim": (["row-a", "row-c"], 1.33333),  # no 45 % of 21; of three possible rows one is accused
        "grim-next": ("fraud", 0),
        "own-table": (cells(["positive", 18, 931], ["negative", 2, 49]), 1),  # one of two columns
        "own-ppv": ("90", 0),  # the sensitivity; 18 of 67
        "leaflet-only": (CANNOT, 1),
        "poll-purpose": (
            {"rota": "none", "congress": "ethics", "allergy": "ethics", "burnout": "ethics"}, 0.75,
        ),
        "own-reach": ("28.9", 0),  # of all 720; of the 640 reached it is 32.5
        "poll-report": (5, 0),
        "own-fold": ("40", 1),  # 11,000 and 275 a month
        "own-bound": ("28800", 0),  # everybody posts
        "gap-reasons": (["english", "impact", "repost", "axis", "sample"], 0),  # everything ticked
    },
}  # fmt: skip

# The test gives its point for any answer: right, wrong, sure or not.
TEST_TABLE: dict[str, list[int]] = {
    "adaeze": [95, 80, 5, 20, 95, 60, 40, 95, 5, 5, 80, 20, 80, 95, 5, 40, 5, 95, 20, 5, 95, 80, 60, 20],
    "bruno": [5] * 12,  # a sceptic, and home after the first sitting
    "kofi": [],
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("numbers") / "box")
    for module in (NUMBERS, TEST):
        box.add(module)
        box.release(module)
        for name in DRAWN:
            if module == NUMBERS:
                given = {question: answer for question, (answer, _) in NUMBERS_TABLE[name].items()}
                if name != "bruno":
                    given["say-it-back"] = "Per 1,000 in 30 days: 6 fewer infections, 20 more with blisters."
            else:
                given = {f"card-{place:02}": step for place, step in enumerate(TEST_TABLE[name], 1)}
            box.hand_in(name, module, given)
        ok(box.collect(module))
        ok(box.autograde(module))
    return box


@pytest.mark.parametrize("name", DRAWN)
def test_the_table_speaks_of_the_numbers_drawn(box: Box, name: str) -> None:
    bank = box.bank(NUMBERS)
    drawn = {question: draw(bank.find(question), box.cohort, name)["case"] for question in DRAWN[name]}
    assert drawn == DRAWN[name]


@pytest.mark.parametrize("name", DRAWN)
def test_numbers_earn_what_the_table_says(box: Box, name: str) -> None:
    earned = {question: points for question, (_, points) in NUMBERS_TABLE[name].items()}
    scores = box.scores(NUMBERS, name)
    assert {question for question, (_, waits) in scores.items() if waits} == (
        set() if name == "bruno" else {"say-it-back"}
    )
    assert len(scores) == 30
    points = {question: points for question, (points, _) in scores.items()}
    # Four decimals are kept.
    assert points == pytest.approx({question: earned.get(question, 0.0) for question in points}, abs=0.00006)


@pytest.mark.parametrize(("name", "total"), [("adaeze", 24), ("bruno", 12), ("kofi", 0)])
def test_the_test_counts_answers_and_nothing_else(box: Box, name: str, total: int) -> None:
    scores = box.scores(TEST, name)
    assert len(scores) == 24 and not any(waits for _, waits in scores.values())
    assert [points for points, _ in scores.values()].count(1.0) == total
    assert sum(points for points, _ in scores.values()) == total
