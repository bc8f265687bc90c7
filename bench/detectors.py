"""Whether detectors find what is planted, nothing where nothing is, and no look-alike; what tells too much.

Writes bench/detectors-worlds.json (every world's outcome) and bench/detectors.md (the report).
`BENCH_PROCESSES` says how many processes take part, by default as many as there are cores. Seeds begin with
"final", the surge's with "final 2": none of them was used while thresholds were chosen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from bench import detecting, detectors_report
from bench.measure import Measure
from course import corpus

HERE = Path(__file__).parent
ORDINARY, PLANTED = 200, 50
LEAK_WORLDS = 12  # of 60,000 posts: the rows are many, and so are the planted ones
Result = dict[str, Any]


def run() -> list[Measure]:
    """All worlds, the report, and a measure for each bound."""
    result = gather(ORDINARY, PLANTED)
    (HERE / "detectors-worlds.json").write_text(json.dumps(result) + "\n", encoding="utf-8")
    (HERE / "detectors.md").write_text(detectors_report.report(result), encoding="utf-8")
    return detectors_report.measures(result)


def gather(ordinary: int, planted: int) -> Result:
    """Every world's outcome, by what was asked."""
    found: Result = {}
    with ProcessPoolExecutor(int(os.environ.get("BENCH_PROCESSES", os.cpu_count() or 1))) as pool:

        def ask(name: str, look: Callable[..., Any], calls: list[tuple[Any, ...]]) -> None:
            found[name] = list(pool.map(look, *zip(*calls, strict=True)))
            print(f"detectors: {name}, {len(calls)} worlds", flush=True)

        ask("planted", detecting.planted, [(f"final p{n}",) for n in range(planted)])
        ask("surge", detecting.weekly, [(f"final 2 s{n}", "surge") for n in range(planted)])
        ask("dashboard", detecting.shown, [(f"final d{n}", "dashboard") for n in range(planted)])
        ask("twins", detecting.twins, [(f"final t{n}",) for n in range(planted)])
        ask("surge-twin", detecting.weekly, [(f"final 2 s{n}", "surge-twin") for n in range(planted)])
        ask("dashboard-twin", detecting.shown, [(f"final d{n}", "dashboard-twin") for n in range(planted)])
        ask("growth", detecting.weekly, [(f"final 2 s{n}", "dashboard-twin") for n in range(planted)])
        ask("ordinary", detecting.ordinary, [(f"final o{n}",) for n in range(ordinary)])
        ask("ordinary weeks", detecting.weekly, [(f"final 2 w{n}", "") for n in range(ordinary)])
        sizes = [(seed, *size) for size in detecting.SIZES for seed in range(20)]
        ask("campaign power", detecting.power_of_campaign, sizes)
        surges = [(f"final 2 {n}", posts) for posts in detecting.SURGE_POSTS for n in range(100)]
        ask("surge power", detecting.power_of_surge, surges)
        orders = list(pool.map(detecting.order, [f"final {n}" for n in range(400)]))
    return {**found, "leaks": _leaks(orders)}


def _leaks(orders: list[pd.DataFrame]) -> list[dict[str, Any]]:
    """The AUC of each column alone, with its bounds."""
    from tests.corpus.giveaways import aucs, table

    by_order = pd.concat([one.assign(world=number) for number, one in enumerate(orders)], ignore_index=True)
    worlds = (
        corpus.make(detecting.WEEKLY_POSTS, f"final l{n}", "all", truth=True) for n in range(LEAK_WORLDS)
    )
    rows = pd.concat([table(one, number) for number, one in enumerate(worlds)], ignore_index=True)
    found = [*aucs(by_order, ("order",)), *aucs(rows, ("id_low", "length", "tag"))]
    return [vars(one) for one in found]
