"""Three made-up trainees earn what this table says, worked out by hand from the rules shown to trainees.

On an evidence card the surest step, 95 %, earns 1/2 + 1/2 (1 - 0.05²) = 0.99875 when right; that is a whole
point.
"""

from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.questions.draws import draw

pytestmark = from_nbgrader
MODULE = "ten-kinds"

# Falls on ward Birch in each trainee's draw: 6 in 400 days against 8 in 800, so Cedar has the lower rate;
# 9 in 600 against 12 in 1,000, so Cedar; 5 in 700 against 4 in 350, so Birch.
DRAWN = {"adaeze": 6, "bruno": 9, "kofi": 5}

ANSWERS: dict[str, dict[str, Any]] = {
    # Knows her subject.
    "adaeze": {
        "lower-rate": {"choice": "cedar", "confidence": 0.9},
        "what-is-missing": ["days", "before", "rule"],
        "hops": ["preprint", "release", "news", "post"],
        "designs": {"survey": "went-with", "trial": "caused", "case": "happened"},
        "source-named": 2,
        "reply": "Delirium was less frequent: 9 of 60 against 15 of 60. The preprint claims no cure.",
        "red-lamps": 5,
    },
    # Gets half of it.
    "bruno": {
        "lower-rate": {"choice": "birch", "confidence": 0.75},
        "what-is-missing": ["days", "rule"],
        "hops": ["release", "preprint", "news", "post"],
        "designs": {"survey": "went-with", "trial": "cures"},
        "source-named": 3,
        "red-lamps": 60,
    },
    # Is sure, and wrong; codes nothing.
    "kofi": {
        "lower-rate": {"choice": "cedar", "confidence": 1.0},
        "what-is-missing": ["days", "before", "likes", "rule", "author"],
        "hops": ["post", "news", "release", "preprint"],
        "source-named": 5,
        "reply": "I do not know.",
        "red-lamps": 95,
    },
}

CODE = {
    "adaeze": {
        "growth": "growth = 100 * (48 - 12) / 12",
        "by-month": "monthly = pd.DataFrame({'month': ['Mar', 'Apr', 'May'], 'posts': [12, 20, 48],"
        " 'share': [25, 40, 75]})",
        "posts-chart": "chart = alt.Chart(monthly).mark_bar().encode(x='month:O', y='posts:Q')",
    },
    "bruno": {
        "growth": "growth = 100 * 48 / 12",
        "by-month": "monthly = pd.DataFrame({'month': ['Mar', 'Apr', 'May'], 'posts': [12, 20, 48],"
        " 'share': [2.5, 4, 7.5]})",
        "posts-chart": "chart = alt.Chart(monthly).mark_bar().encode(x='month:O', y='share:Q')",
    },
    "kofi": {},
}

# Points, and whether a person has to read the answer.
EARNED = {
    "adaeze": {
        "lower-rate": (0.995, False),  # right at 90 %: 1/2 + 1/2 (1 - 0.1²)
        "what-is-missing": (2.0, False),
        "hops": (1.0, False),
        "designs": (2.0, False),
        "source-named": (1.0, False),
        "growth": (1.0, False),
        "by-month": (2.0, False),
        "posts-chart": (1.0, False),
        "reply": (0.0, True),
        "red-lamps": (1.0, False),  # right at the surest step
    },
    "bruno": {
        "lower-rate": (0.21875, False),  # wrong at 75 %: 1/2 (1 - 0.75²)
        "what-is-missing": (1.33333, False),  # 2 of 3 found, 0 of 2 wrongly: 2 x (2/3 - 0)
        "hops": (0.66667, False),  # 1 of 6 pairs is the wrong way round: (5 - 1) / 6
        "designs": (0.8, False),  # precision 1 of 2, recall 1 of 3: F1 is 0.4 of 2 points
        "source-named": (0.0, False),
        "growth": (0.0, False),
        "by-month": (1.0, False),  # one of two columns
        "posts-chart": (0.75, False),  # mark, x and data agree, y does not: 3 of 4
        "reply": (0.0, False),
        "red-lamps": (0.32040, False),  # wrong at 60 %: 1/2 (1 - 0.6²), over 0.99875
    },
    "kofi": {
        "lower-rate": (0.0, False),  # wrong and certain
        "what-is-missing": (0.0, False),  # everything ticked: 3 of 3 found, 2 of 2 wrongly
        "hops": (0.0, False),  # the wrong way round
        "designs": (0.0, False),
        "source-named": (0.0, False),
        "growth": (0.0, False),
        "by-month": (0.0, False),
        "posts-chart": (0.0, False),
        "reply": (0.0, True),
        "red-lamps": (0.04881, False),  # wrong at 95 %: 1/2 (1 - 0.95²), over 0.99875
    },
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("abilities") / "box")
    box.add(MODULE)
    box.release(MODULE)
    for name in EARNED:

        def change(folder: Path, name: str = name) -> None:
            box.write_code(folder, MODULE, CODE[name])

        box.hand_in(name, MODULE, ANSWERS[name], change=change)
    ok(box.collect(MODULE))
    ok(box.autograde(MODULE))
    return box


@pytest.mark.parametrize("name", EARNED)
def test_the_table_speaks_of_the_numbers_drawn(box: Box, name: str) -> None:
    assert draw(box.bank(MODULE).find("lower-rate"), box.cohort, name)["case"]["birch"] == DRAWN[name]


@pytest.mark.parametrize("name", EARNED)
def test_each_earns_what_the_table_says(box: Box, name: str) -> None:
    scores = box.scores(MODULE, name)
    assert {question: waits for question, (_, waits) in scores.items()} == {
        question: waits for question, (_, waits) in EARNED[name].items()
    }
    points = {question: points for question, (points, _) in scores.items()}
    # Four decimals are kept.
    assert points == pytest.approx({q: p for q, (p, _) in EARNED[name].items()}, abs=0.00006)
