"""Reading an export costs what its bytes cost: no line, cell or text of it is looked at again and again.

Work is counted: lines that are taken, pieces, marks in a row. What cannot be counted, because it happens
inside a regular expression, is run in a program of its own that may use so much processor time as an honest
file of a thousand times the size takes.
"""

import gzip
import io
import json
import random
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import zstandard
from corpus_exports import SAMPLES, read, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from course.corpus.parsing import csvrows, text, urls
from course.corpus.parsing.csvrows import Table
from course.corpus.parsing.streams import SMALL, Broken, Source
from course.corpus.readers import plain

MAPPING = "post_id=id,created_at=time,text=body"
HEADER = b"id,time,body\n"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the lines that the CSV reader was handed, those that it was handed again included."""
    sizes: list[int] = []
    usual = csvrows._Lines.__next__

    def counting(self: Any) -> str:
        line = usual(self)
        sizes.append(len(line))
        return line

    monkeypatch.setattr(csvrows._Lines, "__next__", counting)
    return sizes


def table(folder: Path, content: bytes) -> list[Any]:
    file = folder / "posts.csv"
    file.write_bytes(content)
    return [row for row, _ in Table(Source(file)).rows()]


# Each of these opens a quote, and keeps one open that was open before.
STAYS_OPEN = [b'a","', b'"a","', b'a,"', b'""","', b'a","b","']


@pytest.mark.parametrize("line", STAYS_OPEN)
@pytest.mark.parametrize("end", [b"", b"\xff\n", b"x" * 140_000 + b"\n", b"\rz\n"])
def test_lines_that_keep_a_quote_open_are_taken_twice_at_most(
    tmp_path: Path, taken: list[int], line: bytes, end: bytes
) -> None:
    content = HEADER + (line + b"\n") * 4_000 + end
    found = table(tmp_path, content)
    assert len(taken) <= 2 * 4_000 + 10 and sum(taken) <= 3 * len(content)
    assert len(found) >= 2_000 and all(
        isinstance(row, Broken) or set(row) == {"id", "time", "body"} for row in found
    )


def test_unreadable_lines_among_them_do_not_start_it_anew(tmp_path: Path, taken: list[int]) -> None:
    content = HEADER + b'a","\n' * 2_000 + b"\xff\n" * 2_000 + (b'a","\n' * 20 + b"\xff\n") * 100
    table(tmp_path, content)
    assert len(taken) <= 3 * content.count(b"\n")


def test_what_is_longer_than_a_record_may_be_is_taken_three_times_at_most(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvrows, "MAX_RECORD_LINES", 100)
    found = table(tmp_path, HEADER + b'a","\n' * 10_000)
    assert len(found) == 10_000 and {type(row) for row in found} == {Broken}
    assert len(taken) <= 3 * 10_000 + 200
    taken.clear()
    monkeypatch.setattr(csvrows, "MAX_RECORD", 10_000)
    table(tmp_path, HEADER + (b'a","' + b"x" * 900 + b"\n") * 1_000)
    assert sum(taken) <= 3 * 1_000 * 906 + 10_000


def test_a_record_beyond_the_bounds_says_so_and_its_neighbours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csvrows, "MAX_RECORD_LINES", 100)
    file = tmp_path / "posts.csv"
    long = "\n".join(["line"] * 300)
    file.write_bytes(HEADER + f'1,2020-01-01,one\n2,2020-01-01,"{long}"\n3,2020-01-01,three\n'.encode())
    found = read(file, mapping=MAPPING)
    assert rows(found.posts, "post_id") == [("1",), ("3",)]
    said = rows(found.rejects, "row", "reason")
    assert said[0][0] == 2 and "not closed within 10,000 lines and 16 MB" in said[0][1]


@pytest.mark.parametrize("lines", [60, 5_000])
def test_a_post_of_many_lines_is_read(tmp_path: Path, lines: int) -> None:
    body = "\n".join(f'line {number} of ""{lines}""' for number in range(lines))
    file = tmp_path / "posts.csv"
    file.write_bytes(HEADER + f'1,2020-01-01,"{body}"\n2,2020-01-01,two\n'.encode())
    found = read(file, mapping=MAPPING)
    assert not len(found.rejects)
    assert found.posts["text"].tolist() == [body.replace('""', '"'), "two"]


def test_a_post_of_sixty_lines_is_read_behind_a_row_that_failed(tmp_path: Path) -> None:
    body = "\n".join(f"line {number}" for number in range(60))
    cells = f'"2","2020-01-01","{body}"\n'
    file = tmp_path / "posts.csv"
    file.write_bytes(HEADER + (cells * 50).encode() + b'3,2020-01-01,"never closed\n4,2020-01-01,four\n')
    found = read(file, mapping=MAPPING)
    assert len(found.posts) == 51
    assert rows(found.rejects, "row", "reason") == [(51, "a quote is opened and never closed")]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(['"', ",", "a", "\n", "\n", '","', '""', '"\n']), max_size=60).map("".join))
def test_rows_are_those_of_a_reader_that_tries_every_line(content: str) -> None:
    file = io.BytesIO(b"a,b\n" + content.encode())

    class InMemory(Source):
        def __init__(self) -> None:
            self.path, self.packing, self.done, self.size = Path("a.csv"), "", 0, 1

        def pieces(self) -> Any:
            file.seek(0)
            yield file.read()

    usual = csvrows._Lines._hopeless
    quick = [row for row, _ in Table(InMemory()).rows()]
    try:
        csvrows._Lines._hopeless = lambda self: None  # type: ignore[method-assign]
        assert [row for row, _ in Table(InMemory()).rows()] == quick
    finally:
        csvrows._Lines._hopeless = usual  # type: ignore[method-assign]


# ---- packed byte by byte


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_file_that_is_packed_byte_by_byte_comes_in_few_pieces(tmp_path: Path, pack: Any) -> None:
    file = tmp_path / "posts.jsonl"
    file.write_bytes(b"".join(pack(b"x") for _ in range(2_000)) + pack(b"\n{}\n" * SMALL))
    pieces = list(Source(file).pieces())
    whole = b"".join(piece for piece in pieces if isinstance(piece, bytes))
    assert whole == b"x" * 2_000 + b"\n{}\n" * SMALL
    assert len(pieces) <= 2 + len(whole) // SMALL
    # What is cut off still comes to what was there, and says that it is cut.
    file.write_bytes(file.read_bytes()[:-3])
    *read_whole, last = Source(file).pieces()
    assert isinstance(last, Broken) and read_whole


# ---- texts


@given(st.text(st.sampled_from("a\u0301\u0316\u0345\u1dfa\U0001d165é원")))
def test_a_text_keeps_its_marks(words: str) -> None:
    """What has 30 marks in a row at most is the same; longer runs are cut by a joiner and nothing else."""
    many = words * (1 + 1_001 // max(1, len(words)))
    safe = text.stream_safe(many)
    assert safe.replace("\u034f", "") == many
    assert longest_run(safe) <= 30
    if longest_run(many) <= 30:
        assert safe == many


def longest_run(words: str) -> int:
    longest = run = 0
    for letter in words:
        run = run + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, run)
    return longest


@given(st.text(st.sampled_from("<>/!-ab='\" \n&")))
def test_html_reaches_the_parser_with_tags_that_end(words: str) -> None:
    safe = text._with_whole_tags(words)
    for at in range(len(safe)):
        if safe[at] == "<":
            end = safe.find(">", at)
            assert (
                0 < end - at <= 4_010 and "<" not in safe[at + 1 : end] and "<" not in safe[at + 1 : at + 2]
            )
    assert "<!" not in safe


def test_the_html_of_the_samples_reads_as_before() -> None:
    contents = [
        '<p>Read <a href="https://a.example/?q=1&amp;r" class="x">this</a><br/>1 &lt; 2</p><p>so</p>',
        "<p>a</p><script>no</script><style>no</style><p>b</p>",
        "no markup, 1 < 2 > 0 & <3",
    ]
    for status in json.loads((SAMPLES / "synthetic-mastodon.json").read_text(encoding="utf-8")):
        contents.append((status.get("reblog") or status).get("content") or "")
    for content in contents:
        reader = text._Html()
        reader.feed(content)
        reader.close()
        assert text.from_html(content)[1] == reader.links
        assert text.from_html(content)[0].split() == "".join(reader.parts).split()


@given(st.text(st.sampled_from(", ;|\tahttp:/")))
def test_addresses_are_split_as_before(cell: str) -> None:
    import re

    before = re.compile(r"[,;|\s]+(?=[a-zA-Z][a-zA-Z0-9+.-]*://)|\s+")
    assert plain._BETWEEN_URLS.split(cell) == before.split(cell)


def test_the_kind_of_page_is_taken_off_a_doi_however_often_it_is_there() -> None:
    tails = ["/pdf", ".full", ".full-text", "/fulltext", "/summary"]
    for seed in range(50):
        chance = random.Random(seed)
        some = "".join(chance.choices(tails, k=chance.randrange(5)))
        assert urls.address(f"https://a.example/doi/10.1234/x.y{some}").doi == "10.1234/x.y"
    assert urls.address("https://a.example:" + "0" * 5_000 + "/").norm is None


# ---- a file of all of it, with a bound on the processor that is wide

HOSTILE = {
    "marks": "a" + "\u0300" * 60_000 + "\u0316" * 60_000,
    "commas": "," * 130_000,
    "blanks": " ; " * 43_000 + "x",
    "tags": "#a" * 60_000,
    "doi": "https://a.example/10.1234/" + "/pdf" * 2_000 + "x",
}
HTML = ["<a ", "<a/", "<a =", "<a b=c ", "<!--", '<a href="', "<p>", "<a b=\"> <a c='>"]


def test_hostile_cells_are_read_within_the_processor_time_of_honest_ones(tmp_path: Path) -> None:
    lines = ["id,time,body,links"]
    for number, cell in enumerate(HOSTILE.values()):
        lines += [f'{number}a,2020-01-01,"{cell}",', f'{number}b,2020-01-01,x,"{cell}"']
    sheet = tmp_path / "posts.csv"
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    statuses = [
        {
            "id": str(number),
            "uri": f"https://m.example/{number}",
            "created_at": "2020-01-01T00:00:00Z",
            "account": {"id": "1", "acct": "a"},
            "content": part * (190_000 // len(part)),
        }
        for number, part in enumerate(HTML)
    ]
    (tmp_path / "statuses.jsonl").write_text("\n".join(map(json.dumps, statuses)), encoding="utf-8")
    script = """if True:
        from course import corpus
        mapping = "post_id=id,created_at=time,text=body,urls=links"
        found = corpus.read("posts.csv", mapping=mapping, keep_ids=True)
        assert len(found.posts) + len(found.rejects) == 10
        found = corpus.read("statuses.jsonl", "mastodon", keep_ids=True)
        assert len(found.posts) + len(found.rejects) == 8
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
    )
    assert done.returncode == 0, done.stderr[-500:]
