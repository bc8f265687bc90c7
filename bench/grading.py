"""`course grade` beside plain `nbgrader autograde`, on the same submissions of 03-numbers.

Both sides grade all of them in one run, each in a process of its own as faculty would start it, so that
start-up counts for both. Plain means nbgrader's own preprocessors, in-kernel grading and no isolation; our
grading of the same without `course grade` stands beside it, since only its scores can be equal to ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
MODULE = "03-numbers"
COUNT = int(os.environ.get("COURSE_BENCH_SUBMISSIONS", "40"))
RUNS = int(os.environ.get("COURSE_BENCH_RUNS", "3"))
_STOCK = """
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors." + one for one in (
    "ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")]
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors." + one for one in (
    "Execute", "IgnorePattern", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")]
c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
c.Autograde.pre_convert_hook = lambda **_: None
"""


def run() -> list[Measure]:
    """Seconds a submission, as a share of plain nbgrader's, paired; both medians in the note."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        box, names = _submitted(Path(scratch))
        pairs = []
        for _ in range(RUNS):
            plain = _seconds(box, "nbgrader", "autograde", MODULE, "--force", extra=_STOCK)
            one_by_one = _seconds(box, "nbgrader", "autograde", MODULE, "--force")
            serial = {name: box.scores(MODULE, name) for name in names}
            ours = _seconds(box, "course", "grade", MODULE, "--force")
            assert {name: box.scores(MODULE, name) for name in names} == serial, "scores differ"
            pairs.append((ours, plain, one_by_one))
    each = [median(times) / COUNT for times in zip(*pairs, strict=True)]
    note = "{:.2f} s a submission, plain {:.2f}, our grading one by one {:.2f}".format(*each)
    note += f"; {COUNT} submissions, {RUNS} runs, {os.cpu_count()} cores"
    ratios = [ours / plain for ours, plain, _ in pairs]
    return [Measure.of("course grade, isolated, to plain nbgrader autograde", ratios, "times", None, note)]


def _submitted(scratch: Path) -> tuple[Any, list[str]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from course_in_a_box import Box, ok

    box = Box(scratch / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
    box.add(MODULE)
    box.release(MODULE)
    names = [f"t{number:03}" for number in range(COUNT)]
    for name in names:
        box.hand_in(name, MODULE, box.right(MODULE, name), solved=True)
    ok(box.collect(MODULE))
    return box, names


def _seconds(box: Any, *words: str, extra: str = "") -> float:
    settings = box.course / "nbgrader_config.py"
    usual = settings.read_text()
    settings.write_text(usual + extra)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=box.course, env=env, capture_output=True, text=True
        )
        took = time.perf_counter() - start
    finally:
        settings.write_text(usual)
    assert done.returncode == 0, done.stderr[-2000:]
    return took
