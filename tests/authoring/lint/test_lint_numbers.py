"""Numbers without a source: what is one, what is none, and what counts as a source."""

import pytest
from linted import Course

from course.authoring.lint.arithmetic import Stated, value, without_source
from course.authoring.lint.numbers import facts

NUMBERS = {
    "About 64 % of nurses believe it.": ["64"],
    "In 2019 it was 3 times as many.": ["2019", "3"],
    "12 of 412 fell, or 1 in 34.": ["12", "412", "1", "34"],
    "The mean was 0.43 and 1,178,647 posts came.": ["0.43", "1,178,647"],
    "At 03:10 on 12 March, bay 14, table 15, ward 16, 90 days, 25 minutes, 24 cards, 500 mg.": [],
    "Use two of them, 5 at most, per 1,000 or per 100.": [],
    "Tag #MedEd2022, @nurse17, the d′ of v1.2 and 10.1000/1 are names.": [],
}


@pytest.mark.parametrize("text", NUMBERS)
def test_which_numbers_state_something(text: str) -> None:
    assert [one.written for one in facts(text)] == NUMBERS[text]


def left(said: str, known: list[float]) -> list[str]:
    return [one.written for one in without_source(facts(said), known)]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("16 of 4,000 is 0.4 %.", [16, 4000]),  # a share
        ("The gap is 20 per 1,000.", [40, 80, 2000, 2000]),  # two steps, through 2 % and 4 % that are shown
        ("150 of 200 is 75 %. It rose 15 points from 60 %, by 25 %.", [120, 150, 200]),  # a chain
        ("Of 1,000, 20 of 100 … 20 in 980 healthy, 49 positive: 49 of 68 are wrong.", [2, 5, 95, 19, 1000]),
        ("It would be 1,390.5 after three years.", [412, 50]),  # 412 · 1.5³
        ("About 170 need it.", [6, 1000]),  # 166.7
        ("88.1 % looks more exact.", [88, 420]),
        ("It began in 2021.", [2021]),
    ],
)
def test_what_follows_from_what_is_shown(said: str, known: list[float]) -> None:
    if "gap" in said:
        known = [*known, 2, 4]
    assert left(said, known) == []


@pytest.mark.parametrize(
    ("said", "known", "without"),
    [
        ("It is 37 %.", [12, 48], ["37"]),
        ("170 need it.", [6, 1000], ["170"]),  # 166.7, and the text does not say *about*
        ("It began in 2021.", [2000, 21], ["2021"]),  # no sum makes a year
        ("89.1 % looks more exact.", [88], ["89.1"]),
    ],
)
def test_what_does_not_follow(said: str, known: list[float], without: list[str]) -> None:
    assert left(said, known) == without


def test_with_very_many_numbers_only_those_shown_count() -> None:
    many = [float(n * n + 1000) for n in range(60)]
    assert without_source([Stated("1,004", value("1,004"))], many) == []
    assert len(without_source([Stated("3", 3.0)], many)) == 1  # 1004 − 1001 would give it


REAL = "Two thirds of nurses, 67 %, have met such a post."
# what: file, clean words, with the fault, the mended fault
FAULTS = {
    "fact-in-prose": ("notebook", "Read the card, then answer.", REAL, REAL + " (Okafor et al. 2021)"),
    "fact-in-notes": ("notes", "Let them find", REAL + " Let them find",
        "Suppose that 67 % are. Let them find"),
    "fact-in-a-reason-that-is-constructed": (
        "key", "The count fell mostly", "A 2019 study found 31 %. The count fell mostly",
        "A 2019 study found 31 % (doi 10.1000/2). The count fell mostly",
    ),
    "fact-in-a-hint": ("questions", "What is each count out of?", "In truth 83.6 % do.",
        "What is 14 out of?"),
    "growth-without-its-counts": (
        "notebook", "Ask out of what.\n", "Ask.\n\nIt grew by 68.3 % since.\n",
        "Ask.\n\nIt grew by 68.3 %: 168.3 − 100 is 68.3.\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fact_needs_a_source(clean: Course, fault: str) -> None:
    file, old, faulty, mended = FAULTS[fault]
    clean.edit(file, old, faulty)
    found = clean.lint()
    assert [one.rule for one in found] == ["numbers"], [str(one) for one in found]
    clean.edit(file, faulty, mended)
    assert [str(one) for one in clean.lint()] == []


def test_evidence_that_was_read_bears_the_numbers_of_its_reason(clean: Course) -> None:
    clean.edit("key", "A good answer names the denominator.", "A 2019 study found 31 %.")
    assert clean.lint() == []  # the key of `why` has a paper that was read
    clean.edit("key", "state: text", "state: constructed")
    assert [one.place for one in clean.lint()] == ["why.rationale"]


def test_a_card_shows_numbers_in_the_description_of_its_picture(clean: Course) -> None:
    clean.edit("key", "The count fell mostly", "West had 5,417. The count fell mostly")
    assert clean.rules() == {"numbers"}
    clean.edit("questions", "What changed?", "![West: 5,417 falls](pictures/falls.png)")
    assert clean.lint() == []


def test_a_scene_gives_its_numbers_to_what_follows(clean: Course) -> None:
    clean.edit("notebook", "Read the card, then answer.", "It has 31,000 likes.")
    assert clean.rules() == {"numbers"}
    clean.edit(
        "notebook", "It has 31,000 likes.", "It is 03:10. A post has 31,000 likes.\n\nWhat do 31,000 show?"
    )
    assert clean.lint() == []


def test_samples_of_answers_are_somebody_elses_numbers(clean: Course) -> None:
    clean.edit("notes", "Let them find", "> “It is 77 %.”\n\nOn the border: “It is 78 %.” Let them find")
    assert clean.lint() == []


def test_the_opening_names_the_points_that_the_questions_add_up_to(clean: Course) -> None:
    clean.edit("notebook", "what their numbers bear out.", "what their numbers bear out, for 3 points.")
    assert clean.lint() == []
    clean.edit("notebook", "for 3 points.", "for 4 points.")
    assert [(one.rule, one.remedy) for one in clean.lint()] == [("totals", "Write 3 points.")]
