"""A first look at an import: the counts that decide what any later count can bear, each with its whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from course.corpus.tables import Corpus


def first_look(found: Corpus) -> pd.DataFrame:
    """Counts of an import, one a line: what, count, of (the whole it is part of, empty where it has none).

    Works on any import, an empty one included; dates are days of UTC.
    """
    import pandas as pd

    posts = found.distinct().posts
    originals = posts[(posts["kind"] == "original") & posts["version_of"].isna()]
    spellings, folded = found.tags["tag_raw"].nunique(), found.tags["tag"].nunique()
    gone = posts["status"].isin(["deleted", "withheld"]).sum()
    lines = [
        ("rows that became posts", len(found.posts), found.rows),
        ("rows refused", len(found.rejects), found.rows),
        ("different posts", len(posts), len(found.posts)),
        ("originals, an edited one once", len(originals), len(posts)),
        ("tags, once folded", folded, spellings),
        ("originals with a language", originals["lang"].notna().sum(), len(originals)),
        ("posts with a number of likes", posts["like_count"].notna().sum(), len(posts)),
        ("deleted or withheld", gone, len(posts)),
        ("accounts", posts["author_id"].nunique(), pd.NA),
    ]
    frame = pd.DataFrame(lines, columns=["what", "count", "of"]).astype({"count": "Int64", "of": "Int64"})
    frame["what"] = frame["what"].astype("string")
    return frame
