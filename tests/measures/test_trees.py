"""Cascades against networkx, stars and chains by formula, circles refused, reposts reattached."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import cascades, reattach, structural_virality


@st.composite
def forests(draw):
    """Parents of 1 to 40 posts: None, or an earlier post."""
    size = draw(st.integers(1, 40))
    return [draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None for n in range(size)]


@given(forests(), st.randoms())
def test_agrees_with_networkx_in_any_order(parents, random):
    rows = list(enumerate(parents))
    random.shuffle(rows)
    nodes, trees = cascades([str(n) for n, _ in rows], [None if p is None else str(p) for _, p in rows])
    graph = nx.DiGraph()
    graph.add_nodes_from(map(str, range(len(parents))))
    graph.add_edges_from((str(p), str(n)) for n, p in rows if p is not None)
    assert set(trees.index) == {n for n in graph if graph.in_degree(n) == 0}
    for root, row in trees.iterrows():
        below = nx.single_source_shortest_path_length(graph, root)
        inside = graph.subgraph(below).to_undirected()
        assert row["size"] == len(below) and row["depth"] == max(below.values())
        assert row["breadth"] == max(list(below.values()).count(d) for d in range(len(below) + 1))
        if len(below) > 1:
            assert row["virality"] == pytest.approx(nx.average_shortest_path_length(inside), abs=1e-9)
        else:
            assert np.isnan(row["virality"])
        for one, depth in below.items():
            assert tuple(nodes.loc[one]) == (root, depth, len(nx.descendants(graph, one)) + 1)


@given(st.integers(2, 300))
def test_stars_and_chains_have_their_formulas(n):
    names = list(range(n))
    star = cascades(names, [None, *[0] * (n - 1)]).trees.loc[0]
    chain = cascades(names, [None, *names[:-1]]).trees.loc[0]
    assert star["virality"] == pytest.approx(2 - 2 / n) and star["breadth"] == n - 1
    assert chain["virality"] == pytest.approx((n + 1) / 3) and chain["depth"] == n - 1
    assert structural_virality([1] * (n - 1), n) == pytest.approx(2 - 2 / n)
    assert structural_virality(list(range(1, n)), n) == pytest.approx((n + 1) / 3)


def test_a_parent_that_is_not_there_begins_a_tree_and_is_counted():
    trees = cascades(["b", "c", "d"], ["a", "b", None]).trees
    assert trees["size"].to_dict() == {"b": 2, "d": 1} and trees["lost"].to_dict() == {"b": 1, "d": 0}
    assert len(cascades([], []).trees) == 0


def test_a_deep_chain_and_many_posts_are_quick():
    import time

    rng = np.random.default_rng(1)
    n = 60_000
    parents = np.array([None] + [int(rng.integers(max(0, k - 50), k)) for k in range(1, n)], dtype=object)
    start = time.process_time()
    assert cascades(np.arange(n), parents).trees["size"].sum() == n
    assert time.process_time() - start < 2
    chain = cascades(range(5_000), [None, *range(4_999)]).trees
    assert chain["depth"].iloc[0] == 4_999


def test_reattached_to_the_last_one_followed():
    who = ["ann", "bo", "cy", "di", "ann", "bo"]
    when = [f"2022-01-0{n + 1}" for n in range(4)] + ["2022-02-01", "2022-02-02"]
    roots = ["p"] * 4 + ["q"] * 2
    follows = [("bo", "ann"), ("cy", "ann"), ("cy", "bo"), ("di", "nobody"), ("bo", "cy")]
    found = reattach(roots, who, when, follows)
    assert found.tolist() == [-1, 0, 1, 0, -1, 4]
    # The order of the rows means nothing: only the times do.
    order = [5, 3, 2, 0, 4, 1]
    mixed = reattach([roots[n] for n in order], [who[n] for n in order], [when[n] for n in order], follows)
    back = {n: (-1 if p < 0 else order[p]) for n, p in zip(order, mixed.tolist(), strict=True)}
    assert [back[n] for n in range(6)] == found.tolist()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: cascades(["a", "a"], [None, None]), "`ids` holds 'a' more than once"),
        (lambda: cascades(["a", "b", "c"], ["c", "a", "b"]), "`parents` go in a circle"),
        (lambda: cascades(["a"], ["a"]), "`parents` go in a circle"),
        (lambda: cascades(["a", None], [None, None]), r"`ids\[1\]` is missing"),
        (lambda: cascades(["a"], []), "`ids` has 1, `parents` has 0"),
        (lambda: structural_virality([1], 3), "`sizes` has 1 values. A tree of 3"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
