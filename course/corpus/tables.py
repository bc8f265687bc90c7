"""A corpus in memory: the tidy tables, where they came from, and what is known about how wrong they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


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
