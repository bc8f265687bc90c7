"""Stop, and read laterally through nbgrader: three made-up trainees earn what these tables say.

The tables were worked out by hand from the rules shown to trainees. What is right for whom stands on pages of
each trainee's own variant; DRAWN names lines of them on which the tables rest.
"""

from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.archive import open_archive

pytestmark = from_nbgrader
MODULE = "01-viral-claims"

# A line of each trainee's own pages on which keys of the tables rest.
DRAWN: dict[str, list[tuple[str, str]]] = {
    "adaeze": [
        ("https://rivergate-hospital.example/statements/infusion-pumps", "127"),
        ("https://trialsledger.example/records/TL-2024-0388", "fell by 26 points in arm A and by 18 points"),
    ],
    "bruno": [
        ("https://medicines-register.example/labels/verdazine", "Adults: 10 mg"),
        ("https://devicesafety.example/notices/2025-118-patchline", "No batch is named"),
    ],
    "kofi": [
        ("https://devicesafety.example/notices/2026-017-marvane-p4", "186"),
        ("https://medrx-drafts.example/2025.11.0417", "had asked for the alarm"),
    ],
}

SURE = {"choice": "not-borne-out", "confidence": 1.0}
CARDS: dict[str, dict[str, tuple[Any, float]]] = {
    # Reads everything.
    "adaeze": {
        "bay-verdict": ({"choice": "not-borne-out", "confidence": 0.8}, 1.96),  # 2 (1/2 + 1/2 (1 - 0.2²))
        "bay-action": (
            {"choice": "call-pharmacy", "confidence": 0.7},
            1.9325,
        ),  # 2 (1/2 + 1/2 (1 - 3/4 x 0.3²))
        "bay-claim": ("all", 1),
        "bay-first": ("checkward", 1),
        "bay-owner": ("tamarisk", 1),
        "bay-dose": ("6", 1),
        "bay-correction": ("who", 1),
        "pump-claim": ("hundred", 1),
        "pump-year": ("2021", 1),
        "pump-place": ("rivergate", 1),
        "pump-owner": ("recycler", 1),
        "pump-count": ("127", 1),
        "pump-origin": ("notice", 1),
        "clinic-first": ("guideline", 1),
        "clinic-holder": ("trust", 1),
        "clinic-year": ("2024", 1),
        "clinic-before": ("6", 1),
        "clinic-support": ("guideline", 1),
        "knee-claim": ("fell", 1),
        "knee-first": ("ledger", 1),
        "knee-owner": ("stedwell", 1),
        "knee-gap": ("8", 1),
        "knee-notice": ("ledger", 1),
        "knee-interest": ("closer", 1),
        "patch-claim": ("glue", 1),
        "patch-batches": ("5", 1),
        "patch-action": ("set-aside", 1),
        "patch-owner": ("maker", 1),
        "patch-denominator": ("18000", 1),
        "patch-first": ("support", 1),
        "sepsis-claim": ("saw", 1),
        "sepsis-comparison": ("asked", 1),
        "sepsis-n": ("900", 1),
        "sepsis-difference": ("70", 1),
        "sepsis-owner": ("publisher", 1),
        "sepsis-cannot-tell": ("one-year", 1),
        "pump-verdict": ({"choice": "not-borne-out", "confidence": 1.0}, 2),
        "clinic-verdict": ({"choice": "borne-out", "confidence": 1.0}, 2),
        "knee-verdict": ({"choice": "borne-out", "confidence": 1.0}, 2),
        "patch-verdict": ({"choice": "borne-out", "confidence": 1.0}, 2),
        "sepsis-verdict": ({"choice": "borne-out", "confidence": 1.0}, 2),
    },
    # Knows where a page is from, and takes the first number.
    "bruno": {
        "bay-claim": ("group", 1),
        "bay-first": ("institute", 0),
        "bay-owner": ("pellworth", 1),
        "bay-dose": ("20", 0),  # the thread's; the label has 10
        "bay-correction": ("strength", 1),
        "bay-verdict": ({"choice": "borne-out", "confidence": 0.9}, 0.19),  # 2 x 1/2 (1 - 0.9²)
        "bay-action": ({"choice": "hold", "confidence": 0.5}, 1.8125),  # 2 (1/2 + 1/2 (1 - 3/4 x 0.5²))
        "pump-claim": ("all", 1),
        "pump-year": ("2026", 1),  # of this week, for him
        "pump-verdict": ({"choice": "not-borne-out", "confidence": 0.6}, 1.84),  # 2 (1/2 + 1/2 (1 - 0.4²))
        "clinic-year": ("1998", 0),
        "clinic-before": ("12", 1),
        "knee-gap": ("25", 0),
        "patch-batches": ("0", 1),
        "sepsis-n": ("1500", 1),
        "sepsis-verdict": ({"choice": "borne-out", "confidence": 0.75}, 1.9375),
    },
    # Calls everything false, and is sure: 2 points where it is, none where it is not.
    "kofi": {
        "bay-verdict": (SURE, 2),
        "pump-verdict": (SURE, 0),
        "clinic-verdict": (SURE, 0),
        "knee-verdict": (SURE, 2),
        "sepsis-verdict": (SURE, 2),
        "patch-verdict": (SURE, 2),
    },
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("claims") / "box")
    box.add(MODULE)
    box.release(MODULE)
    for name, cards in CARDS.items():
        given = {question: answer for question, (answer, _) in cards.items()}
        if name != "kofi":
            given["reason"] = "It claims that all were removed; the hospital's statement says how many. 90 %."
        box.hand_in(name, MODULE, given)
    ok(box.collect(MODULE))
    ok(box.autograde(MODULE))
    return box


@pytest.mark.parametrize("name", DRAWN)
def test_the_table_speaks_of_what_stands_on_their_pages(box: Box, name: str) -> None:
    archive = open_archive(MODULE, box.cohort, name)
    for url, words in DRAWN[name]:
        assert words in " ".join(archive.page(url).text.split()), url


@pytest.mark.parametrize("name", CARDS)
def test_points_are_those_of_the_table(box: Box, name: str) -> None:
    earned = {question: points for question, (_, points) in CARDS[name].items()}
    scores = box.scores(MODULE, name)
    waiting = {question for question, (_, waits) in scores.items() if waits}
    assert waiting == (set() if name == "kofi" else {"reason"})
    points = {question: points for question, (points, _) in scores.items()}
    assert points == pytest.approx({question: earned.get(question, 0.0) for question in points}, abs=0.0001)


def test_a_trail_is_never_marked(box: Box) -> None:
    assert not [question for question in box.scores(MODULE, "adaeze") if question.endswith("-trail")]
