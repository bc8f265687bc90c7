"""Years with what is known of each, counts by period, and what leads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import leading, period_counts, yearly_growth

moments = st.lists(
    st.datetimes(pd.Timestamp("2019-01-01").to_pydatetime(), pd.Timestamp("2022-12-31").to_pydatetime()),
    max_size=40,
)


def test_a_change_is_published_only_if_both_years_are():
    found = yearly_growth({2022: 1_178_647, 2020: 561_766, 2021: 692_095, 2018: 3}, assumed=[2020, 2018])
    assert [one.year for one in found] == [2018, 2020, 2021, 2022]
    assert [one.basis for one in found] == ["assumed", "assumed", "published", "published"]
    assert [one.change_basis for one in found] == [None, None, "assumed", "published"]
    assert found[1].change is None  # 2019 is not there: no yearly change over two years
    assert round(100 * found[3].change, 1) == 70.3 and found[2].change == pytest.approx(0.232, abs=1e-3)
    assert yearly_growth({2020: 0, 2021: 5})[1].change is None


def test_periods_of_utc_with_empty_ones_between():
    found = period_counts(["2022-01-31T23:59:59.999Z", "2022-02-01T00:30+01:00", "2022-04-30"])
    assert found.tolist() == [2, 0, 0, 1]
    assert found.index[0] == pd.Timestamp("2022-01-01")
    # Weeks begin on Mondays, and the index holds those.
    weeks = period_counts(["2022-07-10T23:00Z", "2022-07-11T01:00Z"], "week")
    assert weeks.index.tolist() == [pd.Timestamp("2022-07-04"), pd.Timestamp("2022-07-11")]
    assert period_counts([], "year").tolist() == []


@given(moments, st.sampled_from(["year", "month", "week", "day"]), st.randoms())
def test_no_time_is_lost_and_order_is_nothing(times, period, random):
    found = period_counts(times, period)
    mixed = times.copy()
    random.shuffle(mixed)
    assert int(found.sum()) == len(times)
    assert period_counts(mixed, period).equals(found)


def test_what_leads_is_counted_whole():
    names = ["ecg", "ecg", "sepsis", "ecg", "zoster", "airway"]
    times = ["2022-01-05", "2022-03-06", "2022-02-01", "2022-01-09", "2022-02-02", "2022-02-03"]
    found = leading(times, names, top=2)
    assert found["name"].tolist() == ["ecg", "ecg", "airway"]  # ties by name
    assert found["count"].tolist() == [2, 1, 1]
    assert len(leading([], [])) == 0


def test_a_month_of_millions_is_quick():
    import time

    times = np.datetime64("2012-01-01") + np.arange(600_000).astype("timedelta64[m]")
    start = time.process_time()
    assert period_counts(times).sum() == 600_000
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: yearly_growth({2020: -1}), r"`counts\[2020\]` is -1. It cannot be below 0"),
        (lambda: yearly_growth({2020: 1}, assumed=[2019]), "`assumed` names 2019"),
        (lambda: yearly_growth({"2020": 1}), "`year` is '2020'"),
        (lambda: period_counts(["2022-01-01"], "fortnight"), "`period` is 'fortnight'. One of year"),
        (lambda: period_counts(["soon"]), "`times` holds something that is no time"),
        (lambda: period_counts([5, 6]), "numbers have no unit"),
        (lambda: period_counts(["2022-01-01", None]), r"`times\[1\]` is missing"),
        (lambda: leading(["2022-01-01"], []), "`times` has 1, `names` has 0"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()
