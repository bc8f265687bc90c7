"""A trainee reads the reasons of the variant that is theirs, and nothing about the variants of others."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from course_in_a_box import REPOSITORY

from course.questions import draws
from course.questions.bank.keys import key_of
from course.questions.bank.loading import load_bank, load_keys, load_reference
from course.questions.cards.markdown import fill
from course.questions.scoring.score import answer_of
from course.questions.scoring.scorers import told

COHORT = "autumn"
TRAINEES = [f"t{number:03d}" for number in range(300)]
MODULES = sorted(folder.parent.name for folder in (REPOSITORY / "faculty").glob("*/key.yaml"))
SEVERAL = re.compile(
    r"\bvariants?\b|in (some|other) collections|of your colleagues|right (only )?(where|if|while)\b"
    r"|\bwhere (the|it|its) (post|sentence|label|fall|line|rises|changed)|can go either way|either wording"
    r"|any of the three|(two|three) (wordings|labels|sentences|tests)\b|three answers|it may also go"
    r"|of three manuscripts"
    r"|tempting where|sometimes it stands|look whether it stands|whoever holds it"
    r"|steps? must (shrink|be)\b",
    re.IGNORECASE,
)


@cache
def parts(module: str) -> tuple[Any, Any, Any]:
    bank = load_bank(REPOSITORY / "source" / module)
    folder = REPOSITORY / "faculty" / module
    return bank, load_keys(folder, bank), load_reference(folder)


@cache
def branches(module: str) -> list[tuple[str, Any, dict[str, str]]]:
    """Each question's reasons, for each right answer that occurs in the group: (question, answer, texts)."""
    bank, keys, reference = parts(module)
    found = []
    for question in bank:
        key = key_of(question, keys) if question.is_graded else None
        if key is None or not key.rationale:
            continue
        varied = key.reference is not None or question.drawn_parameters
        seen: set[str] = set()
        for trainee in TRAINEES if varied else TRAINEES[:1]:
            own = draws.draw(question, COHORT, trainee)
            mark = json.dumps(own, sort_keys=True, default=str)
            if "variant" in own or "world" in own:
                mark = repr(answer_of(question, key, own, reference))
            if mark in seen:
                continue
            seen.add(mark)
            given = told(question, key, own, reference)
            texts = {"rationale": fill(key.rationale, given)}
            texts |= {name: fill(text, given) for name, text in key.options.items()}
            found.append((question.id, given["right"], texts))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_reasons_speak_of_the_own_branch_only(module: str) -> None:
    wrong = [
        (question, right, place, hit[0])
        for question, right, texts in branches(module)
        for place, text in texts.items()
        if (hit := SEVERAL.search(text))
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("module", MODULES)
def test_reasons_are_filled_in_and_whole(module: str) -> None:
    for question, right, texts in branches(module):
        for place, text in texts.items():
            assert text.strip() and "{" not in text and "  " not in text, (question, right, place, text)
            assert text.strip()[-1] in ".!?”)*", (question, right, place, text)


def test_bay_four_reads_its_own_label() -> None:
    """The reason for the dose in bay four names one label, and not the two others."""
    found = {
        right: texts for question, right, texts in branches("01-viral-claims") if question == "bay-action"
    }
    assert set(found) == {"act", "hold", "call-pharmacy"}
    mine = {
        "act": "all adults, the double dose",
        "hold": "the same dose as last year",
        "call-pharmacy": "two rows",
    }
    for right, texts in found.items():
        for other, words in mine.items():
            assert (words in texts["rationale"]) is (right == other), (right, other)
    for option in mine:
        assert len({texts[option] for texts in found.values()}) >= 2
    assert len({texts["rationale"] for texts in found.values()}) == 3


def test_every_option_of_a_varied_choice_says_when_it_is_right() -> None:
    """Where an option is right for some and wrong for others, its comment is another one."""
    same = []
    for module in MODULES:
        bank, keys, _ = parts(module)
        told_of: dict[str, dict[str, dict[bool, set[str]]]] = {}
        for question, right, texts in branches(module):
            if not isinstance(right, str):
                continue
            for name, text in texts.items():
                if name != "rationale":
                    told_of.setdefault(question, {}).setdefault(name, {}).setdefault(
                        right == name, set()
                    ).add(text)
        for question, options in told_of.items():
            same += [
                (question, name)
                for name, texts in options.items()
                if len(texts) == 2 and texts[True] & texts[False]
            ]
    assert not same, same
