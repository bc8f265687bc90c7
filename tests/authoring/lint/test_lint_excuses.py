"""Excuses: only with a reason, only for what is there, and only for the place they name."""

import pytest
from linted import Course

LINK = "[here]"


@pytest.fixture
def faulty(clean: Course) -> Course:
    """A link called here, in the notebook under *Stop 1*, and a tight percent sign in a key."""
    clean.edit("notebook", "[the trial's report]", LINK)
    clean.edit("key", "is 50 %, and", "is 50%, and")
    assert clean.rules() == {"links", "percent"}
    return clean


def comment(course: Course, text: str) -> list[str]:
    course.edit("notebook", "In a real trial,", f"{text}\n\nIn a real trial,")
    return [f"{one.rule}: {one.found}" for one in course.lint() if one.rule != "percent"]


def test_a_comment_with_a_reason_excuses_the_block_after_it(faulty: Course) -> None:
    assert comment(faulty, "<!-- lint: links — the word is what this exercise is about -->") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<!-- lint: links -->", "gives no reason"),
        ("<!-- lint: links — ok -->", "gives no reason: 'ok'"),
        ("<!-- lint: lynx — because of the animal -->", "no rule 'lynx'"),
        ("<!-- lint: voice — nobody speaks here at all -->", "needs an excuse from voice any more"),
    ],
)
def test_an_excuse_that_excuses_nothing_is_a_finding(faulty: Course, text: str, says: str) -> None:
    found = comment(faulty, text)
    assert len(found) == 2 and found[0].startswith("excuses") and says in found[0]
    assert found[1].startswith("links")


def test_a_comment_reaches_no_further_than_its_block(faulty: Course) -> None:
    faulty.edit(
        "notebook", "Read the card,", "<!-- lint: links — for another place than this -->\n\nRead the card,"
    )
    assert faulty.rules() == {"links", "percent", "excuses"}


LISTED = "- rule: {rule}\n  place: {place}\n  reason: The exercise is about this very thing.\n"


@pytest.mark.parametrize("place", ["which", "which.rationale"])
def test_lint_yaml_excuses_a_question_or_a_field(faulty: Course, place: str) -> None:
    faulty.write("excuses", LISTED.format(rule="percent", place=place))
    assert faulty.rules() == {"links"}


def test_lint_yaml_excuses_under_a_heading_and_by_words(faulty: Course) -> None:
    entry = LISTED.format(rule="links", place="Stop 1. The count")
    faulty.write("excuses", entry + "  found: reads “here”\n")
    assert faulty.rules() == {"percent"}
    faulty.write("excuses", entry + "  found: reads “there”\n")
    assert faulty.rules() == {"percent", "links", "excuses"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LISTED.format(rule="percent", place="whic"), "Nothing at whic needs"),
        ("- {rule: percent, place: which}\n", "gives no reason"),
        ("- {rule: percent}\n", "Entry 1 is not an excuse"),
        ("- {rule: percent, place: which, because: so}\n", "Entry 1 is not an excuse"),
        ("percent\n", "Entry 1 is not an excuse"),
        ("- [\n", "line"),
    ],
)
def test_a_lint_yaml_that_excuses_nothing_is_a_finding(faulty: Course, text: str, says: str) -> None:
    faulty.write("excuses", text)
    found = [one for one in faulty.lint() if one.rule == "excuses"]
    assert len(found) == 1 and says in found[0].found and found[0].file == "faculty/m1/lint.yaml"
    assert "percent" in faulty.rules()


def test_mending_the_place_makes_the_excuse_a_finding(faulty: Course) -> None:
    faulty.write("excuses", LISTED.format(rule="percent", place="which"))
    faulty.edit("key", "is 50%, and", "is 50 %, and")
    faulty.edit("notebook", LINK, "[the report]")
    assert faulty.rules() == {"excuses"}
