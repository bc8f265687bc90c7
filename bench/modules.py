"""How long a module runs from the first cell to the last, as nbgrader runs it: in a kernel of its own."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
# Seconds at most, from the course's plan.
BOUNDS = {"03-numbers": 10.0, "06-hashtag-data": 20.0, "07-spread": 30.0}
RUNS = 3
MEMORY = 1.0  # gigabytes at most
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)"


def run() -> list[Measure]:
    """Seconds from starting the kernel to the last output, and its peak memory: medians of three runs."""
    measures = []
    for module, bound in BOUNDS.items():
        seconds, peaks = zip(*(_run(module) for _ in range(RUNS)), strict=True)
        measures.append(Measure.of(f"{module}, run from the top", list(seconds), "s", bound))
        measures.append(Measure.of(f"{module}, peak memory of its kernel", list(peaks), "GB", MEMORY))
    return measures


def _run(module: str) -> tuple[float, float]:
    """Seconds and gigabytes of one run; a last cell of ours asks the kernel for its peak."""
    import nbformat
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        folder = Path(scratch) / module
        shutil.copytree(ROOT / "release" / module, folder)
        settings = {"mode": "cohort", "id": "bench", "cohort": "bench"}
        (folder.parent / ".course.json").write_text(json.dumps(settings), encoding="utf-8")
        notebook = nbformat.read(folder / f"{module}.ipynb", as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
        start = time.perf_counter()
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
        client.km = client.create_kernel_manager()
        client.km.transport, client.km.ip = "ipc", str(Path(scratch) / "k")  # nothing listens on a network
        client.execute()
        return time.perf_counter() - start, float(notebook.cells[-1].outputs[0].text)
