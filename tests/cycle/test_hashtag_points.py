"""Read a hashtag through nbgrader: three made-up trainees earn what these tables say.

The tables were worked out by hand from the rules shown to trainees; counts of worlds are recounted
in another way in tests/notebooks/test_hashtag_module.py, for other draws.
"""

from pathlib import Path
from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.questions.draws import draw

pytestmark = [*from_nbgrader, pytest.mark.slow]
MODULE = "06-hashtag-data"

DRAWN: dict[str, tuple[dict[str, Any], str]] = {
    "adaeze": ({"world": "w01", "year": 2020, "tag": "feedback", "other": "medtwitter"}, "Chicago"),
    "bruno": ({"world": "w01", "year": 2021, "tag": "curriculum", "other": "medstudents"}, "New York"),
    "kofi": ({"world": "w03", "year": 2021, "tag": "pocus", "other": "foamed"}, "Manila"),
}

# On cards: the answer, and what it earns.
CARDS: dict[str, dict[str, tuple[Any, float]]] = {
    "adaeze": {
        "empty-views": ({"choice": "unknown", "confidence": 0.9}, 0.9962),  # 1/2 + 1/2 (1 - 3/4 x 0.1²)
        "own-reposts": ("21.7", 1),  # 2,499 of 7,664 + 879 + 452 + 2,499 = 11,494
        "dashboard-card": (5, 1),
        "growth-card": (95, 1),
        "own-utc": ("2", 1),  # 20:00, six hours behind
        "who-missing": (["other", "moved", "gone"], 1),
        "gini-read": ({"choice": "few", "confidence": 1.0}, 1),
        "first-look": (["rejects", "once", "kind", "share"], 1),
        "viewing-log": ("shown", 1),
        "defensible": (["dedupe", "counts", "source"], 1),
    },
    # Counts rows and reads the wrong clock.
    "bruno": {
        "empty-views": ({"choice": "zero", "confidence": 0.6}, 0.24),  # wrong: 1/2 x 3/4 (1 - 0.6²)
        "own-reposts": ("31.5", 0),  # of originals alone
        "dashboard-card": (80, 0.18023),  # wrong at 80 %: 1/2 (1 - 0.8²), over 0.99875
        "growth-card": (60, 0.92115),  # right at 60 %: 1/2 + 1/2 (1 - 0.4²), over 0.99875
        "own-utc": ("16", 0),  # the wrong way
        "who-missing": (["other", "short", "gone"], 0.1667),  # 2 of 3 found, 1 of 2 wrongly
        "first-look": (["once", "rejects", "kind", "share"], 0.6667),  # one pair of six turned
        "viewing-log": ("interval", 0),
        "defensible": (["counts", "source"], 0.6667),
    },
    # Ticks everything, codes nothing.
    "kofi": {
        "empty-views": ({"choice": "unknown", "confidence": 0.6}, 0.94),  # 1/2 + 1/2 (1 - 3/4 x 0.4²)
        "own-reposts": ("21.8", 1),  # 3,094 of 9,443 + 1,071 + 554 + 3,094 = 14,162
        "own-utc": ("22", 1),  # 06:00, eight hours ahead
        "who-missing": (["short", "other", "moved", "busy", "gone"], 0),
        "gini-read": ({"choice": "power", "confidence": 1.0}, 0),
        "first-look": (["share", "kind", "once", "rejects"], 0),
        "defensible": (["dedupe", "excite", "counts", "source", "reach"], 0),
    },
}

# In code, by bruno: what he writes, and what it earns.
CODE: dict[str, tuple[str, float]] = {
    "own-fold": ("spellings = 1", 0),  # the tag once folded
    "own-twice": ("repeats = 10009 - 9443", 1),  # rows and ids, read off
    "own-kinds": (
        "kinds = posts[in_year].groupby('kind', observed=True).agg("
        "rows=('post_id', 'size'), posts=('post_id', 'size')).reset_index()",
        1,  # one of two columns: rows counted twice
    ),
    "own-months": (
        "monthly = rows.assign(month=rows['created_at'].dt.month).groupby('month').size()"
        ".reset_index(name='posts')",
        0,  # repeated rows are in it
    ),
    "own-chart": (
        "chart = alt.Chart(monthly).mark_bar().encode(x='month:O', y='posts:Q')",
        1.5,
    ),  # not the data
    "own-chat": ("chat = 0", 0),  # the clock of UTC
    "own-languages": ("not_english = 100 * (year_posts['lang'].dropna() == 'en').mean()", 0),
    "own-search": ("found_posts = 137", 1),
    "own-lift": ("lift = 0.98", 2),
    "own-top": ("top_ten = 25.4", 1),
}
FULL_IN_CODE = {
    "own-fold": 1, "own-twice": 1, "own-kinds": 2, "own-months": 2, "own-chart": 2, "own-chat": 1,
    "own-languages": 1, "own-search": 1, "own-lift": 2, "own-top": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("hashtag") / "box")
    box.add(MODULE)
    box.release(MODULE)

    def write(folder: Path) -> None:
        box.write_code(folder, MODULE, {name: code for name, (code, _) in CODE.items()})

    for name, cards in CARDS.items():
        given = {question: answer for question, (answer, _) in cards.items()}
        if name != "kofi":
            given["critique"] = (
                "Bars from zero: it is a doubling. Different originals, not rows. Dash the estimates."
            )
        box.hand_in(name, MODULE, given, solved=name == "adaeze", change=write if name == "bruno" else None)
    ok(box.collect(MODULE))
    ok(box.autograde(MODULE))
    return box


@pytest.mark.parametrize("name", DRAWN)
def test_the_table_speaks_of_what_was_drawn(box: Box, name: str) -> None:
    bank = box.bank(MODULE)
    own, city = DRAWN[name]
    assert draw(bank.find("own-kinds"), box.cohort, name) == own
    assert draw(bank.find("own-utc"), box.cohort, name)["case"]["city"] == city


@pytest.mark.parametrize("name", DRAWN)
def test_points_are_those_of_the_table(box: Box, name: str) -> None:
    earned = {question: points for question, (_, points) in CARDS[name].items()}
    if name == "adaeze":
        earned |= FULL_IN_CODE
    if name == "bruno":
        earned |= {question: points for question, (_, points) in CODE.items()}
    scores = box.scores(MODULE, name)
    waiting = {question for question, (_, waits) in scores.items() if waits}
    assert waiting == (set() if name == "kofi" else {"critique"})
    points = {question: points for question, (points, _) in scores.items()}
    assert points == pytest.approx({question: earned.get(question, 0.0) for question in points}, abs=0.0001)
