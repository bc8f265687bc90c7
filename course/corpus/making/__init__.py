"""The teaching corpus: synthetic posts about medical education, on request with plants and benign twins.

>>> from course import corpus
>>> made = corpus.make(posts=2_000, seed=7)
>>> int((made.posts.kind == "original").sum()) >= 2_000
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.corpus.tables import Corpus

__all__ = ["build", "make"]


def make(
    posts: int = 5_000,
    seed: int | str = 0,
    plants: str | Iterable[str] = (),
    *,
    truth: bool = False,
    text: bool = True,
) -> Corpus:
    """A synthetic corpus of so many original posts as tidy tables; the same call gives the same everywhere.

    Replies, quotes, reposts, re-collected and edited rows come on top. `plants` names what to plant (see
    `course.corpus.making.plants`), `all` for everything; it replaces ordinary posts, so that yearly totals
    stay. `truth=True` adds `labels` and, in `notes["events"]`, what each plant was. Raises CorpusError for
    numbers or names that cannot be.
    """
    from course.corpus.making.memory import make_tidy

    return make_tidy(posts, seed, plants, truth, text)


def build(*args: Any, **options: Any) -> dict[str, Any]:
    """Write a corpus to a folder: `course.corpus.making.assemble.build`."""
    from course.corpus.making.assemble import build as write

    return write(*args, **options)
