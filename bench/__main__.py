"""Run the benchmarks: `make bench`, or `python -m bench start cards` for some of them.

Each prints a line a measure, with its bound from the course's plan, and the whole goes to bench/results.json
(of those that run only when named, to a file of that name, such as bench/corpus-full.json). The exit code is
1 if a bound is not held.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    archive,
    cards,
    charts,
    corpus,
    detectors,
    grading,
    isolation,
    modules,
    otter,
    readers,
    start,
)
from bench.measure import Measure

RESULTS = Path(__file__).parent / "results.json"
BENCHMARKS: dict[str, Callable[[], list[Measure]]] = {
    "start": start.run,
    "cards": cards.run,
    "archive": archive.run,
    "modules": modules.run,
    "isolation": isolation.run,
    "readers": readers.run,
    "corpus": corpus.run,
}
# Only when named.
LONG: dict[str, Callable[[], list[Measure]]] = {
    "corpus-full": corpus.run_full,
    "charts": charts.run,
    "detectors": detectors.run,
    "grading": grading.run,
    "otter": otter.run,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, by default all but the long ones; print, write, and return the exit code."""
    known = {**BENCHMARKS, **LONG}
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known)}.",
            file=sys.stderr,
        )
        return 2
    found = [measure for name in names or BENCHMARKS for measure in known[name]()]
    for measure in found:
        print(measure.line())
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": load}
    when = datetime.now(UTC).isoformat(timespec="seconds")
    kept = {"when": when, "machine": machine, "measures": [measure.data() for measure in found]}
    # The long ones have files of their own, so that a run of one does not cost the results of the others.
    into = RESULTS.with_name(f"{names[0]}.json") if len(names) == 1 and names[0] in LONG else RESULTS
    into.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 0 if all(measure.held for measure in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
