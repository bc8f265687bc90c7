"""What holds for every export: no row is lost, order and zone do not matter, writing gives it back."""

import json
import random
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from corpus_exports import ALL, KEY, SAMPLES, as_lines, flat_post, read, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course import corpus
from course.corpus import schema
from course.corpus.reading import Reader
from course.corpus.tables import Corpus

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = ("posts", "tags", "urls", "accounts", "rejects")
LINES = [line for line in (SAMPLES / "synthetic-x-v2-flat.jsonl").read_bytes().splitlines()]
DRIFT = (SAMPLES / "synthetic-x-v2-drift.jsonl").read_bytes().splitlines()

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**65), 2**65)
    | st.floats(allow_nan=False, allow_infinity=False)
)
anything = st.recursive(
    scalars | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
texts = st.text(max_size=40) | st.sampled_from(
    ["RT @a: cut…", "#Ｍｅｄed #원호", "a\r\nb\x07", "Cafe\u0301 #Cafe\u0301"]
)
tags = st.lists(st.fixed_dictionaries({"tag": texts}), max_size=3)
links = st.lists(
    st.fixed_dictionaries({"url": texts}, optional={"expanded_url": texts, "unwound_url": st.none() | texts}),
    max_size=2,
)
entities = st.none() | st.fixed_dictionaries({}, optional={"hashtags": tags, "urls": links})
ids = st.integers(1, 10**19).map(str)
notes = st.none() | st.fixed_dictionaries({}, optional={"text": texts, "entities": entities})
references = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["retweeted", "quoted", "replied_to", "remixed"]), "id": ids},
        optional={"text": st.none() | texts, "entities": entities, "note_tweet": notes},
    ),
    max_size=2,
)
authors = st.fixed_dictionaries(
    {},
    optional={
        "username": texts,
        "created_at": st.sampled_from(["2015-03-01T08:00:00.000Z", "2016-01-01", None, "never"]),
        "public_metrics": st.fixed_dictionaries({}, optional={"followers_count": st.integers(-1, 2**40)}),
    },
)
usual = st.fixed_dictionaries(
    {
        "id": ids,
        "author_id": st.integers(1, 9).map(str),
        "created_at": st.datetimes().map(lambda when: when.isoformat(timespec="milliseconds") + "Z"),
    },
    optional={
        "text": st.none() | texts,
        "lang": st.sampled_from(["en", "und", "qme", "", None]),
        "conversation_id": st.none() | ids,
        "entities": entities,
        "note_tweet": notes,
        "referenced_tweets": st.none() | references,
        "public_metrics": st.none()
        | st.fixed_dictionaries({}, optional={"like_count": st.integers(0, 2**62)}),
        "edit_history_tweet_ids": st.none() | st.lists(ids, max_size=3),
        "withheld": st.none() | st.fixed_dictionaries({}, optional={"scope": st.just("tweet")}),
        "author": st.none() | authors,
        "__twarc": st.fixed_dictionaries({}, optional={"retrieved_at": st.just("2021-11-16T12:00:00+00:00")}),
        "future": anything,
    },
)
FIELDS = [
    "id",
    "author_id",
    "text",
    "entities",
    "created_at",
    "public_metrics",
    "referenced_tweets",
    "author",
]


@st.composite
def unusual(draw: st.DrawFn) -> dict[str, Any]:
    """A post with one field that may be anything."""
    post = draw(usual)
    return {**post, draw(st.sampled_from(FIELDS)): draw(anything)}


def put(content: bytes, folder: str, name: str = "posts.jsonl") -> Path:
    path = Path(folder, name)
    path.write_bytes(content)
    return path


def same(one: Corpus, other: Corpus, names: tuple[str, ...] = NAMES) -> None:
    import pandas as pd

    for name in names:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


def whole(reader: Reader) -> tuple[Any, ...]:
    """All that a reader gives, as plain rows in order."""
    found: dict[str, list[Any]] = {name: [] for name in NAMES}
    counted = Counter[str]()
    for batch in reader:
        for name in NAMES:
            found[name] += batch.tables[name].to_pylist()
        counted.update(batch.notes)
    return found, counted, reader.rows


@QUICK
@given(st.lists(usual, max_size=6))
def test_columns_give_what_the_careful_way_gives(posts: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = put(as_lines(posts) or b"{}\n", folder)
        careful = Reader(path, "x-v2", key=KEY)
        careful.in_blocks = False
        assert whole(Reader(path, "x-v2", key=KEY)) == whole(careful)


@QUICK
@given(st.lists(usual | unusual() | anything, min_size=1, max_size=6))
def test_rows_are_conserved_whatever_they_hold(posts: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = put(as_lines(posts), folder)
        careful = Reader(path, "x-v2", key=KEY)
        careful.in_blocks = False
        found, _, number = whole(careful)
        numbers = [one["source_row"] for one in found["posts"]] + [one["row"] for one in found["rejects"]]
        assert sorted(numbers) == list(range(1, number + 1))
        assert {one["post_id"] for one in found["tags"]} <= {one["post_id"] for one in found["posts"]}
        assert whole(Reader(path, "x-v2", key=KEY))[0] == found


@QUICK
@given(st.binary(max_size=300), st.integers(1, 5))
def test_bytes_between_the_lines_cost_their_own_row_only(noise: bytes, at: int) -> None:
    """Not before the first line: the first bytes of a file say what it is, a zip archive for one."""
    noise = noise.replace(b"\n", b"")
    content = b"\n".join([*LINES[:at], noise, *LINES[at:]]) + b"\n"
    with tempfile.TemporaryDirectory() as folder:
        found = read(put(content, folder), "x-v2")
    assert len(found.posts) == len(LINES)
    assert len(found.rejects) == (1 if noise.strip(b" \t\r\x0b\x0c") else 0)


def test_blocks_are_really_taken() -> None:
    """Else the comparison above would compare the careful way with itself."""
    from course.corpus.parsing.batch import Builder
    from course.corpus.parsing.pseudonyms import Pseudonyms
    from course.corpus.readers import x_v2_block, x_v2_parse

    for lines in (LINES, DRIFT):
        table = x_v2_parse.parse(b"\n".join(lines))
        builder = Builder("posts.jsonl", Pseudonyms(KEY))
        assert x_v2_block.add(builder, table, 1) == len(lines) == len(builder)


@pytest.mark.parametrize("name", ALL)
def test_writing_and_reading_give_it_back(name: str, tmp_path: Path) -> None:
    first = read(name, **ALL[name])
    corpus.write(first, tmp_path / "out")
    second = read(tmp_path / "out")
    same(first, second)
    assert (second.source, second.format, second.notes) == (first.source, first.format, first.notes)
    corpus.write(second, tmp_path / "again")
    same(second, read(tmp_path / "again"))


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith("jsonl")])
def test_the_order_of_lines_does_not_matter(name: str, tmp_path: Path) -> None:
    lines = (SAMPLES / name).read_bytes().splitlines()
    straight = read(name)
    mixed = list(lines)
    random.Random(1).shuffle(mixed)
    shuffled = read(put(b"\n".join(mixed) + b"\n", str(tmp_path), name))

    def sets(found: Corpus, *without: str) -> list[Any]:
        columns = [one.name for one in schema.POSTS if one.name not in ("source_row",)]
        tables = (found.posts[columns], found.tags, found.urls, found.accounts, found.rejects[["reason"]])
        return [Counter(rows(one, *one.columns)) for one in tables]

    assert sets(straight) == sets(shuffled)


@QUICK
@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_duplicates_change_rows_and_nothing_distinct(picks: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = read(put(b"\n".join(LINES) + b"\n", folder)).distinct()
        again = read(put(b"\n".join(LINES + [LINES[one] for one in picks]) + b"\n", folder))
    assert len(again.posts) == len(LINES) + len(picks)
    columns = [one.name for one in schema.POSTS if one.name != "source_row"]
    for name, wanted in (("posts", columns), ("tags", None), ("urls", None), ("accounts", None)):
        one, other = getattr(once, name), getattr(again.distinct(), name)
        wanted = wanted or list(one.columns)
        assert Counter(rows(one, *wanted)) == Counter(rows(other, *wanted))


@QUICK
@given(st.datetimes(min_value=datetime(2006, 3, 21)), st.integers(-14 * 60, 14 * 60))
def test_the_zone_that_a_time_is_written_in_does_not_matter(when: Any, minutes: int) -> None:
    when = when.replace(microsecond=0, tzinfo=UTC)
    if when.year > 9998:
        when = when.replace(year=9998)
    elsewhere = when.astimezone(timezone(timedelta(minutes=minutes)))
    stamps = [when.isoformat(), elsewhere.isoformat(), when.isoformat().replace("+00:00", "Z")]
    posts = [flat_post(number, created_at=stamp) for number, stamp in enumerate(stamps)]
    with tempfile.TemporaryDirectory() as folder:
        found = read(put(as_lines(posts), folder))
    assert len(set(found.posts["created_at"])) == 1
    assert found.posts["created_at"][0] == when


def test_the_size_of_batches_does_not_matter(tmp_path: Path) -> None:
    path = put(as_lines([flat_post(number) for number in range(50)]), str(tmp_path))
    small, large = Reader(path, key=KEY, rows_in_batch=7), Reader(path, key=KEY)
    small.in_blocks = False
    pieces = [batch.tables["posts"].num_rows for batch in small]
    assert pieces == [7] * 7 + [1]
    assert whole(small)[0]["posts"] == whole(large)[0]["posts"]


def test_a_page_is_as_many_rows_as_it_has_posts(tmp_path: Path) -> None:
    page = json.loads((SAMPLES / "synthetic-x-v2-pages.jsonl").read_bytes().splitlines()[0])
    page["data"].append({"id": "no author"})
    found = read(put(as_lines([page]), str(tmp_path)))
    assert (found.rows, len(found.posts)) == (4, 3)
    assert rows(found.rejects, "row", "reason") == [(4, "id is 'no author'; an id of X has digits only")]
