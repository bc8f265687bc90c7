"""Counts over time: by year with what is known of each, by month or week, and of what leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from course.measures._arrays import codes, milliseconds, together
from course.measures._checks import number, whole

if TYPE_CHECKING:
    import pandas as pd

Period = Literal["year", "month", "week", "day"]
_FREQUENCY = {"year": "Y", "month": "M", "week": "W-SUN", "day": "D"}


class Year(NamedTuple):
    """A year's count as `value`, its change from the year before (0.703 is +70.3 %), where each comes from.

    `basis` and `change_basis` are "published" or "assumed"; a change rests on two years, so that it is
    published only if both are. `change` is None for the first year and after a year that is not there or 0.
    """

    year: int
    value: float
    basis: str
    change: float | None
    change_basis: str | None


def yearly_growth(counts: Mapping[int, Any], assumed: Collection[int] = ()) -> list[Year]:
    """The counts year by year with their changes; years in `assumed` were published by nobody.

    `counts` maps years to numbers of at least 0. Raises ValueError that names the value.

    >>> *_, last = yearly_growth({2020: 561_766, 2021: 692_095, 2022: 1_178_647}, assumed=[2020])
    >>> round(last.change, 3), last.change_basis
    (0.703, 'published')
    """
    found = {whole("year", year): number(f"counts[{year}]", value) for year, value in counts.items()}
    if low := [year for year, value in found.items() if value < 0]:
        raise ValueError(f"`counts[{low[0]}]` is {found[low[0]]:g}. It cannot be below 0.")
    if strange := sorted(set(assumed) - set(found)):
        raise ValueError(f"`assumed` names {strange[0]}. `counts` has no such year.")
    return [_year(year, found, assumed) for year in sorted(found)]


def _year(year: int, counts: dict[int, float], assumed: Collection[int]) -> Year:
    basis = "assumed" if year in assumed else "published"
    before = counts.get(year - 1, 0)
    if not before:
        return Year(year, counts[year], basis, None, None)
    unsure = {year, year - 1} & set(assumed)
    return Year(year, counts[year], basis, counts[year] / before - 1, "assumed" if unsure else "published")


def period_counts(times: Any, period: Period = "month") -> pd.Series:
    """How many `times` fall into each year, month, week (from Monday) or day of UTC; empty periods count 0.

    `times` is flat: times with a zone, or without one in UTC. The index holds the first moment of each
    period as numpy dates. Raises ValueError that names the value.

    >>> period_counts(["2022-01-31T23:59", "2022-03-01"]).tolist()
    [1, 0, 1]
    """
    import pandas as pd

    found = _periods(times, period)
    if not len(found):
        return pd.Series([], index=pd.DatetimeIndex([]), dtype="int64", name="count")
    every = pd.period_range(found.min(), found.max(), freq=found.freq)
    counts = found.value_counts().reindex(every, fill_value=0)
    return pd.Series(counts.to_numpy("int64"), index=every.to_timestamp(), name="count")


def leading(times: Any, names: Any, top: int = 12, period: Period = "month") -> pd.DataFrame:
    """How often the `top` names of the whole time occur in each period: columns period, name, count.

    `times` and `names` are flat and side by side, one row for each use (a post with three tags has three).
    Names are ordered by their total, ties by name; pairs without a use have no row. A name outside the top
    may lead for a while: choose `top` large enough, and say that it was chosen. Raises ValueError.

    >>> leading(["2022-01-05", "2022-01-06", "2022-02-01"], ["ecg", "ecg", "sepsis"], top=1)["count"].tolist()
    [2]
    """
    import pandas as pd

    together(times=times, names=names)
    found, labels = codes("names", names)
    totals = pd.Series(found).value_counts()
    kept = sorted(totals.index, key=lambda code: (-totals[code], code))[: whole("top", top, 1)]
    starts = _periods(times, period).to_timestamp() if len(found) else pd.DatetimeIndex([])
    rows = pd.DataFrame({"period": starts, "code": found})
    rows = rows[rows["code"].isin(kept)]
    place = {code: rank for rank, code in enumerate(kept)}
    counted = rows.assign(rank=rows["code"].map(place)).groupby(["rank", "period"]).size()
    out = counted.rename("count").reset_index()
    out["name"] = [str(labels[kept[rank]]) for rank in out["rank"]]
    return out[["period", "name", "count"]]


def _periods(times: Any, period: str) -> pd.PeriodIndex:
    import pandas as pd

    if period not in _FREQUENCY:
        raise ValueError(f"`period` is {period!r}. One of {', '.join(_FREQUENCY)} is needed.")
    moments = milliseconds("times", times).astype("datetime64[ms]")
    return pd.DatetimeIndex(moments).to_period(_FREQUENCY[period])
