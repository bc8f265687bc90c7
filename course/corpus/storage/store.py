"""Ask a stored corpus: by year and month, tags, domains, concentration, how many posts are different.

Nothing is read until it is asked for, and then one column of one year at a time, so that 4.4 million posts
fit a seat with 2 GB. Answers are pandas frames.

>>> from course import corpus
>>> corpus.load("meded").yearly()          # doctest: +SKIP
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from course.corpus.errors import CorpusError
from course.corpus.storage import layout
from course.corpus.storage.layout import Array
from course.corpus.tables import Corpus

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def load(folder: Path | str) -> Stored:
    """A corpus that `course corpus build` wrote. Raises CorpusError if it is not whole, or not one."""
    path = Path(folder).expanduser()
    try:
        said = json.loads((path / layout.MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise CorpusError(
            f"{path} is not a stored corpus: it has no {layout.MANIFEST}. A build that was interrupted "
            "leaves none: run course corpus build again."
        ) from None
    except (ValueError, OSError) as error:
        raise CorpusError(
            f"{path / layout.MANIFEST} cannot be read: {error}. Build the corpus again."
        ) from None
    if (
        not isinstance(said, dict)
        or said.get("format") != layout.FORMAT
        or said.get("version") != layout.VERSION
    ):
        raise CorpusError(
            f"{path} is of another format or version than this course reads (star corpus {layout.VERSION}). "
            "Build it again."
        )
    stored = Stored(path, said)
    missing = [name for name in stored.files() if not (path / name).is_file()]
    if missing:
        raise CorpusError(f"{path} lacks {', '.join(missing)}. Build or copy it again.")
    return stored


@dataclass(frozen=True)
class Stored:
    """A corpus in a folder. Counts are of different posts, an edited one once, unless `distinct` is False."""

    folder: Path
    manifest: dict[str, Any]

    def yearly(self, distinct: bool = True) -> pd.DataFrame:
        """Original posts of each year (UTC): year, posts, published (else the number is assumed)."""
        months = self.monthly(distinct)
        return months.groupby("year", as_index=False).agg(
            posts=("posts", "sum"), published=("published", "first")
        )

    def monthly(self, distinct: bool = True) -> pd.DataFrame:
        """Original posts of each month (UTC): year, month, posts, published (of the year's number)."""
        import pandas as pd

        years = [int(year) for year in self.manifest["rows"]]
        edges = np.arange(f"{min(years)}-01", f"{max(years) + 1}-02", dtype="datetime64[M]")
        found = np.zeros(len(edges) - 1, dtype=np.int64)
        bounds = edges.astype("datetime64[ms]").astype(np.int64)
        for times in self._originals("created_at", distinct):
            found += (
                np.histogram(times, bounds)[0] if _falls(times) else np.diff(np.searchsorted(times, bounds))
            )
        month = edges[:-1].astype(int)
        published = {one["year"]: one["published"] for one in self.manifest["years"]}
        frame = pd.DataFrame({"year": month // 12 + 1970, "month": month % 12 + 1, "posts": found})
        return frame.assign(published=frame["year"].map(published))

    def top_tags(self, count: int = 20, distinct: bool = True) -> pd.DataFrame:
        """The tags of most original posts, written alike or not: tag, posts, share (of all posts)."""
        names = self._dictionary("tag_names")
        counts = self._counted("tags", "tag", len(names), distinct)
        folded = np.bincount(names["fold"].to_numpy(), weights=counts, minlength=len(counts)).astype(np.int64)
        return self._top("tag", names["tag"].combine_chunks(), folded, count, distinct)

    def top_domains(self, count: int = 20, distinct: bool = True) -> pd.DataFrame:
        """The domains most linked to by original posts: domain, posts, share. An unresolved link counts
        as its shortener's.
        """
        names = self._dictionary("domains")["domain"].combine_chunks()
        return self._top(
            "domain", names, self._counted("urls", "domain", len(names), distinct), count, distinct
        )

    def concentration(self, distinct: bool = True) -> pd.DataFrame:
        """How unequally accounts post, in one row: accounts, posts, gini, top_1_percent, top_10_percent.

        Only accounts with a post count. `measures.gini` and `measures.top_share` say how the rest is meant; a
        top percent is at least one account.
        """
        import pandas as pd

        from course.measures import gini, top_share

        counts = self.posts_by_account(distinct)
        counts = counts[counts > 0]
        n, nan = len(counts), float("nan")
        shares = {
            f"top_{percent}_percent": top_share(counts, max(1, n * percent // 100)) if n else nan
            for percent in (1, 10)
        }
        unequal = gini(counts) if n else nan
        return pd.DataFrame([{"accounts": n, "posts": int(counts.sum()), "gini": unequal, **shares}])

    def posts_by_account(self, distinct: bool = True) -> Array:
        """Original posts of each account in the order of the accounts table, int64."""
        total = np.zeros(len(self._dictionary("accounts")), dtype=np.int64)
        for authors in self._originals("author", distinct):
            total += np.bincount(authors, minlength=len(total))
        return total

    def distinct(self) -> pd.DataFrame:
        """Rows of originals, and how many posts they are, in one row: rows, ids, posts, repeated, edited.

        `ids` counts different ids; `posts` counts an edited post, which has several, once.
        """
        import pandas as pd

        rows = ids = posts = 0
        for id_, version in self._each_year("posts", "id", "version_of"):
            new = _new(id_)
            rows, ids, posts = (
                rows + len(new),
                ids + int(new.sum()),
                posts + int((new & (version == 0)).sum()),
            )
        return pd.DataFrame(
            [{"rows": rows, "ids": ids, "posts": posts, "repeated": rows - ids, "edited": ids - posts}]
        )

    def notices(self) -> pd.DataFrame:
        """What journals said of papers: doi, url, kind (retraction, correction, …), day."""
        found = self._dictionary("notices")
        links = self._links().take(found["link"])
        frame = found.drop_columns(["link"]).to_pandas()
        frame.insert(0, "doi", links["doi"].to_pandas())
        frame.insert(1, "url", links["url_norm"].to_pandas())
        return frame

    def dashboard(self) -> pd.DataFrame:
        """What a dashboard shows for each month: year, month, shown. Raises CorpusError without one."""
        if not (self.folder / "dashboard.parquet").is_file():
            raise CorpusError(f"{self.folder} has no dashboard.")
        return self._dictionary("dashboard").to_pandas()

    def accounts(self) -> pd.DataFrame:
        """The accounts: author_id, handle, followers_count, created_at; all invented."""
        return self._dictionary("accounts").to_pandas()

    def tidy(self, years: int | Iterable[int] | None = None) -> Corpus:
        """The posts of some years (all by default) as the tidy tables, with texts, for a closer look.

        A year of the full corpus takes gigabytes as tidy tables; a corpus of 60,000 posts takes few.
        """
        from course.corpus.storage.tidy import tidy

        chosen = (
            [str(years)] if isinstance(years, int) else [str(one) for one in years or self.manifest["rows"]]
        )
        if unknown := [year for year in chosen if year not in self.manifest["rows"]]:
            raise CorpusError(
                f"There is no year {', '.join(unknown)}. There are: {', '.join(self.manifest['rows'])}."
            )
        return tidy(self, chosen)

    def content_hash(self) -> str:
        """The hash of what is stored, computed anew; `manifest["hash"]` if nothing was changed."""
        digests = []
        for year in self.manifest["rows"]:
            parts = {table: self._digest(table, year) for table in layout.FACTS}
            parts["links"] = layout.TextDigest().add(self.table("links", year)).hex()
            digests += [f"{year} {table} {value}" for table, value in sorted(parts.items())]
        names = sorted(name for name in self.manifest["hashes"] if name not in self.manifest["rows"])
        digests += [f"{name} {layout.TextDigest().add(self._dictionary(name)).hex()}" for name in names]
        return layout.combined(digests)

    def files(self) -> list[str]:
        """Names of the files that belong to it."""
        tables = (*layout.FACTS, "links")
        names = [f"{table}/{year}.parquet" for table in tables for year in self.manifest["rows"]]
        return names + [
            f"{name}.parquet" for name in self.manifest["hashes"] if name not in self.manifest["rows"]
        ]

    def table(self, table: str, year: str, columns: list[str] | None = None) -> pa.Table:
        """Columns of a table of one year as they are stored."""
        return self._read(f"{table}/{year}.parquet", columns)

    def column(self, table: str, year: str, name: str) -> Array:
        """A column of a fact table of one year as whole numbers."""
        (coded,) = (one for one in layout.FACTS[table] if one.name == name)
        return layout.decode(coded, self.table(table, year, [name])[name])

    def columns(self, table: str, year: str) -> dict[str, Array]:
        """All columns of a fact table of one year as whole numbers."""
        return {one.name: self.column(table, year, one.name) for one in layout.FACTS[table]}

    def _each_year(self, table: str, *names: str) -> Iterator[tuple[Array, ...]]:
        """Columns of each year, two years being read at a time: decoding them is most of the work."""

        def read(year: str) -> tuple[Array, ...]:
            return tuple(self.column(table, year, name) for name in names)

        with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            yield from pool.map(read, self.manifest["rows"])

    def _originals(self, name: str, distinct: bool) -> Iterator[Array]:
        """A column of posts of each year; if `distinct`, of each post's first row."""
        if not distinct:
            for (values,) in self._each_year("posts", name):
                yield values
            return
        for values, id_, version in self._each_year("posts", name, "id", "version_of"):
            yield values[_new(id_) & (version == 0)]

    def _counted(self, table: str, name: str, size: int, distinct: bool) -> Array:
        total = np.zeros(size, dtype=np.int64)
        if not distinct:
            for (codes,) in self._each_year(table, name):
                total += np.bincount(codes, minlength=size)
            return total
        heads = self._each_year("posts", "id", "version_of")
        for (codes, row), (id_, version) in zip(self._each_year(table, name, "post"), heads, strict=True):
            total += np.bincount(codes[(_new(id_) & (version == 0))[row]], minlength=size)
        return total

    def _top(self, name: str, words: pa.Array, counts: Array, count: int, distinct: bool) -> pd.DataFrame:
        import pandas as pd

        which = "originals" if distinct else "posts"
        whole = sum(one[which] for one in self.manifest["rows"].values())
        # Equal counts are ordered by the word, so that the answer does not depend on how words are numbered.
        floor = np.partition(counts, -count)[-count] if 0 < count < len(counts) else 0
        near = np.flatnonzero(
            (counts >= max(int(floor), 1)) if count > 0 else np.zeros(len(counts), dtype=bool)
        )
        frame = pd.DataFrame({name: words.take(near).to_pylist(), "posts": counts[near]})
        frame = frame.sort_values(["posts", name], ascending=[False, True], ignore_index=True).head(count)
        return frame.assign(share=frame["posts"] / whole)

    def _digest(self, table: str, year: str) -> str:
        digest = layout.Digest(table)
        digest.add(self.columns(table, year))
        return digest.hex()

    def _links(self) -> pa.Table:
        import pyarrow as pa

        return pa.concat_tables(
            self.table("links", year).replace_schema_metadata(None) for year in self.manifest["rows"]
        )

    def _dictionary(self, name: str) -> pa.Table:
        return self._read(f"{name}.parquet", None)

    def _read(self, name: str, columns: list[str] | None) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return pq.ParquetFile(self.folder / name).read(columns)
        except (pa.ArrowException, OSError) as error:
            raise CorpusError(
                f"{self.folder / name} cannot be read ({str(error).splitlines()[0][:120]}). "
                "Build or copy it again."
            ) from None

    def __repr__(self) -> str:
        """One line, with what it is."""
        made = "synthetic, " if self.manifest.get("synthetic") else ""
        return f"Stored({self.folder.name}: {made}{self.manifest['posts']:,} original posts)"


def _new(ids: Array) -> Array:
    """Which rows hold an id for the first time; at once if they are in order."""
    if len(ids) and not _falls(ids):
        return np.concatenate([[True], ids[1:] != ids[:-1]])
    new = np.zeros(len(ids), dtype=bool)
    new[np.unique(ids, return_index=True)[1]] = True
    return new


def _falls(values: Array) -> bool:
    """Whether values are out of order somewhere."""
    return bool((values[1:] < values[:-1]).any())
