"""A corpus in memory: the tidy tables, where they came from, and what is known about how wrong they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass
class Corpus:
    """Tidy frames with the columns of `course.corpus.schema`; `labels` only where a corpus was made.

    `source` is the file's name or says that the posts are synthetic, `format` what it was read as, `notes`
    counts of what the tables do not show (such as referenced posts that the platform no longer had).
    """

    posts: pd.DataFrame
    tags: pd.DataFrame
    urls: pd.DataFrame
    accounts: pd.DataFrame
    rejects: pd.DataFrame
    labels: pd.DataFrame | None = None
    source: str = ""
    format: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows that were read: posts plus rejects, always."""
        return len(self.posts) + len(self.rejects)

    def distinct(self) -> Corpus:
        """The same corpus with each post once: as collected last, with every tag and link that it ever had.

        Count with this one. Joining the tags of a post that was collected twice multiplies rows.
        """
        key = ["platform", "post_id"]
        order = ["collected_at", "source_file", "source_row"]
        posts = self.posts.sort_values(order, na_position="first", kind="stable")
        posts = posts.drop_duplicates(key, keep="last").sort_index()
        return Corpus(
            posts.reset_index(drop=True),
            self.tags.drop_duplicates().reset_index(drop=True),
            self.urls.drop_duplicates().reset_index(drop=True),
            self.accounts,
            self.rejects,
            self.labels,
            self.source,
            self.format,
            self.notes,
        )

    def __repr__(self) -> str:
        """One line, with the denominator."""
        read = f" read as {self.format}" if self.format else ""
        return f"Corpus({self.source or 'unnamed'}{read}: {len(self.posts)} posts of {self.rows} rows)"


def from_batches(batches: list[dict[str, pa.Table]], **about: Any) -> Corpus:
    """A corpus from pyarrow tables by name, with each account once."""
    import pyarrow as pa

    from course.corpus import schema

    def joined(table: str) -> pa.Table:
        return pa.concat_tables([schema.empty(table), *(one[table] for one in batches)])

    frames = {name: schema.to_pandas(name, joined(name)) for name in ("posts", "tags", "urls", "rejects")}
    accounts = schema.to_pandas("accounts", one_each(joined("accounts")))
    return Corpus(accounts=accounts, **frames, **about)


def one_each(accounts: pa.Table) -> pa.Table:
    """Each account once, with the last value of everything that is known of it, by platform and id."""
    from course.corpus import schema

    frame = schema.to_pandas("accounts", accounts)
    in_time = frame.sort_values("collected_at", na_position="first", kind="stable")
    # Categories from `to_pandas` are sorted, so that groups come sorted by name. `last` passes over nulls.
    once = in_time.groupby(["platform", "author_id"], observed=True).last().reset_index()
    return schema.to_arrow("accounts", once)
