"""A chain as drawn against the true one: parts by hand, and an independent scorer over many drawings."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures.chains import (
    LABELS,
    NOT_DETERMINABLE,
    WEIGHTS,
    Use,
    chain_score,
    edge_f1,
    order_tau,
)
from course.measures.wording import LEVELS, wording_level

UNKNOWN = NOT_DETERMINABLE
TRUTH = {
    "order": ["a", "b", "c", "d", "e"],
    "from": {"b": "a", "c": "b", "d": "b", "e": UNKNOWN},
    "labels": {"b": "strengthened", "c": "kept", "d": "dropped", "e": UNKNOWN},
}


def test_the_true_chain_earns_everything():
    found = chain_score(TRUTH, TRUTH)
    assert (found.origin, found.edges, found.order, found.labels, found.total) == (1, 1, 1, 1, 1)
    assert found.use == Use(over=0, told=6, under=0, untold=2)


def test_each_part_by_hand():
    drawn = {
        "order": ["a", "c", "b", "d", "e"],
        "from": {"b": "a", "c": "a", "e": "d"},  # 1 of 3 given, of 4
        "labels": {"b": "strengthened", "c": UNKNOWN, "e": UNKNOWN},
    }
    found = chain_score(drawn, TRUTH)
    assert found.origin == 1
    assert found.edges == pytest.approx(2 / 7)
    assert found.order == pytest.approx(0.8)  # one of ten pairs turned: 1 - 2/10
    assert found.labels == 0.5
    assert found.total == pytest.approx(0.1 + 0.4 * 2 / 7 + 0.2 * 0.8 + 0.3 * 0.5)
    assert found.use == Use(over=1, told=6, under=1, untold=2)
    assert (found.right_edges, found.right_labels, found.hops) == (1, 2, 4)


def test_nothing_is_said_of_the_first_document():
    drawn = {**TRUTH, "from": {**TRUTH["from"], "a": "b"}, "labels": {**TRUTH["labels"], "a": "kept"}}
    assert chain_score(drawn, TRUTH).total == 1


def test_another_origin_costs_its_part_and_its_arrow():
    drawn = {**TRUTH, "order": ["b", "a", "c", "d", "e"]}
    found = chain_score(drawn, TRUTH)
    assert found.origin == 0
    assert found.edges == pytest.approx(6 / 7)
    assert found.labels == 0.75


def test_an_order_that_is_not_whole_earns_nothing_and_the_rest_its_part():
    found = chain_score({**TRUTH, "order": ["a", "b"]}, TRUTH)
    assert (found.order, found.edges) == (0, 1)
    assert chain_score({}, TRUTH).total == 0


def test_the_weights_are_shares():
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert set(LABELS) >= {"kept", "strengthened", "weakened", "added", "dropped", "differs", UNKNOWN}


@pytest.mark.parametrize("broken", [{"from": {"b": "a"}}, {"labels": {}}, {"order": []}])
def test_a_truth_that_is_no_chain_is_refused(broken):
    with pytest.raises(ValueError, match="arrow and a label"):
        chain_score(TRUTH, {**TRUTH, **broken})


@given(order=st.permutations(TRUTH["order"]), data=st.data())
def test_an_independent_scorer_agrees(order, data):
    after = order[1:]
    drawn = {
        "order": order,
        "from": data.draw(
            st.fixed_dictionaries({}, optional=dict.fromkeys(after, st.sampled_from([*order, UNKNOWN])))
        ),
        "labels": data.draw(
            st.fixed_dictionaries({}, optional=dict.fromkeys(after, st.sampled_from(list(LABELS))))
        ),
    }
    found = chain_score(drawn, TRUTH)
    hits = [one for one in drawn["from"] if TRUTH["from"].get(one) == drawn["from"][one]]
    precision = len(hits) / len(drawn["from"]) if drawn["from"] else 0
    recall = len(hits) / 4
    f1 = 2 * precision * recall / (precision + recall) if hits else 0
    pairs = list(combinations(TRUTH["order"], 2))
    kept = sum(order.index(one) < order.index(other) for one, other in pairs)
    tau = max(0, (2 * kept - len(pairs)) / len(pairs))
    right = sum(drawn["labels"].get(one) == label for one, label in TRUTH["labels"].items()) / 4
    total = 0.1 * (order[0] == "a") + 0.4 * f1 + 0.2 * tau + 0.3 * right
    assert found.total == pytest.approx(total)


def test_not_determinable_is_an_arrow_like_any_other():
    assert edge_f1({"b": UNKNOWN}, {"b": UNKNOWN}) == 1
    assert edge_f1({"b": UNKNOWN}, {"b": "a"}) == 0


def test_a_turned_order_is_clipped():
    assert order_tau("edcba", "abcde") == 0
    assert order_tau("abcde", "abcde") == 1


def test_levels_of_wording_run_from_nothing_to_a_cause():
    assert [one.place for one in LEVELS] == list(range(7))
    assert "may" in wording_level(4).words and "associated" in wording_level(2).words[0]
    assert all(any(word in one.example for word in one.words) for one in LEVELS[2:])


@pytest.mark.parametrize("place", [-1, 7, 2.0, True])
def test_no_other_level_is_there(place):
    with pytest.raises(ValueError, match="0 to 6"):
        wording_level(place)
