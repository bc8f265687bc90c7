"""How a claim travelled, as a trainee drew it, against how it did: origin, arrows, order and labels.

A chain is plain data: `{"order": [id, …], "from": {id: id}, "labels": {id: label}}`. `order` runs from the
first document to the last; `from` names, for every document but the first, the earlier one that it took the
claim from; `labels` says what that hop did to it. Both may be `not-determinable`: these pages cannot tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOT_DETERMINABLE = "not-determinable"
# What a hop did to the claim: the word, and what it means.
LABELS = {
    "kept": ("Kept", "same meaning, same strength"),
    "strengthened": ("Strengthened", "less hedge, a stronger verb, a larger number, more people"),
    "weakened": ("Weakened", "more hedge, a weaker verb, a smaller number, fewer people"),
    "added": ("Added", "something is claimed that was not there"),
    "dropped": ("Dropped", "a limit, a denominator or a hedge is gone"),
    "differs": ("Differs", "said differently, and neither way is the stronger"),
    NOT_DETERMINABLE: ("Not determinable", "these pages cannot tell"),
}
# Dates stand on the pages, so origin and order are reading; arrows and labels have to be inferred.
WEIGHTS = {"origin": 0.1, "edges": 0.4, "order": 0.2, "labels": 0.3}

Chain = Mapping[str, Any]


@dataclass(frozen=True)
class Use:
    """How often "not determinable" was said: `over` of the `told` items that the pages do tell, and how often
    something else was said, `under` of the `untold` items that they do not.
    """

    over: int
    told: int
    under: int
    untold: int


@dataclass(frozen=True)
class ChainScore:
    """The four parts, each from 0 to 1, their weighted sum, counts behind them, and the use of doubt."""

    origin: float
    edges: float
    order: float
    labels: float
    total: float
    right_edges: int
    right_labels: int
    hops: int
    use: Use


def chain_score(drawn: Chain, truth: Chain) -> ChainScore:
    """Score a chain as it was drawn, which may be unfinished, against the true one.

    The total is Σ wᵢ·partᵢ with the weights in `WEIGHTS`. Raises ValueError for a truth that is no chain.

    >>> truth = {"order": ["a", "b"], "from": {"b": "a"}, "labels": {"b": "kept"}}
    >>> chain_score(truth, truth).total
    1.0
    """
    after = set(truth["order"][1:])
    if not truth["order"] or set(truth["from"]) != after or set(truth["labels"]) != after:
        raise ValueError("a true chain has an arrow and a label for each document but the first")
    given, right = arrows(drawn), dict(truth["from"])
    parts = {
        "origin": origin_score(drawn.get("order") or [], truth["order"]),
        "edges": edge_f1(given, right),
        "order": order_tau(drawn.get("order") or [], truth["order"]),
        "labels": label_share(labels(drawn), truth["labels"]),
    }
    return ChainScore(
        **parts,
        total=min(1.0, sum(WEIGHTS[name] * part for name, part in parts.items())),
        right_edges=len(set(given.items()) & set(right.items())),
        right_labels=sum(labels(drawn).get(one) == label for one, label in truth["labels"].items()),
        hops=len(right),
        use=use_of_doubt(drawn, truth),
    )


def arrows(chain: Chain) -> dict[str, str]:
    """Where each document has the claim from, but for the first one of the order: it has it from nowhere."""
    return _but_first(chain, "from")


def labels(chain: Chain) -> dict[str, str]:
    """What each hop did, but for the first document of the order, to which none leads."""
    return _but_first(chain, "labels")


def _but_first(chain: Chain, part: str) -> dict[str, str]:
    first = next(iter(chain.get("order") or []), None)
    return {one: value for one, value in (chain.get(part) or {}).items() if one != first}


def origin_score(given: Sequence[str], right: Sequence[str]) -> float:
    """1 where both orders begin with the same document, else 0."""
    return float(bool(given) and given[0] == right[0])


def edge_f1(given: Mapping[str, str], right: Mapping[str, str]) -> float:
    """F1 over arrows: 2·|given ∩ right| / (|given| + |right|). "Not determinable" is an arrow like any other.

    Source: van Rijsbergen CJ, Information Retrieval, 2nd ed., Butterworths 1979, chapter 7.

    >>> edge_f1({"b": "a"}, {"b": "a", "c": "not-determinable"})
    0.6666666666666666
    """
    total = len(given) + len(right)
    return 2 * len(set(given.items()) & set(right.items())) / total if total else 1.0


def order_tau(given: Sequence[str], right: Sequence[str]) -> float:
    """max(0, τ): Kendall's rank correlation of two orders without ties; 0 for an order that is not whole.

    τ = 1 − 4·(turned pairs) / (n·(n − 1)). Source: Kendall MG, Biometrika 1938;30:81–93,
    doi:10.1093/biomet/30.1-2.81, as scipy.stats.kendalltau computes it.

    >>> round(order_tau("abdc", "abcd"), 4), order_tau("dcba", "abcd")
    (0.6667, 0.0)
    """
    if sorted(given) != sorted(right):
        return 0.0
    if len(right) < 2:
        return 1.0
    from scipy.stats import kendalltau

    place = {name: at for at, name in enumerate(right)}
    tau = float(kendalltau(range(len(right)), [place[name] for name in given]).statistic)
    return 1.0 if list(given) == list(right) else max(0.0, tau)


def label_share(given: Mapping[str, str], right: Mapping[str, str]) -> float:
    """The share of hops whose label is right; a label that was not given is not right.

    >>> label_share({"b": "kept"}, {"b": "kept", "c": "added"})
    0.5
    """
    return sum(given.get(one) == label for one, label in right.items()) / len(right) if right else 1.0


def use_of_doubt(drawn: Chain, truth: Chain) -> Use:
    """How "not determinable" was used over arrows and labels; what was left empty counts as neither."""
    pairs = [
        (given.get(one), right)
        for given, key in ((arrows(drawn), truth["from"]), (labels(drawn), truth["labels"]))
        for one, right in key.items()
    ]
    told = [given for given, right in pairs if right != NOT_DETERMINABLE]
    untold = [given for given, right in pairs if right == NOT_DETERMINABLE]
    return Use(
        over=told.count(NOT_DETERMINABLE),
        told=len(told),
        under=sum(given not in (None, NOT_DETERMINABLE) for given in untold),
        untold=len(untold),
    )
