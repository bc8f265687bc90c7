"""Numbers as people write them."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.errors import CourseError, FormError, NotAnswered
from course.questions.answers.numbers import as_number, means_cannot, parse_number

THIN, NARROW, NBSP = "\u2009", "\u202f", "\u00a0"


@pytest.mark.parametrize(
    "text, value",
    [
        ("70.3", 70.3),
        ("70,3", 70.3),
        (" 70.3 ", 70.3),
        ("70.", 70.0),
        (".5", 0.5),
        (",5", 0.5),
        ("0,703", 0.703),
        ("12,34", 12.34),
        ("1,2345", 1.2345),
        ("1234,567", 1234.567),
        ("1.234", 1.234),
        ("1 178 647", 1178647),
        (f"1{THIN}178{THIN}647", 1178647),
        (f"1{NBSP}178{NBSP}647", 1178647),
        (f"1{NARROW}178{NARROW}647,5", 1178647.5),
        ("1 178 647.5", 1178647.5),
        ("1,178,647", 1178647),
        ("1,178,647.25", 1178647.25),
        ("1.178.647", 1178647),
        ("1.178.647,5", 1178647.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1'178'647", 1178647),
        ("1’178’647", 1178647),
        ("-3", -3),
        ("−3", -3),
        ("–3", -3),
        ("+3", 3),
        ("- 3", -3),
        ("1e3", 1000),
        ("1.2E-3", 0.0012),
        ("1,5e2", 150),
        ("= 12", 12),
        ("７０．３", 70.3),
        ("٧٠٫٣", 70.3),
        ("007", 7),
    ],
)
def test_common_notations(text, value):
    assert parse_number(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text, unit, value",
    [
        ("70.3 %", "%", 70.3),
        ("70,3%", "%", 70.3),
        ("70.3 percent", "%", 70.3),
        ("70.3 per cent", "%", 70.3),
        ("15 per 1,000", "per 1,000", 15),
        ("15 per 1000", "per 1,000", 15),
        ("12 mg", "mg", 12),
        ("12 Patients", "patients", 12),
        ("1 patient", "patients", 1),
        ("0.4 pp", "percentage points", 0.4),
        ("0.4 points", "percentage points", 0.4),
    ],
)
def test_the_questions_unit_may_follow(text, unit, value):
    assert parse_number(text, unit) == value


@pytest.mark.parametrize("text, both", [("1,234", ["1234", "1.234"]), ("-12,500", ["12500", "12.500"])])
def test_an_ambiguous_number_asks_back(text, both):
    with pytest.raises(FormError) as caught:
        parse_number(text)
    for reading in both:
        assert reading in str(caught.value)
        assert parse_number(reading) in (1234, 1.234, 12500, 12.5)  # each reading can be typed


@pytest.mark.parametrize(
    "text, unit, words",
    [
        ("abc", None, "cannot be read"),
        ("12 kg", "%", "the question asks for %"),
        ("12 %", None, "`%` stands after"),
        ("12 of 400", None, "more than one number"),
        ("12/400", None, "more than one number"),
        ("3-5", None, "more than one number"),
        ("12 34", None, "more than one number"),
        ("1,23,456", None, "points and commas"),
        ("1.2.3", None, "points and commas"),
        ("1,234.56.7", None, "points and commas"),
        ("10²", None, "²"),
        ("1e999", None, "too large"),
        ("9" * 60, None, "too large"),
        ("nan", None, "not a finite"),
        ("-inf", None, "not a finite"),
        ("∞", None, "not a finite"),
        ("1" * 5000, None, "5,000 characters"),
        ("x" * 5000, None, "5,000 characters"),
        ("1 178 64", None, "more than one number"),
        ("__import__('os')", None, "cannot be read"),
        ("0x1f", None, "more than one number"),
        ("1_000", None, "more than one number"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text, unit, words):
    with pytest.raises(FormError) as caught:
        parse_number(text, unit)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300


def test_blank_is_not_answered():
    with pytest.raises(NotAnswered):
        parse_number(f" {NBSP} ")


@given(st.text(max_size=200))
def test_any_text_gives_a_number_or_a_message(text):
    try:
        assert math.isfinite(parse_number(text))
    except CourseError as error:
        assert str(error)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_survive_grouping(number):
    assert parse_number(str(number)) == number
    for mark in (" ", THIN, NBSP, NARROW, "'"):
        assert parse_number(f"{number:,}".replace(",", mark)) == number
    if abs(number) >= 10**6:  # below, one group alone is ambiguous
        assert parse_number(f"{number:,}") == number
        assert parse_number(f"{number:,}".replace(",", ".")) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_decimals_survive_either_mark(number):
    text = f"{number:.2f}"
    assert parse_number(text) == float(text)
    assert parse_number(text.replace(".", ",")) == float(text)
    english = f"{number:,.2f}"
    assert parse_number(english) == float(text)
    assert parse_number(english.translate(str.maketrans(",.", ".,"))) == float(text)


@given(st.integers(1, 999), st.integers(0, 999))
def test_one_group_after_a_comma_always_asks_back(whole, group):
    with pytest.raises(FormError, match="can be read as"):
        parse_number(f"{whole},{group:03d}")


@pytest.mark.parametrize(
    "text",
    [
        "cannot-be-computed",
        "Cannot be computed.",
        "can't be computed",
        "can’t be calculated",
        "cannot be determined",
        "It cannot be computed from what is given",
        "not determinable",
    ],
)
def test_words_for_cannot_be_computed(text):
    assert means_cannot(text)


@pytest.mark.parametrize("text", ["12", "", None, 3, "cannot", "x" * 10_000])
def test_other_words_are_not(text):
    assert not means_cannot(text)


@pytest.mark.parametrize(
    "value, number",
    [
        (3, 3),
        (3.5, 3.5),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.float64(0.5), 0.5),
        (np.array(4.0), 4.0),
        (Decimal("1.5"), 1.5),
        (Fraction(1, 4), 0.25),
    ],
)
def test_numbers_from_code_become_builtins(value, number):
    found = as_number(value)
    assert found == number
    assert type(found) in (int, float)


@pytest.mark.parametrize(
    "value, words",
    [
        (True, "truth value"),
        (np.bool_(True), "truth value"),
        (float("nan"), "NaN"),
        (np.float64("nan"), "NaN"),
        (float("inf"), "too large"),
        (10**400, "digits"),
        (Decimal("NaN"), "NaN"),
        (Decimal("1e999"), "too large"),
        ([1, 2], "`[0]`"),
        (np.array([1.0]), "`[0]`"),
        (len, "type"),
        (lambda: 3, "call it with"),
        (3j, "`complex`"),
        ({}, "dictionary"),
        (object(), "`object`"),
    ],
)
def test_what_is_no_number_in_code(value, words):
    with pytest.raises(FormError) as caught:
        as_number(value, "`growth`")
    assert words in str(caught.value)
    assert "`growth`" in str(caught.value)


def test_a_series_is_told_how_to_give_one_value():
    import pandas as pd

    with pytest.raises(FormError, match="iloc"):
        as_number(pd.Series([1.0]))
    with pytest.raises(FormError, match="NAType"):
        as_number(pd.NA)
