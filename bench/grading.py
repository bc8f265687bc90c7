"""`course grade` beside plain `nbgrader autograde`, on the same submissions of 03-numbers.

Both sides grade all of them in one run, each in a process of its own as faculty would start it, so that
start-up counts for both. Plain means nbgrader's own preprocessors, in-kernel grading, one after the other and
no isolation. Its scores are worth nothing (the keys are not in reach of a kernel), so that ours are compared
with our own grading one by one, each kernel started anew. Then 80 and 160 submissions: what one costs, and
how much memory all processes have at the most, must stay as they are.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import Measure
from bench.memory import Peak

ROOT = Path(__file__).resolve().parents[1]
MODULE = "03-numbers"
COUNT = int(os.environ.get("COURSE_BENCH_SUBMISSIONS", "40"))
RUNS = int(os.environ.get("COURSE_BENCH_RUNS", "3"))
GROW = [int(one) for one in os.environ.get("COURSE_BENCH_SIZES", "80,160").split(",") if one]
COMPARED = 10  # submissions whose scores are also worked out one by one
_STOCK = """
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors." + one for one in (
    "ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")]
c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors." + one for one in (
    "Execute", "IgnorePattern", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata")]
c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"
c.Autograde.pre_convert_hook = lambda **_: None
"""
_STOCK_PAGES = """
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]
c.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"
"""
_ANEW = "\nc.ExecuteSubmission.warm_start = False\n"


def run() -> list[Measure]:
    """How many times plain nbgrader's throughput ours is; memory; cost of 80 and 160 to that of 40."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        box, names = _submitted(Path(scratch))
        pairs, peaks = [], []
        for _ in range(RUNS):
            plain, _ = _seconds(box, "nbgrader", "autograde", MODULE, "--force", extra=_STOCK)
            ours, peak = _seconds(box, "course", "grade", MODULE, "--force")
            pairs.append((plain, ours))
            peaks.append(peak)
            print(
                f"plain {plain:.1f} s, ours {ours:.1f} s, {peak:.0f} MB, load {os.getloadavg()}", flush=True
            )
        _compare_scores(box, names)
        ratios = [plain / ours for plain, ours in pairs]
        note = "; ".join(
            f"{plain / COUNT:.2f} s and {ours / COUNT:.2f} s a submission" for plain, ours in pairs
        )
        note += f"; {COUNT} submissions, {os.cpu_count()} cores"
        found = [
            Measure.of(
                "plain nbgrader autograde's time to that of course grade", ratios, "times", 8, note, True
            ),
            Measure.of("memory of all processes of course grade", peaks, "MB", 1500),
        ]
        found.append(_feedback(box))
        for count in GROW:
            _hand_in(box, range(len(names), count))
            names = [f"t{number:03}" for number in range(count)]
            took, peak = _seconds(box, "course", "grade", MODULE, "--force")
            each = took / count / min(ours / COUNT for _, ours in pairs)
            note = f"{took / count:.2f} s a submission, {peak:.0f} MB"
            found.append(
                Measure.of(f"a submission of {count} to one of {COUNT}", [each], "times", 1.15, note)
            )
            more = [peak / max(peaks)]
            found.append(Measure.of(f"memory with {count} to that with {COUNT}", more, "times", 1.15))
    return found


def _feedback(box: Any) -> Measure:
    """`course feedback` to nbgrader's own pages, which hold other things; to ours one by one, the same."""
    plain, _ = _seconds(box, "nbgrader", "generate_feedback", MODULE, "--force", extra=_STOCK_PAGES)
    _seconds(box, "nbgrader", "generate_feedback", MODULE, "--force")
    pages = {path: path.read_bytes() for path in sorted(box.course.glob("feedback/*/*/*.html"))}
    ours, _ = _seconds(box, "course", "feedback", MODULE)
    assert len(pages) == COUNT and pages == {path: path.read_bytes() for path in pages}, "pages differ"
    note = f"{ours / COUNT:.3f} s a page, plain {plain / COUNT:.3f} s; the pages of one by one"
    return Measure.of("course feedback to plain generate_feedback", [ours / plain], "times", 0.3, note)


def _submitted(scratch: Path) -> tuple[Any, list[str]]:
    sys.path.insert(0, str(ROOT / "tests"))
    from course_in_a_box import Box

    box = Box(scratch / "box")
    with (box.course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.OwnNumbers.cohort = {box.cohort!r}\nc.Exchange.root = {str(box.exchange)!r}\n")
    box.add(MODULE)
    box.release(MODULE)
    _hand_in(box, range(COUNT))
    return box, [f"t{number:03}" for number in range(COUNT)]


def _hand_in(box: Any, numbers: range) -> None:
    """Trainees of whom one in three has answered everything, and two every second or third question."""
    from course_in_a_box import ok

    for number in numbers:
        name = f"t{number:03}"
        right = box.right(MODULE, name)
        values = {
            one: right[one] for place, one in enumerate(right) if number % 3 == 0 or place % (number % 3 + 1)
        }
        box.hand_in(name, MODULE, values, solved=True)
    ok(box.collect(MODULE))


def _compare_scores(box: Any, names: list[str]) -> None:
    """Fails where a score is not what grading one by one gives, to the last digit."""
    many = {name: box.scores(MODULE, name) for name in names[:COMPARED]}
    for name in names[:COMPARED]:
        _seconds(box, "nbgrader", "autograde", MODULE, "--force", "--student", name, extra=_ANEW)
    alone = {name: box.scores(MODULE, name) for name in names[:COMPARED]}
    assert many == alone, "scores differ"
    assert len({repr(one) for one in alone.values()}) > 1, "all scores are the same: nothing was compared"


def _seconds(box: Any, *words: str, extra: str = "") -> tuple[float, float]:
    """Wall clock, and the most memory of all its processes in MB."""
    settings = box.course / "nbgrader_config.py"
    usual = settings.read_text()
    settings.write_text(usual + extra)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        with tempfile.TemporaryFile("w+") as said:
            start = time.perf_counter()
            running = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=box.course, env=env, stdout=said, stderr=said
            )
            with Peak(running.pid) as peak:
                code = running.wait()
            took = time.perf_counter() - start
            said.seek(0)
            assert code == 0, said.read()[-2000:]
    finally:
        settings.write_text(usual)
    return took, peak.megabytes
