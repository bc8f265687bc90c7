"""Line-ups: accounts of a world, drawn by faculty in an order that says nothing, numbered from 01.

`worlds/<module>/lineups.json` holds them by world and kind, without a label.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from course.corpus import rendered
from course.corpus.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd


def lineup(module: str, world: str, kind: str, number: int) -> pd.DataFrame:
    """The accounts of line-up `number` (from 1) of a kind: author_id and handle, by their numbers 01, 02, …

    Raises CorpusError that names what there is.
    """
    import pandas as pd

    kinds = _lineups(module).get(world, {})
    if kind not in kinds:
        raise CorpusError(
            f"{module} has no line-up {kind!r} in {world!r}. There are: {', '.join(kinds) or 'none'}."
        )
    if not 1 <= number <= len(kinds[kind]):
        raise CorpusError(f"There is no line-up {number}. They are numbered from 1 to {len(kinds[kind])}.")
    accounts = kinds[kind][number - 1]
    handles = rendered.world(module, world).accounts().set_index("author_id")["handle"]
    numbers = pd.Index([f"{place:02}" for place in range(1, len(accounts) + 1)], name="number")
    return pd.DataFrame({"author_id": accounts, "handle": handles.reindex(accounts).tolist()}, index=numbers)


@cache
def _lineups(module: str) -> dict[str, dict[str, Any]]:
    file = rendered.WORLDS / module / "lineups.json"
    if not file.is_file():
        raise CorpusError(f"{module} has no line-ups. If yours are missing, install the course again.")
    found: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found
