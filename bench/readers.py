"""Reading an X API v2 file: rows a second of `corpus.read` beside `json.loads` and `pandas.json_normalize`.

Both read the same file from disk to pandas frames in one process, in alternating order. Ours does more on
the way: it folds tags, normalises links, hashes accounts, completes reposts and keeps rejects.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measure import Measure

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "course" / "corpus" / "samples" / "synthetic-x-v2-flat.jsonl"
ROWS, PAIRS = 20_000, 5
BOUND = 5
# Fields that twarc asks for by default, so that both sides read what a real file holds. All is invented.
AUTHOR = {
    "description": "Invented account for a benchmark. Ward, rota, coffee. #MedEd",
    "entities": {"description": {"hashtags": [{"start": 52, "end": 58, "tag": "MedEd"}]}},
    "location": "Nowhere",
    "pinned_tweet_id": "1400000000000000000",
    "profile_image_url": "https://images.example/profile/1/normal.jpg",
    "protected": False,
    "url": "https://t.co/zzz999",
    "verified": False,
}
ANNOTATION = {
    "domain": {"id": "46", "name": "Invented", "description": "An invented domain of a benchmark"},
    "entity": {"id": "1557697333571112960", "name": "Invented entity"},
}
POST = {
    "possibly_sensitive": False,
    "reply_settings": "everyone",
    "attachments": {"media_keys": ["3_1460000000000000000"]},
    "edit_controls": {
        "edits_remaining": "5",
        "is_edit_eligible": True,
        "editable_until": "2021-11-14T18:30:05.000Z",
    },
}


def run() -> list[Measure]:
    """The ratio of rows a second with its bound, and both speeds."""
    from course import corpus

    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        path = Path(scratch, "posts.jsonl")
        write(path, ROWS)

        def ours() -> int:
            return len(corpus.read(path, key=b"a key for benchmarks", say=None).posts)

        def theirs() -> int:
            return len(normalised(path))

        _speed(ours), _speed(theirs)  # once without counting: libraries and file into memory
        pairs = []
        for number in range(PAIRS):
            if number % 2:
                other, own = _speed(theirs), _speed(ours)
            else:
                own, other = _speed(ours), _speed(theirs)
            pairs.append((own, other))
    note = f"{ROWS:,} posts, median of {PAIRS}"
    return [
        Measure.of(
            "read X v2, speed, to json_normalize", [a / b for a, b in pairs], "times", BOUND, note, True
        ),
        Measure.of("read X v2", [a for a, _ in pairs], "rows/s", None, note),
        Measure.of("json.loads and json_normalize", [b for _, b in pairs], "rows/s", None, note),
    ]


def write(path: Path, rows: int) -> None:
    """A file of that many posts: the sample's over and over, with ids, times and authors of their own."""
    posts = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(rows):
            file.write(json.dumps(_varied(posts[number % len(posts)], number), ensure_ascii=False) + "\n")


def _varied(post: dict[str, Any], number: int) -> dict[str, Any]:
    when = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(1_600_000_000 + 61 * number))
    # Few write much and many write little: the first tenth of these accounts writes two thirds.
    author = str(9_000_000 + int(5_000 * (number * 2_654_435_761 % 2**32 / 2**32) ** 6))
    varied = {**post, "id": str(10**18 + number), "created_at": when, "author_id": author}
    varied["author"] = {**post["author"], **AUTHOR, "id": author}
    varied["text"] = f"{post['text']} {number}"
    varied |= {"context_annotations": [ANNOTATION] * (number % 4), **POST}
    if urls := post.get("entities", {}).get("urls"):
        page = [{**urls[0], "expanded_url": f"https://journal.example/doi/10.5555/ward.{number % 3_000}"}]
        varied["entities"] = {**post["entities"], "urls": page}
    return varied


def normalised(path: Path) -> Any:
    """What most people write: every line through `json.loads`, all of them through `json_normalize`."""
    import pandas as pd

    with path.open(encoding="utf-8") as file:
        return pd.json_normalize([json.loads(line) for line in file])


def _speed(read: Callable[[], int]) -> float:
    start = time.perf_counter()
    rows = read()
    return rows / (time.perf_counter() - start)
