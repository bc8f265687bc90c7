"""Write a corpus: year by year into a hidden folder, which gets its name only when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from course.corpus.making import calibration, manifest, names, vocabulary
from course.corpus.making.labels import Label, write_truth
from course.corpus.making.manifest import NOTE
from course.corpus.making.parts import YearFiles, write_table
from course.corpus.making.plan import Plan, plan
from course.corpus.making.shard import make_month
from course.corpus.storage import layout
from course.corpus.storage.whole import whole_folder

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What one process needs to know to make a year: the plan is made anew from it, the same everywhere."""

    posts: int
    seed: int | str
    plants: tuple[str, ...]
    text: bool
    folder: str
    year: int


@dataclass(frozen=True)
class Shard:
    """What became of a year: rows of each table, the hash of each, months for the dashboard, labels."""

    year: int
    counts: dict[str, int]
    digests: dict[str, str]
    months: list[dict[str, int]]
    labels: list[Label]


def build(
    posts: int,
    seed: int | str,
    out: Path | str,
    plants: str | Iterable[str] = (),
    *,
    truth: Path | str | None = None,
    text: bool = False,
    processes: int = 1,
    force: bool = False,
    name_seed: bool = True,
    report: Report | None = None,
) -> dict[str, Any]:
    """Make a corpus of `posts` originals and write it to the folder `out`; returns its manifest.

    What was planted goes to the folder `truth` and nowhere else. `name_seed=False` keeps the seed and the
    plants out of the manifest. `report` is called with months done and months in all. Raises CorpusError if
    the numbers cannot be, the folder is there already (unless `force`), or the disk is full; what was
    written until then is taken away again.
    """
    planned = plan(posts, seed, plants)
    out = Path(out)
    if truth is not None:
        manifest.apart(out, Path(truth))
    with whole_folder(out, force, made_by="course corpus", is_ours=_is_ours) as folder:
        orders = [
            Order(posts, seed, planned.plants, text, str(folder), year.year)
            for year in sorted(calibration.years(posts), key=lambda one: -one.posts)
        ]
        shards, digests = _made(orders, processes, report)
        digests |= _write_dashboard(planned, folder, shards)
        said = manifest.manifest(planned, shards, digests, text, seed if name_seed else None)
        (folder / layout.README).write_text(manifest.readme(said), encoding="utf-8")
        (folder / layout.MANIFEST).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
        if truth is not None:
            write_truth(Path(truth), planned, [one for shard in shards for one in shard.labels], said["hash"])
    return said


def make_year(order: Order) -> Shard:
    """Make and write one year, alone in its process or not."""
    planned = _plan(order.posts, order.seed, order.plants)
    files = YearFiles(Path(order.folder), order.year, order.text)
    months, labels = [], []
    with files:
        for month in [place for place in planned.ground.places if place[0] == order.year]:
            made = make_month(planned, month, order.text)
            files.add(made)
            months.append({"year": month[0], "month": month[1], **made.counts})
            labels += [
                Label(int(post), int(event), int(mark))
                for post, event, mark in zip(*made.labels, strict=True)
            ]
    counts = {table: sum(one[table] for one in months) for table in (*layout.FACTS, "originals")}
    return Shard(order.year, counts, files.digests(), months, labels)


@cache
def _plan(posts: int, seed: int | str, plants: tuple[str, ...]) -> Plan:
    return plan(posts, seed, plants)


def make_dictionaries(order: Order) -> dict[str, str]:
    """Write accounts, tags, domains and notices; returns the hash of each."""
    import pyarrow as pa

    planned = _plan(order.posts, order.seed, order.plants)
    tables = {
        "accounts": names.accounts(planned.people),
        "tag_names": names.tag_table(planned.tail_tags),
        "domains": pa.table({"domain": list(vocabulary.domains())}),
        "notices": manifest.notices(planned),
    }
    return {name: _write(table, name, Path(order.folder)) for name, table in tables.items()}


def _is_ours(folder: Path) -> bool:
    return (folder / layout.MANIFEST).is_file()


def _write_dashboard(planned: Plan, folder: Path, shards: list[Shard]) -> dict[str, str]:
    if not any(one.kind.startswith("dashboard") for one in planned.events):
        return {}
    months = [month for shard in shards for month in shard.months]
    return {"dashboard": _write(manifest.dashboard(planned, months), "dashboard", folder)}


def _write(table: Any, name: str, folder: Path) -> str:
    write_table(table, folder / f"{name}.parquet", NOTE)
    return layout.TextDigest().add(table).hex()


def _made(orders: list[Order], processes: int, report: Report | None) -> tuple[list[Shard], dict[str, str]]:
    done: list[Shard] = []

    def take(shard: Shard) -> None:
        done.append(shard)
        if report is not None:
            report(len(done), len(orders))

    if processes <= 1:
        digests = make_dictionaries(orders[0])
        for order in orders:
            take(make_year(order))
    else:
        # Not forked: pyarrow's threads would not survive it.
        with ProcessPoolExecutor(min(processes, len(orders)), mp_context=get_context("spawn")) as pool:
            years = [pool.submit(make_year, order) for order in orders[:1]]
            words = pool.submit(make_dictionaries, orders[0])  # as long as a middling year
            years += [pool.submit(make_year, order) for order in orders[1:]]
            for future in as_completed(years):
                take(future.result())
            digests = words.result()
    return sorted(done, key=lambda one: one.year), digests
