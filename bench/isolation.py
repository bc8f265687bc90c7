"""What isolation costs: autograding one submission of 00-orientation with it and without, in one process.

Each sample is two gradings of the same submission, one after the other, in alternating order: their ratio is
what counts, so that a busy machine slows both.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median
from typing import Any

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
MODULE, PERSON = "00-orientation", "bench"
PAIRS = 15


def run() -> list[Measure]:
    """The median ratio, paired, and both medians in its note."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        box = _submitted(Path(scratch))
        _seconds(box, "none"), _seconds(box, "")  # once without counting: files into memory
        pairs = []
        for number in range(PAIRS):
            if number % 2:
                without, isolated = _seconds(box, "none"), _seconds(box, "")
            else:
                isolated, without = _seconds(box, ""), _seconds(box, "none")
            pairs.append((isolated, without))
    own, other = (median(times) * 1000 for times in zip(*pairs, strict=True))
    note = f"{own:.0f} ms beside {other:.0f} ms, {PAIRS} pairs"
    ratios = [isolated / without for isolated, without in pairs]
    name = "autograding a submission isolated, to the same without isolation"
    return [Measure.of(name, ratios, "times", 1.05, note)]


def _submitted(scratch: Path) -> Any:
    sys.path.insert(0, str(ROOT / "tests"))
    from course_in_a_box import Box, ok

    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    box = Box(scratch / "box")
    box.add(MODULE)
    with _quiet():
        box.release(MODULE)
        box.hand_in(PERSON, MODULE, box.right(MODULE, PERSON), solved=True)
        ok(box.collect(MODULE))
    return box


def _seconds(box: Any, isolation: str) -> float:
    os.environ["COURSE_ISOLATION"] = isolation
    try:
        with _quiet():
            start = time.perf_counter()
            outcome = box.api.autograde(MODULE, PERSON, force=True)
            took = time.perf_counter() - start
    finally:
        del os.environ["COURSE_ISOLATION"]
    assert outcome["success"], outcome["log"]
    assert ("NOT isolated" in outcome["log"]) is bool(isolation)
    return took


@contextlib.contextmanager
def _quiet() -> Any:
    """The logs of nbgrader and of kernels stay out of the terminal."""
    kept = os.dup(2)
    with warnings.catch_warnings(), open(os.devnull, "w") as nothing:
        warnings.simplefilter("ignore")
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
