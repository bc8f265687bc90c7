"""Trace it to the source through nbgrader: three made-up trainees earn what these tables say.

The tables were worked out by hand from the rules shown to trainees: of a chain's four points the origin is
worth 10 %, arrows 40 % (F1), order 20 % (τ, not below 0) and labels 30 %. What is right for whom stands on
pages of each trainee's own variant; DRAWN names lines of them on which the tables rest.
"""

from typing import Any

import pytest
from course_in_a_box import Box, from_nbgrader, ok

from course.archive import open_archive

pytestmark = from_nbgrader
MODULE = "02-tracing-sources"
CARD_NOTICE = "https://corvane-annals.example/2026/01/correction-3"
APP_NOTICE = "https://sandgrouse-journal.example/notices/2026-02"

DRAWN: dict[str, list[tuple[str, str]]] = {
    "adaeze": [
        (CARD_NOTICE, "violet in 40 of 47 adults who coughed and had a shadow. Printed were 38"),
        (APP_NOTICE, "Whether there were fewer after it, in either hospital, the paper can no longer say"),
    ],
    "bruno": [
        (CARD_NOTICE, "This count is as printed. The conclusion now reads"),
        (APP_NOTICE, "For now we cannot say whether the figures of either hospital stand"),
    ],
    "kofi": [
        (CARD_NOTICE, "violet in 33 of 47 adults"),
        (APP_NOTICE, "fewer prescribing slips in one hospital, Rwemisha"),
    ],
}
UNKNOWN = "not-determinable"
CARD_ORDER = "d09 d04 d11 d02 d06 d12 d01 d08 d05 d10 d03 d07"
CARD_LISTED = "d07 d05 d06 d03 d01 d09 d08 d10 d04 d02 d12 d11"
APP_LISTED = "d10 d07 d05 d04 d08 d01 d06 d12 d03 d02 d09 d11 d13"


def chain(order: str, hops: str) -> dict[str, Any]:
    """Hops are written as `d04<d09:kept`; `?` is not determinable."""
    drawn: dict[str, Any] = {"order": order.split(), "from": {}, "labels": {}}
    for hop in hops.split():
        one, rest = hop.split("<")
        source, label = rest.split(":")
        drawn["from"][one], drawn["labels"][one] = source.replace("?", UNKNOWN), label.replace("?", UNKNOWN)
    return drawn


def each_from_the_one_before(order: str) -> dict[str, Any]:
    """Everything copied on from page to page, and nothing changed."""
    listed = order.split()
    return chain(
        order, " ".join(f"{one}<{before}:kept" for before, one in zip(listed, listed[1:], strict=False))
    )


def never(order: str) -> dict[str, Any]:
    """As listed on the card, and nothing can be told."""
    return chain(order, " ".join(f"{one}<?:?" for one in order.split()[1:]))


SURE = {"choice": "not-borne-out", "confidence": 1.0}
LABELS = {"count": "kept", "genre": "strengthened", "trend": "added", "verb": "strengthened"}
CARDS: dict[str, dict[str, tuple[Any, float]]] = {
    # Reads everything.
    "adaeze": {
        "breath-chain": (
            chain(
                CARD_ORDER,
                "d04<d09:weakened d11<d04:strengthened d02<d11:dropped d06<d11:dropped d12<d11:kept "
                "d01<d04:strengthened d08<d01:dropped d05<?:? d10<d01:differs d03<d10:kept "
                "d07<d08:strengthened",
            ),
            4,
        ),
        "breath-first": ("might", 1),
        "breath-notice": ("up", 1),
        "breath-number": ("40", 1),
        "breath-after": (["preprint", "wire"], 1),
        # 2 (1/2 + 1/2 (1 - 3/4 x 0.1²))
        "breath-verdict": ({"choice": "borne-out", "confidence": 0.9}, 1.9925),
        "grew-may": ("press", 1),
        "grew-limit": ("journal", 1),
        "grew-level": (4, 1),
        "grew-order": (["none", "with", "may", "can", "does"], 1),
        "grew-seventh": ("faithful", 2),
        "real-labels": ({**LABELS, "quote": "differs", "other": "differs"}, 3),
        "real-descent": ("copy2", 1),
        "real-who": ("cannot", 1),
        "real-nuanced": ("cannot", 1),
        "real-surge": ("cannot", 1),
        "real-largest": ("others", 1),
        "app-chain": (
            chain(
                "d07 d11 d12 d02 d09 d05 d01 d10 d13 d03 d06 d08 d04",
                "d11<d07:weakened d12<?:? d02<d11:strengthened d09<d02:kept d05<d02:differs d01<d12:kept "
                "d10<d11:weakened d13<d12:kept d03<?:? d06<d03:kept d08<?:? d04<?:?",
            ),
            4,
        ),
        "app-first": ("linked", 1),
        "app-notice": ("void", 1),
        "app-after": (["press", "courier"], 1),
        "app-number": ("4700", 1),
        "app-verdict": (SURE, 2),
    },
    # Goes by the dates, and takes each page to have copied the one before it.
    "bruno": {
        # Origin, order; 2 of 11 arrows (d04, d03) and 2 of 11 labels (d12, d03): 4 (0.3 + 0.7 x 2/11)
        "breath-chain": (each_from_the_one_before(CARD_ORDER), 1.7091),
        "breath-first": ("may", 1),
        "breath-notice": ("who", 1),
        "breath-number": ("34", 0),  # another variant's count
        "breath-after": (["journal", "firm", "info"], 0.75),  # both right ones, one of four wrong ones
        # 2 x 1/2 x 3/4 (1 - 0.9²)
        "breath-verdict": ({"choice": "borne-out", "confidence": 0.9}, 0.1425),
        "grew-may": ("post", 0),
        "grew-level": (5, 0),
        "grew-order": (["none", "may", "with", "can", "does"], 0.8),  # one of ten pairs is turned round
        "grew-seventh": ("faithful", 2),
        "real-labels": ({**LABELS, "quote": "strengthened", "other": "strengthened"}, 2),  # 4 of 6
        "real-who": ("copy2", 0),
        "real-surge": ("cannot", 1),
        # Origin, order; 3 of 12 arrows (d11, d02, d09), 2 of 12 labels (d02, d12): 4 (0.3 + 0.1 + 0.05)
        "app-chain": (each_from_the_one_before("d07 d11 d02 d09 d05 d01 d12 d03 d10 d13 d06 d08 d04"), 1.8),
        "app-notice": ("open", 1),
        "app-verdict": (
            {"choice": "cannot-tell", "confidence": 0.5},
            1.8125,
        ),  # 2 (1/2 + 1/2 (1 - 3/4 x 0.5²))
    },
    # Says of everything that it cannot be told, and is sure that nothing holds.
    "kofi": {
        # The first listed is not the origin; 46 of 66 pairs are turned round, so τ is below 0.
        # 2 of 11 arrows and labels cannot be told (d06, d08): 4 x 0.7 x 2/11
        "breath-chain": (never(CARD_LISTED), 0.5091),
        "breath-verdict": (SURE, 0),
        "grew-seventh": ("nobody", 0),
        "real-labels": (dict.fromkeys([*LABELS, "quote", "other"], UNKNOWN), 0),
        "real-descent": ("cannot", 0),
        "real-who": ("cannot", 1),
        "real-nuanced": ("cannot", 1),
        "real-surge": ("cannot", 1),
        # 45 of 78 pairs turned round; 4 of 12 (d01, d12, d08, d04): 4 x 0.7 x 4/12
        "app-chain": (never(APP_LISTED), 0.9333),
        "app-verdict": (SURE, 2),
    },
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    box = Box(tmp_path_factory.mktemp("tracing") / "box")
    box.add(MODULE)
    box.release(MODULE)
    for name, cards in CARDS.items():
        given = {question: answer for question, (answer, _) in cards.items()}
        if name != "kofi":
            given["trace"] = (
                "It began with a manuscript; the firm made may into decides; the notice keeps the count."
            )
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
    assert waiting == (set() if name == "kofi" else {"trace"})
    points = {question: points for question, (points, _) in scores.items()}
    assert points == pytest.approx({question: earned.get(question, 0.0) for question in points}, abs=0.0001)


def test_a_trail_is_never_marked(box: Box) -> None:
    assert not [question for question in box.scores(MODULE, "adaeze") if question.endswith("-trail")]
