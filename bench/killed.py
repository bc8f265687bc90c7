"""Kill `course grade` at random moments, go on, and compare: `python -m bench.killed --runs 100`.

Each run grades a few submissions with --force, is killed with SIGKILL after a random time, and is started
again without --force until it ends. Then every score must be what grading without a kill gave: none lost,
none twice, none changed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODULE, PEOPLE = "m1", 6


def main(words: list[str] | None = None) -> int:
    """The number of runs after which anything was different."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--seed", type=int, default=20260501)
    given = options.parse_args(words)
    warnings.simplefilter("ignore")  # nbgrader's own
    with tempfile.TemporaryDirectory(prefix="course-killed-") as scratch:
        box = cohort(Path(scratch))
        right, took = undisturbed(box)
        chance, wrong, begun = random.Random(given.seed), 0, 0
        for run in range(1, given.runs + 1):
            after = chance.uniform(0, took * 1.1)
            begun += kill_and_go_on(box, after)
            differs = rows(box) != right
            wrong += differs
            if differs or run % 10 == 0:
                said = "DIFFERENT" if differs else "the same"
                print(f"run {run}: killed after {after:.2f} s, scores {said}", flush=True)
        print(f"{given.runs} kills, {begun} of them with submissions begun; {wrong} with other scores")
    return wrong


def cohort(scratch: Path, settings: str = "") -> Any:
    """Submissions of different worth, collected; settings: more lines for nbgrader_config.py."""
    sys.path.insert(0, str(ROOT / "tests"))
    from course_in_a_box import Box, ok

    box = Box(scratch / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
        file.write(settings)
    box.add(MODULE)
    box.release(MODULE)
    for number in range(PEOPLE):
        values = box.right(MODULE, f"t{number}")
        named = enumerate(values.items())
        kept = {one: value for at, (one, value) in named if number >> at & 1 or not number}
        box.hand_in(f"t{number}", MODULE, kept, solved=number % 2 == 0)
    ok(box.collect(MODULE))
    return box


def undisturbed(box: Any) -> tuple[list[Any], float]:
    """What the gradebook holds after grading without a kill, and the seconds that took."""
    began = time.perf_counter()
    assert grade(box, "--force").wait() == 0
    return rows(box), time.perf_counter() - began


def kill_and_go_on(box: Any, after: float) -> bool:
    """Kill one run, and start again until it ends; whether something was begun when it was killed."""
    running = grade(box, "--force")
    try:
        running.wait(after)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
    begun = any((box.course / ".grading" / MODULE).glob("[!.]*"))
    assert grade(box).wait() == 0
    return begun


def grade(box: Any, *words: str) -> subprocess.Popen[bytes]:
    """`course grade`, started."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "course", "grade", MODULE, "--root", str(box.course), *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def rows(box: Any) -> list[Any]:
    """Every grade in the gradebook, by trainee and question, each row of the table on its own."""
    asked = (
        "select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade, g.extra_credit"
        " from grade g join submitted_notebook n on g.notebook_id = n.id"
        " join submitted_assignment s on n.assignment_id = s.id join base_cell c on g.cell_id = c.id"
    )
    with sqlite3.connect(box.course / "gradebook.db") as connection:
        return sorted(connection.execute(asked).fetchall(), key=repr)


if __name__ == "__main__":
    sys.exit(min(main(), 100))
