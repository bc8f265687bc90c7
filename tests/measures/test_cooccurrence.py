"""Pairs of tags, counted by hand, by brute force and by their own laws."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import tag_pairs

rows = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abcdef")), max_size=60)


def brute(found, least):
    """The same, with sets."""
    posts = {}
    for post, tag in found:
        posts.setdefault(post, set()).add(tag)
    single = Counter(tag for tags in posts.values() for tag in tags)
    pairs = Counter(pair for tags in posts.values() for pair in itertools.combinations(sorted(tags), 2))
    total = len(posts)
    return {
        (a, b): (single[a], single[b], n, n / total, n * total / (single[a] * single[b]))
        for (a, b), n in pairs.items()
        if n >= least
    }


def as_dict(frame):
    return {(one.tag_a, one.tag_b): tuple(one)[3:] for one in frame.itertuples()}


def test_by_hand():
    found = tag_pairs([1, 1, 2, 2, 3, 4], ["ecg", "mi", "mi", "ecg", "ecg", "flu"], total=8, least=1)
    assert found.values.tolist() == [["ecg", "mi", 3, 2, 2, 0.25, pytest.approx(8 * 2 / 6)]]


@given(rows, st.integers(1, 3), st.randoms())
def test_agrees_with_brute_force_in_any_order_and_with_repeats(found, least, random):
    mixed = found + found[:5]  # a tag that is written twice counts once
    random.shuffle(mixed)
    seen = tag_pairs([post for post, _ in mixed], [tag for _, tag in mixed], least=least)
    expected = brute(found, least)
    assert as_dict(seen) == {key: pytest.approx(value) for key, value in expected.items()}
    assert seen["together"].is_monotonic_decreasing


def test_lift_of_independent_tags_is_one():
    rng = np.random.default_rng(3)
    carries = rng.random((200_000, 2)) < [0.3, 0.1]
    posts, tags = np.nonzero(carries)
    found = tag_pairs(posts, np.array(["a", "b"])[tags], total=200_000)
    assert found["lift"][0] == pytest.approx(1, abs=0.03)
    assert found["support"][0] == pytest.approx(0.03, abs=0.002)


def test_errors_name_the_value():
    with pytest.raises(ValueError, match="`posts` has 1, `tags` has 2"):
        tag_pairs([1], ["a", "b"])
    with pytest.raises(ValueError, match="`total` is 1, less than the 2 posts"):
        tag_pairs([1, 2], ["a", "b"], total=1)
    with pytest.raises(ValueError, match=r"`tags\[1\]` is missing"):
        tag_pairs([1, 2], ["a", None])
    with pytest.raises(ValueError, match="`least` is 0"):
        tag_pairs([1, 2], ["a", "b"], least=0)
