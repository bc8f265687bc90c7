"""Strangers' folders from the exchange to the released page, as root and as an ordinary user."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ordinary import GRADER, run_script
from whole_way import GRADED, NAMES, SECRETS, STAMPS

ACCOUNTS = [0, GRADER] if os.geteuid() == 0 else [os.geteuid()]


@pytest.fixture(scope="module", params=ACCOUNTS)
def seen(request: pytest.FixtureRequest) -> Iterator[Any]:
    root = Path(tempfile.mkdtemp(prefix="whole-way-"))
    if os.geteuid() == 0:
        os.chown(root, request.param, request.param)
    said = run_script(Path(__file__).with_name("whole_way.py"), request.param, str(root))
    yield json.loads(said.splitlines()[-1])
    shutil.rmtree(root)


def test_a_key_swapped_in_reached_the_page_and_does_no_more(seen) -> None:
    assert seen["before"]["key on the page"]
    assert not seen["now"]["key on the page"] and not seen["now"]["key in submitted"]
    assert "Not collected: notes.txt of thief+m1+" in seen["now"]["log"]


def test_modes_came_along_and_do_no_more(seen) -> None:
    assert {"0o6755", "0o7777"} <= set(seen["before"]["modes"])
    assert seen["now"]["all modes"] == ["0o644", "0o755"]


def test_a_false_time_saved_a_penalty_and_does_no_more(seen) -> None:
    assert seen["before"]["late"] == {"ann": True, "t-2020": False}
    assert set(seen["now"]["late"].values()) == {True}


def test_what_counts_is_the_system_s_time(seen) -> None:
    stamps, honest = seen["now"]["stamps"], seen["now"]["stamps"]["ann"]
    assert honest.endswith(" UTC")
    assert {stamp[:13] for stamp in stamps.values()} <= _hours(honest)
    assert seen["before"]["stamps"]["t-9999"].startswith("9999")


def _hours(stamp: str) -> set[str]:
    """The hour of a time and those next to it."""
    from datetime import datetime, timedelta

    at = datetime.fromisoformat(stamp.removesuffix(" UTC"))
    return {f"{at + timedelta(hours=by):%Y-%m-%d %H}" for by in (-1, 0, 1)}


@pytest.mark.parametrize("name", [*STAMPS, *NAMES])
def test_every_false_time_is_a_signal(seen, name) -> None:
    assert "counts" in seen["now"]["signals"][name]


def test_an_honest_one_is_none(seen) -> None:
    assert not {"ann", "thief", "setuid", *SECRETS} & set(seen["now"]["signals"])
    assert seen["now"]["fetched"] == 1 and seen["now"]["honest"]["which"] == [1.0, False]


def test_everybody_is_graded_and_gets_a_page(seen) -> None:
    assert seen["now"]["graded"] == dict.fromkeys(GRADED, "graded")
    assert seen["now"]["paged"] == dict.fromkeys(GRADED, True)


def test_one_bad_secret_ended_the_release_for_all(seen) -> None:
    assert seen["before"]["ended"]["s-empty"] and seen["before"]["ended"]["s-latin"]
    assert seen["before"]["ended"]["s-folder"]


@pytest.mark.parametrize("name", [*SECRETS, "s-twin"])
def test_a_bad_secret_costs_nobody_else_a_page(seen, name) -> None:
    """Of six, two lost their secret when they were collected, and one holds the bad one."""
    pages, named = seen["now"]["others"][name]
    assert named == 1 and pages == (2 if name == "s-twin" else 3)
