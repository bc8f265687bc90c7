"""How far links can be followed: from what was written to the paper, and whether it still stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple


class LinkStages(NamedTuple):
    """Counts of links, each a part of the one before: raw ≥ resolved ≥ doi ≥ retracted.

    `unresolved` and `no_doi` are what was lost on the way: unresolved = raw − resolved, no_doi = resolved −
    doi.
    """

    raw: int
    resolved: int
    unresolved: int
    doi: int
    no_doi: int
    retracted: int


def link_stages(resolved: Any, dois: Any, retracted: Collection[str] = ()) -> LinkStages:
    """How many links lead somewhere known, name a DOI there, and name one that was retracted.

    `resolved` (true where the address is not a shortener's any more) and `dois` (text, or missing) are flat
    and side by side, one row for each link. `retracted` holds DOIs in lower case. A DOI behind an unresolved
    link does not count. Raises ValueError for arrays of different lengths.

    >>> link_stages([True, True, False], ["10.5555/a", None, None], {"10.5555/a"})
    LinkStages(raw=3, resolved=2, unresolved=1, doi=1, no_doi=1, retracted=1)
    """
    import pandas as pd

    from course.measures._arrays import together

    together(resolved=resolved, dois=dois)
    known = pd.Series(resolved).reset_index(drop=True).astype("boolean").fillna(False).to_numpy(bool)
    named = pd.Series(dois, dtype="object").reset_index(drop=True)
    has = known & named.notna().to_numpy()
    gone = has & named.isin(list(retracted)).to_numpy()
    raw, resolved_count, doi = len(known), int(known.sum()), int(has.sum())
    return LinkStages(raw, resolved_count, raw - resolved_count, doi, resolved_count - doi, int(gone.sum()))
