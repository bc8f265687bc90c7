"""Which tags occur together more often than their own frequency explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course.measures._arrays import codes, together
from course.measures._checks import whole

if TYPE_CHECKING:
    import pandas as pd


def tag_pairs(posts: Any, tags: Any, total: int | None = None, least: int = 5) -> pd.DataFrame:
    """Each pair of tags that at least `least` posts carry both of, the most frequent pair first.

    `posts` and `tags` are flat and side by side, one row for each tag of a post; a tag that a post repeats
    counts once. `total` is how many posts there are (default: how many have a tag). Columns: tag_a, tag_b
    (in the order of the alphabet), count_a, count_b, together, support (together / total) and lift
    (together · total / (count_a · count_b)): 1 if the two were independent, 3 if they meet three times as
    often. Lift is unsteady where few posts stand behind it, hence `least`. Raises ValueError that names the
    value. Source: Brin, Motwani, Ullman & Tsur 1997, doi 10.1145/253260.253325 (there called interest).

    >>> tag_pairs([1, 1, 2, 2, 3, 4], ["ecg", "mi", "ecg", "mi", "ecg", "flu"], least=2)["lift"].tolist()
    [1.3333333333333333]
    """
    import numpy as np
    import pandas as pd
    from scipy import sparse

    together(posts=posts, tags=tags)
    rows, names = codes("posts", posts)
    columns, labels = codes("tags", tags)
    all_posts = len(names) if total is None else whole("total", total)
    if all_posts < len(names):
        raise ValueError(f"`total` is {all_posts}, less than the {len(names)} posts with a tag.")
    # A tag that too few posts carry can be in no pair: most tags occur once, and are left out here.
    often = np.bincount(columns, minlength=len(labels)) >= whole("least", least, 1)
    kept = often[columns]
    ones = np.ones(int(kept.sum()), dtype=np.int64)
    table = sparse.csr_matrix((ones, (rows[kept], columns[kept])), shape=(len(names), len(labels)))
    table.data[:] = 1  # built from sums of repeats
    both = sparse.triu(table.T @ table, k=1).tocoo()
    counts = np.asarray(table.sum(axis=0)).ravel()
    enough = both.data >= least
    one, other, shared = both.row[enough], both.col[enough], both.data[enough]
    found = pd.DataFrame(
        {
            "tag_a": labels[one],
            "tag_b": labels[other],
            "count_a": counts[one],
            "count_b": counts[other],
            "together": shared,
            "support": shared / max(all_posts, 1),
            "lift": shared * float(all_posts) / (counts[one] * counts[other].astype(float)),
        }
    )
    return found.sort_values(["together", "tag_a", "tag_b"], ascending=[False, True, True], ignore_index=True)
