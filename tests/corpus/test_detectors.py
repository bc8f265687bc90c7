"""The detectors on a handful of worlds each; `python -m bench detectors` asks hundreds.

Worlds here have seeds of their own: neither those that thresholds were chosen on nor those of the report.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from bench import detecting, detectors_report
from course import corpus
from tests.corpus import detectors
from tests.corpus.worlds import POSTS, members

TWINS = [f"{name}-twin" for name in detecting.TOGETHER]


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    """What the detectors say of two worlds with five plants each."""
    return [detecting.planted(f"quick {number}") for number in range(2)]


def test_where_nothing_is_planted_nothing_fires() -> None:
    for number in range(4):
        seen = detectors.see(corpus.make(POSTS, f"quick o{number}", text=number == 0))
        assert not any(look(seen) for look in detecting.DETECTORS.values())


def test_five_plants_are_found_in_the_company_of_the_others(found: list[dict[str, Any]]) -> None:
    for name in ("campaign", "links", "bots", "misquote", "hijack", "retraction", "retraction posts"):
        there, named, both = detectors_report.totals({"planted": found}, "planted", name)
        assert there > 0 and both >= 0.95 * there and both >= 0.9 * named, (name, found)


def test_they_also_say_how_much(found: list[dict[str, Any]]) -> None:
    for one in found:
        assert one["campaign window"] <= 60
        assert one["reach off"] == [pytest.approx(1, abs=0.1)]
        assert one["hijack share"] == [pytest.approx(0.12, abs=0.03)]


def test_twins_are_cleared() -> None:
    for number in range(2):
        seen = detectors.see(corpus.make(POSTS, f"quick t{number}", TWINS, text=number == 0))
        assert not any(look(seen) for look in detecting.DETECTORS.values())


def test_a_surge_is_dated_to_a_week_and_a_congress_is_none() -> None:
    said = detecting.weekly("quick s0", "surge")
    assert said["surge"] == [1, 1, 1], said
    assert not detecting.weekly("quick s0", "surge-twin")["fired"]
    assert not detecting.weekly("quick s0", "")["fired"]


def test_a_dashboard_is_set_right_and_real_growth_believed() -> None:
    said = detecting.shown("quick d0", "dashboard")
    assert said["exact"] and 2.4 < said["factor"] < 2.9
    assert not detecting.shown("quick d0", "dashboard-twin")["fired"]


def test_two_links_fail_the_bounds_that_five_keep() -> None:
    """At two links an embargo and an event are enough; the report's own count says that this is too many."""
    careful, naive = [], []
    for number in range(4):
        seen = detectors.see(corpus.make(POSTS, f"quick n{number}", "campaign-twin", text=False))
        careful.append(bool(detectors.campaign(seen)))
        naive.append(bool(detectors.two_links(seen)))
    assert not any(careful) and sum(naive) > 0.05 * len(naive)
    calm = dict.fromkeys((*detectors_report.MOSTLY, "fired"), False)
    result = {
        "ordinary": [{**calm, "campaign": one} for one in naive] + [calm] * (200 - len(naive)),
        "ordinary weeks": [calm] * 200,
    }
    bounds = {name: detectors_report.most(*count) for name, count in detectors_report.fires(result).items()}
    assert bounds["campaign"] > detectors_report.FIRES > bounds["bots"]


def test_the_bound_of_two_hundred_silent_worlds() -> None:
    assert detectors_report.most(0, 200) == pytest.approx(1 - 0.05 ** (1 / 200))
    assert detectors_report.most(0, 200) < 0.015 < detectors_report.most(1, 200)
    assert detectors_report.most(3, 3) == 1


def test_detectors_see_no_truth_and_names_mean_nothing() -> None:
    world = corpus.make(POSTS, "quick m", "campaign", truth=True, text=False)
    seen = detectors.see(world)
    assert not hasattr(seen, "labels") and set(seen.notices.columns) == {"doi", "kind", "day"}
    first = detectors.campaign(seen)
    assert first is not None and first.members <= members(world, "campaign")
    mixed = detectors.Seen(
        seen.posts.assign(author_id=seen.posts["author_id"].str[::-1]).sample(frac=1, random_state=1),
        seen.tags,
        seen.urls.sample(frac=1, random_state=1),
        seen.notices,
    )
    again = detectors.campaign(mixed)
    assert again is not None and {one[::-1] for one in again.members} == first.members


def test_a_paper_that_was_reinstated_or_hardly_shared_is_not_accused() -> None:
    world = corpus.make(POSTS, "quick r", "retraction", truth=True, text=False)
    seen = detectors.see(world)
    (one,) = detectors.retracted(seen)
    back = pd.DataFrame([{"doi": one.doi, "kind": "reinstatement", "day": "2022-12-31"}])
    cleared = detectors.Seen(seen.posts, seen.tags, seen.urls, pd.concat([seen.notices, back]))
    assert detectors.retracted(cleared) == []
    assert detectors.retracted(seen, least=len(one.after) + 1) == []
