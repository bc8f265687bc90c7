"""What a made corpus says of itself: that it is synthetic, what is published and what assumed, its hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from course.corpus.errors import CorpusError
from course.corpus.making import calibration
from course.corpus.making.plan import Plan
from course.corpus.making.streams import VERSION
from course.corpus.storage import layout

if TYPE_CHECKING:
    import pyarrow as pa

NOTE = (
    "Synthetic: every post, account, link, paper and notice was made up for a course. Only the numbers of "
    "originals in 2021, in 2022 and in 2012-2022 follow a publication (doi:10.1001/jama.2023.12465); the "
    "other years are assumed."
)


class Counted(Protocol):
    """A year that was made."""

    @property
    def year(self) -> int: ...

    @property
    def counts(self) -> dict[str, int]: ...

    @property
    def digests(self) -> dict[str, str]: ...


def manifest(
    planned: Plan,
    shards: Iterable[Counted],
    dictionaries: Mapping[str, str],
    text: bool,
    seed: int | str | None,
) -> dict[str, Any]:
    """What stands in corpus.json. Without a seed it tells neither that nor what was planted."""
    made = list(shards)
    years = calibration.years(planned.posts)
    named = {} if seed is None else {"seed": seed, "plants": list(planned.plants)}
    digests = [f"{one.year} {table} {value}" for one in made for table, value in sorted(one.digests.items())]
    digests += [f"{table} {value}" for table, value in sorted(dictionaries.items())]
    return {
        "format": layout.FORMAT,
        "version": layout.VERSION,
        "maker": VERSION,
        "synthetic": True,
        "note": NOTE,
        "posts": planned.posts,
        **named,
        "years": [{"year": one.year, "originals": one.posts, "published": one.published} for one in years],
        "rows": {str(one.year): one.counts for one in made},
        "text": text,
        "hash": layout.combined(digests),
        "hashes": {
            **{str(one.year): dict(sorted(one.digests.items())) for one in made},
            **dict(sorted(dictionaries.items())),
        },
    }


def readme(said: Mapping[str, Any]) -> str:
    """The same for people."""
    lines = [
        "# A synthetic corpus\n",
        f"{NOTE}\n",
        "Nobody wrote these posts. Do not quote them, and take no count but the published ones for a fact.\n",
        "| year | original posts | |",
        "| --- | ---: | --- |",
    ]
    lines += [
        f"| {one['year']} | {one['originals']:,} | {_standing(one['published'], said['posts'])} |"
        for one in said["years"]
    ]
    return "\n".join([*lines, "", f"Content hash: `{said['hash']}`", ""])


def _standing(published: bool, posts: int) -> str:
    if not published:
        return "assumed"
    return "published" if posts == calibration.WHOLE else "in proportion to the published number"


def notices(planned: Plan) -> pa.Table:
    """What journals said of papers: link (a row of the links of all years in order), kind, day."""
    import pyarrow as pa

    return pa.table(
        {
            "link": pa.array([one.link for one in planned.notices], pa.int32()),
            "kind": pa.array([one.kind for one in planned.notices], pa.string()),
            "day": pa.array([one.day for one in planned.notices], pa.date32()),
        }
    )


def dashboard(planned: Plan, months: list[dict[str, int]]) -> pa.Table:
    """A dashboard's number for each month; with the planted fault, rows of posts joined with tags."""
    import pyarrow as pa

    wrong = any(one.kind == "dashboard" for one in planned.events)
    return pa.table(
        {
            "year": pa.array([one["year"] for one in months], pa.int16()),
            "month": pa.array([one["month"] for one in months], pa.int8()),
            "shown": pa.array([one["tags" if wrong else "originals"] for one in months], pa.int64()),
        }
    )


def apart(out: Path, truth: Path) -> None:
    """Raise CorpusError if the truth would lie with the learner's tables."""
    out, truth = out.expanduser().absolute(), truth.expanduser().absolute()
    if truth == out or out in truth.parents:
        raise CorpusError(f"{truth} is in the corpus itself. Name a folder for the truth outside of {out}.")
