"""Hours, weekdays, gaps and nights: by hand, against scipy, and on made-up accounts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.measures import account_rhythms, gap_entropy, hour_by_weekday, tireless

ZONES = ["UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Pacific/Auckland"]
stamps = st.lists(st.integers(1_300_000_000, 1_700_000_000), max_size=30)


def dated(seconds):
    return np.array(seconds, dtype="int64").astype("datetime64[s]")


@given(stamps, st.sampled_from(ZONES))
def test_agrees_with_the_standard_library_in_every_zone(seconds, zone):
    expected = np.zeros((7, 24), dtype=int)
    for one in seconds:
        local = datetime.fromtimestamp(one, UTC).astimezone(ZoneInfo(zone))
        expected[local.weekday(), local.hour] += 1
    assert (hour_by_weekday(dated(seconds), zone) == expected).all()


def test_the_thursday_chat_is_on_friday_in_utc_and_an_hour_earlier_in_winter():
    chat = ["2022-07-15T01:00Z", "2022-01-14T02:00Z"]
    assert hour_by_weekday(chat, "America/New_York")[3, 21] == 2
    assert hour_by_weekday(chat)[4, 1] == hour_by_weekday(chat)[4, 2] == 1


def test_entropy_agrees_with_scipy():
    from scipy.stats import entropy

    rng = np.random.default_rng(2)
    gaps = np.rint(rng.lognormal(8, 2, 500)).astype(int) + 1
    bins = np.floor(4 * np.log2(gaps) + 0.5)
    counts = np.unique(bins, return_counts=True)[1]
    assert gap_entropy(dated(np.concatenate([[0], np.cumsum(gaps)]))) == pytest.approx(
        entropy(counts, base=2), abs=1e-9
    )


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=60), st.integers(0, 10**8), st.randoms())
def test_entropy_does_not_depend_on_start_or_order_and_stays_in_bounds(gaps, start, random):
    times = np.concatenate([[0], np.cumsum(gaps)])
    found = gap_entropy(dated(times))
    mixed = (times + start).tolist()
    random.shuffle(mixed)
    assert 0 <= found <= np.log2(len(gaps)) + 1e-9
    assert gap_entropy(dated(mixed)) == pytest.approx(found, abs=1e-9)


def person(rng, posts=60):
    """Awake for fifteen hours a day, at irregular moments."""
    wakes = rng.integers(0, 24)
    hours = (wakes + rng.uniform(0, 15, posts)) % 24 + 24 * rng.integers(0, 90, posts)
    return dated((hours * 3600).astype("int64"))


def timer(rng, every=47 * 60, posts=60):
    return dated(np.cumsum(rng.normal(every, 0.03 * every, posts)).astype("int64"))


def test_timers_are_told_from_people_and_from_a_scheduled_journal():
    rng = np.random.default_rng(4)
    people, timers = [person(rng) for _ in range(400)], [timer(rng) for _ in range(40)]
    journals = [dated(9 * 3600 + 86_400 * np.arange(60) + rng.integers(0, 60, 60)) for _ in range(20)]
    # A newsroom: awake all day and night, at no regular moments.
    rooms = [dated(np.sort(rng.integers(0, 90 * 86_400, 60))) for _ in range(20)]
    groups = [*people, *timers, *journals, *rooms]
    names = [f"{n:03}" for n in range(len(groups))]
    rhythms = account_rhythms(np.repeat(names, [len(g) for g in groups]), np.concatenate(groups))
    assert tireless(rhythms) == names[400:440]
    assert rhythms["quiet_hours"].iloc[:400].min() > 6
    assert (rhythms["gap_entropy"].iloc[440:460] < 1).all()
    assert (rhythms["quiet_hours"].iloc[440:460] > 23).all()


def test_rhythms_agree_with_one_account_at_a_time_whatever_the_order():
    rng = np.random.default_rng(9)
    times = {name: person(rng, posts) for name, posts in (("a", 40), ("b", 25), ("c", 5))}
    who = np.concatenate([[name] * len(t) for name, t in times.items()])
    when = np.concatenate(list(times.values()))
    order = rng.permutation(len(who))
    found = account_rhythms(who[order], when[order])
    assert found.index.tolist() == ["a", "b"] and found["posts"].tolist() == [40, 25]
    for name in ("a", "b"):
        assert found.loc[name, "gap_entropy"] == pytest.approx(gap_entropy(times[name]), abs=1e-9)
        gaps = np.diff(np.sort(times[name])).astype(float)
        assert found.loc[name, "median_gap"] == pytest.approx(np.median(gaps))


def test_a_night_over_midnight_is_one_night():
    day = datetime(2022, 1, 1, 8, tzinfo=UTC)
    times = [day + timedelta(days=n, hours=float(n % 12)) for n in range(24)]
    assert account_rhythms(["a"] * 24, times)["quiet_hours"].iloc[0] == 13  # from 19:00 to 08:00


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: hour_by_weekday(["2022-01-01"], "Mars/Olympus"), "`zone` is 'Mars/Olympus'. A name such as"),
        (lambda: hour_by_weekday(["2022-01-01"], "../etc/passwd"), "`zone` is"),
        (lambda: gap_entropy(["2022-01-01", "2022-01-02"]), "`times` has 2. At least three"),
        (lambda: account_rhythms(["a"], []), "`accounts` has 1, `times` has 0"),
        (lambda: account_rhythms(["a"], ["2022-01-01"], least=2), "`least` is 2. It cannot be below 3"),
    ],
)
def test_errors_name_the_value(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_nobody_has_no_rhythm():
    assert len(account_rhythms([], [])) == 0 and tireless(account_rhythms([], [])) == []
