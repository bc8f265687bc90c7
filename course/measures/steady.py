"""Stretches in which an account posts like a clock, though it may post as it likes before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course.measures._arrays import DAY, codes, milliseconds, together
from course.measures._checks import number, whole

if TYPE_CHECKING:
    import pandas as pd

    from course.measures._arrays import Array


def steady_runs(accounts: Any, times: Any, posts: int = 7, spread: float = 0.05) -> pd.DataFrame:
    """Each longest stretch of at least `posts` posts in a row of one account at gaps that hardly vary.

    Flat arrays side by side, one row for each post. In any `posts` neighbours of a run the longest gap
    exceeds the shortest by at most the share `spread`. Columns: account, first and last (numpy dates, UTC),
    posts, median_gap (seconds), quiet_hours (the longest stretch of the 24-hour clock without a post of the
    run). Rows are ordered by account and time. Unlike `account_rhythms` this finds a timer that ran for some
    weeks only. A post in between splits a run. Regular gaps alone prove no machine: quiet_hours of a daily
    habit is near 24, while a timer at any other gap goes round the clock. Raises ValueError that names the
    value. Regular gaps as a sign of automation: Chu, Gianvecchio, Wang & Jajodia 2012, doi
    10.1109/TDSC.2012.75; comparing neighbours is our own.

    >>> found = steady_runs(["a"] * 8, [f"2022-01-0{day}T{3 * day:02}:00" for day in range(1, 8)]
    ...                     + ["2022-03-01"])
    >>> found[["posts", "median_gap", "quiet_hours"]].values.tolist()
    [[7.0, 97200.0, 6.0]]
    """
    import numpy as np
    import pandas as pd

    together(accounts=accounts, times=times)
    who, names = codes("accounts", accounts)
    when = milliseconds("times", times)
    size, most = whole("posts", posts, 3), 1 + number("spread", spread, above=0)
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    rows = []
    for first, last in _runs(who, when, size - 1, most):
        moments = when[first : last + 1]
        rows.append(
            (
                names[who[first]],
                moments[0].astype("datetime64[ms]"),
                moments[-1].astype("datetime64[ms]"),
                len(moments),
                float(np.median(np.diff(moments))) / 1000,
                _quiet(moments),
            )
        )
    columns = ["account", "first", "last", "posts", "median_gap", "quiet_hours"]
    return pd.DataFrame(rows, columns=columns)


def _runs(who: Array, when: Array, gaps: int, most: float) -> list[tuple[int, int]]:
    """The first and last row of each run, both included."""
    import numpy as np

    if len(who) <= gaps:
        return []
    apart = np.diff(when)
    seen = np.lib.stride_tricks.sliding_window_view(apart, gaps)
    steady = (seen.min(axis=1) > 0) & (seen.max(axis=1) <= most * seen.min(axis=1))
    steady &= who[gaps:] == who[:-gaps]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], steady.astype(int), [0]])))
    # Windows of one account that overlap are one run; those of two accounts cannot touch.
    return [
        (start, end - 1 + gaps) for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]


def _quiet(moments: Array) -> float:
    import numpy as np

    clock = np.sort(moments % DAY)
    return float(max(np.diff(clock).max(), clock[0] + DAY - clock[-1])) / 3_600_000
