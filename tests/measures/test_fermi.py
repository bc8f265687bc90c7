"""Bounds of products and quotients."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import Bounds, fermi_product, fermi_quotient

pairs = st.tuples(st.floats(1e-3, 1e3), st.floats(1, 1e3)).map(lambda p: (p[0], p[0] * p[1]))


def test_by_hand():
    assert fermi_product((2, 3), (10, 100), 5) == (100, 1500)
    assert fermi_quotient((100, 1000), 50) == (2, 20)
    assert Bounds(10, 1000).estimate == pytest.approx(100, abs=1e-9)
    assert Bounds(1e300, 1e302).estimate == pytest.approx(1e301, rel=1e-12)  # no overflow on the way


@given(pairs, pairs, st.floats(0, 1), st.floats(0, 1))
def test_whatever_the_factors_are_the_result_lies_inside(a, b, s, t):
    x, y = a[0] + s * (a[1] - a[0]), b[0] + t * (b[1] - b[0])
    product, quotient = fermi_product(a, b), fermi_quotient(a, b)
    assert product.low * (1 - 1e-12) <= x * y <= product.high * (1 + 1e-12)
    assert quotient.low * (1 - 1e-12) <= x / y <= quotient.high * (1 + 1e-12)
    assert product.estimate / product.low == pytest.approx(product.high / product.estimate, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: fermi_product(), "`factors` is empty"),
        (lambda: fermi_product((3, 2)), r"`factors\[0\]` runs from 3 to 2. Put the lower number first"),
        (lambda: fermi_product((1, 2, 3)), r"`factors\[0\]` is \(1, 2, 3\). Two numbers"),
        (lambda: fermi_quotient((1, 2), (0, 2)), "`bottom.low` is 0. A number above 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
