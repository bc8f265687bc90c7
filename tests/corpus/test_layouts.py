"""The same posts laid out otherwise: pages, feeds, arrays, single responses, byte-order marks, mappings."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus_exports import SAMPLES, as_lines, flat_post, read, rows

from course import corpus


def put(folder: Path, content: bytes, name: str = "posts.json") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def sample(name: str) -> list[Any]:
    return [json.loads(line) for line in (SAMPLES / name).read_bytes().splitlines()]


def test_the_package_loads_nothing_heavy() -> None:
    code = "import sys, course.corpus, course.corpus.readers.formats; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "pyarrow", "numpy", "orjson", "zstandard"} & set(done.stdout.split())


def test_layouts_of_x_v2(tmp_path: Path) -> None:
    posts = [flat_post(number) for number in range(3)]
    wanted = rows(read(put(tmp_path, as_lines(posts))).posts, "post_id", "text", "like_count")
    layouts = {
        "with a byte-order mark": b"\xef\xbb\xbf" + as_lines(posts),
        "with Windows line ends": as_lines(posts).replace(b"\n", b"\r\n"),
        "with blank lines": as_lines(posts).replace(b"\n", b"\n\n \n"),
        "without a last line end": as_lines(posts).rstrip(b"\n"),
        "as an array": json.dumps(posts).encode(),
        "as an array a line": as_lines([posts[:1], posts[1:]]),
        "pretty-printed, one after the other": "\n".join(json.dumps(one, indent=1) for one in posts).encode(),
        "on one line": b" ".join(json.dumps(one).encode() for one in posts),
        "as a page": as_lines([{"data": posts, "meta": {"result_count": 3}}]),
        "as a page, pretty-printed": json.dumps({"data": posts, "meta": {}}, indent=2).encode(),
        "as responses": as_lines([{"data": one, "includes": {}} for one in posts]),
    }
    for how, content in layouts.items():
        found = read(put(tmp_path, content))
        assert rows(found.posts, "post_id", "text", "like_count") == wanted, how
        assert len(found.rejects) == 0, how


def test_pages_of_the_others(tmp_path: Path) -> None:
    views = sample("synthetic-bluesky.jsonl")
    assert len(read(put(tmp_path, as_lines([{"posts": views, "cursor": "3"}]))).posts) == 3
    statuses = json.loads((SAMPLES / "synthetic-mastodon.json").read_bytes())
    page = {"accounts": [], "statuses": statuses, "hashtags": []}
    assert read(put(tmp_path, as_lines([page]))).format == "mastodon"
    old = {"statuses": sample("synthetic-x-v1.jsonl")[:4], "search_metadata": {"count": 4}}
    assert (read(put(tmp_path, as_lines([old]))).format, len(read(put(tmp_path, as_lines([old]))).posts)) == (
        "x-v1",
        4,
    )
    found = read(put(tmp_path, as_lines([{"posts": views, "cursor": "3"}, {"posts": "none"}])), "bluesky")
    assert (len(found.posts), len(found.rejects)) == (3, 1)


def test_a_repost_in_a_feed_of_bluesky(tmp_path: Path) -> None:
    view = sample("synthetic-bluesky.jsonl")[0]
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": {"did": "did:plc:bensynthetic", "handle": "ben.example"},
        "indexedAt": "2024-11-20T19:00:00Z",
    }
    found = read(put(tmp_path, as_lines([{"feed": [{"post": view}, {"post": view, "reason": reason}]}])))
    assert rows(found.posts, "kind", "parent_id", "created_at", "like_count") == [
        ("original", None, "2024-11-20T17:05:00Z", 4),
        ("repost", view["uri"], "2024-11-20T19:00:00Z", None),
    ]
    assert len(set(found.posts["author_id"])) == len(set(found.posts["post_id"])) == 2
    # The repost carries the tags of what it repeats, under its own id.
    assert sorted(set(found.tags["post_id"])) == sorted(found.posts["post_id"])


@pytest.mark.parametrize(
    ("index", "raw"),
    [
        ({"byteStart": 4, "byteEnd": 13}, "ÄRZTE"),  # 🩺 is four bytes, Ä two
        ({"byteStart": 5, "byteEnd": 11}, "ärzte"),
        ({"byteStart": 2, "byteEnd": 12}, "ärzte"),  # within a character
        ({"byteStart": 5, "byteEnd": 500}, "ärzte"),
        ({"byteStart": -1, "byteEnd": 3}, "ärzte"),
        ({}, "ärzte"),
    ],
)
def test_facets_count_bytes(tmp_path: Path, index: dict[str, int], raw: str) -> None:
    view = sample("synthetic-bluesky.jsonl")[0]
    view["record"] |= {
        "text": "🩺 #ÄRZTE heute",
        "tags": [],
        "facets": [{"index": index, "features": [{"tag": "ärzte"}]}],
    }
    found = read(put(tmp_path, as_lines([view])))
    assert rows(found.tags, "tag_raw", "tag") == [(raw, "ärzte")]


def test_mappings(tmp_path: Path) -> None:
    path = put(tmp_path, b"a|b|c|d\n1|2020-01-01|x, y|#One #two;three\n", "a.csv")
    found = read(path, mapping="post_id=a,created_at=b,text=c,tags=d,platform==forum,lang==en")
    assert rows(found.posts, "platform", "lang", "text", "author_id")[0][:3] == ("forum", "en", "x, y")
    assert [tag for (tag,) in rows(found.tags, "tag_raw")] == ["One", "two", "three"]
    for wrong, says in {
        "post_id": "not of the form",
        "post_id=a,created_at=b": "needs an id, a time, and a text or tags",
        "post_id=a,created_at=b,text=z": "There is no column 'z'. The file has: 'a', 'b', 'c', 'd'",
        "post_id=a,created_at=b,text=c,timezone=Mars/Base": "There is no time zone",
        "nothing.json": "cannot be read",
    }.items():
        with pytest.raises(corpus.CorpusError, match=says):
            read(path, mapping=wrong)


def test_our_own_columns_need_no_mapping(tmp_path: Path) -> None:
    first = read("synthetic-x-v1.jsonl", keep_ids=True)
    path = tmp_path / "ours.csv"
    kept = [
        "platform",
        "post_id",
        "author_id",
        "created_at",
        "kind",
        "parent_id",
        "text",
        "lang",
        "like_count",
    ]
    first.posts[[*kept, "status"]].to_csv(path, index=False)
    again = read(path, keep_ids=True)
    assert rows(again.posts, *kept, "status") == rows(first.posts, *kept, "status")
