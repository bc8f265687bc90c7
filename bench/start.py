"""What `import course` and the first question cost a notebook, beside two libraries it would import anyway.

Each sample is two fresh processes, one after the other, in alternating order: their ratio is what counts, so
that a busy machine slows both. Time is taken inside the process, from its first line on.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
PAIRS = 11
COURSE = """
import course
course.ask({question!r})
"""
OTHERS = """
import pandas, ipywidgets
"""
# The kernel has IPython loaded before the first cell runs, so it is loaded before the clock starts, for both.
TIMED = """
import time
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.instance()
start = time.perf_counter()
{code}
import sys
print(time.perf_counter() - start, file=sys.stderr)
"""


def run() -> list[Measure]:
    """The ratio, paired, and both medians in its note."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        module = _module(Path(scratch))
        ours, theirs = COURSE.format(question="who-discerns"), OTHERS
        _seconds(ours, module), _seconds(theirs, module)  # once without counting: files into memory
        pairs = []
        for number in range(PAIRS):
            if number % 2:
                other, own = _seconds(theirs, module), _seconds(ours, module)
            else:
                own, other = _seconds(ours, module), _seconds(theirs, module)
            pairs.append((own, other))
    own, other = (median(times) * 1000 for times in zip(*pairs, strict=True))
    note = f"{own:.0f} ms beside {other:.0f} ms, {PAIRS} pairs"
    ratios = [own / other for own, other in pairs]
    return [
        Measure.of(
            "import course and the first ask, to import pandas, ipywidgets", ratios, "times", 1.3, note
        )
    ]


def _module(scratch: Path) -> Path:
    import shutil

    folder = scratch / "00-orientation"
    shutil.copytree(ROOT / "release" / "00-orientation", folder)
    return folder


def _seconds(code: str, where: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(code=code)], cwd=where, check=True, capture_output=True, text=True
    )
    return float(done.stderr.strip().splitlines()[-1])
