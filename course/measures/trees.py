"""How a post was passed on: trees of reposts, quotes and replies, and their shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from course.measures._arrays import codes, milliseconds, together

if TYPE_CHECKING:
    import pandas as pd

    from course.measures._arrays import Array


class Cascades(NamedTuple):
    """`nodes`: one row for each post (index: its id) with root, depth and size (itself and all below it).

    `trees`: one row for each root (index: its id) with size, depth (steps to the farthest post), breadth
    (most posts at one depth), virality (mean distance of two posts; NaN for a single one) and lost (posts
    whose parent is named and not there: each of these begins a tree of its own).
    """

    nodes: pd.DataFrame
    trees: pd.DataFrame


def cascades(ids: Any, parents: Any) -> Cascades:
    """Trees from what each post says it passes on or answers.

    `ids` are the posts, each once; `parents` stand beside them: an id, or missing (None, NaN, NA) for a post
    that begins. Raises ValueError for repeated ids and for a circle of parents. Structural virality: Goel,
    Anderson, Hofman & Watts 2016, doi 10.1287/mnsc.2015.2158, computed from the sizes of subtrees (each edge
    lies between as many pairs as its two sides multiply to; Wiener 1947, doi 10.1021/ja01193a005).

    >>> cascades(["a", "b", "c", "d"], [None, "a", "b", "b"]).trees.loc["a"].tolist()
    [4.0, 2.0, 2.0, 1.5, 0.0]
    """
    import numpy as np
    import pandas as pd

    together(ids=ids, parents=parents)
    _, _ = codes("ids", ids)  # refuses gaps
    index = pd.Index(ids, name="post_id")
    if not index.is_unique:
        twice = index[index.duplicated()][0]
        raise ValueError(f"`ids` holds {twice!r} more than once. Count each post once first.")
    named = pd.Series(parents).reset_index(drop=True)
    parent = index.get_indexer(pd.Index(named))
    missing = named.isna().to_numpy()
    parent[missing] = -1
    lost = (parent < 0) & ~missing
    depth, root = _climb(parent)
    size = _sizes(parent, depth)
    nodes = pd.DataFrame({"root": index[root], "depth": depth, "size": size}, index=index)
    return Cascades(nodes, _trees(index, parent, root, depth, size, lost, np))


def structural_virality(sizes: Any, total: int) -> float:
    """The mean distance of two posts of one tree, from the sizes of the subtrees below each of its edges.

    `sizes` holds one number for each post but the root; `total` is the size of the whole tree, at least 2. A
    star of n has 2 − 2/n, a chain (n + 1)/3. Source: see `cascades`.

    >>> structural_virality([1, 1, 1], total=4)
    1.5
    """
    import numpy as np

    below = np.asarray(sizes, dtype=float)
    if total < 2 or len(below) != total - 1:
        raise ValueError(f"`sizes` has {len(below)} values. A tree of {total} needs one fewer than posts.")
    return float(2 * (below * (total - below)).sum() / (total * (total - 1)))


def reattach(roots: Any, accounts: Any, times: Any, follows: Iterable[tuple[Any, Any]]) -> Array:
    """Whom each repost probably came from, where the platform credits every repost to the root.

    Flat arrays, one row for each post of a cascade, the first post included: `roots` names its cascade, then
    who and when. `follows` holds pairs (who follows, whom). Given back is the row that each row came from:
    of the accounts followed, the one that posted in this cascade last before; else the cascade's first row;
    −1 for that one. An inference, not a record: platforms that credit the root make every cascade a star
    (DeVerna et al. 2024). Source: Goel et al. 2016, doi 10.1287/mnsc.2015.2158.

    >>> reattach(["p"] * 3, ["ann", "bo", "cy"], ["2022-01-01", "2022-01-02", "2022-01-03"],
    ...          [("bo", "ann"), ("cy", "bo")]).tolist()
    [-1, 0, 1]
    """
    import numpy as np

    together(roots=roots, accounts=accounts, times=times)
    tree, _ = codes("roots", roots)
    when = milliseconds("times", times)
    who = list(accounts)
    followed: dict[Any, list[Any]] = {}
    for follower, whom in follows:
        followed.setdefault(follower, []).append(whom)
    parent = np.full(len(who), -1)
    latest: dict[Any, tuple[int, int]] = {}  # in the cascade at hand: account → (time, row)
    first = current = -1
    for row in np.lexsort((when, tree)).tolist():
        if tree[row] != current:
            current, first, latest = tree[row], row, {}
        else:
            seen = [latest[whom] for whom in followed.get(who[row], ()) if whom in latest]
            earlier = [one for one in seen if one[0] < when[row]]
            parent[row] = max(earlier)[1] if earlier else first
        latest[who[row]] = (int(when[row]), row)
    return parent


def _climb(parent: Array) -> tuple[Array, Array]:
    """Depth and root of every node, in as many steps as the depth has binary digits."""
    import numpy as np

    size = len(parent)
    ahead = np.where(parent < 0, np.arange(size), parent)
    depth = (parent >= 0).astype(np.int64)
    # Each step looks twice as far ahead as the one before; whoever still moves after that walks in a circle.
    for _ in range(max(1, size.bit_length() + 1)):
        further = ahead[ahead]
        if (further == ahead).all():
            break
        depth = depth + depth[ahead]
        ahead = further
    if not (parent[ahead] < 0).all():
        raise ValueError("`parents` go in a circle: a post would be above itself. Look for a wrong id.")
    return depth, ahead


def _sizes(parent: Array, depth: Array) -> Array:
    """How many posts hang at each post, itself included: from the deepest upwards."""
    import numpy as np

    size = np.ones(len(parent), dtype=np.int64)
    order = np.argsort(-depth, kind="stable")
    levels = np.flatnonzero(np.diff(depth[order])) + 1
    for rows in np.split(order, levels):
        rows = rows[parent[rows] >= 0]
        np.add.at(size, parent[rows], size[rows])
    return size


def _trees(
    index: Any, parent: Array, root: Array, depth: Array, size: Array, lost: Array, np: Any
) -> pd.DataFrame:
    import pandas as pd

    heads = np.flatnonzero(parent < 0)
    total = size[heads]
    deepest = np.zeros(len(size), dtype=np.int64)
    np.maximum.at(deepest, root, depth)
    width = int(depth.max()) + 1 if len(depth) else 1
    cells, counts = np.unique(root * width + depth, return_counts=True)
    broadest = np.zeros(len(size), dtype=np.int64)
    np.maximum.at(broadest, cells // width, counts)
    inner = parent >= 0
    passing = size[inner] * (size[root[inner]] - size[inner])
    paths = np.bincount(root[inner], weights=passing, minlength=len(size))[heads]
    with np.errstate(invalid="ignore", divide="ignore"):
        virality = np.where(total > 1, 2 * paths / (total * (total - 1.0)), np.nan)
    return pd.DataFrame(
        {
            "size": total,
            "depth": deepest[heads],
            "breadth": broadest[heads],
            "virality": virality,
            "lost": lost[heads].astype(np.int64),
        },
        index=index[heads],
    )
