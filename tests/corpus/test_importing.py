"""`course import` and the folders that it writes: whole or not there, and a summary with its denominators."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_exports import KEY, SAMPLES, as_lines, flat_post, read, rows

from course import corpus
from course.corpus import summary
from course.corpus.importing import import_file
from course.corpus.parsing import pseudonyms
from course.corpus.reading import Reader

ROOT = Path(__file__).resolve().parents[2]
PAGES = SAMPLES / "synthetic-x-v2-pages.jsonl"
# Files of this process cannot grow beyond some kB, as on a disk that is full.
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from course.cli import main
main()
"""


def course(
    home: Path, *words: str, code: str = "from course.cli import main; main()"
) -> subprocess.CompletedProcess:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "COLUMNS": "200"}
    env.pop("XDG_CONFIG_HOME", None)
    return subprocess.run([sys.executable, "-c", code, *words], env=env, capture_output=True, text=True)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_import_writes_the_tables_and_says_how_wrong_a_count_could_be(tmp_path: Path) -> None:
    done = course(tmp_path, "import", str(PAGES), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "read as X API v2 (3 of the first 3 rows look like it)" in done.stderr
    for line in (
        "Rows read: 6. Posts: 6. Rejected: 0 of 6 (0.0 %).",
        "Collected more than once: 0 of 6 (0.0 %) posts repeat one that is there already.",
        "Reposts: 2 of 6 (33.3 %).",
        "Cut-off texts: 1 of 6 (16.7 %).",
        "Reposts without what they repeat: 1 of 2 (50.0 %).",
        "Deleted or withheld: 1 of 6 (16.7 %) are marked so.",
        "Posts were written from 2021-11-14 to 2021-11-15 (UTC). They were collected from 2021-11-16",
        "Links that may lead elsewhere: 0 of 3 (0.0 %)",
    ):
        assert line in done.stdout
    assert left_in(tmp_path / "out") == [
        "accounts.parquet",
        "manifest.json",
        "posts.parquet",
        "rejects.parquet",
        "tags.parquet",
        "urls.parquet",
    ]
    # The key was made at first use, and only its owner may read it.
    key = tmp_path / ".config" / "course" / "author-key"
    assert key.stat().st_mode & 0o077 == 0 and len(key.read_bytes()) == 32
    again = read(PAGES, key=key)
    found = corpus.read(tmp_path / "out")
    assert rows(found.posts, "post_id", "author_id") == rows(again.posts, "post_id", "author_id")


def test_json_for_scripts(tmp_path: Path) -> None:
    done = course(tmp_path, "import", str(PAGES), "--out", str(tmp_path / "out"), "--json", "--keep-ids")
    said = json.loads(done.stdout)
    assert (said["rows"], said["posts"], said["distinct_posts"], said["rejects"]) == (6, 6, 6, 0)
    assert said["created"] == ["2021-11-14T18:00:05.000Z", "2021-11-15T10:00:00.000Z"]
    assert said["how_wrong"][0].startswith("Rows read: 6.")
    kept = corpus.read(tmp_path / "out")
    assert set(kept.accounts["handle"]) == {"nia_example", "tomasz_example", "journal_example"}
    assert not (tmp_path / ".config").exists()


def test_a_mapping_from_the_shell(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        json.dumps({"post_id": "Nr", "created_at": "Zeit", "text": "Beitrag"}), encoding="utf-8"
    )
    plain = str(SAMPLES / "synthetic-plain.csv")
    done = course(tmp_path, "import", plain, "--out", str(tmp_path / "out"), "--mapping", str(mapping))
    assert done.returncode == 0, done.stderr
    assert "No author: 2 of 2 (100.0 %)." in done.stdout
    bad = course(
        tmp_path, "import", plain, "--out", str(tmp_path / "b"), "--mapping", "post_id=Nr,created=Zeit"
    )
    assert bad.returncode == 1 and "names created, which is no column of ours" in bad.stderr


def test_nothing_is_overwritten_unless_told_and_never_what_is_not_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    import_file(Reader(PAGES, key=KEY), out)
    with pytest.raises(corpus.CorpusError, match="is there already"):
        import_file(Reader(PAGES, key=KEY), out)
    import_file(Reader(SAMPLES / "synthetic-x-v1.jsonl", key=KEY), out, force=True)
    assert len(corpus.read(out).posts) == 4
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("ten years", encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match="is not a folder that course import wrote"):
        import_file(Reader(PAGES, key=KEY), mine, force=True)
    assert left_in(tmp_path) == ["mine", "out"] and left_in(mine) == ["thesis.txt"]


def test_an_export_without_a_post_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_lines([flat_post(1, created_at="never"), flat_post(2, created_at="never")]))
    with pytest.raises(corpus.CorpusError, match=r"None of its 2 rows is a post.*'never', not a time"):
        import_file(Reader(path, key=KEY), tmp_path / "out")
    assert left_in(tmp_path) == ["posts.jsonl"]


def test_a_full_disk_is_one_message_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_lines([flat_post(n, text=os.urandom(60).hex()) for n in range(3000)]))
    done = course(tmp_path, "import", str(path), "--out", str(tmp_path / "out"), "--keep-ids", code=FULL)
    assert done.returncode == 1
    assert "could not be written" in done.stderr and "Nothing was left behind" in done.stderr
    assert "Traceback" not in done.stderr
    assert left_in(tmp_path) == ["posts.jsonl"]


def test_an_import_that_is_killed_leaves_no_folder_and_can_be_run_again(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_lines([flat_post(number) for number in range(500)]))
    slow = (
        "import time; from course.corpus import importing; from course.corpus.reading import Reader; "
        f"importing.import_file(Reader({str(path)!r}, keep_ids=True), {str(tmp_path / 'out')!r}, "
        "tick=lambda reader: time.sleep(60))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen([sys.executable, "-c", slow], env=env)
    part = None
    for _ in range(600):
        part = next((one for one in tmp_path.glob(".out.part-*") if (one / "posts.parquet").exists()), None)
        if part:
            break
        time.sleep(0.1)
    assert part is not None
    # A second import finds the first at work and leaves its folder alone.
    import_file(Reader(PAGES, key=KEY), tmp_path / "out")
    assert part.is_dir()
    running.send_signal(signal.SIGKILL)
    running.wait()
    with pytest.raises(corpus.CorpusError, match="not a folder that course import finished"):
        corpus.read(part)
    import_file(Reader(PAGES, key=KEY), tmp_path / "out", force=True)
    assert left_in(tmp_path) == ["out", "posts.jsonl"]


def test_an_import_that_is_interrupted_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_lines([flat_post(number) for number in range(500)]))
    slow = (
        "import time; from course.corpus import summary; from course.cli import main; "
        "summary.Tally.add = lambda *_: time.sleep(60); main()"
    )
    words = ["import", str(path), "--out", str(tmp_path / "out"), "--keep-ids"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    running = subprocess.Popen(
        [sys.executable, "-c", slow, *words], env=env, stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if any(one.stat().st_size for one in tmp_path.glob(".out.part-*/posts.parquet")):
            break
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Stopped." in said and "nothing half-written was left" in said and "Traceback" not in said
    assert left_in(tmp_path) == ["posts.jsonl"]


def test_a_folder_of_exports_is_told_what_to_name(tmp_path: Path) -> None:
    done = course(tmp_path, "import", str(SAMPLES), "--out", str(tmp_path / "out"))
    assert done.returncode == 1 and "An export is a file: name one in it" in done.stderr


def test_a_folder_that_lost_rows_is_not_opened(tmp_path: Path) -> None:
    import_file(Reader(PAGES, key=KEY), tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["rows"]["posts"] = 7
    manifest.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match="has 6 rows where manifest.json says 7"):
        corpus.read(tmp_path / "out")
    (tmp_path / "out" / "tags.parquet").write_bytes(b"PAR1")
    said["rows"]["posts"] = 6
    manifest.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(corpus.CorpusError, match="cannot be read"):
        corpus.read(tmp_path / "out")


def test_import_and_read_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(as_lines([flat_post(number) for number in range(100)] * 2))
    import_file(Reader(path, key=KEY, rows_in_batch=30), tmp_path / "out")
    found, straight = corpus.read(tmp_path / "out"), read(path)
    for name in ("posts", "tags", "urls", "accounts", "rejects"):
        columns = list(getattr(found, name).columns)
        assert rows(getattr(found, name), *columns) == rows(getattr(straight, name), *columns)
    said = summary.summarise(straight)
    assert (said.posts, said.distinct, said.accounts) == (200, 100, 7)
    assert "Collected more than once: 100 of 200 (50.0 %)" in " ".join(summary.how_wrong(said))


def test_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, same, other = (
        rows(read(PAGES, key=key).posts, "author_id") for key in (KEY, KEY, b"another key of 16")
    )
    assert one == same != other
    assert all(len(author) == 24 and author.isalnum() for (author,) in one)
    short = tmp_path / "short"
    short.write_bytes(b"abc")
    with pytest.raises(corpus.CorpusError, match="has 3 bytes. It needs at least 16"):
        read(PAGES, key=short)
    with pytest.raises(corpus.CorpusError, match="cannot be read"):
        read(PAGES, key=tmp_path / "none")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert pseudonyms.key_of(None) == pseudonyms.key_of(None) == pseudonyms.key_file().read_bytes()
    # The platform is part of what is hashed: equal numbers on two platforms are two accounts.
    names = pseudonyms.Pseudonyms(KEY)
    assert names("x", "1") != names("mastodon", "1")


def test_distinct_counts_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa

    monkeypatch.setattr(summary, "_AT_ONCE", 10)
    counter = summary.Distinct()
    for number in range(50):
        ids = [str(one % 333) for one in range(number * 20, number * 20 + 20)]
        counter.add(pa.table({"platform": ["x"] * 20, "post_id": ids}))
    assert (counter.total, counter.count()) == (1000, 333)
    counter.close()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    measure = (
        "import resource, sys; from course.corpus.reading import Reader\n"
        "read = Reader(sys.argv[1], keep_ids=True, rows_in_batch=2000)\n"
        "total = sum(batch.tables['posts'].num_rows for batch in read)\n"
        "print(total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for times in (15, 75):
        path = tmp_path / f"{times}.jsonl"
        with path.open("wb") as file:
            for part in range(times):
                file.write(as_lines([flat_post(part * 1000 + n, text="x" * 1500) for n in range(1000)]))
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", measure, str(path)], env=env, capture_output=True, text=True
        )
        total, peak = map(int, done.stdout.split())
        assert total == 1000 * times
        peaks.append(peak)
    # Five times the file, 108 MB more of it: the peak moves by less than a quarter of that.
    assert peaks[1] - peaks[0] < 27_000
