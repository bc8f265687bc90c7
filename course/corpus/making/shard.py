"""A month of a corpus, whole: every month can be made by itself, in any order, in any process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from course.corpus.making import names, rows
from course.corpus.making.echoes import Echoes, echoes
from course.corpus.making.ground import Month
from course.corpus.making.month import Originals, originals
from course.corpus.making.plan import Plan
from course.corpus.making.streams import Array
from course.corpus.making.texts import echo_texts, post_texts

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Array]


@dataclass(frozen=True)
class Made:
    """A month: columns of the fact tables as in `layout.FACTS`, its links, and which rows are planted.

    `texts` are pyarrow arrays for posts and echoes where they were asked for. `labels` are (id, event, mark).
    """

    month: Month
    tables: Mapping[str, Columns]
    links: pa.Table
    labels: tuple[Array, Array, Array]
    texts: Mapping[str, pa.Array] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each fact table, and how many different posts they are."""
        found = {table: len(next(iter(columns.values()))) for table, columns in self.tables.items()}
        first = self.tables["posts"]["version_of"] == 0
        ids = self.tables["posts"]["id"][first]
        return {**found, "originals": int(np.count_nonzero(ids[1:] != ids[:-1])) + bool(len(ids))}


def make_month(plan: Plan, month: Month, text: bool = False) -> Made:
    """All rows of one month."""
    place = plan.ground.places[month]
    over_posts, over_echoes = plan.planted_in(month)
    posts = originals(place, over_posts)
    answers = echoes(place, posts, over_echoes)
    post_rows = rows.post_rows(place, posts, plan.collected_twice())
    take = post_rows.pop("take")
    tables = {
        "posts": post_rows,
        "tags": rows.tag_rows(posts, take),
        "urls": rows.url_rows(plan.ground, place, posts, take),
        "echoes": rows.echo_rows(place, posts, answers),
    }
    texts = _texts(plan, tables) if text else {}
    return Made(month, tables, names.links(place), _labels(posts, answers), texts)


def _labels(posts: Originals, answers: Echoes) -> tuple[Array, Array, Array]:
    ours, theirs = np.flatnonzero(posts.event >= 0), np.flatnonzero(answers.event >= 0)
    none = np.full(len(theirs), -1, dtype=np.int64)
    return (
        np.concatenate([posts.id[ours], answers.id[theirs]]),
        np.concatenate([posts.event[ours], answers.event[theirs]]).astype(np.int64),
        np.concatenate([posts.mark[ours].astype(np.int64), none]),
    )


def _texts(plan: Plan, tables: Mapping[str, Columns]) -> dict[str, pa.Array]:
    import pyarrow as pa

    written, _ = names.tag_names(plan.tail_tags)
    said = post_texts(tables["posts"], tables["tags"], tables["urls"], written)
    answered = echo_texts(tables["echoes"], tables["posts"], tables["tags"], written, said)
    return {"posts": pa.array(said, pa.string()), "echoes": pa.array(answered, pa.string())}
