"""`course grade` beside `otter run`, on an assignment with as many checked answers as 03-numbers.

Otter grades one submission a call, in a kernel of its own without isolation. Its notebook imports what ours
does and holds an answer and a check for each graded question. Ours is the whole module with its isolation.
Otter is no dependency of the course: it is installed into an environment that is thrown away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from bench import grading
from bench.measure import Measure

OTTER = "otter-grader==7.0.0"
RUNS = int(os.environ.get("COURSE_BENCH_OTTER_RUNS", "5"))
_TEST = """OK_FORMAT = True
case = {{"code": ">>> abs(answer_{n} - {n}.5) < 0.05\\nTrue", "hidden": False, "locked": False}}
suite = {{"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}}
test = {{"name": "q{n}", "points": 1, "suites": [suite]}}
"""


def run() -> list[Measure]:
    """How many times as long as `course grade` Otter takes for a submission."""
    from course.questions.bank.loading import load_bank

    graded = sum(one.points > 0 for one in load_bank(grading.ROOT / "source" / grading.MODULE))
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        room = Path(scratch)
        otter = _otter(room, graded)
        box, names = grading._submitted(room)
        took, _ = grading._seconds(box, "course", "grade", grading.MODULE, "--force")
        ours = took / len(names)
        theirs = [_graded_by(otter, room) for _ in range(RUNS)]
    note = f"{ours:.2f} s a submission, of {len(names)}; Otter {min(theirs):.2f} to {max(theirs):.2f} s"
    ratios = [one / ours for one in theirs]
    return [Measure.of("otter run's time to that of course grade", ratios, "times", None, note, True)]


def _otter(room: Path, graded: int) -> Path:
    """The program, and beside `room` an assignment of its own with one submission."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    venv.create(room / "otter", with_pip=True)
    program = room / "otter" / "bin"
    _call([str(program / "pip"), "install", "--quiet", OTTER, "pandas", "altair", "ipykernel"], room)
    folder = room / "assignment"
    (folder / "tests").mkdir(parents=True)
    (folder / "out").mkdir()
    start = "import altair as alt\nimport pandas as pd\nimport otter\ngrader = otter.Notebook()"
    cells = [new_code_cell(start)]
    for n in range(graded):
        (folder / "tests" / f"q{n}.py").write_text(_TEST.format(n=n), encoding="utf-8")
        cells += [new_code_cell(f"answer_{n} = {n}.5"), new_code_cell(f"grader.check('q{n}')")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "submission.ipynb")
    _call([str(program / "otter"), "generate", "-t", "tests"], folder)
    return program / "otter"


def _graded_by(otter: Path, room: Path) -> float:
    """Seconds for one submission, which must have earned all points."""
    start = time.perf_counter()
    said = _call(
        [str(otter), "run", "-a", "autograder.zip", "-o", "out", "--no-logo", "submission.ipynb"],
        room / "assignment",
    )
    took = time.perf_counter() - start
    assert "q0" in said and " 0.0 " not in said, said[-2000:]
    return took


def _call(words: list[str], folder: Path) -> str:
    path = os.pathsep.join([str(Path(words[0]).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words[:2])} did not work: {(done.stderr or done.stdout)[-500:]}")
    return done.stdout
