"""The truth of a corpus: which posts were planted, what each event was. Written only on request."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from course.corpus.making.manifest import NOTE
from course.corpus.making.names import short_links
from course.corpus.making.plan import Plan
from course.corpus.making.streams import Array

if TYPE_CHECKING:
    import pandas as pd

FILES = ("labels.parquet", "events.json")


class Label(NamedTuple):
    """A planted post: its id, the number of its event, and its number within the event (-1: none)."""

    post: int
    event: int
    mark: int


def events(planned: Plan) -> list[dict[str, Any]]:
    """The events in words: kind, twin, start and end (UTC), accounts and links as in the tables."""
    ids = planned.people.ids()
    return [
        {
            "event": one.number,
            "kind": one.kind,
            "twin": one.kind.endswith("-twin"),
            "start": _time(one.start),
            "end": _time(one.end),
            **_facts(one.facts, ids),
        }
        for one in planned.events
    ]


def labels(planned: Plan, found: list[Label]) -> pd.DataFrame:
    """The planted posts as a frame with the columns of schema.LABELS."""
    import pandas as pd

    kinds = {one.number: one.kind for one in planned.events}
    ordered = sorted(found)
    return pd.DataFrame(
        {
            "post_id": pd.array([str(one.post) for one in ordered], dtype="string[pyarrow]"),
            "label": pd.Categorical(
                [kinds[one.event] for one in ordered], categories=sorted(set(kinds.values()))
            ),
        }
    )


def write_truth(folder: Path, planned: Plan, found: list[Label], content: str) -> None:
    """labels.parquet and events.json; `content` is the hash of the corpus that they belong to."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    kinds = {one.number: one.kind for one in planned.events}
    ordered = sorted(found)
    table = pa.table(
        {
            "post_id": [str(one.post) for one in ordered],
            "label": [kinds[one.event] for one in ordered],
            "event": pa.array([one.event for one in ordered], pa.int16()),
            "mark": pa.array([one.mark for one in ordered], pa.int32()),
        }
    ).replace_schema_metadata({"synthetic": "true", "note": NOTE})
    said = {"synthetic": True, "note": NOTE, "corpus": content, "events": events(planned)}
    pq.write_table(table, folder / (FILES[0] + ".new"))
    (folder / (FILES[1] + ".new")).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    for name in FILES:
        os.replace(folder / (name + ".new"), folder / name)


def _facts(facts: Mapping[str, Any], ids: list[str]) -> dict[str, Any]:
    told = dict(facts)
    if "members" in told:
        told["members"] = [ids[one] for one in told["members"]]
    if "links" in told:
        told["links"] = short_links(_numbers(told["links"]))
    if "link" in told:
        told["link"] = short_links(_numbers([told["link"]]))[0]
    if "onset" in told:
        told["onset"] = _time(told["onset"])
    return told


def _numbers(values: list[int]) -> Array:
    import numpy as np

    return np.array(values, dtype=np.int64)


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).isoformat()
