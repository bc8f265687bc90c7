"""A submission's clock stands still while others have the processor; who computes with many comes last."""

import time
from types import SimpleNamespace

import pytest

from course.grading.isolation.confinement import Confinement, Limits
from course.grading.isolation.supervisor import clock, counts


@pytest.fixture
def machine(monkeypatch):
    """What the clock asks of a machine, told by the test: the wall's time, and how many want to compute."""
    told = SimpleNamespace(wall=100.0, wanting=0)
    monkeypatch.setattr(time, "monotonic", lambda: told.wall)
    monkeypatch.setattr(counts, "computing", lambda pids, enough: min(told.wanting, enough))
    return told


def process(pid: int, own: float, waited: float = 0.0) -> SimpleNamespace:
    return SimpleNamespace(pid=pid, own=own, waited=waited, threads=1, session=pid)


def after(machine, watch, wall: float, *processes: SimpleNamespace, **how: bool) -> float:
    machine.wall += wall
    watch.look(processes, **how)
    return round(watch.spent, 3)


def test_alone_it_goes_as_any_other(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 1
    assert after(machine, watch, 2, process(1, 2.0)) == 2
    assert after(machine, watch, 3, process(1, 5.0)) == 5


def test_it_stands_still_while_others_have_the_processor(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 1
    assert after(machine, watch, 100, process(1, 1.0)) == 1


def test_who_sleeps_spends_time(machine) -> None:
    watch = clock.Clock()
    assert after(machine, watch, 7, process(1, 0.1)) == 7


def test_several_processors_at_once_spend_no_more_than_the_wall(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 2
    assert after(machine, watch, 3, process(1, 3.0), process(2, 3.0)) == 3
    assert watch.processor == 6


def test_who_has_stepped_back_waits_on_its_own_account(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 9
    assert after(machine, watch, 4, process(1, 0.1), by_wall=True) == 4


def test_in_the_end_the_wall_decides(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 1
    after(machine, watch, 10 * clock.PATIENCE - 1, process(1, 0.0))
    assert not watch.over(10)
    after(machine, watch, 2, process(1, 0.0))
    assert watch.over(10) and not watch.over(None)


def test_processor_time_of_what_has_ended_is_kept(machine) -> None:
    watch = clock.Clock()
    machine.wanting = 1
    after(machine, watch, 1, process(1, 0.5), process(2, 1.0))
    after(machine, watch, 1, process(1, 0.5, waited=1.5))  # 2 ended, after half a second more
    assert watch.processor == 2.0
    after(machine, watch, 1, process(1, 1.0), process(3, 0.5))
    assert watch.processor == 3.0, "one that nobody waited for takes nothing away"


# What each of twenty sees of itself after it has computed: its rank, and on how many processors it may run.
RANKS = """
import os, time
reading, writing = os.pipe()
for _ in range(20):
    if os.fork() == 0:
        {alone}
        end = time.monotonic() + 3
        while time.monotonic() < end:
            pass
        os.write(writing, b"I" if os.sched_getscheduler(0) == os.SCHED_IDLE else b"-")
        os.write(writing, b"1" if len(os.sched_getaffinity(0)) == 1 else b"+")
        os._exit(0)
os.close(writing)
said = b""
while more := os.read(reading, 100):
    said += more
RESULT = sorted(set(said.decode()))
"""


@pytest.mark.parametrize(
    ("alone", "busy", "seen"),
    [("pass", 4, {"I"}), ("os.setsid()", 4, {"I", "1"}), ("os.setsid()", None, {"-"})],
    ids=["many", "in-sessions", "without-a-bound"],
)
def test_who_computes_with_many_comes_after_others(inside, alone, busy, seen) -> None:
    found = set(inside(RANKS.format(alone=alone), Confinement(limits=Limits(seconds=60, busy=busy))))
    assert seen <= found and not ({"I", "-"} <= found)
