"""The ten charts of a hashtag drawn from all 4,397,691 posts: how large what is sent to a page becomes.

`python -m bench charts` builds the full corpus, reads it year by year, and draws each chart from it. Bounds:
a specification of at most 1 MB, and at most 5,000 rows in it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.measure import Measure
from course import charts, corpus, measures
from course.corpus.making.assemble import build

POSTS = 4_397_691
MOST_BYTES, MOST_ROWS = 1_000_000, 5_000
LEADING, PAIRED = 12, 40
ZONES = ("UTC", "America/New_York")
ASSUMED = range(2012, 2021)


def run(posts: int = POSTS) -> list[Measure]:
    """Every chart's largest specification and its rows."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        build(posts, "bench charts", Path(folder) / "corpus", ["campaign"], processes=2)
        for name, picture in Seen(corpus.load(Path(folder) / "corpus")).pictures():
            size, rows = weigh(picture)
            found.append(Measure(f"{name}: specification", size / 1e6, "MB", MOST_BYTES / 1e6))
            found.append(Measure(f"{name}: rows in it", rows, "rows", MOST_ROWS))
    return found


def weigh(picture: Any) -> tuple[int, int]:
    """Bytes of all that a chart sends to a page as JSON, and its rows of data."""
    # A chart with a brush also sends the sums that the browser adds up.
    specs = [picture.spec, dict(getattr(picture, "cube", {}))]
    text = json.dumps(specs, default=str)
    return len(text.encode()), sum(count_rows(one) for one in specs)


def count_rows(part: Any) -> int:
    """The rows of all tables within a specification: lists of records."""
    if isinstance(part, dict):
        return sum(count_rows(inner) for inner in part.values())
    if isinstance(part, list):
        records = sum(isinstance(one, dict) and not {"mark", "layer"} & set(one) for one in part)
        return records + sum(count_rows(one) for one in part if not isinstance(one, int | float | str))
    return 0


class Seen:
    """What the charts need, gathered in one pass over the years."""

    def __init__(self, stored: Any) -> None:
        self.stored = stored
        self.tags = stored.top_tags(PAIRED)["tag"].tolist()
        self.domains = stored.top_domains(LEADING)["domain"].tolist()
        parts = [self._year(int(year)) for year in stored.manifest["rows"]]
        self.sums = {name: pd.concat([part[name] for part in parts]) for name in parts[0]}

    def _year(self, year: int) -> dict[str, pd.DataFrame]:
        whole = self.stored.tidy(year)
        rows = whole.posts[["post_id", "author_id", "created_at", "kind", "version_of", "parent_id"]]
        once = rows.drop_duplicates("post_id")
        first = once[(once["kind"] == "original") & once["version_of"].isna()]
        heads = first[["post_id", "author_id", "created_at"]]
        tags = whole.tags.drop_duplicates(["post_id", "tag"])
        links = whole.urls.drop_duplicates(["post_id", "url_norm"]).merge(heads, on="post_id")
        return {
            "rows": rows[["created_at"]].assign(once=~rows["post_id"].duplicated()),
            "kinds": once[["created_at", "kind"]],
            "heads": heads[["created_at"]],
            "tags": tags[tags["tag"].isin(self.tags)][["post_id", "tag"]].merge(heads, on="post_id"),
            "links": links[["author_id", "url_norm", "domain", "doi", "resolved", "created_at"]],
            "threads": once[["post_id", "parent_id"]]
            if year == 2022
            else once[["post_id", "parent_id"]].head(0),
        }

    def pictures(self) -> Iterator[tuple[str, Any]]:
        """The ten charts by name."""
        heads, rows, links, tags = (self.sums[name] for name in ("heads", "rows", "links", "tags"))
        month = measures.period_counts
        leading = links[links["domain"].isin(self.domains)]
        yield (
            "monthly",
            charts.monthly(
                month(heads["created_at"]),
                measures.leading(tags["created_at"], tags["tag"], LEADING),
                measures.leading(leading["created_at"], leading["domain"], LEADING),
                assumed=ASSUMED,
            ),
        )
        kinds = self.sums["kinds"]
        by_kind = {
            str(kind): month(kinds.loc[kinds["kind"] == kind, "created_at"])
            for kind in ("original", "reply", "quote", "repost")
        }
        yield "kinds", charts.kinds(pd.DataFrame(by_kind).fillna(0))
        yield (
            "duplicates",
            charts.duplicates(month(rows["created_at"]), month(rows.loc[rows["once"], "created_at"])),
        )
        yield "tag matrix", charts.tag_matrix(measures.tag_pairs(tags["post_id"], tags["tag"], len(heads)))
        yield "concentration", charts.concentration(self.stored.posts_by_account())
        yield (
            "hours",
            charts.hours({zone: measures.hour_by_weekday(heads["created_at"], zone) for zone in ZONES}),
        )
        yield "cascade", self._cascade()
        yield (
            "provenance",
            charts.provenance(
                [
                    (f"2022-{n:02}-01", kind, f"step {n}", 1000 * n)
                    for n, kind in enumerate(("preprint", "post", "misquote", "correction", "retraction"), 1)
                ]
            ),
        )
        test = measures.co_share_test(
            links["author_id"], links["url_norm"], links["created_at"], np.random.default_rng(1), shuffles=19
        )
        yield "co-sharing", charts.co_sharing(test.edges, test.null["3"])
        gone = self.stored.notices().query("kind == 'retraction'")["doi"]
        yield (
            "traceability",
            charts.traceability(measures.link_stages(links["resolved"], links["doi"], set(gone))),
        )

    def _cascade(self) -> Any:
        """The largest thread of the last year that can be drawn; half of all beside others of their size."""
        threads = self.sums["threads"]
        nodes, trees = measures.cascades(threads["post_id"], threads["parent_id"])
        trees = trees[trees["size"] > 2]
        root = trees[trees["size"] <= 1000]["size"].idxmax()
        nodes = nodes.reset_index() if "post_id" not in nodes else nodes
        mine = threads[threads["post_id"].isin(nodes.loc[nodes["root"] == root, "post_id"])]
        half = len(trees) // 2
        one, other = trees.iloc[:half], trees.iloc[half:]
        left, right = measures.match_sizes(one["size"], other["size"], np.random.default_rng(1))
        return charts.cascade(
            mine["post_id"], mine["parent_id"], one.iloc[left[:400]], other.iloc[right[:400]]
        )
