"""The teaching corpus: how fast it is made and how fast a stored one answers.

Five questions (yearly counts, top tags, top domains, author Gini, different ids) are put to the star tables
and, from the same rows, to a CSV and a flat Parquet with joined tags, as an export has them, and to the star
tables through DuckDB and Polars. Each answer comes from a fresh process; its clock starts when its libraries
are loaded. All sides must give equal answers. Peak memory is the process's own.

`corpus` takes 200,000 posts; `corpus-full` all 4,397,691, some minutes and 2.5 GB of disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench import corpus_sides
from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
SMALL, WHOLE = 200_000, 4_397_691
RATE = 350_000  # posts a second, at least, Parquet included
PROCESSES = 2
BUILD = """
import json, resource, time
from bench.corpus_sides import peak
from course.corpus.making.assemble import build
if __name__ == "__main__":
    start = time.perf_counter()
    said = build({posts}, "bench", {out!r}, processes={processes})
    seconds = time.perf_counter() - start
    others, own = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
    most = peak() + others.ru_maxrss / 1e6
    busy = sum(one.ru_utime + one.ru_stime for one in (others, own))
    rows = sum(one["posts"] + one["echoes"] for one in said["rows"].values())
    print(json.dumps([seconds, most, rows, busy]))
"""


def run() -> list[Measure]:
    """The quick version, without the bounds that only hold for the full size."""
    return _run(SMALL, repeats=3, full=False)


def run_full() -> list[Measure]:
    """All posts, with every bound."""
    return _run(WHOLE, repeats=5, full=True)


def _run(posts: int, repeats: int, full: bool) -> list[Measure]:
    with _room(full) as scratch:
        builds = [
            _python(BUILD.format(posts=posts, out=str(scratch / f"c{number}"), processes=PROCESSES))
            for number in range(3 if full else 2)
        ]
        star = scratch / "c0"
        corpus_sides.export(star, scratch / "flat")
        found = _ask(star, scratch / "flat", repeats)
    return [*_of_builds(posts, builds, full), *_of_answers(posts, found, full)]


def _of_builds(posts: int, builds: list[list[float]], full: bool) -> list[Measure]:
    name = f"{posts:,} posts"
    rates = ", ".join(f"{posts / seconds:,.0f}" for seconds, *_ in builds)
    note = f"{rates} originals a second, {builds[0][2] / posts:.2f} rows an original, {PROCESSES} processes"
    each = [seconds / posts * 1e6 for seconds, *_ in builds]
    return [
        Measure.of(
            f"corpus, {name}: build with Parquet, a million posts",
            each,
            "s",
            1e6 / RATE if full else None,
            note,
        ),
        Measure.of(
            f"corpus, {name}: build, processor time of all processes, a million posts",
            [busy / posts * 1e6 for *_, busy in builds],
            "s",
            None,
            "two free cores would need half of it",
        ),
        Measure.of(
            f"corpus, {name}: build, peak memory of the parent and a process",
            [one[1] for one in builds],
            "GB",
            1.0,
        ),
    ]


def _ask(star: Path, flat: Path, repeats: int) -> dict[str, list[dict[str, Any]]]:
    """Answers of every side, the sides taking turns so that a busy machine slows all."""
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in corpus_sides.SIDES}
    for number in range(repeats):
        sides = list(corpus_sides.SIDES)
        for side in sides if number % 2 else reversed(sides):
            if side.startswith("pandas") and number > 2:
                continue  # the slow side three times
            done = _python(corpus_sides.ASK.format(side=side, star=str(star), flat=str(flat)))
            found[side].append(done)
    first = found["course"][0]["answers"]
    for side, answers in found.items():
        for one in answers:
            corpus_sides.equal(first, one["answers"], side)
    return found


def _of_answers(posts: int, found: dict[str, list[dict[str, Any]]], full: bool) -> list[Measure]:
    name = f"corpus, {posts:,} posts: five answers"
    seconds = {side: [one["seconds"] for one in answers] for side, answers in found.items()}
    ours = median(seconds["course"])
    measures = [
        Measure.of(
            f"{name}, {side}", times, "s", None, f"peak {max(one['peak'] for one in found[side]):.2f} GB"
        )
        for side, times in seconds.items()
    ]
    measures.append(Measure.of(f"{name}, peak memory", [one["peak"] for one in found["course"]], "GB", 1.0))

    def ratio(label: str, sides: list[str], bound: float) -> Measure:
        fastest = min(sides, key=lambda side: median(seconds[side]))
        pairs = [own / other for own, other in zip(seconds["course"], seconds[fastest], strict=False)]
        note = f"{ours:.2f} s beside {median(seconds[fastest]):.2f} s of {fastest}, medians"
        return Measure.of(f"{name}, time to that of {label}", pairs, "times", bound if full else None, note)

    measures.append(ratio("pandas from CSV", ["pandas, CSV"], 1 / 15))
    measures.append(
        ratio("the faster of DuckDB and Polars on flat Parquet", ["DuckDB, flat", "Polars, flat"], 1.0)
    )
    measures.append(ratio("the faster of them on our own star tables", ["DuckDB, star", "Polars, star"], 1.0))
    return measures


def _python(code: str) -> Any:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        script = Path(folder, "side.py")  # a file, so that processes can start from it
        script.write_text(code, encoding="utf-8")
        done = subprocess.run([sys.executable, str(script)], env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _room(full: bool) -> Iterator[Path]:
    # Not in a memory file system: it would count against nobody.
    with tempfile.TemporaryDirectory(prefix="course-bench-", dir="/var/tmp" if full else None) as folder:
        yield Path(folder)
