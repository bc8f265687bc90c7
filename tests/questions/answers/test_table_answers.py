"""Tables from cards, DataFrames and Series."""

import numpy as np
import pandas as pd
import pytest

from course.errors import FormError, NotAnswered, Unfinished
from course.questions.answers.answer_checks import check_form
from course.questions.answers.tables import lenient_table

COLUMNS = [
    {"name": "year", "type": "integer"},
    {"name": "place", "type": "text"},
    {"name": "share", "unit": "%"},
]


@pytest.fixture
def code(make_question):
    return make_question(kind="table", columns=COLUMNS, variable="monthly")


@pytest.fixture
def card(make_question):
    columns = [
        {"name": "year", "type": "integer", "given": True},
        {"name": "n", "type": "integer"},
        {"name": "r"},
    ]
    return make_question(kind="table", columns=columns, rows=[[2021], [2022]])


FRAME = pd.DataFrame({"year": [2021, 2022], "place": ["A", "B"], "share": [12.5, 30.0]})
KEPT = {"columns": ["year", "place", "share"], "rows": [[2021, "A", 12.5], [2022, "B", 30.0]]}


def test_a_frame_becomes_plain_data(code):
    found = check_form(code, FRAME)
    assert found == KEPT
    assert {type(cell) for row in found["rows"] for cell in row} == {int, str, float}


@pytest.mark.parametrize(
    "frame",
    [
        FRAME[["share", "year", "place"]],
        FRAME.assign(more=1),
        FRAME.set_index("year"),
        FRAME.set_index(["year", "place"]),
        FRAME.assign(year=FRAME["year"].astype(float)),
        FRAME.assign(share=["12,5", "30 %"]),
        FRAME.convert_dtypes(),
        FRAME.assign(place=FRAME["place"].astype("category")),
        FRAME.set_index(["year", "place"])["share"],  # a Series
        KEPT,
    ],
)
def test_other_ways_to_make_the_same_table(code, frame):
    assert check_form(code, frame) == KEPT


@pytest.mark.parametrize(
    "value, words",
    [
        (
            FRAME.rename(columns={"share": "percent"}),
            ["`percent`", "needs `year`, `place`, `share`", "`share` is"],
        ),
        (FRAME[["place"]], ["`year`, `share` are missing"]),
        (pd.DataFrame(), ["has the columns none"]),
        (FRAME.iloc[:0], ["no rows"]),
        (FRAME.assign(year=[2021.5, 2022]), ["Row 1 of column year", "whole number"]),
        (FRAME.assign(share=["x", 3.0]), ["Row 1 of column share", "`x`"]),
        (FRAME.assign(share=[True, False]), ["truth value"]),
        (FRAME.assign(share=[np.inf, 1.0]), ["too large"]),
        (FRAME.assign(place=[["A"], "B"]), ["Row 1 of column place", "`list`"]),
        (pd.concat([FRAME, FRAME[["share"]]], axis=1), ["more than once"]),
        (pd.DataFrame({"year": range(6000), "place": "A", "share": 1.0}), ["6,000 rows", "5,000"]),
        (FRAME["share"], ["`year`"]),
        ([[2021, "A", 12.5]], ["`list`", "DataFrame"]),
        (3, ["`int`"]),
        ("text", ["`str`"]),
        ({"columns": ["year"]}, ["`dict`"]),
        ({"columns": KEPT["columns"], "rows": [[1]]}, ["Row 1", "3 cells"]),
        ({"columns": KEPT["columns"], "rows": ["abc"]}, ["Row 1"]),
    ],
)
def test_other_tables_are_refused_with_the_columns_found(code, value, words):
    with pytest.raises(FormError) as caught:
        check_form(code, value)
    for word in words:
        assert word in str(caught.value)
    assert "monthly" in str(caught.value) or "Row" in str(caught.value)


@pytest.mark.parametrize("missing", [np.nan, None, pd.NA])
def test_missing_values_are_named(code, missing):
    frame = FRAME.astype(object)
    frame.loc[0, "share"] = missing
    with pytest.raises(Unfinished, match="1 cell is still empty, in `share`"):
        check_form(code, frame)


def test_dates_stand_as_iso_text(make_question):
    question = make_question(kind="table", columns=[{"name": "day", "type": "text"}], variable="days")
    found = check_form(question, pd.DataFrame({"day": pd.to_datetime(["2022-03-01"])}))
    assert found["rows"] == [["2022-03-01T00:00:00"]]


def card_value(*rows):
    return {"columns": ["year", "n", "r"], "rows": [list(row) for row in rows]}


def test_a_filled_card(card):
    assert check_form(card, card_value([2021, "1 178", "12,5"], [2022, "7", 3]))["rows"] == [
        [2021, 1178, 12.5],
        [2022, 7, 3],
    ]


def test_an_untouched_card_is_not_answered(card):
    with pytest.raises(NotAnswered):
        check_form(card, card_value([2021, None, ""], [2022, None, None]))


def test_a_half_filled_card_is_unfinished_and_still_scored(card):
    half = card_value([2021, "1", None], [2022, "7", "x"])
    with pytest.raises(FormError):
        check_form(card, half)
    assert lenient_table(card, half) == [[2021, 1, None], [2022, 7, None]]


@pytest.mark.parametrize(
    "value, words",
    [
        (card_value([2021, "1,234", 1], [2022, 1, 1]), "1234"),
        (card_value([2021, 1, 1], [2023, 1, 1]), "no row for 2022"),
        (card_value([2021, 1, 1], [2022, 1, 1], [2022, 2, 2]), "3 rows, 2 are asked"),
    ],
)
def test_a_card_that_was_tampered_with_or_is_ambiguous(card, value, words):
    with pytest.raises(FormError, match=words):
        check_form(card, value)
