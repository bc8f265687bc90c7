"""Writing a corpus: the same hash in any order of work, whole or not there, no truth in it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from course import corpus
from course.corpus.errors import CorpusError
from course.corpus.making import assemble, worlds
from course.corpus.making.assemble import build

ROOT = Path(__file__).resolve().parents[2]
# Published: whoever makes the same corpus gets these, on any machine. Another is a new version of the maker.
PUBLISHED = {
    (5_000, "published", ()): "932d113e7654b0168685c71db3317bc4331eddc64852434f19655c26395801d4",
    (20_000, "published", ("all",)): "0781fe3c3e4857abc9f1b08f9b2b871ba2228a004e883ed7860a8d724ac377e8",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus with everything planted, and the folder of its truth."""
    folder = tmp_path_factory.mktemp("built")
    build(20_000, "published", folder / "corpus", "all", truth=folder / "truth")
    return folder / "corpus", folder / "truth"


def test_the_published_hashes(built: tuple[Path, Path], tmp_path: Path) -> None:
    small = build(5_000, "published", tmp_path / "small")
    assert small["hash"] == PUBLISHED[(5_000, "published", ())]
    assert corpus.load(built[0]).manifest["hash"] == PUBLISHED[(20_000, "published", ("all",))]


def test_one_and_two_processes_and_any_order_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = build(5_000, "order", tmp_path / "one", processes=1)
    two = build(5_000, "order", tmp_path / "two", processes=2)
    made = assemble._made
    rng = np.random.default_rng(3)

    def shuffled(orders: list[assemble.Order], *rest: object) -> object:
        mixed = [orders[place] for place in rng.permutation(len(orders))]
        assert mixed != orders
        return made(mixed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(assemble, "_made", shuffled)
    mixed = build(5_000, "order", tmp_path / "mixed")
    assert one == two == mixed
    for name in corpus.load(tmp_path / "one").files():
        first, second = (pq.read_table(tmp_path / which / name) for which in ("one", "two"))
        assert first.equals(second), name


def test_the_hash_is_of_what_is_stored(built: tuple[Path, Path], tmp_path: Path) -> None:
    stored = corpus.load(built[0])
    assert stored.content_hash() == stored.manifest["hash"]
    build(5_000, "a", tmp_path / "a")
    file = tmp_path / "a" / "posts" / "2016.parquet"
    table = pq.ParquetFile(file).read()
    # The same values in another compression and other pieces are the same corpus.
    pq.write_table(table, file, compression="snappy", row_group_size=50)
    again = corpus.load(tmp_path / "a")
    assert again.content_hash() == again.manifest["hash"]
    likes = table["likes"].to_numpy().copy()
    likes[7] += 1
    pq.write_table(table.set_column(table.schema.get_field_index("likes"), "likes", pa.array(likes)), file)
    assert corpus.load(tmp_path / "a").content_hash() != again.manifest["hash"]


def test_in_memory_and_from_disk_are_the_same(built: tuple[Path, Path]) -> None:
    made, stored = corpus.make(20_000, "published", "all"), corpus.load(built[0]).tidy()
    for table in ("posts", "tags", "urls", "accounts"):
        assert getattr(made, table).equals(getattr(stored, table)), table
    year = corpus.load(built[0]).tidy(2015)
    assert set(year.posts["source_file"]) == {"synthetic-2015"}


def test_every_file_says_that_it_is_synthetic(built: tuple[Path, Path]) -> None:
    for folder in built:
        for path in folder.rglob("*.parquet"):
            said = pq.read_schema(path).metadata
            assert said[b"synthetic"] == b"true" and b"made up" in said[b"note"], path
        for path in folder.rglob("*.json"):
            assert json.loads(path.read_text())["synthetic"] is True
    assert (built[0] / "README.md").read_text().startswith("# A synthetic corpus")
    assert {path.suffix for path in built[0].rglob("*") if path.is_file()} == {".parquet", ".json", ".md"}
    tidy = corpus.load(built[0]).tidy(2012)
    assert tidy.posts["source_file"].str.startswith("synthetic").all() and "synthetic" in tidy.source
    assert set(tidy.posts["platform"]) == {"synthetic"} and tidy.notes["synthetic"] is True


def test_the_readme_says_which_years_are_assumed(tmp_path: Path) -> None:
    build(1_500, 1, tmp_path / "c")
    lines = (tmp_path / "c" / "README.md").read_text().splitlines()
    assert sum("| assumed |" in line for line in lines) == 9
    assert sum("in proportion to the published number" in line for line in lines) == 2


def test_no_truth_among_the_learners_tables(built: tuple[Path, Path]) -> None:
    learner, truth = built
    assert {path.name for path in truth.iterdir()} == {"labels.parquet", "events.json"}
    names = {column for path in learner.rglob("*.parquet") for column in pq.read_schema(path).names}
    assert not {"label", "event", "mark", "planted", "plant", "twin", "kind_of_plant"} & names
    for path in learner.rglob("*"):
        if path.is_file() and path.name != "corpus.json":
            content = path.read_bytes()
            assert not [
                word for word in (b"campaign", b"misquote", b"hijack", b"-twin") if word in content
            ], path
    labels = pq.read_table(truth / "labels.parquet")
    assert labels.column_names == ["post_id", "label", "event", "mark"]
    ids = set(corpus.load(learner).tidy().posts["post_id"])
    assert set(labels["post_id"].to_pylist()) <= ids


def test_the_truth_is_not_written_into_the_corpus(tmp_path: Path) -> None:
    for inside in (tmp_path / "c", tmp_path / "c" / "truth"):
        with pytest.raises(CorpusError, match="outside"):
            build(1_500, 1, tmp_path / "c", truth=inside)
    build(1_500, 1, tmp_path / "c")
    assert not [path for path in tmp_path.rglob("*") if "truth" in path.name or "label" in path.name]


def test_what_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    build(1_500, 1, tmp_path / "c")
    before = corpus.load(tmp_path / "c").manifest["hash"]
    with pytest.raises(CorpusError, match="is there already"):
        build(1_500, 2, tmp_path / "c")
    assert corpus.load(tmp_path / "c").manifest["hash"] == before
    build(1_500, 2, tmp_path / "c", force=True)
    assert corpus.load(tmp_path / "c").manifest["hash"] != before
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_a_failing_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(1_500, 1, tmp_path / "c")
    before = corpus.load(tmp_path / "c").manifest

    def fails(*_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(assemble, "make_year", fails)
    with pytest.raises(RuntimeError, match="in the middle"):
        build(1_500, 2, tmp_path / "c", force=True)
    assert corpus.load(tmp_path / "c").manifest == before
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


KILLED = """
from course.corpus.making import assemble
if __name__ == "__main__":
    assemble.build(300_000, 1, "out", text=True)
"""


def test_a_killed_build_leaves_nothing_that_looks_whole_and_the_next_one_sweeps(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, "-c", KILLED], cwd=tmp_path, env=env)
    try:
        deadline = time.monotonic() + 120
        while not list(tmp_path.glob(".out.part-*/posts/*.parquet")):
            assert child.poll() is None and time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert not (tmp_path / "out").exists()
    left, lock = sorted(tmp_path.iterdir())
    assert left.name.startswith(".out.part-") and lock.name == f"{left.name}.lock"
    with pytest.raises(CorpusError, match="interrupted"):
        corpus.load(left)
    with pytest.raises(CorpusError, match="not a stored corpus"):
        corpus.load(tmp_path / "out")
    build(1_500, 1, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


FULL = """
import sys
from course.corpus.errors import CorpusError
from course.corpus.making.assemble import build
try:
    build(60_000, 1, sys.argv[1] + "/out")
except CorpusError as error:
    print(error)
import os
print(os.listdir(sys.argv[1]))
"""


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["bwrap", "--dev-bind", "/", "/", "--size", "600000", "--tmpfs", str(disk)]
    done = subprocess.run(
        [*command, sys.executable, "-c", FULL, str(disk)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    message, left = done.stdout.splitlines()
    assert "is full" in message and "Nothing was left behind" in message
    assert left == "[]"


def test_texts_written_out_are_those_that_are_rendered(tmp_path: Path) -> None:
    build(1_500, 1, tmp_path / "with", text=True)
    build(1_500, 1, tmp_path / "without")
    with_text, without = corpus.load(tmp_path / "with"), corpus.load(tmp_path / "without")
    assert with_text.manifest["hash"] == without.manifest["hash"]
    rendered = set(without.tidy(2022).posts["text"].dropna())
    written = with_text.table("posts", "2022", ["text"])["text"].drop_null().to_pylist()
    assert len(written) > 300 and set(written) <= rendered


class TestWorlds:
    """`course corpus worlds`: package data without labels or seed, truth and seed with faculty."""

    def render(self, root: Path, **options: object) -> list[worlds.World]:
        options = {"count": 2, "posts": 20_000, "plants": ["campaign", "hijack-twin"], **options}
        return worlds.render("07-spread", root / "data", root / "faculty", **options)  # type: ignore[arg-type]

    def test_nothing_secret_is_in_the_package_data(self, tmp_path: Path) -> None:
        found = self.render(tmp_path)
        assert [one.name for one in found] == ["w01", "w02"]
        assert found[0].hash != found[1].hash
        seed = (tmp_path / "faculty/07-spread/world-seed.txt").read_text().strip()
        assert len(seed) == 64
        for path in (tmp_path / "data").rglob("*"):
            if path.is_file():
                assert seed.encode() not in path.read_bytes()
                assert "label" not in path.name and "event" not in path.name
        manifest = corpus.load(found[0].folder).manifest
        assert "seed" not in manifest and "plants" not in manifest
        events = json.loads((found[0].truth / "events.json").read_text())
        assert [one["kind"] for one in events["events"]] == ["campaign", "hijack-twin"]
        assert events["corpus"] == found[0].hash == manifest["hash"]

    def test_the_same_seed_renders_the_same_worlds(self, tmp_path: Path) -> None:
        first = self.render(tmp_path, count=1)
        again = self.render(tmp_path, count=1, force=True)
        assert first == again
        other = self.render(tmp_path / "other", count=1)
        assert other[0].hash != first[0].hash

    def test_what_cannot_be_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusError, match="no module"):
            worlds.render("../x", tmp_path, tmp_path)
        with pytest.raises(CorpusError, match="from 1 to 99"):
            self.render(tmp_path, count=0)
        (tmp_path / "faculty/07-spread").mkdir(parents=True)
        (tmp_path / "faculty/07-spread/world-seed.txt").write_text("42")
        with pytest.raises(CorpusError, match="nobody guesses"):
            self.render(tmp_path)
