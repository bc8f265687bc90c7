"""The sides of the corpus benchmark: one function each, the same five answers from all."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

ASK = """
import json, time
from pathlib import Path
from bench import corpus_sides
ask = corpus_sides.SIDES[{side!r}]()
start = time.perf_counter()
answers = ask(Path({star!r}), Path({flat!r}))
seconds = time.perf_counter() - start
peak = corpus_sides.peak()
print(json.dumps(dict(seconds=seconds, peak=peak, answers=answers)))
"""
TOP = 20
Answers = dict[str, Any]


def peak() -> float:
    """The most memory that this process has held, in GB.

    From /proc where there is one: getrusage also counts what the parent held when it started this process.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e6
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def export(star: Path, flat: Path) -> None:
    """The rows of originals as an export has them, tags and domains joined: one CSV, one Parquet."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.parquet as pq

    from course import corpus

    stored = corpus.load(star)
    names = stored._dictionary("tag_names")["tag"].combine_chunks()
    domains = stored._dictionary("domains")["domain"].combine_chunks()
    people = stored._dictionary("accounts")["author_id"].combine_chunks()

    def joined(year: str, table: str, column: str, words: Any, count: int) -> Any:
        rows = stored.column(table, year, "post")
        offsets = np.searchsorted(rows, np.arange(count + 1)).astype(np.int32)
        values = words.take(pa.array(stored.column(table, year, column)))
        return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), values), "|")

    flat.mkdir()
    writer = text = None
    for year in stored.manifest["rows"]:
        posts = stored.table("posts", year, ["id", "created_at", "author", "likes", "reposts", "lang"])
        table = pa.table(
            {
                "id": posts["id"],
                "created_at": posts["created_at"],
                "author_id": people.take(posts["author"].combine_chunks()),
                "lang": posts["lang"].cast(pa.string()),
                "likes": posts["likes"],
                "reposts": posts["reposts"],
                "tags": joined(year, "tags", "tag", names, len(posts)),
                "domains": joined(year, "urls", "domain", domains, len(posts)),
            }
        )
        writer = writer or pq.ParquetWriter(flat / "flat.parquet", table.schema)
        text = text or pyarrow.csv.CSVWriter(flat / "flat.csv", table.schema)
        writer.write_table(table)
        text.write_table(table)
    assert writer is not None and text is not None
    writer.close()
    text.close()


def equal(ours: Answers, theirs: Answers, side: str) -> None:
    """Raise AssertionError unless both answer alike: counts exactly, Gini to 1e-9."""
    for name, value in ours.items():
        if name == "gini":
            assert math.isclose(value, theirs[name], abs_tol=1e-9), (side, name, value, theirs[name])
        else:
            assert value == theirs[name], (side, name, value, theirs[name])


def _gini(counts: Any) -> float:
    values = np.sort(np.asarray(counts, dtype=np.float64))
    n = len(values)
    return float(2 * (np.arange(1, n + 1) * values).sum() / (n * values.sum()) - (n + 1) / n)


def _course() -> Any:
    import pandas  # noqa: F401
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401

    from course import corpus

    def ask(star: Path, flat: Path) -> Answers:
        stored = corpus.load(star)
        tags, domains = stored.top_tags(TOP, distinct=False), stored.top_domains(TOP, distinct=False)
        years = stored.yearly(distinct=False)
        return {
            "years": [[int(one) for one in row] for row in years[["year", "posts"]].to_numpy()],
            "tags": [[tag, int(posts)] for tag, posts in zip(tags["tag"], tags["posts"], strict=True)],
            "domains": [
                [one, int(posts)] for one, posts in zip(domains["domain"], domains["posts"], strict=True)
            ],
            "gini": float(stored.concentration(distinct=False)["gini"].iloc[0]),
            "ids": int(stored.distinct()["ids"].iloc[0]),
        }

    return ask


def _pandas_csv() -> Any:
    import pandas as pd

    def top(values: Any) -> list[list[Any]]:
        counts = values.str.split("|").explode().dropna().value_counts().reset_index()
        counts.columns = ["word", "posts"]
        counts = counts.sort_values(["posts", "word"], ascending=[False, True]).head(TOP)
        return [[word, int(posts)] for word, posts in counts.itertuples(index=False)]

    def ask(star: Path, flat: Path) -> Answers:
        columns = ["id", "created_at", "author_id", "tags", "domains"]
        posts = pd.read_csv(flat / "flat.csv", usecols=columns)
        years = (
            pd.to_datetime(posts["created_at"], utc=True, format="ISO8601")
            .dt.year.value_counts()
            .sort_index()
        )
        return {
            "years": [[int(year), int(count)] for year, count in years.items()],
            "tags": top(posts["tags"]),
            "domains": top(posts["domains"]),
            "gini": _gini(posts["author_id"].value_counts()),
            "ids": int(posts["id"].nunique()),
        }

    return ask


_FLAT_SQL = {
    "years": "select year(created_at)::int, count(*) from flat group by 1 order by 1",
    "tags": "select w, count(*) c from (select unnest(string_split(tags, '|')) w from flat where tags <> '') "
    "group by 1 order by 2 desc, 1 limit 20",
    "domains": "select w, count(*) c from "
    "(select unnest(string_split(domains, '|')) w from flat where domains <> '') "
    "group by 1 order by 2 desc, 1 limit 20",
    "authors": "select count(*) from flat group by author_id",
    "ids": "select count(distinct id) from flat",
}
_STAR_SQL = {
    "years": "select year(created_at)::int, count(*) from posts group by 1 order by 1",
    "tags": "with n as (select *, row_number() over () - 1 as code from names), "
    "c as (select tag as code, count(*) k from tags group by 1) "
    "select n.tag, sum(k)::bigint from c join n using (code) group by 1 order by 2 desc, 1 limit 20",
    "domains": "with n as (select *, row_number() over () - 1 as code from domains), "
    "c as (select domain as code, count(*) k from urls group by 1) "
    "select n.domain, k from c join n using (code) order by 2 desc, 1 limit 20",
    "authors": "select count(*) from posts group by author",
    "ids": "select count(distinct id) from posts",
}


def _duckdb(queries: dict[str, str], views: dict[str, str]) -> Any:
    def prepare() -> Any:
        import duckdb

        def ask(star: Path, flat: Path) -> Answers:
            base = duckdb.connect()
            base.execute("set timezone = 'UTC'")
            for name, pattern in views.items():
                base.execute(f"create view {name} as from '{pattern.format(star=star, flat=flat)}'")

            def rows(name: str) -> list[list[Any]]:
                return [list(row) for row in base.execute(queries[name]).fetchall()]

            return {
                **{name: rows(name) for name in ("years", "tags", "domains")},
                "gini": _gini(base.execute(queries["authors"]).fetchnumpy()["count_star()"]),
                "ids": rows("ids")[0][0],
            }

        return ask

    return prepare


def _polars_flat() -> Any:
    import polars as pl

    def ask(star: Path, flat: Path) -> Answers:
        posts = pl.scan_parquet(flat / "flat.parquet")

        def top(column: str) -> Any:
            words = posts.filter(pl.col(column) != "").select(
                pl.col(column).str.split("|").explode().alias("w")
            )
            counted = words.group_by("w").len()
            return counted.sort(["len", "w"], descending=[True, False]).head(TOP)

        years = posts.group_by(pl.col("created_at").dt.year()).len().sort("created_at")
        authors = posts.group_by("author_id").len().select("len")
        ids = posts.select(pl.col("id").n_unique())
        return _from_polars(pl.collect_all([years, top("tags"), top("domains"), authors, ids]))

    return ask


def _polars_star() -> Any:
    import polars as pl

    def ask(star: Path, flat: Path) -> Answers:
        posts = pl.scan_parquet(star / "posts/*.parquet")
        names = pl.scan_parquet(star / "tag_names.parquet").with_row_index("tag_code")
        domains = pl.scan_parquet(star / "domains.parquet").with_row_index("code")
        tags = pl.scan_parquet(star / "tags/*.parquet").group_by("tag").len()
        tags = tags.with_columns(pl.col("tag").cast(pl.UInt32).alias("tag_code")).drop("tag")
        tags = tags.join(names, on="tag_code").group_by("tag").agg(pl.col("len").sum())
        urls = pl.scan_parquet(star / "urls/*.parquet").group_by("domain").len()
        urls = urls.with_columns(pl.col("domain").cast(pl.UInt32).alias("code")).drop("domain")
        urls = urls.join(domains, on="code").select("domain", "len")
        parts = [
            posts.group_by(pl.col("created_at").dt.year()).len().sort("created_at"),
            tags.sort(["len", "tag"], descending=[True, False]).head(TOP),
            urls.sort(["len", "domain"], descending=[True, False]).head(TOP),
            posts.group_by("author").len().select("len"),
            posts.select(pl.col("id").n_unique()),
        ]
        return _from_polars(pl.collect_all(parts))

    return ask


def _from_polars(parts: list[Any]) -> Answers:
    years, tags, domains, authors, ids = parts
    return {
        "years": [list(row) for row in years.rows()],
        "tags": [list(row) for row in tags.rows()],
        "domains": [list(row) for row in domains.rows()],
        "gini": _gini(authors["len"].to_numpy()),
        "ids": ids.item(),
    }


_STAR_VIEWS = {
    "posts": "{star}/posts/*.parquet",
    "tags": "{star}/tags/*.parquet",
    "urls": "{star}/urls/*.parquet",
    "names": "{star}/tag_names.parquet",
    "domains": "{star}/domains.parquet",
}
SIDES: dict[str, Any] = {
    "course": _course,
    "pandas, CSV": _pandas_csv,
    "DuckDB, flat": _duckdb(_FLAT_SQL, {"flat": "{flat}/flat.parquet"}),
    "Polars, flat": _polars_flat,
    "DuckDB, star": _duckdb(_STAR_SQL, _STAR_VIEWS),
    "Polars, star": _polars_star,
}
