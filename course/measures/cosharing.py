"""Accounts that share the same thing within seconds of each other, again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course.measures._arrays import DAY, codes, milliseconds, together
from course.measures._checks import number, whole

if TYPE_CHECKING:
    import pandas as pd

    from course.measures._arrays import Array

MOST_PAIRS = 60_000_000


@dataclass(frozen=True)
class Sharings:
    """Who shared what when, as numbers, and which two rows share one thing within the window.

    `account`, `thing` and `day` have a value for each row, `names` one for each account; `one` and `other`
    are places of rows, side by side. What changes when accounts are shuffled is `account` alone.
    """

    account: Array
    thing: Array
    day: Array
    names: Array
    one: Array
    other: Array


def sharings(accounts: Any, things: Any, times: Any, window: float = 60) -> Sharings:
    """Each two rows that hold one thing at most `window` seconds apart.

    `accounts`, `things` (a normalised address, or the id of what is reposted) and `times` are flat and side
    by side, one row for each sharing. Raises ValueError naming the value, and for more than 60 million pairs
    of rows: leave out a thing that everybody shares, or take a shorter window.

    >>> when = [f"2022-01-01T10:00:{second}" for second in ("00", "20", "40")]
    >>> len(sharings(["ann", "bo", "cy"], ["u"] * 3, when, window=30).one)
    2
    """
    import numpy as np

    together(accounts=accounts, things=things, times=times)
    who, names = codes("accounts", accounts)
    what, _ = codes("things", things)
    when = milliseconds("times", times)
    near = int(number("window", window, above=0) * 1000)
    order = np.lexsort((when, what))
    # One number for thing and time: things lie so far apart that no window reaches from one to the next.
    start = when.min() if len(when) else 0
    span = int(when.max() - start) + near + 1 if len(when) else 1
    line = what[order] * span + (when[order] - start)
    ahead = np.searchsorted(line, line + near, side="right") - np.arange(len(line)) - 1
    pairs = int(ahead.sum())
    if pairs > MOST_PAIRS:
        raise ValueError(
            f"{pairs:,} pairs of rows share a thing within {window:g} s. At most {MOST_PAIRS:,} are compared:"
            " take a shorter window, or leave out what everybody shares."
        )
    first = np.repeat(np.arange(len(line)), ahead)
    step = np.arange(pairs) - np.repeat(np.cumsum(ahead) - ahead, ahead)
    return Sharings(who, what, when // DAY, names, order[first], order[first + step + 1])


def co_shares(accounts: Any, things: Any, times: Any, window: float = 60, least: int = 2) -> pd.DataFrame:
    """The pairs of accounts that shared at least `least` different things, each time within `window` seconds.

    Arguments and errors are those of `sharings`. Columns: account_a, account_b (in order), objects (different
    things), days (different days of UTC on which that happened), expected (co-sharings of the two if accounts
    were dealt out at random) and surprise (−log10 of the chance of so many, Poisson). Most objects first. One
    shared thing is no evidence, and two hardly: look at `co_share_test` before naming anybody. Sources:
    Giglietto, Righetti, Rossi & Marino 2020, doi 10.1080/1369118X.2020.1739732; Pacheco et al. 2021, doi
    10.1609/icwsm.v15i1.18075.

    >>> when = ["2022-01-01T10:00:00", "2022-01-01T10:00:20", "2022-01-05T07:00:00", "2022-01-05T07:00:01"]
    >>> co_shares(["ann", "bo"] * 2, ["u", "u", "v", "v"], when)[["account_a", "objects"]].values.tolist()
    [['ann', 2]]
    """
    return edges_of(sharings(accounts, things, times, window), whole("least", least, 1))


def edges_of(found: Sharings, least: int) -> pd.DataFrame:
    """The frame of `co_shares` from sharings."""
    import numpy as np
    import pandas as pd

    pair, objects = repeated(found, found.account, least)
    size = len(found.names)
    days = _days(found, pair) if len(pair) else np.array([], dtype=np.int64)
    expected = expectation(found, pair)
    table = pd.DataFrame(
        {
            "account_a": found.names[pair // max(size, 1)],
            "account_b": found.names[pair % max(size, 1)],
            "objects": objects,
            "days": days,
            "expected": expected,
            "surprise": surprise(objects, expected),
        }
    )
    by = ["objects", "surprise", "account_a", "account_b"]
    return table.sort_values(by, ascending=[False, False, True, True], ignore_index=True)


def repeated(found: Sharings, account: Array, least: int) -> tuple[Array, Array]:
    """Pairs of accounts as one number each, and how many different things they share; `least` or more.

    `account` is whose each row is: as it was, or shuffled.
    """
    import numpy as np

    pair = _pairs(found, account)
    between = pair >= 0
    pair = pair[between]
    # First whoever meets once only is left out: that is nearly everybody.
    if least > 1 and len(pair):
        ranked = np.sort(pair)
        again = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
        place = np.minimum(np.searchsorted(again, pair), max(len(again) - 1, 0))
        kept = again[place] == pair if len(again) else np.zeros(len(pair), dtype=bool)
    else:
        kept = np.ones(len(pair), dtype=bool)
    thing = found.thing[found.one[between][kept]]
    return _different(pair[kept], thing, least)


def expectation(found: Sharings, pair: Array) -> Array:
    """How often the two would co-share if accounts were dealt out at random: P · 2 a b / (N (N − 1)).

    P is the number of pairs of rows, N that of rows, a and b how many rows each of the two has.
    """
    import numpy as np

    rows = len(found.account)
    each = np.bincount(found.account, minlength=len(found.names))
    size = max(len(found.names), 1)
    chance = 2.0 * each[pair // size] * each[pair % size] / max(rows * (rows - 1.0), 1.0)
    expected: Array = len(found.one) * chance
    return expected


def surprise(objects: Array, expected: Array) -> Array:
    """−log10 of the chance of `objects` or more where `expected` come on average (Poisson); at most 300."""
    import numpy as np
    from scipy.special import gammainc

    exponents: Array = 0.0 - np.log10(np.maximum(gammainc(np.maximum(objects, 1), expected), 1e-300))
    return exponents


def _pairs(found: Sharings, account: Array) -> Array:
    """Both accounts of each pair of rows as one number; −1 where they are the same."""
    import numpy as np

    one, other = account[found.one], account[found.other]
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.where(low == high, -1, low * len(found.names) + high)


def _different(pair: Array, what: Array, least: int) -> tuple[Array, Array]:
    """How many different values of `what` each pair has; those with at least `least`."""
    import numpy as np

    order = np.lexsort((what, pair))
    pair, what = pair[order], what[order]
    new = np.ones(len(pair), dtype=bool)
    new[1:] = (pair[1:] != pair[:-1]) | (what[1:] != what[:-1])
    pairs, counts = np.unique(pair[new], return_counts=True)
    enough = counts >= least
    return pairs[enough], counts[enough]


def _days(found: Sharings, wanted: Array) -> Array:
    import numpy as np

    pair = _pairs(found, found.account)
    place = np.minimum(np.searchsorted(wanted, pair), len(wanted) - 1)
    kept = wanted[place] == pair
    pairs, counts = _different(pair[kept], found.day[found.one[kept]], 1)
    return counts[np.searchsorted(pairs, wanted)]
