"""When posts are written: hour by weekday in a zone, and how regular one account's gaps are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from course.measures._arrays import DAY, codes, milliseconds, together
from course.measures._checks import number, whole

if TYPE_CHECKING:
    import pandas as pd

    from course.measures._arrays import Array

PER_OCTAVE = 4  # bins of gap length for each doubling: gaps 19 % apart fall into different ones


def hour_by_weekday(times: Any, zone: str = "UTC") -> Array:
    """How many `times` fall into each hour of each weekday where the clocks show `zone`: 7 × 24 counts.

    Rows run from Monday, columns from midnight; zones are IANA names, and daylight saving is followed. A
    Thursday chat at 21:00 in New York is a Friday in UTC. Raises ValueError that names the value.

    >>> int(hour_by_weekday(["2022-07-15T01:05Z"], "America/New_York")[3, 21])
    1
    """
    import numpy as np
    import pandas as pd

    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ValueError(f"`zone` is {zone!r}. A name such as Europe/London or UTC is needed.") from None
    moments = milliseconds("times", times).astype("datetime64[ms]")
    local = pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(place)
    slots = local.day_of_week.to_numpy() * 24 + local.hour.to_numpy()
    return np.bincount(slots, minlength=7 * 24).reshape(7, 24)


def gap_entropy(times: Any) -> float:
    """How unpredictable the gaps between one account's posts are, in bits: 0 if all gaps are alike.

    At least three `times` in any order. Gaps, in seconds and at least one, are sorted into bins, four for
    each doubling; the entropy of these shares is given. A timer has below 1 bit, people mostly above 3.
    Fewer posts give less: compare accounts with as many. Raises ValueError that names the value. Source:
    Shannon 1948, doi 10.1002/j.1538-7305.1948.tb01338.x; for posting: Chu, Gianvecchio, Wang & Jajodia
    2012, doi 10.1109/TDSC.2012.75 (who correct for order, which is not done here).

    >>> gap_entropy(["2022-01-01T08:00", "2022-01-01T09:00", "2022-01-01T10:00", "2022-01-01T11:00"])
    0.0
    """
    import numpy as np

    moments = np.sort(milliseconds("times", times))
    if len(moments) < 3:
        raise ValueError(f"`times` has {len(moments)}. At least three are needed for two gaps.")
    return _entropy(np.unique(_bins(np.diff(moments)), return_counts=True)[1])


def account_rhythms(accounts: Any, times: Any, least: int = 20) -> pd.DataFrame:
    """For each account with at least `least` posts: posts, gap_entropy (bits), quiet_hours, median_gap (s).

    `quiet_hours` is the longest stretch of the 24-hour clock in which the account never posted, over all
    days together; it needs no zone, because the clock is a circle. People sleep; a timer that runs round the
    clock does not, and one that posts at nine every morning leaves 24 hours. Flat arrays side by side; the
    index holds the accounts. Raises ValueError that names the value.

    >>> account_rhythms(["a"] * 24, [f"2022-01-01T{hour:02}:30" for hour in range(24)]).loc["a"].tolist()
    [24.0, 0.0, 1.0, 3600.0]
    """
    import numpy as np
    import pandas as pd

    together(accounts=accounts, times=times)
    who, names = codes("accounts", accounts)
    when = milliseconds("times", times)
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    posts = np.bincount(who, minlength=len(names))
    busy = np.flatnonzero(posts >= whole("least", least, 3))
    same = who[1:] == who[:-1]
    gaps, owner = np.diff(when)[same], who[1:][same]
    median = pd.Series(gaps / 1000).groupby(owner).median()
    table = {
        "posts": posts[busy],
        "gap_entropy": _entropies(owner, _bins(gaps), len(names))[busy],
        "quiet_hours": _quiet(who, when % DAY, len(names))[busy],
        "median_gap": median.reindex(busy).to_numpy(dtype=float),
    }
    return pd.DataFrame(table, index=pd.Index(names[busy], name="account"))


def tireless(rhythms: pd.DataFrame, entropy: float = 2.0, quiet: float = 4.0) -> list[Any]:
    """The accounts of `account_rhythms` that look run by a timer: regular gaps and no night.

    Gap entropy at most `entropy` bits and never `quiet` hours of the clock without a post. Either alone has
    innocent reasons: a journal posts on schedule, and a shared account is awake all day.

    >>> tireless(account_rhythms(["a"] * 24, [f"2022-01-01T{hour:02}:30" for hour in range(24)]))
    ['a']
    """
    regular = rhythms["gap_entropy"] <= number("entropy", entropy)
    accounts: list[Any] = rhythms.index[regular & (rhythms["quiet_hours"] < number("quiet", quiet))].tolist()
    return accounts


def _bins(gaps: Array) -> Array:
    import numpy as np

    return np.floor(PER_OCTAVE * np.log2(np.maximum(gaps, 1000) / 1000) + 0.5).astype(np.int64)


def _entropy(counts: Array) -> float:
    import numpy as np

    parts = counts / counts.sum()
    return float(max(0.0, -(parts * np.log2(parts)).sum()))


def _entropies(owner: Array, bins: Array, size: int) -> Array:
    """The entropy of each owner's bins, all at once: log n − Σ c log c / n."""
    import numpy as np

    width = int(bins.max()) + 1 if len(bins) else 1
    cells, counts = np.unique(owner * width + bins, return_counts=True)
    whose = cells // width
    total = np.bincount(whose, weights=counts, minlength=size)
    spread = np.bincount(whose, weights=counts * np.log2(counts), minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, np.maximum(np.log2(total) - spread / total, 0), np.nan)


def _quiet(who: Array, clock: Array, size: int) -> Array:
    """The longest arc of the clock without a post, in hours, for each account."""
    import numpy as np

    order = np.lexsort((clock, who))
    who, clock = who[order], clock[order]
    longest = np.zeros(size)
    same = who[1:] == who[:-1]
    np.maximum.at(longest, who[1:][same], np.diff(clock)[same])
    first = np.flatnonzero(np.concatenate([[True], ~same])) if len(who) else np.array([], dtype=int)
    last = np.concatenate([first[1:] - 1, [len(who) - 1]]) if len(who) else first
    over_midnight = clock[first] + DAY - clock[last]
    np.maximum.at(longest, who[first], over_midnight)
    return longest / 3_600_000
