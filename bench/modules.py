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
BOUNDS = {"03-numbers": 10.0, "06-hashtag-data": 20.0}
RUNS = 3


def run() -> list[Measure]:
    """Seconds from starting the kernel to the last output, the median of three runs each."""
    return [
        Measure.of(f"{module}, run from the top", [_seconds(module) for _ in range(RUNS)], "s", bound)
        for module, bound in BOUNDS.items()
    ]


def _seconds(module: str) -> float:
    import nbformat
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        folder = Path(scratch) / module
        shutil.copytree(ROOT / "release" / module, folder)
        settings = {"mode": "cohort", "id": "bench", "cohort": "bench"}
        (folder.parent / ".course.json").write_text(json.dumps(settings), encoding="utf-8")
        notebook = nbformat.read(folder / f"{module}.ipynb", as_version=4)
        start = time.perf_counter()
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
        client.km = client.create_kernel_manager()
        client.km.transport, client.km.ip = "ipc", str(Path(scratch) / "k")  # nothing listens on a network
        client.execute()
        return time.perf_counter() - start
