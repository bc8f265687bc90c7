"""Whether accounts share the same things together more often than accounts dealt out at random would."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course.measures._arrays import codes, generator, together
from course.measures._checks import number, whole
from course.measures.cosharing import Sharings, edges_of, expectation, repeated, sharings, surprise

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from course.measures._arrays import Array

SHOWN = (2, 3, 4, 5)  # thresholds whose number of pairs is counted under the null


@dataclass(frozen=True)
class CoShareTest:
    """`edges`: the frame of `co_shares` with a column `component`, the place in `components`.

    `components`: groups that hang together by edges, highest score first: accounts, edges, objects (median of
    its edges), days (median), score (sum of surprise), p. `members`: account → component. `pairs`: how many
    pairs of accounts have at least 2, 3, 4, 5 things in common; `null`: the same for each shuffle, and in
    `score` the highest score of a component there.
    """

    edges: pd.DataFrame
    components: pd.DataFrame
    members: pd.Series
    pairs: dict[int, int]
    null: pd.DataFrame


def co_share_test(
    accounts: Any,
    things: Any,
    times: Any,
    rng: Any,
    *,
    window: float = 60,
    edge: int = 3,
    rare: float = 6.0,
    shuffles: int = 199,
    within: Any = None,
) -> CoShareTest:
    """Groups of accounts that co-share, each with the chance of one so strong if chance dealt out accounts.

    Arguments as in `sharings`. An edge is at least `edge` different things within `window` seconds with a
    surprise of at least `rare` (6: once in a million pairs like it), so that busy accounts, which meet by
    chance, do not tie everything into one group. `rng` is a numpy Generator. A shuffle deals the accounts out
    anew over all rows, so that each keeps its number of posts and each thing its moments; with `within` (a
    label a row, such as its domain) only among rows of the same label, which keeps what each account is
    interested in. A group's score is compared with the highest of each shuffle, so that `p` holds for all
    groups together; it is never below 1 / (shuffles + 1). Without `within`, shared interest and shared news
    raise scores too: the excess is an upper bound. Raises ValueError. Sources: P values of shuffles, Phipson
    & Smyth 2010, doi 10.2202/1544-6115.1585; highest of all, Westfall & Young 1993, Resampling-Based
    Multiple Testing.

    >>> import numpy as np
    >>> when = [f"2022-01-{day:02}T10:00:{second}" for day in range(1, 9) for second in ("00", "20")]
    >>> what = [f"u{n // 2}" for n in range(16)]
    >>> found = co_share_test(["ann", "bo"] * 8, what, when, np.random.default_rng(1), rare=0)
    >>> found.edges["objects"].tolist(), found.pairs[5]
    ([8], 1)
    """
    import pandas as pd

    chance = generator("rng", rng)
    found = sharings(accounts, things, times, window)
    least, count = whole("edge", edge, 2), whole("shuffles", shuffles, 19)
    edges = edges_of(found, 2)
    pairs = {size: int((edges["objects"] >= size).sum()) for size in SHOWN}
    edges = edges[(edges["objects"] >= least) & (edges["surprise"] >= rare)].reset_index(drop=True)
    deal = _dealer(found, within, chance)
    null = pd.DataFrame([_shuffled(found, deal(), least, rare) for _ in range(count)])
    edges["component"], members, components = _components(edges)
    ranked = null["score"].sort_values().to_numpy()
    higher = count - ranked.searchsorted(components["score"].to_numpy() - 1e-9)
    components["p"] = (higher + 1) / (count + 1)
    return CoShareTest(edges, components, members, pairs, null)


def coordinated(
    test: CoShareTest,
    alpha: float = 0.01,
    objects: int = 5,
    days: int = 4,
    company: int = 2,
    margin: float = 2.0,
) -> list[Any]:
    """The accounts that a careful reader would look at one by one, sorted; empty is a good result.

    Members of groups with `p` at most `alpha` and a score above `margin` times the highest of any shuffle
    who are tied to at least `company` other such members, by edges of at least `objects` different things on
    at least `days` different days. Days, because an embargo that ends or a congress makes honest people share
    many things within one or two; company, because two who meet are not yet a group. This says that they act
    together, not why, and not that anything is wrong with it. Raises ValueError where the test had too few
    shuffles for `alpha`.

    >>> import numpy as np
    >>> days = [f"2022-01-{day:02}" for day in range(1, 9)]
    >>> rows = [(who, day, f"{day}T10:00:{second}") for day in days
    ...         for who, second in (("ann", "00"), ("bo", "20"), ("cy", "40"))]
    >>> rows += [(f"reader {n}", "news", f"2022-01-03T{n // 60:02}:{n % 60:02}") for n in range(200)]
    >>> coordinated(co_share_test(*zip(*rows), np.random.default_rng(1)))
    ['ann', 'bo', 'cy']
    """
    import networkx as nx

    shuffles, limit = len(test.null), number("alpha", alpha, above=0)
    if limit < 1 / (shuffles + 1):
        raise ValueError(
            f"`alpha` is {limit:g}. With {shuffles} shuffles no P value is below {1 / (shuffles + 1):.2g}:"
            f" take at least {math.ceil(1 / limit) - 1:,}."
        )
    most = number("margin", margin) * float(test.null["score"].max())
    groups = test.components
    strong = groups.index[(groups["p"] <= limit) & (groups["score"] > most)]
    rows = test.edges[
        test.edges["component"].isin(strong)
        & (test.edges["objects"] >= whole("objects", objects, 1))
        & (test.edges["days"] >= whole("days", days, 1))
    ]
    graph = nx.Graph(zip(rows["account_a"], rows["account_b"], strict=True))
    return sorted(nx.k_core(graph, whole("company", company, 1)))


def _dealer(found: Sharings, within: Any, chance: np.random.Generator) -> Any:
    """A function that gives the accounts of all rows in a new order."""
    import numpy as np

    if within is None:
        return lambda: chance.permutation(found.account)
    labels, _ = codes("within", within)
    together(accounts=found.account, within=labels)
    slots = np.argsort(labels, kind="stable")

    def deal() -> Array:
        mixed = np.empty_like(found.account)
        mixed[slots] = found.account[np.lexsort((chance.random(len(labels)), labels))]
        return mixed

    return deal


def _shuffled(found: Sharings, account: Array, least: int, rare: float) -> dict[str, float]:
    """What one shuffle holds: pairs of accounts at each threshold, and the highest score of a group."""
    import numpy as np

    pair, objects = repeated(found, account, 2)
    counts = {str(size): float((objects >= size).sum()) for size in SHOWN}
    pair, objects = pair[objects >= least], objects[objects >= least]
    weights = surprise(objects, expectation(found, pair))
    pair, weights = pair[weights >= rare], weights[weights >= rare]
    if not len(pair):
        return {**counts, "score": 0.0}
    size = len(found.names)
    _, component = _connected(pair // size, pair % size)
    return {**counts, "score": float(np.bincount(component, weights=weights).max())}


def _components(edges: pd.DataFrame) -> tuple[Array, pd.Series, pd.DataFrame]:
    """Edges' components, members and the components themselves, highest score first."""
    import numpy as np
    import pandas as pd

    columns = ["accounts", "edges", "objects", "days", "score"]
    if not len(edges):
        nothing = pd.DataFrame(columns=columns).astype(float)
        return np.array([], dtype=np.int64), pd.Series(dtype="int64"), nothing
    size = len(edges)
    ends, names = pd.factorize(np.concatenate([edges["account_a"], edges["account_b"]]), sort=True)
    of_account, of_edge = _connected(ends[:size], ends[size:])
    score = np.bincount(of_edge, weights=edges["surprise"].to_numpy())
    order = np.argsort(-score, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    component = rank[of_edge]
    grouped = edges.groupby(component)
    table = pd.DataFrame(
        {
            "accounts": np.bincount(rank[of_account]),
            "edges": grouped.size().to_numpy(),
            "objects": grouped["objects"].median().to_numpy(),
            "days": grouped["days"].median().to_numpy(),
            "score": score[order],
        }
    )
    return component, pd.Series(rank[of_account], index=names, name="component"), table


def _connected(one: Array, other: Array) -> tuple[Array, Array]:
    """The component of each account that has an edge (in order of its number), and of each edge."""
    import numpy as np
    from scipy import sparse
    from scipy.sparse import csgraph

    names, ends = np.unique(np.concatenate([one, other]), return_inverse=True)
    size = len(one)
    graph = sparse.coo_matrix((np.ones(size), (ends[:size], ends[size:])), shape=(len(names), len(names)))
    _, component = csgraph.connected_components(graph, directed=False)
    return component, component[ends[:size]]
