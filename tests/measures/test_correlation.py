"""Spearman against scipy; its interval is seeded and holds its value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import spearman, spearman_interval

pairs = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=3, max_size=50).filter(
    lambda rows: all(len(set(side)) > 1 for side in zip(*rows, strict=True))
)


@given(pairs)
def test_agrees_with_scipy(rows):
    from scipy.stats import spearmanr

    x, y = zip(*rows, strict=True)
    assert spearman(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-9)


@given(pairs, st.randoms())
def test_only_ranks_count(rows, random):
    x, y = zip(*rows, strict=True)
    found = spearman(x, y)
    assert -1 <= found <= 1 and spearman(y, x) == found
    assert spearman([value**3 + 7 for value in x], y) == pytest.approx(found, abs=1e-9)
    assert spearman([-value for value in x], y) == pytest.approx(-found, abs=1e-9)
    mixed = rows.copy()
    random.shuffle(mixed)
    assert spearman(*zip(*mixed, strict=True)) == pytest.approx(found, abs=1e-9)


def test_the_interval_is_scipys_percentile_bootstrap():
    from scipy.stats import bootstrap, spearmanr

    rng = np.random.default_rng(1)
    x = rng.normal(size=80)
    y = 0.5 * x + rng.normal(size=80)
    found = spearman_interval(x, y, rng, resamples=4000)
    theirs = bootstrap(
        (x, y),
        lambda a, b: spearmanr(a, b).statistic,
        paired=True,
        vectorized=False,
        n_resamples=1500,
        method="percentile",
        rng=np.random.default_rng(2),
    ).confidence_interval
    assert [found.low, found.high] == pytest.approx([theirs.low, theirs.high], abs=0.03)
    assert found.low < found.value < found.high
    one, two = (spearman_interval(x, y, np.random.default_rng(3)) for _ in range(2))
    assert one == two


def test_large_samples_are_resampled_in_parts(monkeypatch):
    from course.measures import correlation

    x, y = np.arange(50.0), np.arange(50.0)[::-1] ** 2
    whole = spearman_interval(x, y, np.random.default_rng(3), resamples=300)
    monkeypatch.setattr(correlation, "CELLS", 1000)
    assert spearman_interval(x, y, np.random.default_rng(3), resamples=300) == whole


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: spearman([1, 2], [1, 2]), "`x` has 2 values. At least three"),
        (lambda: spearman([1, 2, 3], [1, 2]), "`x` has 3, `y` has 2"),
        (lambda: spearman([1, 1, 1], [1, 2, 3]), "`x` is 1 throughout"),
        (lambda: spearman([1, 2, "x"], [1, 2, 3]), "`x` is .* Numbers are needed"),
        (lambda: spearman_interval([1, 2, 3], [1, 2, 3], None), "`rng` is None"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
