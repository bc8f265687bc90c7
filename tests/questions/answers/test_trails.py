"""A reading trail: read strictly, bounded, added to step by step, and joined without loss."""

import json
from typing import Any

import pytest

from course.errors import FormError, NotAnswered
from course.questions.answers import answer_checks, merging, trails
from course.questions.answers.data import MAX_VALUE, Entry
from course.questions.bank.models import Bank, Trail
from course.questions.cards.render import card_html, card_spec

STEP = {"do": "open", "of": "https://a.example/", "at": "2026-11-28T03:10:00Z"}


def step(second: int, of: str = "https://a.example/", do: str = "open") -> trails.Step:
    return trails.Step(do=do, of=of, at=f"2026-11-28T03:{second // 60:02}:{second % 60:02}Z")


def question() -> Trail:
    return Trail(
        id="bay-trail", kind="trail", story="bay-four", prompt="Read.", concept="lateral", points=0.0
    )


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        3,
        {"steps": 1},
        {"steps": [{"do": "buy", "of": "x", "at": STEP["at"]}]},
        {"steps": [{**STEP, "of": "x" * 301}]},
        {"steps": [{**STEP, "at": "yesterday"}]},
        {"steps": [{**STEP, "why": "because"}]},
        {"steps": [STEP] * 301},
        {"steps": [{**STEP, "of": "本" * 300}] * 60},
        {"tabs": [{"places": [], "at": 0}]},
        {"tabs": [{"places": [{"go": "x", "y": -1}], "at": 0}]},
        {"tabs": [{"places": [{"go": "x", "y": 0.5}], "at": 0}]},
        {"active": True},
        {"more": 1},
    ],
)
def test_what_no_browser_writes_is_refused(value: Any) -> None:
    with pytest.raises(FormError, match="The reading trail is damaged"):
        trails.read(value)


def test_nothing_is_an_empty_trail() -> None:
    assert trails.read(None) == trails.Trail()


def test_steps_are_added_once_and_kept_in_order_of_time() -> None:
    value = None
    for one in (step(2), step(1), step(2)):
        value = trails.with_step(value, one)
    assert [one["at"][-3:-1] for one in value["steps"]] == ["01", "02"]


def test_a_full_trail_stays_as_it_is_and_below_what_an_answer_may_have() -> None:
    value = None
    for second in range(trails.MOST_STEPS + 5):
        value = trails.with_step(value, step(second, of=f"https://a.example/{'本' * 270}{second}"))
    assert trails.is_full(trails.read(value))
    places = [{"go": "https://a.example/" + "本" * 270, "y": 0}] * trails.MOST_PLACES
    value = trails.with_tabs(value, [{"places": places, "at": 29}] * trails.MOST_TABS, 3)
    assert len(json.dumps(value, ensure_ascii=False).encode()) < MAX_VALUE
    assert all(tab["at"] == len(tab["places"]) - 1 for tab in value["tabs"])
    trails.read(value)


def test_tabs_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError):
        trails.with_tabs(None, [{"places": "x", "at": 0}], 0)


def test_two_trails_become_one_that_has_all_steps() -> None:
    mine = trails.with_tabs(trails.with_step(None, step(1)), [{"places": [{"go": "", "y": 0}], "at": 0}], 0)
    theirs = trails.with_step(trails.with_step(None, step(1)), step(3))
    both = merging.settle("trail", mine, [], Entry(value=theirs), None)
    assert [one["at"] for one in both["steps"]] == [step(1).at, step(3).at]
    assert both["tabs"] == mine["tabs"]


def test_its_form_is_right_once_something_was_opened() -> None:
    assert answer_checks.check_form(question(), {"steps": [STEP]})["steps"] == [STEP]
    with pytest.raises(NotAnswered):
        answer_checks.check_form(question(), {"steps": []})
    with pytest.raises(FormError):
        answer_checks.check_form(question(), {"steps": [{}]})


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("points", 1.0, "never marked"),
        ("hints", ["Look."], "remove them"),
        ("parameters", {"n": {"choice": [1]}}, "remove them"),
    ],
)
def test_a_trail_with_points_or_hints_is_refused(field: str, value: Any, said: str) -> None:
    raw = {**question().model_dump(exclude_none=True), field: value}
    with pytest.raises(ValueError, match=said):
        Bank.model_validate({"module": "m1", "title": "T", "minutes": 1, "points": 0.0, "questions": [raw]})


def test_the_still_page_says_which_pages_were_read_and_escapes_them() -> None:
    value = {"steps": [STEP, {**STEP, "do": "search", "of": "<script>x</script>"}, STEP]}
    spec = {**card_spec(question()), "titles": {"https://a.example/": "The <first> page"}}
    html = card_html(spec, value, style=False)
    assert "1 page read, 3 steps in all." in html
    assert "The &lt;first&gt; page" in html and "&lt;script&gt;x" in html and "<script>" not in html
    assert "not marked" in html and "03:10 UTC" in html


@pytest.mark.parametrize("value", [None, {"steps": [{}]}, "x", [1], {"steps": "<b>"}])
def test_the_still_page_stands_whatever_was_submitted(value: Any) -> None:
    html = card_html(card_spec(question()), value, style=False)
    assert "<section" in html and "<b>" not in html
