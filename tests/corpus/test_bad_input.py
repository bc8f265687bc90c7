"""Files that are damaged, hostile or not what they seem: a clear message or a counted reject."""

import csv
import gzip
import io
import json
import os
import random
from pathlib import Path

import pytest
import zstandard
from corpus_exports import ALL, SAMPLES, as_lines, flat_post, read, rows

from course import corpus
from course.corpus.parsing.csvrows import MAX_COLUMNS
from course.corpus.parsing.streams import MAX_LINE

POSTS = [flat_post(number) for number in range(40)]


def put(folder: Path, content: bytes, name: str = "posts.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty (0 bytes)"),
        (b" \n\n\t", "holds only blanks"),
        (gzip.compress(b"", mtime=0), "holds only blanks"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        ("id;text\n1;a\n".encode("utf-16"), "UTF-16"),
        (b"<html><body>log in</body></html>", "a web page"),
        (b'{"neither": "this"}\n{"nor": "that"}\n', "no format that we know"),
        (b"just some words\n", "no format that we know"),
        (b"a,b,a\n1,2,3\n", "more than once"),
    ],
)
def test_a_file_that_is_no_export_is_one_message(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(corpus.CorpusError) as error:
        read(put(tmp_path, content), mapping="post_id=a,created_at=b,text=b" if b"a,b,a" in content else None)
    assert says in str(error.value)


def test_a_missing_file_and_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(corpus.CorpusError, match="There is no file"):
        read(tmp_path / "none.jsonl")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(corpus.CorpusError, match="is a pipe or a device"):
        read(tmp_path / "pipe")
    with pytest.raises(corpus.CorpusError, match="There is no format x-v3. There are: zeeschuimer"):
        read("synthetic-x-v1.jsonl", "x-v3")
    with pytest.raises(corpus.CorpusError, match="A mapping is for CSV"):
        read("synthetic-x-v1.jsonl", "x-v1", mapping={"post_id": "id"})


def test_a_truncated_last_line_is_a_reject(tmp_path: Path) -> None:
    found = read(put(tmp_path, as_lines(POSTS)[:-40]))
    assert len(found.posts) == 39
    assert rows(found.rejects, "row", "reason") == [(40, "the JSON ends in the middle")]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_files_are_read_whole_or_say_that_they_are_cut(tmp_path: Path, pack) -> None:
    many = as_lines([flat_post(number, junk=random.Random(number).random()) for number in range(4000)])
    whole = read(put(tmp_path, pack(many)))
    assert (len(whole.posts), len(whole.rejects)) == (4000, 0)
    two = read(put(tmp_path, pack(many) + pack(many)))
    assert len(two.posts) == 8000
    cut = read(put(tmp_path, pack(many)[:-500]))
    assert 0 < len(cut.posts) < 4000
    assert rows(cut.rejects, "row", "reason") == [
        (len(cut.posts) + 1, "the packed file ends in the middle; what followed is missing")
    ]
    damaged = bytearray(pack(many))
    damaged[len(damaged) // 2] ^= 0xFF
    damaged[len(damaged) // 2 + 1] ^= 0xFF
    try:
        reasons = [reason for (reason,) in rows(read(put(tmp_path, bytes(damaged))).rejects, "reason")]
    except corpus.CorpusError as error:  # where not even the first block can be unpacked
        reasons = [str(error)]
    assert any("damaged from here on" in reason for reason in reasons)


def test_wrong_encoding_is_a_reject_with_its_place(tmp_path: Path) -> None:
    wrong = json.dumps(flat_post(99, text="Café"), ensure_ascii=False).encode("cp1252") + b"\n"
    found = read(put(tmp_path, as_lines(POSTS[:2]) + wrong + as_lines(POSTS[2:4])))
    assert len(found.posts) == 4
    ((row, reason),) = rows(found.rejects, "row", "reason")
    assert row == 3 and reason.startswith("not UTF-8: byte 0xe9 at place ")


def test_a_csv_in_another_encoding(tmp_path: Path) -> None:
    path = put(tmp_path, "id,time,body\n1,2020-01-01,plain\n2,2020-01-02,Café\n".encode("cp1252"), "a.csv")
    mapping = "post_id=id,created_at=time,text=body"
    assert rows(read(path, mapping=mapping).rejects, "row")[0] == (2,)
    assert rows(read(path, mapping=mapping, encoding="cp1252").posts, "text") == [("plain",), ("Café",)]
    with pytest.raises(corpus.CorpusError, match="There is no encoding"):
        read(path, mapping=mapping, encoding="klingon")
    with pytest.raises(corpus.CorpusError, match="cannot be read line by line"):
        read(path, mapping=mapping, encoding="utf-16")


def test_mixed_formats_are_told_apart_line_by_line(tmp_path: Path) -> None:
    other = (SAMPLES / "synthetic-bluesky.jsonl").read_bytes()
    found = read(put(tmp_path, as_lines(POSTS[:10]) + other + as_lines(POSTS[10:])), say=None)
    assert (len(found.posts), len(found.rejects)) == (40, 3)
    assert all("looks like Bluesky post views" in reason for (reason,) in rows(found.rejects, "reason"))


def test_a_line_beyond_the_bound_is_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    with path.open("wb") as file:
        file.write(as_lines(POSTS[:1]))
        file.write(b'{"id": "1", "text": "')
        file.seek(MAX_LINE * 4, io.SEEK_CUR)  # a hole: 64 MB that take no disk
        file.write(b'"}\n' + as_lines(POSTS[1:3]))
    found = read(path)
    assert len(found.posts) == 3
    ((row, reason),) = rows(found.rejects, "row", "reason")
    assert row == 2 and reason.startswith("the line has 671") and f"at most {MAX_LINE} are read" in reason


def test_a_packed_file_that_unpacks_to_one_huge_line(tmp_path: Path) -> None:
    bomb = as_lines(POSTS[:1]) + b"[" * (8 * MAX_LINE) + b"\n" + as_lines(POSTS[1:2])
    for pack in (gzip.compress, zstandard.compress):
        path = put(tmp_path, pack(bomb))
        assert path.stat().st_size < 1_000_000
        found = read(path)
        assert (len(found.posts), len(found.rejects)) == (2, 1)


def test_json_ten_thousand_levels_deep(tmp_path: Path) -> None:
    deep = b'{"id": "1", "text": ' + b"[" * 10_000 + b"]" * 10_000 + b"}\n"
    found = read(put(tmp_path, as_lines(POSTS[:2]) + deep))
    assert len(found.posts) == 2
    assert rows(found.rejects, "reason") == [("the JSON is nested too deep (more than 1,024 levels)",)]


def test_a_csv_with_a_hundred_thousand_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(100_000))
    with pytest.raises(corpus.CorpusError, match=f"100000 columns; at most {MAX_COLUMNS}"):
        read(
            put(tmp_path, header.encode() + b"\n1,2\n", "wide.csv"),
            mapping="post_id=c0,created_at=c1,text=c2",
        )


def test_rows_of_another_width_are_rejects(tmp_path: Path) -> None:
    content = b"id,time,body\n1,2020-01-01,a\n2,2020-01-02\n3,2020-01-03,c,d\n\n4,2020-01-04,e\n"
    found = read(put(tmp_path, content, "a.csv"), mapping="post_id=id,created_at=time,text=body")
    assert rows(found.posts, "post_id", "source_row") == [("1", 1), ("4", 4)]
    assert rows(found.rejects, "row", "reason") == [
        (2, "2 cells where the header has 3"),
        (3, "4 cells where the header has 3"),
    ]


def test_an_unclosed_quote_costs_one_row(tmp_path: Path) -> None:
    lines = [b"id,time,body"] + [b"%d,2020-01-01,text" % number for number in range(50)]
    lines[11] = b'10,2020-01-01,"never closed'
    found = read(
        put(tmp_path, b"\n".join(lines) + b"\n", "a.csv"), mapping="post_id=id,created_at=time,text=body"
    )
    assert len(found.posts) == 49
    assert rows(found.rejects, "row", "reason") == [(11, "a quote is opened and never closed")]


def test_formula_cells_and_control_characters_stay_text(tmp_path: Path) -> None:
    sheet = io.StringIO()
    csv.writer(sheet).writerows(
        [
            ["id", "time", "body"],
            ["1", "2020-01-01", '=HYPERLINK("https://bad.example")'],
            ["2", "2020-01-01", "a\x1b[31mred\x07\x00b\r\nc"],
            ["3\x1b[2J", "2020-01-01", "an id that would clear a screen"],
        ]
    )
    path = put(tmp_path, sheet.getvalue().encode(), "a.csv")
    found = read(path, mapping="post_id=id,created_at=time,text=body")
    assert rows(found.posts, "text") == [
        ('=HYPERLINK("https://bad.example")',),
        ("a\ufffd[31mred\ufffd\ufffdb\nc",),
    ]
    ((reason,),) = rows(found.rejects, "reason")
    assert "\x1b" not in reason and "which is no id" in reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": 1.0e18}, "id 1e+18 is a rounded number: its last digits are lost"),
        ({"id": "1.23E+18"}, "id '1.23E+18' is a rounded number: its last digits are lost"),
        ({"id": None}, "id is missing"),
        ({"id": "abc"}, "id is 'abc'; an id of X has digits only"),
        ({"author_id": None}, "author_id is missing"),
        ({"created_at": "yesterday"}, "created_at is 'yesterday', not a time"),
        ({"created_at": None}, "created_at is missing"),
        ({"text": 7}, "text is 7, not a text"),
        ({"public_metrics": {"like_count": -5}}, "like_count is -5, not a count"),
        ({"public_metrics": {"like_count": 2**70}}, "like_count is 1.1805916207174113e+21, not a count"),
        ({"entities": []}, "not of the shape that X API v2 has"),
        ({"entities": {"hashtags": [{"tag": 5}]}}, "not of the shape that X API v2 has"),
        ({"entities": {"urls": [{"url": 5}]}}, "not of the shape that X API v2 has"),
        ({"referenced_tweets": "none"}, "referenced_tweets is 'none', not a list"),
        ({"lang": ["en"]}, "the language is a list"),
    ],
)
def test_a_field_that_cannot_be_read_rejects_its_row_only(tmp_path: Path, change: dict, reason: str) -> None:
    found = read(put(tmp_path, as_lines([POSTS[0], flat_post(1, **change), POSTS[2]])))
    assert rows(found.posts, "source_row") == [(1,), (3,)]
    ((row, said),) = rows(found.rejects, "row", "reason")
    assert row == 2 and said.startswith(reason)
    assert set(found.tags["post_id"]) <= set(found.posts["post_id"])


def test_values_that_are_no_objects_are_rejects(tmp_path: Path) -> None:
    found = read(put(tmp_path, as_lines([POSTS[0], 5, "text", None, POSTS[1]])))
    assert (len(found.posts), len(found.rejects)) == (2, 3)


def test_compliance_notices_are_counted(tmp_path: Path) -> None:
    notice = {
        "id": "5",
        "action": "delete",
        "created_at": "2021-01-01T00:00:00Z",
        "redacted_at": "2021-02-01T00:00:00Z",
        "reason": "deleted",
    }
    found = read(put(tmp_path, as_lines([POSTS[0], notice])))
    assert rows(found.rejects, "reason") == [("a compliance notice (delete), which holds no post",)]


def test_a_json_array_is_cut_without_being_held(tmp_path: Path) -> None:
    array = json.dumps(POSTS, indent=2).encode()
    assert len(read(put(tmp_path, array)).posts) == 40
    cut = read(put(tmp_path, array[: len(array) // 2]))
    assert 0 < len(cut.posts) < 40
    assert rows(cut.rejects, "reason") == [("the file ends in the middle of a row",)]
    stray = array.replace(b"},\n  {", b"},\n oops {", 1)
    found = read(put(tmp_path, stray))
    assert (len(found.posts), len(found.rejects)) == (40, 1)


@pytest.mark.parametrize("name", ALL)
def test_noise_anywhere_never_escapes(name: str, tmp_path: Path) -> None:
    """Bytes changed at random: a CorpusError or a corpus, in which every row is accounted for."""
    whole = (SAMPLES / name).read_bytes()
    noise = random.Random(name)
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(noise.randrange(1, 6)):
            content[noise.randrange(len(content))] = noise.randrange(256)
        try:
            found = read(put(tmp_path, bytes(content), name), FORMATS_OF.get(name), **ALL[name])
        except corpus.CorpusError as error:
            assert str(error)
            continue
        numbers = [*found.posts["source_row"], *found.rejects["row"]]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


FORMATS_OF = {"synthetic-x-v1.jsonl": "x-v1", "synthetic-4cat-x.csv": "4cat-csv"}
