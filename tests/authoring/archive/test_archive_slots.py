"""Slots: filled in a sandbox, drawn from the seed alone, each value about equally often."""

from collections import Counter
from hashlib import sha256

import pytest

from course.authoring.archive.drawing import TooFew, draw, shuffled
from course.authoring.archive.templating import NotRendered, fill, fill_text

SLOTS = {"a": [1, 2, 3, 4], "b": ["x", "y", "z"], "c": [True, False], "d": list(range(7))}


def everything(values: dict) -> bool:
    return True


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    drawn = draw(SLOTS, 48, b"seed", "story", everything)
    assert drawn == draw(SLOTS, 48, b"seed", "story", everything)
    assert sha256(repr(drawn).encode()).hexdigest()[:16] == "fd2add1b473c43aa"
    assert shuffled("abcdef", b"seed", "forms") == list("fbaecd")


@pytest.mark.parametrize(("seed", "story"), [(b"other", "story"), (b"seed", "other")])
def test_another_seed_or_story_draws_otherwise(seed: bytes, story: str) -> None:
    assert draw(SLOTS, 48, seed, story, everything) != draw(SLOTS, 48, b"seed", "story", everything)


def test_variants_differ_and_hold_each_value_about_equally_often() -> None:
    drawn = draw(SLOTS, 48, b"seed", "story", everything)
    assert len({tuple(one.values()) for one in drawn}) == 48
    for name, values in SLOTS.items():
        counts = Counter(one[name] for one in drawn)
        assert set(counts) == set(values)
        assert max(counts.values()) - min(counts.values()) <= 2, counts


def test_what_is_never_wanted_is_never_drawn() -> None:
    drawn = draw(SLOTS, 40, b"seed", "story", lambda one: not (one["a"] == 1 and one["c"]))
    assert not [one for one in drawn if one["a"] == 1 and one["c"]]


def test_too_few_combinations_are_said_with_their_number() -> None:
    with pytest.raises(TooFew, match="6 combinations of slots"):
        draw({"b": ["x", "y", "z"], "c": [1, 2]}, 7, b"s", "story", everything)
    with pytest.raises(TooFew, match="3 combinations that"):
        draw({"b": ["x", "y", "z"], "c": [1, 2]}, 4, b"s", "story", lambda one: one["c"] == 1)


def test_a_text_that_is_one_expression_keeps_its_kind() -> None:
    values = {"case": {"copy": True, "ids": ["a", "b"], "n": 4}}
    assert fill("{{ case.copy }}", values) is True
    assert fill("{{ case.ids }}", values) == ["a", "b"]
    assert fill("{{ case.n * 2 }}", values) == 8
    assert fill_text("{{ case.n }} of {{ 31000 | thousands }}", values) == "4 of 31,000"


def test_tags_on_lines_of_their_own_leave_no_line_behind() -> None:
    text = "* a\n{% if x %}\n* b\n{% endif %}\n* c {% if x %}d{% endif %}\n"
    text += "{% if x %}e{% else %}f{% endif %}\n:::\n"
    assert fill_text(text, {"x": True}) == "* a\n* b\n* c d\ne\n:::\n"
    assert fill_text(text, {"x": False}) == "* a\n* c \nf\n:::\n"


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("one\n{{ nobody }}", 2, "nobody"),
        ("{{ case.nothing }}", 1, "nothing is none of its fields, n"),
        ("a\nb {% if case.x %}c{% endif %}", 2, "x is none of its fields"),
        ("a\n{% if %}", 2, "cannot be read"),
        ("{{ case.n + 'x' }}", 1, "TypeError"),
        ("{{ case.n / 0 }}", 1, "ZeroDivisionError"),
        ("{{ ''.__class__.__mro__ }}", 1, "__class__"),
        ("{{ cycler.__init__.__globals__ }}", 1, "__init__"),
    ],
)
def test_a_template_that_fails_says_where_and_why(text: str, line: int, found: str) -> None:
    with pytest.raises(NotRendered) as caught:
        fill(text, {"case": {"n": 1}})
    assert caught.value.line == line
    assert found in caught.value.found
