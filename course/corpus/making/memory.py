"""A corpus that is made in memory, for one that is small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from course.corpus.making import labels, names
from course.corpus.making.manifest import NOTE
from course.corpus.making.plan import Plan, plan
from course.corpus.making.shard import Made, make_month
from course.corpus.making.streams import Array
from course.corpus.storage import layout
from course.corpus.storage.tidy import tidy
from course.corpus.tables import Corpus

if TYPE_CHECKING:
    import pyarrow as pa


def make_tidy(
    posts: int, seed: int | str, plants: str | Iterable[str], with_truth: bool, text: bool
) -> Corpus:
    """See `course.corpus.make`."""
    planned = plan(posts, seed, plants)
    made = [make_month(planned, month) for month in planned.ground.places]
    star = InMemory(planned, made)
    corpus = tidy(star, star.manifest["rows"], text)
    notices = _notices(planned, star)
    corpus.notes = {**corpus.notes, "seed": seed, "notices": notices}
    if with_truth:
        found = [
            labels.Label(int(post), int(event), int(mark))
            for one in made
            for post, event, mark in zip(*one.labels, strict=True)
        ]
        corpus.labels = labels.labels(planned, found)
        corpus.notes = {**corpus.notes, "events": labels.events(planned)}
    return corpus


class InMemory:
    """The star tables of months, as `course.corpus.storage.store.Stored` gives those of files."""

    def __init__(self, planned: Plan, made: list[Made]) -> None:
        self._planned = planned
        self._years: dict[str, list[Made]] = {}
        for one in made:
            self._years.setdefault(str(one.month[0]), []).append(one)
        self.manifest: dict[str, Any] = {
            "posts": planned.posts,
            "note": NOTE,
            "rows": dict.fromkeys(self._years),
        }

    def columns(self, table: str, year: str) -> dict[str, Array]:
        """All columns of a fact table of one year."""
        months = self._years[year]
        found = {
            one.name: np.concatenate([made.tables[table][one.name] for made in months])
            for one in layout.FACTS[table]
        }
        if "post" in found:
            before = np.cumsum([0, *(len(made.tables["posts"]["id"]) for made in months[:-1])])
            lengths = [len(made.tables[table]["post"]) for made in months]
            found["post"] = found["post"] + np.repeat(before, lengths)
        return {one.name: found[one.name].astype(one.dtype, copy=False) for one in layout.FACTS[table]}

    def _dictionary(self, name: str) -> pa.Table:
        if name == "accounts":
            return names.accounts(self._planned.people)
        return names.tag_table(self._planned.tail_tags)

    def _links(self) -> pa.Table:
        import pyarrow as pa

        return pa.concat_tables(made.links for months in self._years.values() for made in months)


def _notices(planned: Plan, star: InMemory) -> list[dict[str, str]]:
    links = star._links()
    return [
        {"doi": links["doi"][one.link].as_py(), "kind": one.kind, "day": one.day.isoformat()}
        for one in planned.notices
    ]
