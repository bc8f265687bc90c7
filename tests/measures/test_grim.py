"""GRIM against trying every count, and the authors' own example."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import grim_counts, grim_totals

RULES = (ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN)


def prints(part, total, decimals):
    """How `part / total` can be printed with so many decimals, by long division."""
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(part) / Decimal(total)
        return {str(exact.quantize(Decimal(1).scaleb(-decimals), rule)) for rule in RULES}


@given(st.integers(1, 150), st.data())
def test_all_counts_are_found_and_no_others(n, data):
    decimals = data.draw(st.integers(0, 2))
    k = data.draw(st.integers(0, n))
    text = data.draw(st.sampled_from(sorted(prints(100 * k, n, decimals))))
    expected = [one for one in range(n + 1) if text in prints(100 * one, n, decimals)]
    assert k in expected
    assert grim_counts(text, n) == expected == grim_counts(float(text), n, decimals)


@given(st.integers(1, 60), st.integers(1, 3), st.integers(0, 400))
def test_totals_likewise(n, items, total):
    for text in prints(total, n * items, 2):
        near = range(max(0, total - 5), total + 6)
        expected = [one for one in near if text in prints(one, n * items, 2)]
        assert grim_totals(text, n, items=items) == expected


def test_by_hand():
    assert grim_totals("5.19", 28) == [] and grim_totals("5.18", 28) == [145]  # Brown & Heathers 2017
    assert grim_counts("12.5", 8) == [1]
    assert grim_counts(12, 8, 0) == grim_counts(13, 8, 0) == [1]  # the half, either way
    assert grim_counts("17", 20) == [] and grim_counts("15", 20) == [3]
    assert grim_counts("0", 7) == [0] and grim_counts("100", 7) == [7]


def test_large_denominators_forbid_nothing():
    assert all(grim_counts(str(percent), 100) for percent in range(101))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: grim_counts(17.5, 20), "`decimals` is missing, and 17.5"),
        (lambda: grim_counts("17.5", 20, 0), "`percent` is 17.5, with more than the 0 `decimals`"),
        (lambda: grim_counts("170", 20), "`percent` is 170. It lies between 0 and 100"),
        (lambda: grim_counts("many", 20), "`percent` is 'many'. A number as it was printed"),
        (lambda: grim_counts("17", 0), "`n` is 0. It cannot be below 1"),
        (lambda: grim_counts("17", 2_000_000), "`n` is 2,000,000. At most 1,000,000"),
        (lambda: grim_totals("-3.2", 20), "`mean` is -3.2. Answers below 0"),
        (lambda: grim_totals("3.2", 20, items=0), "`items` is 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
