"""Sixty thousand posts, as a module holds them: each measure within two seconds of a notebook's time."""

import time

import numpy as np
import pytest

from course.measures import (
    account_rhythms,
    co_share_test,
    co_shares,
    gini,
    hour_by_weekday,
    kappa_interval,
    leading,
    period_counts,
    spearman_interval,
    surges,
    tag_pairs,
)
from tests.measures.worlds import organic

RNG = np.random.default_rng(1)
WORLD = organic(RNG, 60_000, 8_000)
TAGS = np.minimum(RNG.zipf(1.6, 150_000), 20_000)
POSTS = np.sort(RNG.integers(0, 60_000, 150_000))
SCORES = RNG.normal(size=(2, 2_000))


@pytest.mark.parametrize(
    "call",
    [
        lambda: gini(np.bincount(WORLD.account)),
        lambda: tag_pairs(POSTS, TAGS),
        lambda: leading(WORLD.times[POSTS % 60_000], TAGS),
        lambda: period_counts(WORLD.times, "day"),
        lambda: hour_by_weekday(WORLD.times, "America/New_York"),
        lambda: account_rhythms(WORLD.account, WORLD.times),
        lambda: co_shares(WORLD.account, WORLD.thing, WORLD.times),
        lambda: co_share_test(WORLD.account, WORLD.thing, WORLD.times, np.random.default_rng(1), shuffles=99),
        lambda: surges(np.random.default_rng(1).poisson(400, 570)),
        lambda: spearman_interval(*SCORES, np.random.default_rng(1)),
        lambda: kappa_interval(*RNG.integers(1, 6, (2, 200)), np.random.default_rng(1)),
    ],
    ids=lambda call: call.__code__.co_names[0],
)
def test_within_two_seconds(call):
    call()  # libraries are loaded once a session
    start = time.process_time()
    call()
    assert time.process_time() - start < 2
