"""What the tests of the readers share: the samples, a key, and tables as plain rows."""

import json
from pathlib import Path
from typing import Any

from course import corpus
from course.corpus.tables import Corpus

SAMPLES = Path(corpus.__file__).parent / "samples"
KEY = b"a key for tests only"
PLAIN_MAPPING = (
    "post_id=Nr,created_at=Zeit,author_id=Wer,text=Beitrag,tags=Schlagwörter,like_count=Daumen,"
    "timezone=Europe/Berlin"
)
# Every sample, and the options that it needs.
ALL: dict[str, dict[str, Any]] = {
    path.name: {"mapping": PLAIN_MAPPING} if path.name == "synthetic-plain.csv" else {}
    for path in sorted(SAMPLES.glob("synthetic-*"))
}


def read(path: str | Path, format: str | None = None, **options: Any) -> Corpus:
    """A sample by name, or any file, with the tests' key and nothing said."""
    place = SAMPLES / path if isinstance(path, str) else path
    return corpus.read(place, format, **{"key": KEY, "say": None, **options})


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a frame as tuples; nulls are None, times ISO text."""
    import pandas as pd

    def value(one: Any) -> Any:
        if one is None or one is pd.NA or one is pd.NaT or (isinstance(one, float) and one != one):
            return None
        return one.isoformat().replace("+00:00", "Z") if isinstance(one, pd.Timestamp) else one

    return [tuple(value(one) for one in row) for row in zip(*(frame[name] for name in columns), strict=True)]


def flat_post(number: int, **more: Any) -> dict[str, Any]:
    """A flattened post of X API v2."""
    return {
        "id": str(10**18 + number),
        "author_id": str(number % 7 + 1),
        "conversation_id": str(10**18 + number),
        "created_at": f"2021-03-{number % 28 + 1:02d}T08:00:00.000Z",
        "text": f"Post {number} #MedEd",
        "lang": "en",
        "public_metrics": {"like_count": number, "reply_count": 0, "retweet_count": 0, "quote_count": 0},
        "entities": {"hashtags": [{"start": 7, "end": 13, "tag": "MedEd"}]},
        **more,
    }


def as_lines(items: list[Any]) -> bytes:
    """Objects as JSON lines."""
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in items)
