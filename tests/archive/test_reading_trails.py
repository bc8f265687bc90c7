"""A trail is read as a stranger's file, grows by a step at a time, and stays within its bounds."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trailmade import LETTER, START, step

from course.errors import FormError
from course.questions.answers import merging, trails
from course.questions.answers.data import MAX_VALUE, check_size

GOOD = {
    "steps": [step("open", START), step("search", "night lamps", 1)],
    "tabs": [{"places": [{"go": START, "y": 120}, {"go": "?night lamps", "y": 0}], "at": 1}],
    "active": 0,
}
DAMAGED = {
    "a text": "read it all",
    "a list": [GOOD],
    "an unknown step": {**GOOD, "steps": [step("ran", START)]},
    "a number for an address": {**GOOD, "steps": [{**step("open", START), "of": 7}]},
    "a time of no clock": {**GOOD, "steps": [{**step("open", START), "at": "yesterday"}]},
    "a field of somebody else's": {**GOOD, "points": 5},
    "a step with more in it": {**GOOD, "steps": [{**step("open", START), "score": 1}]},
    "an address without end": {**GOOD, "steps": [step("open", "https://" + "a" * 400)]},
    "steps without end": {**GOOD, "steps": [step("open", START)] * (trails.MOST_STEPS + 1)},
    "a tab that was nowhere": {**GOOD, "tabs": [{"places": [], "at": 0}]},
    "half a character": {**GOOD, "steps": [step("search", "\ud800")]},
    "a place above the page": {**GOOD, "tabs": [{"places": [{"go": START, "y": -1}], "at": 0}]},
    "too many tabs": {**GOOD, "tabs": GOOD["tabs"] * (trails.MOST_TABS + 1)},
}


@pytest.mark.parametrize("value", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_trail_is_refused_and_says_where(value) -> None:
    with pytest.raises(
        FormError, match=r"^The reading trail is damaged: `.+` is not as the course writes it"
    ):
        trails.read(value)


def test_a_heavy_trail_is_refused() -> None:
    heavy = {"steps": [step("search", f"{'ä' * 290}{n}") for n in range(100)]}
    with pytest.raises(FormError, match="more than 40 kB"):
        trails.read(heavy)


def test_none_is_an_empty_trail_and_a_good_one_is_read_as_it_was_written() -> None:
    assert trails.read(None).steps == []
    assert trails.read(GOOD).model_dump() == GOOD


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["steps", "tabs", "active", "do", "of", "at", "x"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_stands_there_is_read_or_refused(value) -> None:
    try:
        found = trails.read(value)
    except FormError as error:
        assert len(str(error)) < 400
    else:
        assert trails.read(found.model_dump()) == found


def test_a_step_that_is_sent_twice_is_kept_once_and_steps_are_in_order_of_time() -> None:
    value = None
    for one in (step("open", START, 2), step("search", "lamps", 1), step("open", START, 2)):
        value = trails.with_step(value, trails.Step(**one))
    assert [one["at"][14:16] for one in value["steps"]] == ["01", "02"]


def test_the_trail_is_full_before_it_is_too_large_to_keep() -> None:
    value = None
    for number in range(trails.MOST_STEPS + 5):
        value = trails.with_step(value, trails.Step(**step("search", f"{number} " + "夜" * 250, number % 60)))
    value = trails.with_tabs(value, [{"places": [{"go": "?" + "夜" * 290, "y": 0}] * 30, "at": 29}] * 12, 11)
    check_size(value)
    assert len(json.dumps(value, ensure_ascii=False).encode()) < MAX_VALUE
    assert trails.is_full(trails.read(value))


def test_where_there_are_too_many_places_the_oldest_go_and_the_present_one_stays() -> None:
    places = [{"go": f"https://letters.example/{'x' * 270}/{n:02}", "y": n} for n in range(30)]
    tabs = [{"places": places, "at": 29}, {"places": places, "at": 0}, {"places": places, "at": 12}]
    kept = trails.with_tabs(GOOD, tabs, 2)
    assert kept["steps"] == GOOD["steps"] and kept["active"] == 2
    shown = [tab["places"][tab["at"]]["y"] for tab in kept["tabs"]]
    assert shown == [29, 0, 12]
    assert len(json.dumps(kept["tabs"])) <= trails.MOST_TAB_BYTES


def test_two_trails_are_joined_in_order_of_time_and_nothing_is_lost() -> None:
    one = {"steps": [step("open", START), step("open", LETTER, 4)], "tabs": [], "active": 0}
    other = {**deepcopy(GOOD), "steps": [step("open", START), step("search", "falls", 2)]}
    for joined in (trails.joined(one, other), trails.joined(other, one)):
        assert [step["at"][14:16] for step in joined["steps"]] == ["00", "02", "04"]
        assert joined["tabs"] == GOOD["tabs"]


def test_another_notebooks_trail_is_never_refused_but_joined() -> None:
    from course.questions.answers.store import Entry

    mine = {"steps": [step("open", LETTER, 4)], "tabs": [], "active": 0}
    settled = merging.settle("trail", mine, [None], Entry(value=GOOD), None)
    assert [one["of"] for one in settled["steps"]] == [START, "night lamps", LETTER]


def test_a_page_that_was_read_twice_counts_once() -> None:
    value = {"steps": [step("open", START), step("open", LETTER, 1), step("open", START, 2)]}
    assert trails.pages_read(trails.read(value)) == [START, LETTER]
